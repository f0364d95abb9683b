"""Deliveries: the rows of the ledger, and how they leave it as plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import JSON, Index, Table, and_, bindparam, false, select, text
from sqlmodel import Field, SQLModel

from storage.chats import ChatRow
from storage.table import one_of, table_of


class State(StrEnum):
    """Where a message stands (contract, section 8)."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    IN_DOUBT = "in_doubt"
    HELD = "held"
    FAILED = "failed"
    EXPIRED = "expired"
    DROPPED = "dropped"


class Reason(StrEnum):
    """Why a message stands where it stands, in our own words; a platform's stay as they are."""

    ASKED_TO_WAIT = "asked to wait"
    BY_EDITOR = "by an editor"
    CANCELLED = "cancelled"
    """Its event was called off."""
    CHAT_MOVED = "chat moved"
    """The platform gave its chat another id."""
    CLOSED = "closed"
    """Its topic may be written in only by who runs the chat."""
    EMBARGOED = "embargoed"
    """Its text tells what waits for its hour."""
    EMPTY = "empty"
    """There was nothing left to say."""
    FAULT = "fault"
    FORGOTTEN = "forgotten"
    """Its words are past their keeping time, or belonged to somebody who had them forgotten."""
    GONE = "gone"
    """Nothing can be sent to its chat."""
    IN_DOUBT = "in doubt"
    """It may have been sent or not."""
    LATE = "late"
    """Its time was too long ago."""
    MERGED = "merged"
    """A nearer one took its place."""
    MOVED = "moved"
    """Its event has another time, or none."""
    NO_CHANNEL = "no channel"
    """Its chat is no channel of ours any more."""
    NO_RIGHT = "no right"
    """Who sent it is no editor any more."""
    OFF = "off"
    """Its chat ordered otherwise."""
    ON_HOLD = "on hold"
    """Its time passed while everything, or its chat, was on hold."""
    OUT_OF_STEP = "out of step"
    """What it says in the language of its chat is older than in the other."""
    OVER = "over"
    """What it was to tell of had begun or passed."""
    PAST_REVIEW = "past review"
    """Its fact may be out of date."""
    REPEATED = "repeated"
    """It was sent once more after a doubt, and may be there twice."""
    RESTORED = "restored"
    """The store came from a backup, and it may have left after that was made."""
    SILENCE = "silence"
    """Whoever was sending it was not heard of again."""
    TOO_LONG = "too long"
    """It does not fit one message of its platform."""


UNSETTLED: Final = (State.QUEUED, State.SENDING, State.IN_DOUBT)
_UNSETTLED = text("state IN ('queued', 'sending', 'in_doubt')")
_QUEUED = text("state = 'queued'")
_FAILED = text("state IN ('failed', 'expired')")
_PLANNED = text("planned_at IS NOT NULL")
REPLIES: Final = ("answer", "offer", "reply")
"""Kinds of which editors read only what was not sent."""
listed = text(
    "settled_at IS NOT NULL AND NOT (state = 'sent' AND kind IN ('answer', 'offer', 'reply'))"
)
"""What editors read of all that is over: of replies those that were not sent."""
_DIGEST = text("kind = 'digest'")

LATE_AFTER: Final = timedelta(minutes=10)
"""From when on a message is late (contract, section 8)."""

late_on_sqlite = text(
    "state = 'sent' AND round((julianday(sent_at)"
    " - julianday(coalesce(planned_at, created_at))) * 86400.0, 3) > 600.0"
)
"""What left so long past its time. SQLite reckons in days, exactly to the millisecond."""
late_on_postgres = text(
    "state = 'sent' AND sent_at - coalesce(planned_at, created_at) > INTERVAL '10 minutes'"
)


class DeliveryRow(SQLModel, table=True):
    """One message; `answers` is the platform's id of the message that it answers.

    `due_at` is when it is tried next; `planned_at`, of a planned one, its time; `paced_at` the
    turn that its platform's pace gave it after that. `alone`: only its person sees it.
    `settled_at`: since when it stands where it stands, once it is neither queued nor on its way.
    """

    __tablename__ = "deliveries"
    __table_args__ = (
        one_of("state", State, name="state"),
        Index(None, "chat_id", "id", sqlite_where=_UNSETTLED, postgresql_where=_UNSETTLED),
        Index(None, "rank", "due_at", "id", sqlite_where=_QUEUED, postgresql_where=_QUEUED),
        Index(
            None,
            *("due_at", "id", "planned_at", "kind", "subject_id"),
            sqlite_where=_UNSETTLED,
            postgresql_where=_UNSETTLED,
        ),
        Index(None, "settled_at", "id", sqlite_where=listed, postgresql_where=listed),
        Index(None, "state", "settled_at", sqlite_where=_FAILED, postgresql_where=_FAILED),
        Index(
            "ix_deliveries_late",
            *("settled_at", "id"),
            sqlite_where=late_on_sqlite,
            postgresql_where=late_on_postgres,
        ),
        Index(
            None,
            *("planned_at", "kind", "subject_id"),
            sqlite_where=_PLANNED,
            postgresql_where=_PLANNED,
        ),
        Index(
            None, "subject_id", "kind", "chat_id", sqlite_where=_QUEUED, postgresql_where=_QUEUED
        ),
        Index(None, "chat_id", "planned_at", sqlite_where=_DIGEST, postgresql_where=_DIGEST),
        Index(None, "chat_id", "answers"),
        Index(None, "chat_id", "message"),
    )

    id: int | None = Field(default=None, primary_key=True)
    number: int | None = Field(default=None, unique=True)
    key: str = Field(unique=True)
    kind: str
    chat_id: int = Field(foreign_key="chats.id")
    person_id: int | None = Field(default=None, foreign_key="people.id", index=True)
    answers: str
    payload: dict[str, Any] = Field(sa_type=JSON)
    state: str
    why: str
    due_at: datetime
    created_at: datetime = Field(index=True)
    attempts: int
    doubts: int
    token: str
    lease_until: datetime | None = None
    sent_at: datetime | None = None
    message: str
    rank: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    planned_at: datetime | None = None
    paced_at: datetime | None = None
    subject_id: int | None = None
    alone: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    settled_at: datetime | None = None


