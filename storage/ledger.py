"""The ledger: everything that leaves, one row a message, with what became of it.

A row's key says what it is for, and is unique for ever: what was once queued can never
be queued again. Rows of one chat leave one after another, in the order of their ids. A
row is sent by whoever holds its token, within a lease; a lease that ends in silence
leaves the row in doubt, never lost and never blindly repeated.

    queued → sending → sent
       ↑        ├→ queued     surely not sent; again when `due_at` comes
       └────────┼→ in_doubt → sent | queued | held
                ├→ held       an editor decides
                └→ failed     it cannot be sent, `why` says so
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import (
    JSON,
    ColumnElement,
    Index,
    Integer,
    Row,
    Table,
    bindparam,
    exists,
    func,
    select,
    text,
)
from sqlmodel import Field, SQLModel

from storage.chats import ChatRow
from storage.errors import LostLease
from storage.numbers import next_number
from storage.prepared import Prepared
from storage.table import constantly, insert_new, one_of, table_of
from storage.work import Values, Work


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


UNSETTLED: Final = (State.QUEUED, State.SENDING, State.IN_DOUBT)
_UNSETTLED = text("state IN ('queued', 'sending', 'in_doubt')")


class DeliveryRow(SQLModel, table=True):
    """One message; `answers` is the platform's id of the message that it answers."""

    __tablename__ = "deliveries"
    __table_args__ = (
        one_of("state", State, name="state"),
        Index(None, "chat_id", "id", sqlite_where=_UNSETTLED, postgresql_where=_UNSETTLED),
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


_deliveries = table_of(DeliveryRow)
_chats = table_of(ChatRow)


@dataclass(frozen=True, slots=True)
class Message:
    """A message to be queued.

    Attributes:
        chat, person: our ids of where it goes, and of whom it answers, if anybody.
        answers: the platform's id of the message that it answers, or empty.
        payload: what it says and how, as JSON.
    """

    key: str
    kind: str
    chat: int
    payload: Mapping[str, Any]
    person: int | None = None
    answers: str = ""


@dataclass(frozen=True, slots=True)
class Delivery:
    """A message of the ledger.

    Attributes:
        number: by which editors call it, once it was held.
        platform, external_id, topic, place: the chat, as it is known now.
        doubts: how often its fate was unknown.
        message: the platform's id, once sent.
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
    created_at: datetime
    attempts: int
    doubts: int
    token: str
    message: str


class Ledger:
    """What leaves."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def add(self, message: Message) -> int | None:
        """Queue a message, due now; return its id, or None if its key was used before."""
        row: Values = {
            "key": message.key,
            "kind": message.kind,
            "chat_id": message.chat,
            "person_id": message.person,
            "answers": message.answers,
            "payload": dict(message.payload),
            "state": State.QUEUED,
            "why": "",
            "due_at": self._work.now,
            "created_at": self._work.now,
            "attempts": 0,
            "doubts": 0,
            "token": "",
            "message": "",
        }
        made = self._work.returned(_insert, [row])
        return made[0] if made else None

    def claim(
        self, token: str, most: int, lease: timedelta, chat: int | None = None
    ) -> tuple[Delivery, ...]:
        """Take what is due, at most the first of each chat, for as long as `lease`.

        With `chat` only its own. Rows are taken in the order in which they were queued.
        """
        given: Values = {"now": self._work.now, "most": most}
        if chat is None:
            rows = self._work.rows(_due, given)
        else:
            rows = self._work.rows(_due_in_chat, given | {"chat": chat})
        if not rows:
            return ()
        values: Values = {"state": State.SENDING, "token": token}
        values |= {"lease_until": self._work.now + lease}
        self._work.run(_taken, [{"due_id": row.id, **values} for row in rows])
        return tuple(
            replace(found, state=State.SENDING, token=token, attempts=found.attempts + 1)
            for found in map(_delivery, rows)
        )

    def get(self, ids: Sequence[int]) -> tuple[Delivery, ...]:
        """Return the messages with these ids, in the order of their ids."""
        return self._read(_id.in_(list(ids))) if ids else ()

    def in_doubt(self, platform: str) -> tuple[Delivery, ...]:
        """Return what a platform may have sent or not, oldest first."""
        given = {"platform": platform}
        return tuple(map(_delivery, self._work.rows(_in_doubt, given)))

    def of_message(self, chat: int, message: str) -> Delivery | None:
        """Return what made the message that the platform calls so in a chat, the latest of it."""
        found = self._read(_deliveries.c.chat_id == chat, _deliveries.c.message == message)
        return found[-1] if found else None

    def answers_to(self, chat: int, message: str) -> tuple[Delivery, ...]:
        """Return what was sent in answer to somebody's message in a chat, oldest first."""
        return self._read(_deliveries.c.chat_id == chat, _deliveries.c.answers == message)

    def of_person(self, person: int, most: int) -> tuple[Delivery, ...]:
        """Return the latest messages that answered a person, newest first."""
        mine = _query.where(_deliveries.c.person_id == person).order_by(_id.desc()).limit(most)
        return tuple(map(_delivery, self._work.rows(mine)))

    def told(self, person: int) -> int:
        """Return how many messages were sent in answer to a person."""
        mine = _deliveries.c.person_id == person, _deliveries.c.state == State.SENT
        row = self._work.first(select(func.count().label("how_many")).where(*mine))
        return 0 if row is None else int(row.how_many)

    def sent(self, delivery: Delivery, message: str) -> None:
        """Note that a message is there, under the platform's id.

        Raises:
            LostLease: it is not ours any more; the whole transaction must be undone.
        """
        self._settle(delivery, state=State.SENT, sent_at=self._work.now, message=message, why="")

    def again(self, delivery: Delivery, due_at: datetime, why: str, *, doubted: bool) -> None:
        """Queue a message again, which was surely not sent, or is repeated if `doubted`.

        Raises:
            LostLease: as `sent`.
        """
        doubts = delivery.doubts + doubted
        self._settle(delivery, state=State.QUEUED, due_at=due_at, why=why, doubts=doubts)

    def doubt(self, delivery: Delivery, why: str) -> None:
        """Note that nobody knows whether a message was sent.

        Raises:
            LostLease: as `sent`.
        """
        self._settle(delivery, state=State.IN_DOUBT, why=why)

    def hold(self, delivery: Delivery, why: str) -> int:
        """Leave a message to an editor; return the number by which to call it.

        Raises:
            LostLease: as `sent`.
        """
        number = delivery.number or next_number(self._work)
        self._settle(delivery, state=State.HELD, why=why, number=number)
        return number

    def fail(self, delivery: Delivery, why: str) -> None:
        """Note that a message cannot be sent, and why.

        Raises:
            LostLease: as `sent`.
        """
        self._settle(delivery, state=State.FAILED, why=why)

    def orphan(self, *, everybody: bool = False) -> int:
        """Put what was being sent in doubt if its lease is over, or with `everybody` at once.

        `everybody` is for who knows that no other program works on this store.
        """
        doubted: Values = {"state": State.IN_DOUBT, "why": "silence"}
        if everybody:
            return self._work.run(_all_sending, doubted)
        return self._work.run(_over, doubted | {"now": self._work.now})

    def next_due(self) -> datetime | None:
        """Return when the next queued message is due (aware, UTC), or None if there is none."""
        query = select(func.min(_deliveries.c.due_at)).where(_deliveries.c.state == State.QUEUED)
        row = self._work.first(query)
        return None if row is None else row[0]

    def counts(self) -> dict[State, int]:
        """Return how many messages stand in each state."""
        query = select(_deliveries.c.state, func.count().label("how_many")).group_by(
            _deliveries.c.state
        )
        return {State(row.state): row.how_many for row in self._work.rows(query)}

    def blank(self, ids: Sequence[int]) -> None:
        """Forget what these messages said; that they were sent stays known by their keys."""
        if ids:
            values = {"payload": {}, "why": FORGOTTEN}
            self._work.run(_deliveries.update().where(_id.in_(list(ids))).values(values))

    def settled_before(self, instant: datetime, most: int) -> tuple[int, ...]:
        """Return the ids of messages settled and older than `instant` that still say something.

        One that is held waits for an editor, who has to see what it says.
        """
        old = select(_id).where(
            _deliveries.c.created_at < instant,
            _deliveries.c.state.not_in([*UNSETTLED, State.HELD]),
            _deliveries.c.why != FORGOTTEN,
        )
        return tuple(row.id for row in self._work.rows(old.order_by(_id).limit(most)))

    def _settle(self, delivery: Delivery, **values: object) -> None:
        mine = {"claimed_id": delivery.id, "by_token": delivery.token, "lease_until": None}
        if self._work.run(_mine, {**mine, **values}) != 1:
            raise LostLease(detail=f"delivery {delivery.id}")

    def _read(self, *where: ColumnElement[bool]) -> tuple[Delivery, ...]:
        return tuple(map(_delivery, self._work.rows(_query.where(*where).order_by(_id))))


def _without(table: Table, *names: str) -> list[Any]:
    return [column for column in table.c if column.name not in names]


FORGOTTEN: Final = "forgotten"
_id = _deliveries.c.id
_query = select(
    *_without(_deliveries, "due_at", "lease_until", "sent_at"),
    _chats.c.platform,
    _chats.c.external_id,
    _chats.c.topic,
    _chats.c.place,
).join(_chats, _chats.c.id == _deliveries.c.chat_id)


# Put together once: making a statement takes longer than carrying it out.
_insert = insert_new(_deliveries)
_earlier = _deliveries.alias("earlier")
_blocked = exists().where(
    _earlier.c.chat_id == _deliveries.c.chat_id,
    _earlier.c.id < _id,
    constantly(_earlier.c.state, UNSETTLED),
)
_first_due = (
    _query.where(
        constantly(_deliveries.c.state, UNSETTLED),
        _deliveries.c.state == State.QUEUED,
        _deliveries.c.due_at <= bindparam("now", type_=_deliveries.c.due_at.type),
        ~_blocked,
    )
    # By the id alone SQLite would go through all that was ever sent to find what is not.
    .order_by(_id + 0)
    .limit(bindparam("most", type_=Integer))
)
_free = _first_due.with_for_update(skip_locked=True, of=_deliveries)
_due = Prepared(_free)
_due_in_chat = Prepared(_free.where(_deliveries.c.chat_id == bindparam("chat")))
_in_doubt = Prepared(
    _query.where(
        constantly(_deliveries.c.state, UNSETTLED),
        _deliveries.c.state == State.IN_DOUBT,
        _chats.c.platform == bindparam("platform"),
    ).order_by(_id)
)
_all_sending = _deliveries.update().where(
    constantly(_deliveries.c.state, UNSETTLED), _deliveries.c.state == State.SENDING
)
_over = Prepared(
    _all_sending.where(
        _deliveries.c.lease_until <= bindparam("now", type_=_deliveries.c.lease_until.type)
    )
)
_taken = Prepared(
    _deliveries.update()
    .where(_id == bindparam("due_id"))
    .values(attempts=_deliveries.c.attempts + 1)
)
_mine = Prepared(
    _deliveries.update().where(
        _id == bindparam("claimed_id"),
        _deliveries.c.token == bindparam("by_token"),
        constantly(_deliveries.c.state, (State.SENDING, State.IN_DOUBT)),
    )
)


def _delivery(row: Row[Any]) -> Delivery:
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
        created_at=row.created_at,
        attempts=row.attempts,
        doubts=row.doubts,
        token=row.token,
        message=row.message,
    )
