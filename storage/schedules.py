"""Schedules: what is posted again and again, and when it is due next.

A schedule is the truth of a standing order: what, where, by which cron rule, and in which zone.
`next_at` is the first of its times that is not planned yet. Whoever plans it moves that on in the
same commit, on the condition that nobody else has: of many processes one does.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import JSON, ColumnElement, Index, Integer, Row, bindparam, false, select, text
from sqlmodel import Field, SQLModel

from storage.deliveries import State as Standing
from storage.deliveries import deliveries
from storage.numbers import next_number
from storage.prepared import Prepared
from storage.table import constantly, insert_new, one_of, table_of
from storage.work import Work

LISTED_FOR: Final = timedelta(days=7)
"""How long a schedule that has come to its end is still listed."""


class Content(StrEnum):
    """What is posted."""

    DIGEST = "digest"
    COUNTDOWN = "countdown"
    FACT = "fact"
    TEXT = "text"


class State(StrEnum):
    """Whether it is posted."""

    ACTIVE = "active"
    PAUSED = "paused"
    OVER = "over"
    """It has come to its end by itself: its event is over, or its rule never comes again."""


_ACTIVE = text("state = 'active'")
_OWN = text("own")


class ScheduleRow(SQLModel, table=True):
    """One standing order: to `channels` by their names, or to the chat where it was ordered."""

    __tablename__ = "schedules"
    __table_args__ = (
        one_of("content", Content, name="content"),
        one_of("state", State, name="state"),
        Index(None, "next_at", "id", sqlite_where=_ACTIVE, postgresql_where=_ACTIVE),
        Index(None, "chat_id", "about", unique=True, sqlite_where=_OWN, postgresql_where=_OWN),
    )

    id: int | None = Field(default=None, primary_key=True)
    number: int = Field(unique=True)
    content: str
    about: str
    cron: str
    zone: str
    chat_id: int = Field(foreign_key="chats.id", index=True)
    channels: list[str] = Field(sa_type=JSON)
    own: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    state: str
    next_at: datetime | None = None
    author_id: int | None = Field(default=None, foreign_key="people.id")
    created_at: datetime
    ended_at: datetime | None = None


_schedules = table_of(ScheduleRow)


@dataclass(frozen=True, slots=True)
class Order:
    """What is ordered.

    Attributes:
        about: the topic of a digest, or nothing; the KEY of an event or a fact; a text itself.
        cron, zone: when, by the clocks of which IANA zone.
        chat: our id of where it was ordered.
        channels: the names of where it goes; none: to that chat.
        own: the chat's own digest, of which it has one a topic.
    """

    content: Content
    about: str
    cron: str
    zone: str
    chat: int
    channels: tuple[str, ...] = ()
    own: bool = False


@dataclass(frozen=True, slots=True)
class Schedule:
    """A standing order.

    Attributes:
        number: by which people call it.
        next_at: the first of its times that is not planned yet, aware, UTC.
        created_at: when it was ordered first, aware, UTC.
    """

    id: int
    number: int
    order: Order
    state: State
    next_at: datetime | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Told:
    """The latest digest that a chat was sent.

    Attributes:
        at: its time, aware, UTC.
        kept: what it kept; nothing once its words are forgotten.
    """

    at: datetime
    kept: Mapping[str, Any]


class Schedules:
    """What is posted again and again."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def add(self, order: Order, next_at: datetime, author: int | None) -> Schedule:
        """Keep an order; a chat's own takes the place of the one that it had of that topic."""
        if order.own and (known := self._first(*_own(order.chat, order.about))):
            return self._changed(known, order, next_at, author)
        number = next_number(self._work)
        row = {**_given(order, next_at, author), "number": number, "created_at": self._work.now}
        if not self._work.returned(_insert, [row]):
            # Somebody else of the same chat was a moment quicker.
            return self.add(order, next_at, author)
        return self._sure(_schedules.c.number == number)

    def get(self, number: int) -> Schedule | None:
        """Return the schedule of this number."""
        return self._first(_schedules.c.number == number)

    def by_id(self, id: int) -> Schedule | None:
        """Return the schedule with this id of ours."""
        return self._first(_schedules.c.id == id)

    def standing(self) -> tuple[Schedule, ...]:
        """Return what editors have ordered, by number; what ended stays for a few days."""
        since = self._work.now - LISTED_FOR
        fresh = _schedules.c.ended_at.is_(None) | (_schedules.c.ended_at > since)
        return self._read(~_schedules.c.own, fresh)

    def own(self, chat: int) -> tuple[Schedule, ...]:
        """Return the digests that a chat has ordered for itself, by number."""
        return self._read(_schedules.c.own, _schedules.c.chat_id == chat)

    def due(self, until: datetime, most: int) -> tuple[Schedule, ...]:
        """Return what has a time by `until` that is not planned, the earliest first."""
        return tuple(map(_schedule, self._work.rows(_due, {"until": until, "most": most})))

    def advance(self, schedule: Schedule, next_at: datetime | None) -> bool:
        """Move on to the next time; without one it is over. Tell whether nobody else did."""
        values: dict[str, Any] = {"next_at": next_at}
        if next_at is None:
            values |= {"state": State.OVER, "ended_at": self._work.now}
        same = _schedules.c.next_at == schedule.next_at, _schedules.c.state == schedule.state
        mine = _schedules.update().where(_schedules.c.id == schedule.id, *same)
        return self._work.run(mine.values(values)) == 1

    def pause(self, schedule: Schedule) -> bool:
        """Post it no more until it is resumed; tell whether it was posted until now."""
        return self._switch(schedule, State.ACTIVE, {"state": State.PAUSED})

    def resume(self, schedule: Schedule, next_at: datetime) -> bool:
        """Post it again from `next_at` on; tell whether it was paused."""
        return self._switch(schedule, State.PAUSED, {"state": State.ACTIVE, "next_at": next_at})

    def remove(self, schedule: Schedule) -> bool:
        """Forget a schedule; tell whether it was still there."""
        return self._work.run(_schedules.delete().where(_schedules.c.id == schedule.id)) == 1

    def told(self, chat: int, keys: str) -> Told | None:
        """Return the latest digest that a chat was sent, of those whose keys begin so."""
        mine = deliveries.c.chat_id == chat, deliveries.c.key.startswith(keys, autoescape=True)
        sent = constantly(deliveries.c.kind, (Content.DIGEST,)), deliveries.c.state == Standing.SENT
        query = select(deliveries.c.planned_at, deliveries.c.payload).where(*sent, *mine)
        row = self._work.first(query.order_by(deliveries.c.planned_at.desc()).limit(1))
        return None if row is None else Told(row.planned_at, row.payload)

    def _changed(
        self, known: Schedule, order: Order, next_at: datetime, author: int | None
    ) -> Schedule:
        mine = _schedules.update().where(_schedules.c.id == known.id)
        self._work.run(mine.values(_given(order, next_at, author)))
        return self._sure(_schedules.c.id == known.id)

    def _switch(self, schedule: Schedule, was: State, values: dict[str, Any]) -> bool:
        mine = _schedules.c.id == schedule.id, _schedules.c.state == was
        return self._work.run(_schedules.update().where(*mine).values(values)) == 1

    def _first(self, *where: ColumnElement[bool]) -> Schedule | None:
        return next(iter(self._read(*where)), None)

    def _sure(self, where: ColumnElement[bool]) -> Schedule:
        return self._read(where)[0]

    def _read(self, *where: ColumnElement[bool]) -> tuple[Schedule, ...]:
        rows = self._work.rows(_columns.where(*where).order_by(_schedules.c.number))
        return tuple(map(_schedule, rows))


