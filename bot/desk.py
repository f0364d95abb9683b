"""The desk: everything that is said to Factdesk comes here, and is answered here.

What a line is (contract: "When the bot is spoken to"):

1. it begins with `/`: a command; an unknown one is said to be so, with the nearest;
2. its first words are a command that this person may run and all the rest fits
   that command's grammar: the command, confirmed first if it changes anything;
3. else: a question. So is whatever ends in a question mark, but for `ask`.

In a group an unknown command is somebody else's: the reply is empty, and a door sends nothing.
A tap's reply takes the place of the message that bore the button; a question that its author
changed changes its answer. What happens to a chat itself is in `bot/happenings.py`.

What goes wrong is turned into a sentence here and nowhere else:

- `DeskError`: its own sentence; the transaction is undone, nothing has changed;
- `Stale`: somebody was quicker; said so, nothing has changed;
- `StandingUnknown`: goes on to the caller, who asks the platform and begins anew;
- `StoreError`: the store is out of reach; logged, and told to an operator in full. Within
  somebody else's transaction it goes on to the caller, who tries again;
- anything else: a fault of ours; logged whole under an id, which the person is told.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from typing import Final, TypeAlias, TypeVar

import structlog

from bot import changed, grammar, overtaken, placing, refusals, roles, texts
from bot.answering.following import Follower
from bot.answering.words import fold
from bot.commands import (
    CHOSEN,
    COMMANDS,
    SPELLINGS,
    ask,
    channels,
    embargoing,
    imports,
    more,
    unmarked,
    votes,
)
from bot.context import About, Act, Command, Context
from bot.errors import DeskError, Refused
from bot.forms import asking, conversing
from bot.forms.catalogue import FORMS
from bot.grammar.errors import shown
from bot.grammar.opening import Typed
from bot.happenings import HAPPENINGS, let_in
from bot.port import Break, Fault, Happening, Kind, Place, Posting, Reply, Text, Update
from bot.posting.occasions import Home
from bot.roles import PostingUnknown, StandingUnknown
from bot.rooms import Room
from storage.chats import Chat
from storage.database import Database, Transaction
from storage.errors import Spent, Stale, StoreError
from storage.people import Role

log = structlog.get_logger(__name__)
T = TypeVar("T")

FAMILIES: Final = frozenset(fold(name[0]) for name in SPELLINGS if len(name) > 1)
"""First words of commands that have a second: alone they ask what there is."""

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


@dataclass(frozen=True, slots=True)
class Said:
    """A reply, with our ids of the chat that it goes to and of the person whom it answers."""

    reply: Reply
    chat: int
    person: int


Note: TypeAlias = Callable[[Transaction, Said], None]
"""Writes down what was said, in its transaction."""


def _unnoted(_tx: Transaction, _said: Said) -> None:
    """Write nothing down."""


@dataclass(frozen=True, slots=True)
class Desk:
    """One desk for every door.

    Attributes:
        answerer: answers questions; follows the store's change log.
        clock: the present instant, aware, UTC.
        language, zone: what a chat begins with.
        editors: the editors' chat, as `telegram:-100123`, or empty, unless the store knows one.
        rooms: how much a message holds, by platform.
    """

    database: Database
    answerer: Follower
    clock: Callable[[], datetime]
    about: About
    language: str
    zone: str
    editors: str = ""
    rooms: Mapping[str, Room] = field(default_factory=dict)

    @property
    def home(self) -> Home:
        """What holds where nobody has chosen otherwise."""
        return Home(self.editors, self.language, self.zone, self.rooms)

    def handle(self, update: Update, note: Note = _unnoted) -> Reply:
        """Answer `update` in a transaction of its own, in which `note` is told what was said.

        Never raises: whatever happens, there is a sentence to say.
        """
        try:
            with self.database.write() as tx:
                said = self.converse(tx, update)
                note(tx, said)
                return said.reply
        except PostingUnknown as unknown:
            nobody = (Posting(each, fault=Fault.OUT_OF_REACH) for each in unknown.asked)
            return self.handle(replace(update, postings=(*update.postings, *nobody)), note)
        except StoreError as error:
            log.error("store_failed", update=update.id, chat=str(update.chat), error=str(error))  # noqa: TRY400 - the sentence says it all
            reply = _said(self.language, "desk.store-failed")
            why = (Break(), Text(str(error))) if update.account.operator else ()
            return replace(reply, message=(*reply.message, *why))

    def converse(self, tx: Transaction, update: Update) -> Said:
        """Answer `update` within `tx`: what it does is done with whatever else `tx` does.

        Where it fails, what it did is undone, `tx` goes on, and the reply says why.

        Raises:
            StandingUnknown: the platform is to be asked who runs the chat; nothing was done.
            StoreError: the store is out of reach; `tx` is lost.
        """
        context = self._context(tx, update)
        try:
            with tx.undoable():
                _check_entry(context)
                begun = tx.changes.begun
                reply = more.bounded(context, self._act(context)(context), _looks(update))
                reply = replace(reply, reports=tx.changes.begun > begun)
        except DeskError as error:
            # A question that is too long for one is a question all the same.
            kind = Kind.ANSWER if isinstance(error, ask.TooLong) else Kind.REPLY
            reply = Reply(error.said(context.language), language=context.language, kind=kind)
            reply = replace(reply, aside=isinstance(error, Refused), failed=True)
            refusals.note(context, error, SPELLINGS)
        except Stale as error:
            reply = _said(context.language, "desk.stale", key=error.key)
        except Spent as error:
            reply = replace(_said(context.language, f"desk.spent-{error.why}"), aside=True)
            refusals.note(context, error, SPELLINGS)
        except (StandingUnknown, StoreError):
            raise
        except Exception:  # the last line before a person: they get a sentence
            incident = secrets.token_hex(4)
            log.exception("incident", incident=incident, update=update.id, chat=str(update.chat))
            reply = _said(context.language, "desk.incident", incident=incident)
        reply = placing.placed(context, reply)
        overtaken.note(tx, context.person, context.chat_id, reply.message)
        return Said(reply, context.chat_id, context.person.id)

    def look(self, update: Update, act: Callable[[Context], T]) -> T:
        """Return what `act` returns for whoever sent `update`; whatever it wrote is undone.

        Raises:
            StoreError: the store is out of reach.
        """
        with self.database.write() as tx:
            return tx.rehearse(lambda: act(self._context(tx, update)))

    def _context(self, tx: Transaction, update: Update) -> Context:
        account, said_in = update.account, update.chat
        if f"{said_in.platform}:{said_in.id}" == self.editors and tx.chats.desk() is None:
            update = replace(update, chat=replace(said_in, place=Place.EDITORS))
        place = update.chat.place
        chat = tx.chats.seen(
            said_in.platform,
            said_in.id,
            said_in.topic,
            place,
            said_in.title,
            # Whom we told something unasked before they wrote we know by their own name.
            formerly=account.id if place is Place.PRIVATE else "",
        )
        if chat.is_desk:
            place = Place.EDITORS
            update = replace(update, chat=replace(said_in, place=place))
        person = tx.people.seen(account.platform, account.id, account.name, account.handle)
        if chat.gone and update.happening in {Happening.SAID, Happening.TAPPED}:
            # Whoever speaks to us again wants to be answered.
            let_in(tx, said_in)
        if place is Place.PRIVATE and chat.person != person.id:
            tx.chats.belongs(chat.id, person.id)
        if place is Place.PRIVATE:
            _learn_language(tx, chat, update.language_hint)
        if account.operator:
            person = replace(person, role=Role.OWNER)
        own = person.language or update.language_hint
        # What one person alone is to see is theirs, wherever it was asked.
        language = own if place is Place.PRIVATE or update.alone else chat.language
        return Context(
            tx=tx,
            answerer=self.answerer,
            about=self.about,
            commands=COMMANDS,
            forms=FORMS,
            update=update,
            person=person,
            chat_id=chat.id,
            language=language if language in texts.LANGUAGES else self.language,
            zone=chat.timezone or self.zone,
            usual_zone=self.zone,
            usual_language=self.language,
            now=tx.now,
            home=self.home,
        )

    def _act(self, context: Context) -> Act:
        """Return what this update asks for, or raise what is wrong with it."""
        match context.update.happening:
            case Happening.TAPPED:
                return _tapped(context)
            case Happening.SAID:
                return embargoing.misplaced(context) or _said_by_somebody(context)
            case Happening.EDITED:
                return changed.edited(context, SPELLINGS)
            case Happening.PICKED:
                return channels.picked
            case Happening.HOME:
                return partial(CHOSEN["home"], payload={})
            case happening:
                return HAPPENINGS[happening]


def _learn_language(tx: Transaction, chat: Chat, hint: str) -> None:
    """Keep what a person's platform speaks, for what will be said to them unasked."""
    if hint in texts.LANGUAGES and hint != chat.language:
        tx.chats.set_language(chat.id, hint)


