"""Outdated receipts: what was told otherwise than the store has it now, for the same instant.

Only which version stands where another was told: whether that says something else is for the
desk to tell. What was reported to who has changed something themselves is passed over.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, or_, select

from storage.chats import ChatRow
from storage.deliveries import State, deliveries
from storage.periods import PeriodRow
from storage.receipts import BELIEVED, ReceiptRow
from storage.table import among, table_of
from storage.work import Work

_receipts = table_of(ReceiptRow)
_periods = table_of(PeriodRow)
_chats = table_of(ChatRow)


@dataclass(frozen=True, slots=True)
class Outdated:
    """A value that was shown, where another version holds now, or none.

    Attributes:
        delivery, node: where it stands.
        fact, told, now: ids of the fact, of the version that was shown, and of that which holds
            for the same instant as believed now; None where nothing does.
        instant: the instant answered for, aware, UTC.
        language: in which it was shown.
        withdrawn: it was shown struck out.
        chat, platform, place: where it was said.
        alone: the id of the only person who saw it, or None.
        state, message: of the delivery; `message` is empty where the platform told none.
        said_at: when it was sent, or is due, aware, UTC.
    """

    delivery: int
    node: int
    fact: int
    told: int
    now: int | None
    instant: datetime
    language: str
    withdrawn: bool
    chat: int
    platform: str
    place: str
    alone: int | None
    state: State
    message: str
    said_at: datetime


class OutdatedReceipts:
    """What was told and is otherwise."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def of(self, facts: Collection[int]) -> tuple[Outdated, ...]:
        """Return what was told of some facts, by their ids, and is otherwise; oldest first.

        What was told where nothing can be sent at present is none of it.
        """
        within_reach = _chats.c.gone == ""
        return self._read(*(and_(some, within_reach) for some in among(_receipts.c.fact_id, facts)))

    def told_to(self, chat: int, person: int | None) -> tuple[Outdated, ...]:
        """Return what was told in a chat, or to a person alone, and is otherwise; oldest first.

        Args:
            chat: its id.
            person: the id of whose private chat it is, or None.
        """
        alone = and_(deliveries.c.alone, deliveries.c.person_id == person)
        return self._read(or_(deliveries.c.chat_id == chat, alone))

    def out_of_reach(self, messages: Collection[int]) -> tuple[Outdated, ...]:
        """Return what some messages tell otherwise, by their ids, where nothing can be sent."""
        gone = _chats.c.gone != ""
        return self._read(*(and_(some, gone) for some in among(_receipts.c.delivery_id, messages)))

    def _read(self, *parts: ColumnElement[bool]) -> tuple[Outdated, ...]:
        """Return what is in any of these parts, oldest first."""
        rows = (row for part in parts for row in self._work.rows(_query.where(part)))
        found = map(_outdated, rows)
        return tuple(sorted(found, key=lambda each: (each.said_at, each.delivery, each.node)))


_holds = and_(
    _periods.c.fact_id == _receipts.c.fact_id,
    _periods.c.superseded_at.is_(None),
    or_(_periods.c.valid_from.is_(None), _periods.c.valid_from <= _receipts.c.instant),
    or_(_periods.c.valid_to.is_(None), _periods.c.valid_to > _receipts.c.instant),
)
_query = (
    select(
        _receipts.c.delivery_id,
        _receipts.c.node,
        _receipts.c.fact_id,
        _receipts.c.version_id,
        _periods.c.version_id.label("holds"),
        _receipts.c.instant,
        _receipts.c.language,
        _receipts.c.withdrawn,
        deliveries.c.chat_id,
        _chats.c.platform,
        _chats.c.place,
        case((deliveries.c.alone, deliveries.c.person_id)).label("alone"),
        deliveries.c.state,
        deliveries.c.message,
        func.coalesce(deliveries.c.sent_at, deliveries.c.due_at).label("said_at"),
    )
    .select_from(_receipts)
    .join(deliveries, deliveries.c.id == _receipts.c.delivery_id)
    .join(_chats, _chats.c.id == deliveries.c.chat_id)
    .outerjoin(_periods, _holds)
    .where(
        deliveries.c.state.in_(BELIEVED),
        deliveries.c.payload["reports"].as_string().is_(None),
        or_(
            _periods.c.version_id.is_distinct_from(_receipts.c.version_id),
            _receipts.c.withdrawn,
        ),
    )
)


def _outdated(row: Any) -> Outdated:  # noqa: ANN401 - a row has no type of its own
    return Outdated(
        row.delivery_id,
        row.node,
        row.fact_id,
        row.version_id,
        row.holds,
        row.instant,
        row.language,
        bool(row.withdrawn),
        row.chat_id,
        row.platform,
        row.place,
        row.alone,
        State(row.state),
        row.message,
        row.said_at,
    )