def _own(chat: int, about: str) -> Sequence[ColumnElement[bool]]:
    return _schedules.c.own, _schedules.c.chat_id == chat, _schedules.c.about == about


def _given(order: Order, next_at: datetime, author: int | None) -> dict[str, Any]:
    return {
        "content": order.content,
        "about": order.about,
        "cron": order.cron,
        "zone": order.zone,
        "chat_id": order.chat,
        "channels": list(order.channels),
        "own": order.own,
        "state": State.ACTIVE,
        "next_at": next_at,
        "author_id": author,
        "ended_at": None,
    }


# Put together once: making a statement takes longer than carrying it out.
_insert = insert_new(_schedules)
_columns = select(*_schedules.c)
_due = Prepared(
    _columns.where(
        constantly(_schedules.c.state, (State.ACTIVE,)),
        _schedules.c.next_at <= bindparam("until", type_=_schedules.c.next_at.type),
    )
    .order_by(_schedules.c.next_at, _schedules.c.id)
    .limit(bindparam("most", type_=Integer))
    .with_for_update(skip_locked=True)
)


def _schedule(row: Row[Any]) -> Schedule:
    order = Order(
        content=Content(row.content),
        about=row.about,
        cron=row.cron,
        zone=row.zone,
        chat=row.chat_id,
        channels=tuple(row.channels),
        own=bool(row.own),
    )
    return Schedule(row.id, row.number, order, State(row.state), row.next_at, row.created_at)