def _check_entry(context: Context) -> None:
    """Refuse whom nobody let in; what happens to a chat itself is noted all the same."""
    refused = None if context.update.happening in HAPPENINGS else context.turned_away()
    if refused is not None:
        raise refused


def _said_by_somebody(context: Context) -> Act:
    if context.update.filled is not None:
        return conversing.submitted
    line = grammar.typed(context.update.text)
    if not line.text and imports.is_brought(context):
        return imports.import_("")
    if line.slash:
        return _slashed(context, line)
    if not _is_spoken_to_us(context, line.text):
        return Context.silent
    return conversing.awaited(context, line.text) or unmarked.act(context, line.text, SPELLINGS)


def _slashed(context: Context, line: Typed) -> Act:
    """Read a line that begins with a slash: behind our own word it may be a question."""
    if line.ours and line.text and not _names_commands(line.text):
        return partial(ask.answer, question=line.text)
    ours = bool(line.mention) or context.update.mentioned
    return conversing.cancels(context, line.text) or _command(context, line.text, ours=ours)


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
            return _command(context, str(chosen.payload["text"]))
        case "share":
            return partial(_share, text=str(chosen.payload["text"]))
        case more.LOOK:
            return partial(more.look_on, payload=chosen.payload, say=_said_anew)
        case action:
            return partial(CHOSEN[action], payload=chosen.payload)


