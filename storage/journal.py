"""The journal: the ledger as editors read it, page by page.

What waits for a decision comes first, by number; then what is to leave, the nearest first; then
what has ended, the latest first. Each of these parts has an index of its own, in its order, so
that a page costs the same however much was ever sent. Nothing here changes a row.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    bindparam,
    case,
    extract,
    func,
    or_,
    select,
    true,
)

from storage.deliveries import (
    LATE_AFTER,
    REPLIES,
    UNSETTLED,
    Delivery,
    State,
    as_delivery,
    deliveries,
    late_on_postgres,
    late_on_sqlite,
    listed,
    whole,
)
from storage.table import constantly
from storage.work import Work


class Filter(StrEnum):
    """What of the ledger is asked for."""

    HELD = "held"
    """What waits for an editor."""
    FAILED = "failed"
    """What could not be sent, or came too late to be."""
    LATE = "late"
    """What left late, or waits and is late already."""


class Trouble(StrEnum):
    """What may become of a message that an editor would not have wanted."""

    HELD = "held"
    FAILED = "failed"
    EXPIRED = "expired"
    LATE = "late"
    """It was sent, but late."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which rows are wanted.

    Attributes:
        filter: None asks for all.
        unsent_replies: of replies only those that were not sent are wanted.
    """

    filter: Filter | None
    unsent_replies: bool = False


@dataclass(frozen=True, slots=True)
class Progress:
    """How far one fan-out is: the messages of one kind, about one subject, for one time.

    Attributes:
        subject: our id of what it tells of, if of anything.
        planned_at: aware, UTC.
        rows, done: how many there are, and how many have left or ended otherwise; one that is
            tried again later counts as done until then.
        of_late: how many of them left since the instant that was asked for.
        example: the id of one that has not left.
    """

    kind: str
    subject: int | None
    planned_at: datetime
    rows: int
    done: int
    of_late: int
    example: int


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of the journal: which rows, in which order."""

    rows: Sequence[ColumnElement[bool] | Any]
    order: Sequence[ColumnElement[Any]]

    def ids(self) -> Select[Any]:
        """Return the statement for the ids of its rows, in their order."""
        return select(deliveries.c.id).where(*self.rows).order_by(*self.order)

    def counted(self) -> Select[Any]:
        """Return the statement that counts them."""
        counted = select(func.count().label("how_many")).select_from(deliveries)
        return counted.where(*self.rows)


