"""What a command is given: who speaks, where, in which language, and the store."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

from bot import roles, texts
from bot.admission import access
from bot.admission.access import Access
from bot.answering.following import Follower
from bot.conversation import links
from bot.errors import DeskError
from bot.port import Choice, Kind, Link, Message, Node, Place, Reply, Text, Update
from bot.posting.occasions import Home
from storage.audit import Entry
from storage.choices import Choice as StoredChoice
from storage.content import Audience
from storage.database import Transaction
from storage.people import Person

if TYPE_CHECKING:
    from bot.forms.form import Form


@dataclass(frozen=True, slots=True)
class About:
    """What `about` tells of this installation."""

    version: str
    contact: str = ""
    privacy_url: str = ""
    access: Access = Access.OPEN
    keep_days: int = 90


@dataclass(frozen=True, slots=True)
class Command:
    """One thing that the desk can do, defined once for every door.

    Attributes:
        name: its words as typed, e.g. `("fact", "set")`.
        right: who may call it.
        parse: reads what stands after the name and returns the act; raises a
            `DeskError` where that does not fit the command's grammar.
        changes: it changes what others read, so that typed without `/` it is
            confirmed first.
        takes: something may stand after its name.
        looks: it does nothing but show, so that it may be carried out once more to show the rest.
        arguments: the kinds of what stands after its name, in that order, without any of which it
            does nothing; a form asks for what is missing of them.
        text: what stands after its name may be any text, of many lines.
    """

    name: tuple[str, ...]
    right: roles.Right
    parse: Callable[[str], Act]
    changes: bool = False
    takes: bool = True
    looks: bool = False
    arguments: tuple[str, ...] = ()
    text: bool = False

    @property
    def words(self) -> str:
        """The name as a person types it."""
        return " ".join(self.name)

    @property
    def text_key(self) -> str:
        """The part of a locale key that stands for this command."""
        return "-".join(self.name)


@dataclass(frozen=True, slots=True)
class Harmless:
    """What a command that changes things does where all it does is show, or ask first."""

    act: Act

    def __call__(self, context: Context) -> Reply:
        """Do it."""
        return self.act(context)


@dataclass(frozen=True, slots=True)
class Button:
    """A button to be: what stands on it, and what it stands for."""

    label: str
    stands_for: StoredChoice


@dataclass(frozen=True, slots=True)
class Context:
    """The surroundings of one act.

    Attributes:
        tx: the open transaction; the desk commits it with the reply.
        now: the instant of the act, aware, UTC.
        forms: those of the commands that have one, by the command's name.
        home: where the editors are, and what a chat begins with.
        person: who speaks, with the role they have now.
        language: of the reply.
        zone: the IANA zone in which times are read and shown here.
        usual_zone, usual_language: those of a chat that has chosen none.
        answering: the number of the questions that are answered along with it; 0 for none.
        sure: nobody is asked whether what reaches many is meant: they were, or it will be undone.
    """

    tx: Transaction
    answerer: Follower
    about: About
    commands: Sequence[Command]
    forms: Mapping[tuple[str, ...], Form]
    update: Update
    person: Person
    chat_id: int
    language: str
    zone: str
    usual_zone: str
    usual_language: str
    now: datetime
    home: Home
    answering: int = 0
    sure: bool = False

    @property
    def audience(self) -> Audience:
        """As whom this person reads here."""
        return roles.audience(self.person.role, self.update.chat.place)

    def may(self, command: Command) -> bool:
        """Tell whether this person may call `command` here and now.

        Raises:
            StandingUnknown: that hangs on who runs this chat, and the platform was not asked.
        """
        update = self.update
        return roles.allows(
            command.right, self.person.role, update.chat.place, runs_chat=update.runs_chat
        )

    def turned_away(self) -> DeskError | None:
        """Return what to say to somebody whom nobody let in here, or None if they may come in."""
        if self.about.access is Access.OPEN:
            return None
        chat = self.tx.chats.get(self.chat_id)
        if chat is None:
            raise LookupError(self.chat_id)
        own = access.is_for_everybody(self.update.text) or bool(self.update.choice)
        return access.turned_away(self.about.access, self.about.contact, self.person, chat, own=own)

    def beside(self, reply: Reply) -> Reply:
        """Return a reply to a tap that leaves what was tapped, which can be tapped again."""
        if not self.update.choice:
            return reply
        self.tx.choices.give_back(self.update.choice)
        return replace(reply, apart=True)

    def say(self, key: str, /, count: int | None = None, **fields: str | Node | Message) -> Message:
        """Return the sentence `key` in the language of this reply."""
        return texts.say(self.language, key, count=count, **fields)

    def phrase(self, key: str, /, count: int | None = None, **fields: str) -> str:
        """Return the sentence `key` as plain words, for a label."""
        return texts.phrase(self.language, key, count=count, **fields)

    def private_link(self, *lines: str) -> Message:
        """Return "a private chat with me", leading there with a line where the door can.

        Args:
            lines: that do there what is meant, the fullest first; the first goes that is short
                enough for a link, and none if none is.
        """
        words, home = self.phrase("desk.in-private"), self.update.home
        carried = (links.carrying(" ".join(line.split())) for line in lines)
        address = f"{home}{next(filter(None, carried), 'start')}" if home else self.update.private
        return (Link(words, address),) if address else (Text(words),)

    def offered(
        self, buttons: Sequence[Button], lasts: timedelta, *, own: bool = False
    ) -> tuple[Choice, ...]:
        """Store `buttons` and return them as choices; with `own` for this person alone."""
        stored = [button.stands_for for button in buttons]
        tokens = self.tx.choices.add(
            self.chat_id, stored, lasts, person_id=self.person.id if own else None
        )
        return tuple(
            Choice(button.label, token) for button, token in zip(buttons, tokens, strict=True)
        )

    def note_order(self, action: str, target: str = "", **details: object) -> None:
        """Write into the audit what is ordered for a chat of several people.

        What somebody orders for themselves, in private, is theirs, and nobody else reads of it.

        Args:
            action: what is ordered, as the command is called.
            target: the key that it is about; empty: the chat itself.
            details: what else there is to know.
        """
        place = str(self.update.chat)
        if self.update.chat.place is not Place.PRIVATE:
            self.tx.audit.add(Entry(self.person.id, action, target or place, place, details))

    def silent(self) -> Reply:
        """Return the reply that says nothing; a door sends none for it."""
        return self.reply()

    def reply(
        self, *parts: Message, choices: Sequence[Choice] = (), kind: Kind = Kind.REPLY
    ) -> Reply:
        """Return a reply made of `parts` in their order."""
        message = tuple(node for part in parts for node in part)
        return Reply(message, tuple(choices), self.language, kind)


Act: TypeAlias = Callable[[Context], Reply]
"""A command with its arguments read, ready to be carried out."""


class Chosen(Protocol):
    """What a button does when it is tapped."""

    def __call__(self, context: Context, payload: Mapping[str, Any]) -> Reply:
        """Carry out what the button stands for."""
