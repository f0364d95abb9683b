"""Plans: what is to leave at its time because it was ordered, or because something changed.

A planned message is a row of the ledger from the moment it is known, so that editors see what
is coming; it has no words yet. Its key names the occurrence for ever: planned again it stays
one row, whose time may move, and which comes back if a plan had dropped it before it left.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, bindparam, func, or_, select

from storage.deliveries import (
    UNSETTLED,
    Delivery,
    Reason,
    State,
    as_delivery,
    deliveries,
    listed,
    whole,
)
from storage.holds import keeps_back
from storage.numbers import next_number
from storage.prepared import Prepared
from storage.table import among, constantly, insert_many
from storage.work import Work

UNPLANNED: Final = (Reason.MOVED, Reason.CANCELLED, Reason.OFF)
"""Why a plan drops a row. One dropped for another reason was decided on, and stays so."""


@dataclass(frozen=True, slots=True)
class Planned:
    """A message that is to leave at its time.

    Attributes:
        chat: our id of where it goes.
        due_at: its time, aware, UTC.
        rank: whose turn it is: the lower first.
        payload: what it is to speak of, as JSON.
    """

    key: str
    chat: int
    due_at: datetime
    rank: int
    payload: Mapping[str, Any]


class Plans:
    """What is to leave."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def replace(
        self, kind: str, subject: int, wanted: Iterable[Planned], why: str, chat: int | None = None
    ) -> None:
        """Have exactly `wanted` wait, of what a kind tells of a subject; with `chat`, there.

        What is past and does not wait already is not begun, nor is anything moved into the past.
        What waits and is not wanted is dropped, for the reason `why`, one of `UNPLANNED`. What
        is leaving or has left stays as it is.
        """
        there = () if chat is None else (deliveries.c.chat_id == chat,)
        rows = self._work.rows(_waiting(kind, subject, *there))
        waiting = {row.key: row for row in rows}
        known = {key: row.planned_at for key, row in waiting.items()}
        kept = {
            each.key: each
            for each in wanted
            if each.due_at > self._work.now or known.get(each.key) == each.due_at
        }
        self.add(kind, subject, [each for key, each in kept.items() if key not in waiting])
        self._move(
            [each for key, each in kept.items() if known.get(key, each.due_at) != each.due_at]
        )
        self._drop([row.id for key, row in waiting.items() if key not in kept], why)

    def add(self, kind: str, subject: int | None, planned: Sequence[Planned]) -> None:
        """Plan messages, which tell of a subject or of none.

        One that a plan dropped before it left comes back.
        """
        if not planned:
            return
        self._work.run(_new, [_row(kind, subject, each, self._work.now) for each in planned])
        self._work.run(
            _revived,
            [
                {**_at(each), "state": State.QUEUED, "why": "", "settled_at": None}
                for each in planned
            ],
        )

    def overdue(self, kinds: Collection[str], chat: int | None = None) -> tuple[Delivery, ...]:
        """Return what waits past its time, of some kinds, and with `chat` there alone.

        What goes to a chat that is on hold waits with reason, and is none of it.
        """
        there = () if chat is None else (deliveries.c.chat_id == chat,)
        waiting = whole.where(
            constantly(deliveries.c.state, (State.QUEUED,)),
            deliveries.c.planned_at <= self._work.now,
            deliveries.c.kind.in_(list(kinds)),
            ~keeps_back(deliveries),
            *there,
        )
        rows = self._work.rows(waiting.order_by(deliveries.c.planned_at, deliveries.c.id))
        return tuple(map(as_delivery, rows))

    def keep(self, delivery: Delivery, why: str) -> int:
        """Leave to an editor what waits in this very transaction; return its number."""
        number = delivery.number or next_number(self._work)
        held = {"state": State.HELD, "why": why, "settled_at": self._work.now, "number": number}
        waits = deliveries.c.id == delivery.id, deliveries.c.state == State.QUEUED
        self._work.run(deliveries.update().where(*waits).values(held))
        return number

    def give_up(self, kind: str, planned: Planned, why: str) -> None:
        """Note what would have been planned, had it not been too late; once for its key."""
        self._work.run(_new, [_row(kind, None, planned, self._work.now)])
        waits = deliveries.c.key == planned.key, deliveries.c.state == State.QUEUED
        ended = {"state": State.EXPIRED, "why": why, "settled_at": self._work.now}
        self._work.run(deliveries.update().where(*waits).values(ended))

    def awaited(self, kind: str, subject: int | None, named: str = "") -> frozenset[int]:
        """Return the chats in which a plan of this kind about a subject waits for its words.

        With `named` only plans whose keys begin so count. One that may have been sent before has
        its words already.
        """
        wordless = deliveries.c.planned_at.is_not(None), deliveries.c.doubts == 0
        rows = self._work.rows(_waiting(kind, subject, *wordless))
        return frozenset(row.chat_id for row in rows if row.key.startswith(named))

    def told_soon(self, kind: str, chat: int, named: str) -> tuple[str, ...]:
        """Return the keys of what waits or is on its way to a chat, of those that begin so."""
        query = select(deliveries.c.key).where(
            deliveries.c.kind == kind,
            deliveries.c.chat_id == chat,
            constantly(deliveries.c.state, (State.QUEUED, State.SENDING)),
        )
        return tuple(row.key for row in self._work.rows(query) if row.key.startswith(named))

    def before(self, delivery: Delivery) -> tuple[Delivery, ...]:
        """Return what of its kind was planned for its chat before it, and has not ended."""
        query = whole.where(
            constantly(deliveries.c.state, UNSETTLED),
            deliveries.c.chat_id == delivery.chat,
            deliveries.c.kind == delivery.kind,
            deliveries.c.id < delivery.id,
        )
        return tuple(map(as_delivery, self._work.rows(query.order_by(deliveries.c.id))))

    def named(self, keys: Collection[str]) -> tuple[Delivery, ...]:
        """Return the messages with these keys, in the order in which they were planned."""
        rows = [
            row
            for some in among(deliveries.c.key, keys)
            for row in self._work.rows(whole.where(some))
        ]
        return tuple(sorted(map(as_delivery, rows), key=lambda each: each.id))

    def left(self, kind: str, chat: int, since: datetime) -> tuple[Delivery, ...]:
        """Return what of a kind has left for a chat since an instant (aware), oldest first."""
        query = whole.where(
            listed,
            deliveries.c.settled_at >= since,
            deliveries.c.chat_id == chat,
            deliveries.c.kind == kind,
            deliveries.c.state == State.SENT,
        )
        return tuple(map(as_delivery, self._work.rows(query.order_by(deliveries.c.id))))

    def ahead(self) -> int:
        """Return how many messages wait for a time that is still to come."""
        ahead = (
            constantly(deliveries.c.state, (State.QUEUED,)),
            deliveries.c.planned_at > self._work.now,
        )
        row = self._work.first(select(func.count().label("how_many")).where(*ahead))
        return 0 if row is None else int(row.how_many)

    def times(self, kind: str, subject: int, chat: int) -> tuple[datetime, ...]:
        """Return the times of what waits to leave for a chat about a subject, the next first."""
        waiting = self._work.rows(_waiting(kind, subject, deliveries.c.chat_id == chat))
        return tuple(sorted(row.planned_at for row in waiting))

    def is_followed(self, delivery: Delivery) -> bool:
        """Tell whether a later message of its kind, subject and chat is due by its turn as well."""
        later = _waiting(delivery.kind, delivery.subject).where(
            deliveries.c.chat_id == delivery.chat,
            deliveries.c.planned_at <= max(self._work.now, delivery.due_at),
            or_(
                deliveries.c.planned_at > delivery.planned_at,
                and_(
                    deliveries.c.planned_at == delivery.planned_at,
                    deliveries.c.id > delivery.id,
                ),
            ),
        )
        return self._work.first(later.limit(1)) is not None

    def _move(self, planned: Sequence[Planned]) -> None:
        if planned:
            self._work.run(_moved, [_at(each) for each in planned])

    def _drop(self, ids: Sequence[int], why: str) -> None:
        for some in among(deliveries.c.id, ids):
            waiting = deliveries.update().where(some, deliveries.c.state == State.QUEUED)
            dropped = {"state": State.DROPPED, "why": why, "settled_at": self._work.now}
            self._work.run(waiting.values(dropped))


