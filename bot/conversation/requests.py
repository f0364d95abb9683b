"""Requests: what an update asks of the desk, read as the act that carries it out.

What a line is (contract: "When the bot is spoken to"):

1. it begins with `/`: a command; an unknown one is said to be so, with the nearest;
2. its first words are a command that this person may run and all the rest fits
   that command's grammar: the command, confirmed first if it changes anything;
3. else: a question. So is whatever ends in a question mark, but for `ask`.

In a group an unknown command is somebody else's: the reply is empty, and a door sends nothing.
A tap's reply takes the place of the message that bore the button; a question that its author
changed changes its answer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Final

from bot import grammar, roles
from bot.answering.words import fold
from bot.commands import (
    CHOSEN,
    SPELLINGS,
    ask,
    channels,
    embargoing,
    imports,
    latvian,
    meant,
    more,
    unmarked,
    votes,
)
from bot.context import Act, Command, Context
from bot.conversation import changed
from bot.conversation.happenings import HAPPENINGS
from bot.errors import DeskError
from bot.forms import asking, conversing
from bot.grammar.errors import shown
from bot.grammar.opening import Typed
from bot.port import Code, Happening, Kind, Place, Reply, Text, Update, joined
from bot.roles import Right

FAMILIES: Final = frozenset(fold(name[0]) for name in SPELLINGS if len(name) > 1)
"""First words of commands that have a second: alone they ask what there is."""

SECONDS: Final = frozenset(fold(name[1]) for name in SPELLINGS if len(name) > 1)
"""The second words, of whichever first."""

BOTH_NEAR: Final = 0.8
"""How near two words are to a name of two, so that both are meant: one slip leaves 0.9."""

REPLIES: Final = frozenset({Kind.ANSWER, Kind.OFFER, Kind.REPLY, Kind.LATER})
"""What a person can reply to without asking anything: it is a conversation already."""


class UnknownCommand(DeskError):
    """A line that begins with `/` and names nothing that the desk can do. Field: `word`."""

    key = "desk.unknown-command"


class UnknownCommandNear(DeskError):
    """The same where something is near. Fields: `word`, `nearest`."""

    key = "desk.unknown-command-near"


class UnknownInFamily(DeskError):
    """The same behind the first word of several. Fields: `word`; `known`: those there are."""

    key = "desk.unknown-in-family"


class SecondCommand(DeskError):
    """A message in which another command follows, which would be read as words. Field: `line`."""

    key = "desk.second-command"


def act(context: Context) -> Act:
    """Return what this update asks for, or raise what is wrong with it."""
    match context.update.happening:
        case Happening.TAPPED:
            return _tapped(context)
        case Happening.SAID:
            return embargoing.misplaced(context) or _said_by_somebody(context)
        case Happening.EDITED:
            return changed.edited(context, SPELLINGS)
        case Happening.PICKED:
            return _picked
        case Happening.HOME:
            return partial(CHOSEN["home"], payload={})
        case happening:
            return HAPPENINGS[happening]


def _said_by_somebody(context: Context) -> Act:
    if context.update.filled is not None:
        return conversing.submitted
    line = grammar.typed(context.update.text)
    if _is_said_with_words(context) or _is_forwarded_to_others(context, line):
        return Context.silent
    if not line.text and imports.is_brought(context):
        return imports.import_("")
    # What somebody wrote elsewhere is no order before it is confirmed.
    if line.slash and not context.update.forwarded:
        return _slashed(context, line)
    if not _is_spoken_to_us(context, line.text):
        return Context.silent
    return conversing.awaited(context, line.text) or unmarked.act(context, line.text, SPELLINGS)


def _is_said_with_words(context: Context) -> bool:
    """Tell whether this came without words beside something with them, which is answered."""
    update = context.update
    words = update.words_in
    return bool(words) and context.tx.inbox.came(update.account.platform, words)


def _is_forwarded_to_others(context: Context, line: Typed) -> bool:
    """Tell whether a command was brought into a group from elsewhere, and not to us by name."""
    update = context.update
    in_group = update.chat.place is Place.GROUP and not update.mentioned
    return update.forwarded and line.slash and in_group


def _slashed(context: Context, line: Typed) -> Act:
    """Read a line that begins with a slash: behind our own word it may be a question."""
    cancels = conversing.cancels(context, line.text)
    if cancels is not None:
        return cancels
    is_none = line.ours and line.text and not _names_commands(line.text)
    if is_none and not _is_of_a_family(context, line.text):
        return partial(ask.answer, question=line.text)
    ours = bool(line.mention) or context.update.mentioned
    return _command(context, line.text, ours=ours)


def _is_spoken_to_us(context: Context, text: str) -> bool:
    """Tell whether a line is meant for the desk, or only said below something that it posted."""
    update = context.update
    if update.chat.place is Place.PRIVATE or update.mentioned or not update.reply_to:
        return True
    below = context.tx.ledger.of_message(context.chat_id, update.reply_to)
    return "?" in text or (below is not None and below.kind in REPLIES)


def _tapped(context: Context) -> Act:
    update = context.update
    judged = votes.judged(update.choice)
    if judged is not None:
        return judged
    token = update.choice.removeprefix(asking.OPENS)
    chosen = context.tx.choices.take(token, context.chat_id, context.person.id)
    match chosen.action:
        case "run":
            text = str(chosen.payload["text"])
            if _only_looks(text):
                # Who looks at one thing looks at the next one beside it as well.
                context.tx.choices.give_back(token)
            done = _command(context, text)
            return partial(_beside, act=done) if chosen.payload.get("listed") else done
        case "share":
            return partial(_share, text=str(chosen.payload["text"]))
        case more.LOOK:
            return partial(more.look_on, payload=chosen.payload, say=_said_anew)
        case action:
            return partial(CHOSEN[action], payload=chosen.payload)


def _picked(context: Context) -> Reply:
    """Ask what a chat that was chosen shall be called; words alone are an answer to that."""
    reply, chat = channels.picked(context), context.update.picked
    if chat is not None and conversing.opens(context):
        conversing.lay_down(context, "channel add", {"chat": f"{chat.platform}:{chat.id}"})
    return reply


def is_listed(context: Context) -> bool:
    """Tell whether a button was tapped that stands in a list, which stays."""
    chosen = context.tx.choices.peek(context.update.choice) if context.update.choice else None
    return chosen is not None and bool(chosen.payload.get("listed"))


def _beside(context: Context, act: Act) -> Reply:
    """Carry out what was tapped, and leave that as it is."""
    return context.beside(act(context))


def _only_looks(text: str) -> bool:
    """Tell whether all that a command can do is look at something."""
    found = _found(text)
    return found is not None and found[0].looks


def _share(context: Context, text: str) -> Reply:
    """Say for everybody what one person was told alone, as it is now."""
    shared = replace(context, update=replace(context.update, alone=False))
    return replace(_said_anew(shared, text), public=True)


def _said_anew(context: Context, text: str) -> Reply:
    """Say what a line that was answered before is answered with now, to whoever taps."""
    again = replace(context, update=replace(context.update, text=text, choice=""))
    return _said_by_somebody(again)(again)


def looks(update: Update) -> str:
    """Return the line that is said, if all it can do is look at something; else nothing."""
    if update.happening is not Happening.SAID or update.filled is not None:
        return ""
    line = grammar.typed(update.text)
    found = _found(line.text)
    looks = found[0].looks if found is not None else line.ours or not line.slash
    return update.text if looks else ""


def _command(context: Context, text: str, *, ours: bool = True) -> Act:
    """Read a line that is meant as a command; `ours` tells that it names this bot."""
    found = _found(text or "help")
    if found is None and fold(text) in FAMILIES:
        return SPELLINGS["help",].parse(text)
    if found is None:
        if context.update.chat.place is Place.GROUP and not ours:
            return Context.silent
        raise _unknown(context, text)
    command, rest = found
    if not context.may(command):
        # Each letter that is not of ASCII takes six in a link, and names are found without.
        private = context.private_link(text, fold(text), command.words)
        raise roles.refusal(command.right, private)
    if not command.text:
        _check_alone(text)
    return unmarked.parsed(command, rest)


def _check_alone(text: str) -> None:
    """Refuse a command below which another stands: it would become part of a value or a reason.

    Raises:
        SecondCommand: one does.
    """
    for line in text.split("\n")[1:]:
        typed = grammar.typed(line)
        begins = fold(typed.text.partition(" ")[0]) in FAMILIES or _names_commands(typed.text)
        if typed.slash and begins:
            raise SecondCommand(line=shown(line))


def _names_commands(text: str) -> bool:
    """Tell whether a line begins with a command, or is the first word of several."""
    return _found(text) is not None or fold(text) in FAMILIES


def _is_of_a_family(context: Context, text: str) -> bool:
    """Tell whether a line is the command of an editor but for its second word, which others have.

    Nobody asks “schedule edit 3”, and who writes so is told what there is in its place.
    """
    first, second, *_ = [*fold(text).split(), "", ""]
    if second not in SECONDS or text.endswith("?"):
        return False
    mine = (each for each in context.commands if len(each.name) > 1 and context.may(each))
    orders = any(each.right is not Right.ALL and _begins(each, first) for each in mine)
    return orders and meant.meant(context, text) is None


def _found(text: str) -> tuple[Command, str] | None:
    found = grammar.first_words(text, SPELLINGS)
    if found is None:
        return None
    name, rest = found
    return SPELLINGS[name], rest


def _unknown(context: Context, text: str) -> DeskError:
    typed = text.split()
    mine = [each for each in context.commands if context.may(each)]
    spelt = latvian.spoken(mine) | latvian.named(mine)
    family = [each for each in mine if len(each.name) > 1 and _begins(each, typed[0])]
    if family:
        return _unknown_of(family, typed[:2], spelt)
    # Of two words both may be right but for a letter: `/fakt add`.
    said, word = " ".join(typed[:2]), typed[0]
    near = grammar.nearest(said, (name for name in spelt if " " in name), cutoff=BOTH_NEAR)
    if not near:
        said, near = word, grammar.nearest(word, spelt)
    if near:
        return UnknownCommandNear(word=shown(said), nearest=spelt[near[0]][1])
    return UnknownCommand(word=shown(word))


def _unknown_of(
    family: Sequence[Command], typed: Sequence[str], spelt: Mapping[str, tuple[Command, str]]
) -> DeskError:
    """Return what is said where the first of several words is right, and the second is none."""
    word = shown(" ".join(typed))
    first, second = fold(typed[0]), typed[-1]
    seconds = {name.partition(" ")[2]: name for name in spelt if name.startswith(f"{first} ")}
    near = grammar.nearest(second, seconds)
    if near:
        return UnknownCommandNear(word=word, nearest=spelt[seconds[near[0]]][1])
    known = joined([(Code(f"/{each.words}"),) for each in family], Text(", "))
    return UnknownInFamily(word=word, known=known)


def _begins(command: Command, word: str) -> bool:
    """Tell whether a command of several words begins with that one, in either language."""
    first = command.name[0]
    return fold(word) in {first, fold(latvian.FIRST.get(first, first))}
