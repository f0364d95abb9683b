"""Lapses: which of the facts that hold now want an editor's look.

Either the day until which one is trusted has come, or it is said in one language alone, or one
language was changed after the other. Of the last only whether it may be so is known here: which
text is older is read from how its version came about.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from storage import periods
from storage.periods import PeriodRow
from storage.table import table_of
from storage.versions import versions
from storage.work import Work

_periods = table_of(PeriodRow)


@dataclass(frozen=True, slots=True)
class Review:
    """A fact whose review day has come; `fact` is our id."""

    fact: int
    day: date


class Lapses:
    """What wants a look."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def reviews(self, until: date, after: date | None = None) -> tuple[Review, ...]:
        """Return the facts in force whose review day is `until` or before, the earliest first.

        With `after` only those of later days.
        """
        query = self._in_force(select(_periods.c.fact_id, versions.c.review))
        query = query.where(versions.c.review <= until)
        if after is not None:
            query = query.where(versions.c.review > after)
        rows = self._work.rows(query.order_by(versions.c.review, _periods.c.fact_id))
        return tuple(Review(row.fact_id, row.review) for row in rows)

    def uneven(self, languages: tuple[str, ...]) -> tuple[int, ...]:
        """Return the facts in force, by id, of which a text may be missing or older in a language.

        Those are all that say something in one of `languages` and not in another, and all that
        were changed after they were said whole.
        """
        query = self._in_force(select(_periods.c.fact_id).distinct())
        texts = versions.c.value, versions.c.statement
        uneven = or_(
            versions.c.parent_id.is_not(None), *(_in_some(each, languages) for each in texts)
        )
        return tuple(
            row.fact_id for row in self._work.rows(query.where(uneven).order_by(_periods.c.fact_id))
        )

    def _in_force(self, query: Select[Any]) -> Select[Any]:
        now = self._work.now
        return query.join(versions, versions.c.id == _periods.c.version_id).where(
            periods.believed(None),
            or_(_periods.c.valid_from.is_(None), _periods.c.valid_from <= now),
            or_(_periods.c.valid_to.is_(None), _periods.c.valid_to > now),
        )


def _in_some(column: ColumnElement[Any], languages: tuple[str, ...]) -> ColumnElement[bool]:
    """Return the condition of a text being there in one of the languages and not in another."""
    missing = [func.coalesce(column[each].as_string(), "") == "" for each in languages]
    return and_(or_(*missing), ~and_(*missing))
