"""What an audience may see of all facts: counted, and a page at a time."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import Select, func, select

from storage import periods
from storage.content import Audience, Subject
from storage.facts import FactRow
from storage.periods import PeriodRow
from storage.subjects import SubjectRow, Subjects
from storage.table import table_of
from storage.versions import versions
from storage.work import Work

_facts = table_of(FactRow)
_subjects = table_of(SubjectRow)
_periods = table_of(PeriodRow)
_LAST: Final = "\U0010ffff"
"""Sorts after every letter of a key."""


class Shown:
    """The facts of which something is held that an audience may see."""

    def __init__(self, work: Work, subjects: Subjects) -> None:
        self._work = work
        self._subjects = subjects

    def count(self, audience: Audience) -> int:
        """Return how many there are."""
        return self._number(_seen(select(_facts.c.id), audience))

    def subjects(self, audience: Audience) -> int:
        """Return how many subjects have any."""
        return self._number(_seen(select(_facts.c.subject_id).distinct(), audience))

    def page(self, audience: Audience, limit: int, skipped: int = 0) -> list[tuple[Subject, int]]:
        """Return subjects that have any, by key, each with how many."""
        query = (
            _seen(select(_facts.c.subject_id, func.count().label("facts")), audience)
            .join(_subjects, _subjects.c.id == _facts.c.subject_id)
            .group_by(_facts.c.subject_id, _subjects.c.key)
            .order_by(_subjects.c.key)
        )
        rows = self._work.rows(query.limit(limit).offset(skipped))
        subjects = self._subjects.get([row.subject_id for row in rows])
        return [(subjects[row.subject_id], row.facts) for row in rows]

    def topics(self, audience: Audience) -> tuple[str, ...]:
        """Return the topics of subjects that have any, in order."""
        query = select(_subjects.c.topic).join(_facts, _facts.c.subject_id == _subjects.c.id)
        rows = self._work.rows(_seen(query.where(_subjects.c.topic != ""), audience).distinct())
        return tuple(sorted(row.topic for row in rows))

    def keys(self, audience: Audience, limit: int, beginning: str = "") -> tuple[str, ...]:
        """Return the keys of facts that begin so, in order, of very many the first."""
        query = _seen(select(_facts.c.key), audience).order_by(_facts.c.key)
        if beginning:
            query = query.where(_facts.c.key >= beginning, _facts.c.key < beginning + _LAST)
        return tuple(row.key for row in self._work.rows(query.limit(limit)))

    def said_last(self, audience: Audience, limit: int) -> tuple[int, ...]:
        """Return the ids of facts that hold something it may see, whatever was said last first.

        Args:
            audience: who sees them; what it may not see makes no fact one of the last.
            limit: how much that was said is looked at, so of one fact it may be all.
        """
        query = _seen(select(_facts.c.id), audience)
        query = query.join(versions, versions.c.fact_id == _facts.c.id)
        if audience is not Audience.DESK:
            query = query.where(versions.c.audience == Audience.EVERYONE)
        rows = self._work.rows(query.order_by(versions.c.seq.desc(), _facts.c.id).limit(limit))
        return tuple(dict.fromkeys(row.id for row in rows))

    def has(self, audience: Audience, subject_key: str) -> bool:
        """Tell whether the subject with this key has any."""
        query = _seen(select(_facts.c.id), audience)
        query = query.join(_subjects, _subjects.c.id == _facts.c.subject_id)
        return self._work.first(query.where(_subjects.c.key == subject_key).limit(1)) is not None

    def _number(self, query: Select[Any]) -> int:
        row = self._work.first(select(func.count()).select_from(query.subquery()))
        return 0 if row is None else row[0]


def _seen(query: Select[Any], audience: Audience) -> Select[Any]:
    """Return a query of facts for those of which this audience may see something."""
    held = select(_periods.c.id).where(_periods.c.fact_id == _facts.c.id, periods.believed(None))
    if audience is not Audience.DESK:
        held = held.join(versions, versions.c.id == _periods.c.version_id).where(
            versions.c.audience == Audience.EVERYONE
        )
    return query.where(held.exists())
