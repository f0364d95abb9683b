"""The occasion on which a planned message leaves, and what may be decided about it then."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, TypeAlias

from bot import roles
from bot.port import Choice, Message, Picture, Place
from bot.rooms import ENDLESS, Room
from storage.chats import Chat
from storage.content import Audience
from storage.database import Transaction
from storage.deliveries import Delivery, Reason
from storage.people import Role


def reads_as(tx: Transaction, chat: Chat) -> Audience:
    """Return as whom a chat reads what leaves by itself."""
    person = None if chat.person is None else tx.people.get(chat.person)
    return roles.audience(person.role if person else Role.READER, Place(chat.place))


@dataclass(frozen=True, slots=True)
class Home:
    """What holds where nobody has chosen otherwise.

    Attributes:
        editors: the editors' chat, as `telegram:-100123`, or empty.
        language, zone: what a chat begins with.
        rooms: how much a message holds, by platform.
    """

    editors: str
    language: str
    zone: str
    rooms: Mapping[str, Room] = field(default_factory=dict)

    def room(self, platform: str) -> Room:
        """Return how much a message of `platform` holds; one that says nothing has no limit."""
        return self.rooms.get(platform, ENDLESS)


@dataclass(frozen=True, slots=True)
class Occasion:
    """A planned message that is to leave now.

    Attributes:
        chat: where it goes, as it is known now.
        language, zone: in which it is said there, and read.
        audience: as whom that chat reads.
        now: the instant of its turn, aware, UTC, which may be a moment ahead.
        late: how long after its time and its turn that is, if it counts as late; else nothing.
        insisted: an editor has seen why it was held, and wants it sent.
        room: how much one message holds there.
    """

    tx: Transaction
    delivery: Delivery
    chat: Chat
    language: str
    zone: str
    audience: Audience
    now: datetime
    late: timedelta
    insisted: bool
    room: Room


@dataclass(frozen=True, slots=True)
class Composed:
    """It is sent, and says this.

    Attributes:
        thread: where within the chat it belongs (Slack), or empty.
        choices: offered below it.
        keeps: what is remembered with it, as JSON.
        edits, reply_to, preview, withdraws, picture: as in `bot.port.Outgoing`.
        language: in which it is said; empty: in that of the chat.
        silent: without a sound, whatever the hour.
    """

    message: Message
    thread: str = ""
    choices: tuple[Choice, ...] = ()
    edits: str = ""
    reply_to: str = ""
    language: str = ""
    silent: bool = False
    preview: bool = False
    withdraws: bool = False
    picture: Picture | None = None
    keeps: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Dropped:
    """There is nothing to say any more."""

    why: Reason


@dataclass(frozen=True, slots=True)
class Postponed:
    """Something else has to be over first; it is looked at again after a while."""

    by: timedelta


@dataclass(frozen=True, slots=True)
class Moved:
    """What it tells of is at another time.

    Attributes:
        plan: plans anew what is to leave; nobody could while this one was on its way.
    """

    plan: Callable[[], None]


@dataclass(frozen=True, slots=True)
class Expired:
    """It comes too late to be of use."""

    why: Reason


@dataclass(frozen=True, slots=True)
class Unsure:
    """Editors are to look at it first."""

    why: Reason


Verdict: TypeAlias = Composed | Dropped | Postponed | Moved | Expired | Unsure
"""What may be decided."""
