"""The journal: the ledger as editors read it, page by page.

What waits for a decision comes first, by number; then what is to leave, the nearest first; then
what has ended, the latest first. Nothing here changes a row.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, case, extract, func, or_, select

from storage.deliveries import UNSETTLED, Delivery, State, as_delivery, deliveries, whole
from storage.work import Work


class Filter(StrEnum):
    """What of the ledger is asked for."""

    HELD = "held"
    """What waits for an editor."""
    FAILED = "failed"
    """What could not be sent, or came too late to be."""
    LATE = "late"
    """What left late, or waits and is late already."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which rows are wanted.

    Attributes:
        filter: None asks for all.
        late_after: how long after its time and its turn a message is late.
        unless_sent: kinds of which only what was not sent is wanted.
    """

    filter: Filter | None
    late_after: timedelta
    unless_sent: Sequence[str] = ()


class Journal:
    """What was sent, is due, failed, and why."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def count(self, wanted: Wanted) -> int:
        """Return how many messages are wanted."""
        counted = select(func.count().label("how_many")).select_from(deliveries)
        row = self._work.first(counted.where(*self._are(wanted)))
        return 0 if row is None else int(row.how_many)

    def ids(self, wanted: Wanted, first: int = 0, most: int | None = None) -> tuple[int, ...]:
        """Return the ids of messages in the journal's order, at most so many from `first` on."""
        query = select(deliveries.c.id).where(*self._are(wanted)).order_by(*_ORDER)
        return tuple(row.id for row in self._work.rows(query.offset(first).limit(most)))

    def read(self, ids: Sequence[int]) -> tuple[Delivery, ...]:
        """Return the messages with these ids, in this order."""
        rows = self._work.rows(whole.where(deliveries.c.id.in_(list(ids)))) if ids else ()
        found = {row.id: as_delivery(row) for row in rows}
        return tuple(found[each] for each in ids if each in found)

    def numbered(self, number: int) -> Delivery | None:
        """Return the message that editors call by this number."""
        row = self._work.first(whole.where(deliveries.c.number == number))
        return None if row is None else as_delivery(row)

    def _are(self, wanted: Wanted) -> list[ColumnElement[bool]]:
        state = deliveries.c.state
        conditions: list[ColumnElement[bool]] = []
        if wanted.unless_sent:
            kinds = deliveries.c.kind.in_(list(wanted.unless_sent))
            conditions.append(~and_(kinds, state == State.SENT))
        match wanted.filter:
            case Filter.HELD:
                # By their number they are found among all that was ever sent.
                conditions += [deliveries.c.number > 0, state == State.HELD]
            case Filter.FAILED:
                conditions.append(state.in_([State.FAILED, State.EXPIRED]))
            case Filter.LATE:
                conditions.append(self._are_late(wanted.late_after))
            case None:
                pass
        return conditions

    def _are_late(self, after: timedelta) -> ColumnElement[bool]:
        then = self._work.now - after
        waits = and_(
            deliveries.c.state.in_([*UNSETTLED, State.HELD]),
            then > _TIME,
            or_(deliveries.c.paced_at.is_(None), deliveries.c.paced_at < then),
        )
        left = and_(
            deliveries.c.state == State.SENT,
            self._sent_after(_TIME) > after.total_seconds(),
            or_(
                deliveries.c.paced_at.is_(None),
                self._sent_after(deliveries.c.paced_at) > after.total_seconds(),
            ),
        )
        return or_(waits, left)

    def _sent_after(self, instant: ColumnElement[Any]) -> ColumnElement[Any]:
        """Return how many seconds after an instant a message was sent."""
        sent = deliveries.c.sent_at
        if self._work.connection.dialect.name == "sqlite":
            # It reckons in days, whose fractions are not exact, to the millisecond.
            return func.round((func.julianday(sent) - func.julianday(instant)) * _DAY, 3)
        return extract("epoch", sent - instant)


_DAY: Final = timedelta(days=1).total_seconds()
_TIME: Final = func.coalesce(deliveries.c.planned_at, deliveries.c.created_at)
_waits = deliveries.c.state.in_(UNSETTLED)
_ORDER: Final = (
    case((deliveries.c.state == State.HELD, 0), (_waits, 1), else_=2),
    case((deliveries.c.state == State.HELD, deliveries.c.number)),
    case((_waits, _TIME)),
    case((_waits, deliveries.c.id)),
    func.coalesce(deliveries.c.sent_at, _TIME).desc(),
    deliveries.c.id.desc(),
)