deliveries = table_of(DeliveryRow)
_chats = table_of(ChatRow)


@dataclass(frozen=True, slots=True)
class Message:
    """A message to be queued, which leaves at once.

    Attributes:
        chat, person: our ids of where it goes, and of whom it answers, if anybody.
        answers: the platform's id of the message that it answers, or empty.
        payload: what it says and how, as JSON.
        alone: only that person sees it.
    """

    key: str
    kind: str
    chat: int
    payload: Mapping[str, Any]
    person: int | None = None
    answers: str = ""
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Holder:
    """Who sends a message: what shows that it is theirs, for as long as `lease`."""

    token: str
    lease: timedelta


@dataclass(frozen=True, slots=True)
class Delivery:
    """A message of the ledger.

    Attributes:
        number: by which editors call it, once it was held.
        platform, external_id, topic, place: the chat, as it is known now.
        due_at: when it is tried next; of one that was claimed, the instant of its turn.
        doubts: how often its fate was unknown.
        message: the platform's id, once sent.
        subject: our id of what a planned message tells of.
        planned_at: the time that a planned message has; None leaves at once.
        lease_until: of one that was claimed, until when nobody else takes it.
    """

    id: int
    number: int | None
    key: str
    kind: str
    chat: int
    platform: str
    external_id: str
    topic: str
    place: str
    person: int | None
    answers: str
    payload: Mapping[str, Any]
    state: State
    why: str
    due_at: datetime
    created_at: datetime
    attempts: int
    doubts: int
    token: str
    sent_at: datetime | None
    message: str
    rank: int
    planned_at: datetime | None
    paced_at: datetime | None
    subject: int | None
    lease_until: datetime | None = None

    @property
    def time(self) -> datetime:
        """When it is due: as planned, or at once."""
        return self.planned_at or self.created_at

    @property
    def turn(self) -> datetime:
        """The later of its time and its turn in the pacing, from which its delay is counted."""
        return self.time if self.paced_at is None else max(self.time, self.paced_at)


def _without(table: Table, *names: str) -> list[Any]:
    return [column for column in table.c if column.name not in names]


whole = select(
    *_without(deliveries, "lease_until", "alone", "settled_at"),
    _chats.c.platform,
    _chats.c.external_id,
    _chats.c.topic,
    _chats.c.place,
).join(_chats, _chats.c.id == deliveries.c.chat_id)
"""Deliveries with their chats."""


is_claimed = and_(
    deliveries.c.id == bindparam("claimed_id"),
    deliveries.c.token == bindparam("by_token"),
    deliveries.c.attempts == bindparam("as_attempt"),
)
"""The condition that a message is held by that very claim: a process may claim one anew."""


def claimed_as(delivery: Delivery) -> dict[str, Any]:
    """Return what `is_claimed` is to be filled from."""
    return {
        "claimed_id": delivery.id,
        "by_token": delivery.token,
        "as_attempt": delivery.attempts,
    }


def as_delivery(row: Any) -> Delivery:  # noqa: ANN401 - a row has no type of its own
    """Return a row of `whole` as a value."""
    return Delivery(
        id=row.id,
        number=row.number,
        key=row.key,
        kind=row.kind,
        chat=row.chat_id,
        platform=row.platform,
        external_id=row.external_id,
        topic=row.topic,
        place=row.place,
        person=row.person_id,
        answers=row.answers,
        payload=row.payload,
        state=State(row.state),
        why=row.why,
        due_at=row.due_at,
        created_at=row.created_at,
        attempts=row.attempts,
        doubts=row.doubts,
        token=row.token,
        sent_at=row.sent_at,
        message=row.message,
        rank=row.rank,
        planned_at=row.planned_at,
        paced_at=row.paced_at,
        subject=row.subject_id,
    )
