"""News: which facts may differ from what they held a while ago, and which events begin.

Only which: what each says, then and now, is read from the facts themselves.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, func, or_, select, union

from storage.changes import ChangeRow, changed_facts
from storage.facts import FactRow
from storage.periods import PeriodRow
from storage.prepared import Prepared
from storage.subjects import SubjectRow
from storage.table import table_of
from storage.versions import versions
from storage.work import Work

_changes = table_of(ChangeRow)
_facts = table_of(FactRow)
_periods = table_of(PeriodRow)
_subjects = table_of(SubjectRow)


class News:
    """What is new."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def seq_at(self, instant: datetime) -> int:
        """Return the `seq` of the last change that was recorded by `instant` (aware)."""
        row = self._work.first(_seq_at, {"instant": instant})
        return (row and row.last) or 0

    def facts(self, after_seq: int, start: datetime, end: datetime) -> frozenset[int]:
        """Return the ids of facts that were changed after a change, or by time alone.

        By time alone changes what begins or ends to hold after `start`, and by `end`.
        """
        given = {"after_seq": after_seq, "window_start": start, "window_end": end}
        return frozenset(row.fact_id for row in self._work.rows(_new, given))

    def begun(
        self, start: datetime, end: datetime, kind: str, attributes: Sequence[str]
    ) -> tuple[tuple[int, int], ...]:
        """Return subjects of a kind for which something recorded before has begun to hold.

        Args:
            start: after which it began, aware.
            end: by which it began, aware.
            kind: of the subjects.
            attributes: what about them counts.

        Returns:
            The id of each subject, with the `seq` of the latest change that said so.
        """
        given = {"window_start": start, "window_end": end, "of_kind": kind}
        rows = [row for row in self._work.rows(_begun, given) if row.attribute in attributes]
        latest: dict[int, int] = {}
        for row in rows:
            latest[row.subject_id] = max(row.seq, latest.get(row.subject_id, 0))
        return tuple(sorted(latest.items()))

    def beginning(self, start: datetime, end: datetime) -> frozenset[int]:
        """Return the ids of the subjects for which a time is believed that begins in between.

        `start` and `end` (aware) are included.
        """
        given = {"window_start": start, "window_end": end}
        return frozenset(row.subject_id for row in self._work.rows(_beginning, given))


_start = bindparam("window_start", type_=_periods.c.valid_from.type)
_end = bindparam("window_end", type_=_periods.c.valid_from.type)
_believed = _periods.c.superseded_at.is_(None)
# Put together once: making a statement takes longer than carrying it out.
_seq_at = Prepared(
    select(func.max(_changes.c.seq).label("last")).where(
        _changes.c.recorded_at <= bindparam("instant", type_=_changes.c.recorded_at.type)
    )
)
_new_ones = union(
    select(changed_facts.c.fact_id).where(changed_facts.c.seq > bindparam("after_seq")),
    select(_periods.c.fact_id).where(
        _believed,
        or_(
            (_periods.c.valid_from > _start) & (_periods.c.valid_from <= _end),
            (_periods.c.valid_to > _start) & (_periods.c.valid_to <= _end),
        ),
    ),
).subquery()
_new = Prepared(select(_new_ones.c.fact_id))
_begun = Prepared(
    select(_facts.c.subject_id, _facts.c.attribute, _periods.c.seq)
    .join(_facts, _facts.c.id == _periods.c.fact_id)
    .join(_subjects, _subjects.c.id == _facts.c.subject_id)
    .where(
        _believed,
        _periods.c.valid_from > _start,
        _periods.c.valid_from <= _end,
        _periods.c.recorded_at < _periods.c.valid_from,
        _subjects.c.kind == bindparam("of_kind", type_=_subjects.c.kind.type),
    )
)
_beginning = Prepared(
    select(_facts.c.subject_id)
    .distinct()
    .join(_periods, _periods.c.fact_id == _facts.c.id)
    .join(versions, versions.c.id == _periods.c.version_id)
    .where(_believed, versions.c.span_start >= _start, versions.c.span_start <= _end)
)