def _share(context: Context, text: str) -> Reply:
    """Say for everybody what one person was told alone, as it is now."""
    shared = replace(context, update=replace(context.update, alone=False))
    return replace(_said_anew(shared, text), public=True)


def _said_anew(context: Context, text: str) -> Reply:
    """Say what a line that was answered before is answered with now, to whoever taps."""
    again = replace(context, update=replace(context.update, text=text, choice=""))
    return _said_by_somebody(again)(again)


def _looks(update: Update) -> str:
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
        raise roles.refusal(command.right, private=context.private_link(text))
    return unmarked.parsed(command, rest)


def _names_commands(text: str) -> bool:
    """Tell whether a line begins with a command, or is the first word of several."""
    return _found(text) is not None or fold(text) in FAMILIES


def _found(text: str) -> tuple[Command, str] | None:
    found = grammar.first_words(text, SPELLINGS)
    if found is None:
        return None
    name, rest = found
    return SPELLINGS[name], rest


def _unknown(context: Context, text: str) -> DeskError:
    typed = text.split()
    spelt = [" ".join(name) for name, command in SPELLINGS.items() if context.may(command)]
    # Of two words both may be right but for a letter: `/fakt add`.
    meant = " ".join(typed[:2])
    near = grammar.nearest(meant, (name for name in spelt if " " in name), cutoff=BOTH_NEAR)
    if not near:
        meant = " ".join(typed[: 2 if fold(typed[0]) in FAMILIES else 1])
        near = grammar.nearest(meant, spelt)
    if near:
        return UnknownCommandNear(word=shown(meant), nearest=near[0])
    return UnknownCommand(word=shown(meant))


def _said(language: str, sentence: str, **fields: str) -> Reply:
    message = texts.say(language, sentence, count=None, **fields)
    return Reply(message, language=language, failed=True)