def _row(kind: str, subject: int | None, planned: Planned, now: datetime) -> dict[str, Any]:
    return {
        "key": planned.key,
        "kind": kind,
        "chat_id": planned.chat,
        "person_id": None,
        "answers": "",
        "payload": dict(planned.payload),
        "state": State.QUEUED,
        "why": "",
        "due_at": planned.due_at,
        "planned_at": planned.due_at,
        "created_at": now,
        "attempts": 0,
        "doubts": 0,
        "token": "",
        "message": "",
        "alone": False,
        "rank": planned.rank,
        "subject_id": subject,
    }


def _at(planned: Planned) -> dict[str, Any]:
    """Return what a plan has at another time, for which it has done nothing but wait.

    Its attempts are counted on: an earlier one, still under way, must not pass for the next.
    """
    at = planned.due_at
    return {"named": planned.key, "due_at": at, "planned_at": at, "paced_at": at}


def _waiting(kind: str, subject: int | None, *where: ColumnElement[bool]) -> Any:  # noqa: ANN401 - a query has no simple type
    columns = (deliveries.c.id, deliveries.c.key, deliveries.c.chat_id, deliveries.c.planned_at)
    return select(*columns).where(
        deliveries.c.subject_id == subject,
        deliveries.c.kind == kind,
        constantly(deliveries.c.state, (State.QUEUED,)),
        *where,
    )


# Put together once: making a statement takes longer than carrying it out.
_new = insert_many(deliveries)
_named = deliveries.c.key == bindparam("named", type_=deliveries.c.key.type)
_revived = Prepared(
    deliveries.update().where(
        _named,
        constantly(deliveries.c.state, (State.DROPPED,)),
        constantly(deliveries.c.why, UNPLANNED),
    )
)
_moved = Prepared(
    deliveries.update().where(_named, constantly(deliveries.c.state, (State.QUEUED,)))
)
