"""The desk: everything that is said to Factdesk comes here, and is answered here.

What is asked of it is read in `bot/conversation/requests.py`; what happens to a chat itself is in
`bot/conversation/happenings.py`. What goes wrong is turned into a sentence here and nowhere else:

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
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final, TypeAlias, TypeVar

import structlog

from bot import texts
from bot.answering.following import Follower
from bot.commands import COMMANDS, SPELLINGS, ask, more
from bot.context import About, Context
from bot.conversation import given_back, placing, refusals, requests
from bot.conversation.happenings import HAPPENINGS, let_in
from bot.errors import DeskError, Refused
from bot.forms.catalogue import FORMS
from bot.port import Break, Fault, Happening, Kind, Place, Posting, Reply, Text, Update
from bot.posting.occasions import Home
from bot.roles import PostingUnknown, StandingUnknown
from bot.rooms import Room
from bot.showing import overtaken
from storage.chats import Chat
from storage.database import Database, Transaction
from storage.errors import Spent, Stale, StoreError
from storage.people import Role

log = structlog.get_logger(__name__)
T = TypeVar("T")


MOST_READINGS: Final = 5
"""How often something is read that is changed meanwhile: a few milliseconds each, which another
edit seldom meets again; then it is told, though its instant may be one change off."""


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
            reply = _acted(context)
        except DeskError as error:
            # A question that is too long for one is a question all the same.
            kind = Kind.ANSWER if isinstance(error, ask.TooLong) else Kind.REPLY
            said = (*error.said(context.language), *given_back.line(context, error))
            reply = Reply(said, language=context.language, kind=kind)
            aside = isinstance(error, Refused)
            apart = not aside and requests.is_listed(context)
            reply = replace(reply, aside=aside, apart=apart, failed=True)
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
            now=tx.changes.dated(),
            home=self.home,
        )


class _MovedError(Exception):
    """The store was changed by another process while it was read."""


def _acted(context: Context) -> Reply:
    """Do what is asked, and return the reply.

    What is told has one instant, as of which it can be shown for ever. So what was read while
    another process changed the store is read anew, at its own instant.
    """
    for _ in range(MOST_READINGS - 1):
        with suppress(_MovedError):
            return _acted_once(context, at_rest=True)
        context = replace(context, now=context.tx.changes.dated())
    return _acted_once(context, at_rest=False)


def _acted_once(context: Context, *, at_rest: bool) -> Reply:
    changes, update = context.tx.changes, context.update
    with context.tx.undoable():
        _check_entry(context)
        begun = changes.begun
        reply = more.bounded(context, requests.act(context)(context), requests.looks(update))
        reports = changes.begun > begun
        # Who changes something locks all others out.
        if at_rest and not reports and changes.moved():
            raise _MovedError
    return replace(reply, reports=reports)


def _learn_language(tx: Transaction, chat: Chat, hint: str) -> None:
    """Keep what a person's platform speaks, for what will be said to them unasked."""
    if hint in texts.LANGUAGES and hint != chat.language:
        tx.chats.set_language(chat.id, hint)


def _check_entry(context: Context) -> None:
    """Refuse whom nobody let in; what happens to a chat itself is noted all the same."""
    refused = None if context.update.happening in HAPPENINGS else context.turned_away()
    if refused is not None:
        raise refused


def _said(language: str, sentence: str, **fields: str) -> Reply:
    message = texts.say(language, sentence, count=None, **fields)
    return Reply(message, language=language, failed=True)
