"""The command that a line was perhaps meant as, where it was read as a question.

Without its slash a line is a command only if all of it fits, and behind `/factdesk` one that is
misspelt is a question: who is alone with the bot is shown then how that command is written. What
can be nothing but a command is told that alone, or first where it has a slip, and waits for no
answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from bot import calendar, grammar
from bot.answering.verdict import Status
from bot.answering.words import fold
from bot.commands import latvian
from bot.commands.arguments import example, usage
from bot.context import Command, Context
from bot.errors import DeskError
from bot.grammar.times import take_times_at_end
from bot.port import Code, Message, Place
from bot.roles import Right

NEAR: Final = 0.85
"""How near two words, or one of few, have to be to a name: letters changed places in “pots” are
0.89."""

MISSPELT: Final = 0.83
"""How near one word has to be that is no name itself: two changed places in “digets” are 0.833."""

ALONE_NEAR: Final = 0.75
"""How near a line of one word has to be, as nobody asks so: “hlep” is 0.75."""

FEW: Final = 3
"""Words of the longest line that may begin with the name of a command; many questions do. One that
begins with such a name misspelt may be longer."""


OF_FACTS: Final = "fact"
"""The first word of the commands that take a KEY with a dot."""

OF_EVENTS: Final = "event"

ADD: Final = ("fact", "add")

_SAID: Final = {
    "change": "set",
    "update": "set",
    "fix": "correct",
    "postpone": "move",
    "reschedule": "move",
}
"""What people say for the second word of a command of facts or of events."""

_TO: Final = frozenset({"to", "uz"})
_ARTICLES: Final = frozenset({"a", "an", "the", "new"})


@dataclass(frozen=True, slots=True)
class Meant:
    """A command that a line nearly is.

    Attributes:
        rest: what stands behind the words of its name, as typed.
        surely: nobody asks so.
        key: of what it names in other words.
        plainly: its name stands there without a slip, so that no answer is due besides.
    """

    command: Command
    rest: str
    surely: bool
    key: str = ""
    plainly: bool = False


def meant(context: Context, text: str) -> Meant | None:
    """Return the command of this person's with whose name `text` begins, or nearly so.

    What was asked with `ask` is a question for certain.
    """
    line = grammar.typed(context.update.text)
    if "?" in text or line.text != text:
        return None
    if not (context.update.chat.place is Place.PRIVATE or context.update.alone):
        return None
    words = text.split()
    mine = [each for each in context.commands if context.may(each)]
    ordering = [each for each in mine if each.right is not Right.ALL]
    # Readers begin a question with many a name of theirs: “facts about the bridge”.
    single = mine if line.ours or len(words) == 1 else ordering if len(words) <= FEW else []
    own = {each.words: each for each in single if len(each.name) == 1}
    one_word = _near(own, words, 1, NEAR) or _misspelt(mine, words)
    named = _without_family(ordering, words) or _two_words(mine, words)
    named = named or _moved(context, ordering, words) or _changed(context, ordering, words)
    return named or (one_word and _weighed(one_word, words[0]))


def _weighed(found: Meant, word: str) -> Meant:
    """Return a command of one word, for certain if it has a slip within, and all behind it fits.

    A reader's own commands are too near to questions for that.
    """
    (name,), said = found.command.name, fold(word)
    another_form = said.startswith(name) or name.startswith(said)
    if another_form or found.command.right is Right.ALL or not _fits(found):
        return found
    return replace(found, surely=True)


def _two_words(commands: Iterable[Command], words: Sequence[str]) -> Meant | None:
    """Return the command that the first two words are, nearly, or in Latvian exactly."""
    counted = [each for each in commands if len(each.name) > 1]
    bare = [*words[:1], *(each for each in words[1:] if fold(each) not in _ARTICLES)]
    turned = fold(" ".join(reversed(bare[:2])))
    ordered = {each.words: each for each in counted if each.right is not Right.ALL}
    if turned in ordered:
        # “Add a fact” means the same, and nobody asks so.
        return Meant(ordered[turned], " ".join(bare[2:]), surely=True, plainly=True)
    first, second = [*map(fold, words[:2]), "", ""][:2]
    said_so = f"{first} {_SAID.get(second)}"
    if said_so in ordered:
        return Meant(ordered[said_so], " ".join(words[2:]), surely=True, plainly=True)
    spoken, said = latvian.spoken(commands if len(words) > 1 else ()), fold(" ".join(words[:2]))
    names = {said: spoken[said]} if said in spoken else latvian.named(counted)
    return _near({name: command for name, (command, _) in names.items()}, words, 2, NEAR)


def _without_family(commands: Iterable[Command], words: Sequence[str]) -> Meant | None:
    """Return the command that changes a fact, where the word for that stands before its KEY alone.

    Nobody asks “correct old-bridge.length 5”, nor “undo”.
    """
    command = _does(commands, OF_FACTS, words)
    if command is None:
        return None
    if len(words) == 1:
        return Meant(command, "", surely=True)
    if not grammar.looks_like_key(words[1]) or not grammar.fold_key(words[1]).attribute:
        return None
    return Meant(command, " ".join(words[1:]), surely=True, plainly=True)


def _does(commands: Iterable[Command], family: str, words: Sequence[str]) -> Command | None:
    """Return the command of a family whose second word, as people say it, begins a line."""
    spoken = latvian.spoken(each for each in commands if each.name[0] == family)
    first = fold(words[0]) if words else ""
    found = spoken.get(f"{family} {_SAID.get(first, first)}")
    return found[0] if found else None


def _moved(context: Context, commands: Iterable[Command], words: Sequence[str]) -> Meant | None:
    """Return the command that moves an event or calls it off, where its name follows the verb."""
    command, rest = _does(commands, OF_EVENTS, words), " ".join(words[1:])
    if command is None or not rest:
        return None
    timed = take_times_at_end(rest)
    known = calendar.all_events(context.tx, context.audience, context.now)
    named = calendar.named(known, timed[0] if timed else rest)
    if not named:
        return None
    if timed or len(named) > 1:
        return Meant(command, rest, surely=True)
    return Meant(command, "", surely=True, key=named[0].key)


def _changed(context: Context, commands: Iterable[Command], words: Sequence[str]) -> Meant | None:
    """Return the command that changes a fact, where words that ask for it follow the verb."""
    command = _does(commands, OF_FACTS, words)
    if command is None or command.name == ADD:
        return None
    # Behind “to” stands what it is to be.
    to = next((at for at, each in enumerate(words) if at and fold(each) in _TO), len(words))
    verdict = context.answerer.ask(
        context.tx,
        " ".join(words[1:to]),
        at=context.now,
        zone=context.zone,
        audience=context.audience,
    )
    if verdict.status is not Status.ANSWERED:
        return None
    (fact,) = context.tx.facts.get([verdict.picks[0].fact_id]).values()
    return Meant(command, "", surely=True, key=fact.key)


def _misspelt(commands: Iterable[Command], words: Sequence[str]) -> Meant | None:
    """Return the command of one word that begins a line with a slip, and not in another form.

    “Digets” is no word but a slip; “fact”, “events” and “starts” begin questions.
    """
    named = latvian.named(each for each in commands if len(each.name) == 1)
    said = fold(words[0]) if words else ""
    if any(said.startswith(name) or name.startswith(said) for name in named):
        return None
    return _near({name: command for name, (command, _) in named.items()}, words, 1, MISSPELT)


def _near(
    names: Mapping[str, Command], words: Sequence[str], count: int, cutoff: float
) -> Meant | None:
    """Return the command that the first `count` words nearly name, of some by their names."""
    said = fold(" ".join(words[:count]))
    found = grammar.nearest(said, names, cutoff=ALONE_NEAR if len(words) == 1 else cutoff)
    if not found:
        return None
    command = names[found[0]]
    right_words = set(said.split()) & set(found[0].split())
    by_editors = command.right is not Right.ALL
    exact = said == found[0]
    both = exact or (by_editors and bool(right_words))
    surely = both if count > 1 else len(words) == 1
    return Meant(command, " ".join(words[count:]), surely, plainly=exact and count > 1)


def hint(context: Context, found: Meant) -> Message:
    """Return how a command is written, for whoever meant it: the line itself, if it fits so."""
    command, fits = found.command, _fits(found)
    given = found.key or _key_typed(found)
    whole = f"/{command.words} {found.rest}" if fits else usage(command, given, context.language)
    said = context.say("ask.command-meant", usage=Code(whole))
    more = () if fits else example(command, context.language)
    return (*said, *more)


def _key_typed(found: Meant) -> str:
    """Return the KEY of a fact that was typed, for a command that begins with one."""
    first = found.rest.partition(" ")[0]
    if found.command.name[0] != OF_FACTS or not grammar.looks_like_key(first):
        return ""
    key = grammar.fold_key(first)
    return str(key) if key.attribute else ""


def _fits(found: Meant) -> bool:
    if not found.rest:
        return False
    try:
        found.command.parse(found.rest)
    except DeskError:
        return False
    return True