class Journal:
    """What was sent, is due, failed, and why."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def count(self, wanted: Wanted) -> int:
        """Return how many messages are wanted."""
        if wanted.filter is None and wanted.unsent_replies:
            # What is held is settled as well, and so two indexes alone tell of all.
            return sum(self._count(_Part((rows,), ())) for rows in (_UNSETTLED, listed))
        return sum(map(self._count, self._parts(wanted)))

    def ids(self, wanted: Wanted, first: int = 0, most: int | None = None) -> tuple[int, ...]:
        """Return the ids of messages in the journal's order, at most so many from `first` on."""
        found: list[int] = []
        for part in self._parts(wanted):
            left = None if most is None else most - len(found)
            rows = self._work.rows(part.ids().offset(first).limit(left)) if left != 0 else ()
            found += [row.id for row in rows]
            first = 0 if found or not first else first - self._count(part)
        return tuple(found)

    def read(self, ids: Sequence[int]) -> tuple[Delivery, ...]:
        """Return the messages with these ids, in this order."""
        rows = self._work.rows(whole.where(deliveries.c.id.in_(list(ids)))) if ids else ()
        found = {row.id: as_delivery(row) for row in rows}
        return tuple(found[each] for each in ids if each in found)

    def numbered(self, number: int) -> Delivery | None:
        """Return the message that editors call by this number."""
        row = self._work.first(whole.where(deliveries.c.number == number))
        return None if row is None else as_delivery(row)

    def keyed(self, keys: Sequence[str]) -> tuple[Delivery, ...]:
        """Return the messages that have one of these keys, in the order of their ids."""
        rows = self._work.rows(whole.where(deliveries.c.key.in_(list(keys))))
        return tuple(sorted(map(as_delivery, rows), key=lambda each: each.id))

    def troubles(
        self, since: datetime, until: datetime, late_after: timedelta
    ) -> Counter[tuple[Trouble, str]]:
        """Return how many messages of each kind got into which trouble in a time.

        Of replies only those that were not sent are counted; what was held, and is no more,
        is not.
        """
        state = deliveries.c.state
        sent_late = and_(state == State.SENT, self._left_late(late_after))
        trouble = case((sent_late, Trouble.LATE), else_=state)
        within = (listed, deliveries.c.settled_at > since, deliveries.c.settled_at <= until)
        troubled = or_(sent_late, state.in_([State.HELD, State.FAILED, State.EXPIRED]))
        columns = trouble.label("trouble"), deliveries.c.kind, func.count().label("how_many")
        rows = self._work.rows(
            select(*columns).where(*within, troubled).group_by("trouble", "kind")
        )
        return Counter({(Trouble(row.trouble), row.kind): row.how_many for row in rows})

    def failed(self, kinds: Sequence[str], since: datetime, until: datetime) -> tuple[int, ...]:
        """Return the ids of the messages of some kinds that failed or expired in a time."""
        ended = deliveries.c.settled_at >= since, deliveries.c.settled_at < until
        state = constantly(deliveries.c.state, (State.FAILED, State.EXPIRED))
        those = deliveries.c.kind.in_(kinds), state
        rows = self._work.rows(select(deliveries.c.id).where(listed, *ended, *those))
        return tuple(row.id for row in rows)

    def progress(self, most_small: int, since: datetime) -> tuple[Progress, ...]:
        """Return how far each fan-out of more than `most_small` messages is, the oldest first.

        Args:
            most_small: so many messages need no progress.
            since: from when on is counted what left `of_late`.
        """
        found = self._work.rows(_waiting, {"now": self._work.now})
        waiting = [row for row in found if row.planned_at is not None]
        if not waiting:
            return ()
        left, examples = _by_group(waiting), {_group(row): row.example for row in waiting}
        times = {row.planned_at for row in waiting}
        rows = _by_group(
            self._work.rows(_grouped.where(_PLANNED.in_(times), _PLANNED.is_not(None)))
        )
        recent = _by_group(self._work.rows(_grouped.where(listed, deliveries.c.settled_at > since)))
        return tuple(
            Progress(*group, rows[group], rows[group] - left[group], recent[group], examples[group])
            for group in sorted(left, key=lambda group: group[2])
            if rows[group] > most_small
        )

    @property
    def _is_sqlite(self) -> bool:
        return self._work.connection.dialect.name == "sqlite"

    def _count(self, part: _Part) -> int:
        row = self._work.first(part.counted())
        return 0 if row is None else int(row.how_many)

    def _parts(self, wanted: Wanted) -> Iterator[_Part]:
        """Yield the parts of the journal that are wanted, in their order."""
        late = wanted.filter is Filter.LATE
        overdue: ColumnElement[bool] = self._are_overdue() if late else true()
        state = deliveries.c.state
        if wanted.filter is not Filter.FAILED:
            # By their number they are found among all that was ever sent.
            numbered = deliveries.c.number > 0, state == State.HELD
            yield _Part((*numbered, overdue), (deliveries.c.number,))
        if wanted.filter in {None, Filter.LATE}:
            waits = _UNSETTLED, overdue
            yield _Part(waits, (deliveries.c.due_at, deliveries.c.id))
        if late:
            yield _Part(self._left_late_rows(wanted), _LATEST)
        elif wanted.filter is not Filter.HELD:
            over = listed if wanted.unsent_replies else deliveries.c.settled_at.is_not(None)
            ended: list[Any] = [over, state != State.HELD]
            if wanted.filter is Filter.FAILED:
                ended.append(constantly(state, (State.FAILED, State.EXPIRED)))
            yield _Part(ended, _LATEST)

    def _left_late_rows(self, wanted: Wanted) -> Sequence[ColumnElement[bool] | Any]:
        """Return what is true of what left late: so written that the index of it is taken."""
        past_its_time = late_on_sqlite if self._is_sqlite else late_on_postgres
        shown = deliveries.c.kind.not_in(REPLIES) if wanted.unsent_replies else true()
        return past_its_time, self._past_turn(LATE_AFTER), shown

    def _are_overdue(self) -> ColumnElement[bool]:
        then = self._work.now - LATE_AFTER
        turn = deliveries.c.paced_at
        return and_(then > _TIME, or_(turn.is_(None), turn < then))

    def _left_late(self, after: timedelta) -> ColumnElement[bool]:
        return and_(self._sent_after(_TIME) > after.total_seconds(), self._past_turn(after))

    def _past_turn(self, after: timedelta) -> ColumnElement[bool]:
        turn = deliveries.c.paced_at
        return or_(turn.is_(None), self._sent_after(turn) > after.total_seconds())

    def _sent_after(self, instant: ColumnElement[Any]) -> ColumnElement[Any]:
        """Return how many seconds after an instant a message was sent."""
        sent = deliveries.c.sent_at
        if self._is_sqlite:
            # It reckons in days, whose fractions are not exact, to the millisecond.
            return func.round((func.julianday(sent) - func.julianday(instant)) * _DAY, 3)
        return extract("epoch", sent - instant)


def _group(row: Any) -> tuple[str, int | None, datetime]:  # noqa: ANN401 - a row has no type of its own
    return row.kind, row.subject_id, row.planned_at


def _by_group(rows: Sequence[Any]) -> Counter[tuple[str, int | None, datetime]]:
    return Counter({_group(row): row.how_many for row in rows})


_PLANNED: Final = deliveries.c.planned_at
_UNSETTLED: Final = constantly(deliveries.c.state, UNSETTLED)
_about = deliveries.c.kind, deliveries.c.subject_id, _PLANNED
_grouped = select(*_about, func.count().label("how_many")).group_by(*_about)
# That it was planned is not asked here: SQLite would go through all that ever was.
_waiting = _grouped.add_columns(func.max(deliveries.c.id).label("example")).where(
    _UNSETTLED, deliveries.c.due_at <= bindparam("now", type_=deliveries.c.due_at.type)
)
_DAY: Final = timedelta(days=1).total_seconds()
_LATEST: Final = deliveries.c.settled_at.desc(), deliveries.c.id.desc()
_TIME: Final = func.coalesce(deliveries.c.planned_at, deliveries.c.created_at)
