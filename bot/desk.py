"""The desk: everything that is said to Factdesk comes here, and is answered here.

What a line is (contract: "When the bot is spoken to"):

1. it begins with `/`: a command; an unknown one is said to be so, with the nearest;
2. its first words are a command that this person may run and all the rest fits
   that command's grammar: the command, confirmed first if it changes anything;
3. else: a question. So is whatever ends in a question mark, but for `ask`.

In a group an unknown command is somebody else's: the reply is empty, and a door sends nothing.

What goes wrong is turned into a sentence here and nowhere else:

- `DeskError`: its own sentence; the transaction is undone, nothing has changed;
- `Stale`: somebody was quicker; said so, nothing has changed;
- `StoreError`: the store is out of reach; logged, and told to an operator in full;
- anything else: a fault of ours; logged whole under an id, which the person is told.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Final

import structlog

from bot import grammar, roles, texts
from bot.answering.following import Follower
from bot.answering.words import fold
from bot.commands import CHOSEN, COMMANDS, SPELLINGS, ask
from bot.commands.arguments import Incomplete, usage
from bot.context import About, Act, Button, Command, Context
from bot.errors import DeskError
from bot.grammar.errors import shown
from bot.port import Break, Code, Place, Reply, Text, Update
from storage.choices import Choice as StoredChoice
from storage.database import Database, Transaction
from storage.errors import Spent, Stale, StoreError
from storage.people import Person, Role

log = structlog.get_logger(__name__)

CONFIRM_WITHIN: Final = timedelta(hours=1)
"""How long a question of ours waits for its tap, as long as an offer does (contract, 1)."""


class UnknownCommand(DeskError):
    """A line that begins with `/` and names nothing that the desk can do. Field: `word`."""

    key = "desk.unknown-command"


class UnknownCommandNear(DeskError):
    """The same where something is near. Fields: `word`, `nearest`."""

    key = "desk.unknown-command-near"


@dataclass(frozen=True, slots=True)
class Desk:
    """One desk for every door.

    Attributes:
        answerer: answers questions; follows the store's change log.
        clock: the present instant, aware, UTC.
        language, zone: what a chat begins with.
    """

    database: Database
    answerer: Follower
    clock: Callable[[], datetime]
    about: About
    language: str
    zone: str

    def handle(self, update: Update) -> Reply:
        """Answer `update`. Never raises: whatever happens, there is a sentence to say."""
        speaking = self.language
        try:
            with self.database.write() as tx:
                context = self._context(tx, update)
                speaking = context.language
                return self._act(context)(context)
        except DeskError as error:
            return Reply(error.said(speaking), language=speaking)
        except Stale as error:
            return _said(speaking, "desk.stale", key=error.key)
        except Spent as error:
            return _said(speaking, f"desk.spent-{error.why}")
        except StoreError as error:
            log.error("store_failed", update=update.id, chat=str(update.chat), error=str(error))  # noqa: TRY400 - the sentence says it all
            reply = _said(speaking, "desk.store-failed")
            why = (Break(), Text(str(error))) if update.account.operator else ()
            return Reply((*reply.message, *why), language=speaking)
        except Exception:  # the last line before a person: they get a sentence
            incident = secrets.token_hex(4)
            log.exception("incident", incident=incident, update=update.id, chat=str(update.chat))
            return _said(speaking, "desk.incident", incident=incident)

    def _context(self, tx: Transaction, update: Update) -> Context:
        account, place = update.account, update.chat
        chat = tx.chats.seen(place.platform, place.id, place.topic, place.place)
        person = tx.people.seen(account.platform, account.id, account.name)
        if account.operator:
            person = Person(person.id, person.name, person.language, Role.OWNER)
        own = person.language or update.language_hint
        language = own if place.place is Place.PRIVATE else chat.language
        return Context(
            tx=tx,
            answerer=self.answerer,
            about=self.about,
            commands=COMMANDS,
            update=update,
            person=person,
            chat_id=chat.id,
            language=language if language in texts.LANGUAGES else self.language,
            zone=chat.timezone or self.zone,
            now=tx.now,
        )

    def _act(self, context: Context) -> Act:
        """Return what this update asks for, or raise what is wrong with it."""
        if context.update.choice:
            return _tapped(context)
        line = grammar.typed(context.update.text)
        if line.slash:
            if line.ours and line.text and _found(line.text) is None:
                return partial(ask.answer, question=line.text)
            return _command(context, line.text, ours=bool(line.mention))
        return _perhaps_command(context, line.text) or partial(ask.answer, question=line.text)


def _tapped(context: Context) -> Act:
    chosen = context.tx.choices.take(context.update.choice, context.chat_id, context.person.id)
    if chosen.action == "run":
        return _command(context, str(chosen.payload["text"]))
    return partial(CHOSEN[chosen.action], payload=chosen.payload)


def _command(context: Context, text: str, *, ours: bool = True) -> Act:
    """Read a line that is meant as a command; `ours` tells that it names this bot."""
    found = _found(text or "help")
    if found is None:
        if context.update.chat.place is Place.GROUP and not ours:
            return Context.silent
        raise _unknown(context, text)
    command, rest = found
    if not context.may(command):
        raise roles.refusal(command.right)
    return _parsed(command, rest)


def _perhaps_command(context: Context, text: str) -> Act | None:
    """Read a line as a command if it can be one as it stands; what changes things is asked."""
    found = _found(text)
    if found is None or not context.may(found[0]):
        return None
    command, rest = found
    if rest.endswith("?") and command.parse is not ask.ask:
        return None
    try:
        act = command.parse(rest)
    except Incomplete:
        return None if rest else _parsed(command, rest)
    except DeskError:
        return None
    return partial(_confirm, text=text) if command.changes else act


def _found(text: str) -> tuple[Command, str] | None:
    found = grammar.first_words(text, SPELLINGS)
    if found is None:
        return None
    name, rest = found
    return SPELLINGS[name], rest


def _parsed(command: Command, rest: str) -> Act:
    try:
        return command.parse(rest)
    except Incomplete as error:
        return partial(_completed, command=command, given=str(error.fields["given"]))


def _unknown(context: Context, text: str) -> DeskError:
    typed = text.split()
    families = {fold(name[0]) for name in SPELLINGS if len(name) > 1}
    meant = " ".join(typed[: 2 if fold(typed[0]) in families else 1])
    spelt = [" ".join(name) for name, command in SPELLINGS.items() if context.may(command)]
    near = grammar.nearest(meant, spelt)
    if near:
        return UnknownCommandNear(word=shown(meant), nearest=near[0])
    return UnknownCommand(word=shown(meant))


def _completed(context: Context, command: Command, given: str) -> Reply:
    """Show a command that lacks something as it would be whole, ready to be edited."""
    whole = usage(command, given, context.language)
    return context.reply(context.say("arguments.incomplete", usage=Code(whole)))


def _confirm(context: Context, text: str) -> Reply:
    """Ask before carrying out what was typed without its mark."""
    buttons = (
        Button(context.phrase("desk.do-it"), StoredChoice("run", {"text": text})),
        Button(context.phrase("desk.leave-it"), StoredChoice("leave", {})),
    )
    choices = context.offered(buttons, CONFIRM_WITHIN, own=True)
    return context.reply(context.say("desk.confirm", text=Code(f"/{text}")), choices=choices)


def _said(language: str, sentence: str, **fields: str) -> Reply:
    return Reply(texts.say(language, sentence, count=None, **fields), language=language)
