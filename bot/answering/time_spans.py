"""Stretches of time by the calendar: a year, a month, a day, a season, counted from now.

Each begins at midnight where "now" is, and its end is not included.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, TypeAlias

DECEMBER: Final = 12
MONTHS_OF_A_SEASON: Final = 3
SEASON_BEGINS: Final = 7
"""The month in which a season over two years begins: of a league, of a theatre."""

Span: TypeAlias = tuple[datetime, datetime]
"""From when to when."""


@dataclass(frozen=True, slots=True)
class AskedTime:
    """A stretch of time named in a question.

    Attributes:
        start, end: aware; `end` is not included.
        words: the positions of the words that named it.
        current: it is the unit that "now" lies in ("this year").
    """

    start: datetime
    end: datetime
    words: frozenset[int]
    current: bool = False


def year_span(year: int, now: datetime) -> Span:
    """Return a year."""
    return datetime(year, 1, 1, tzinfo=now.tzinfo), datetime(year + 1, 1, 1, tzinfo=now.tzinfo)


def month_span(year: int, month: int, now: datetime) -> Span:
    """Return a month of a year."""
    following = (year + 1, 1) if month == DECEMBER else (year, month + 1)
    return (
        datetime(year, month, 1, tzinfo=now.tzinfo),
        datetime(*following, 1, tzinfo=now.tzinfo),
    )


def day_span(year: int, month: int, day: int, now: datetime) -> Span | None:
    """Return a day of a month, or None where there is no such day."""
    try:
        start = datetime(year, month, day, tzinfo=now.tzinfo)
    except ValueError:
        return None
    return start, start + timedelta(days=1)


def season_span(year: int, month: int, now: datetime) -> Span:
    """Return the season that begins in a month: summer in June, winter in December."""
    start, _ = month_span(year, month, now)
    last = year * 12 + month + MONTHS_OF_A_SEASON - 2
    return start, month_span(last // 12, last % 12 + 1, now)[1]


def years(now: datetime, offset: int) -> Span:
    """Return the year so many after this one."""
    return year_span(now.year + offset, now)


def months(now: datetime, offset: int) -> Span:
    """Return the month so many after this one."""
    index = now.year * 12 + now.month - 1 + offset
    return month_span(index // 12, index % 12 + 1, now)


def days(now: datetime, offset: int) -> Span:
    """Return the day so many after today."""
    start = now.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=offset)
    return start, start + timedelta(days=1)


def weeks(now: datetime, offset: int) -> Span:
    """Return the week, from Monday on, so many after this one."""
    monday, _ = days(now, 7 * offset - now.weekday())
    return monday, monday + timedelta(days=7)


def seasons(now: datetime, offset: int) -> Span:
    """Return the season over two years so many after the one that is."""
    begun = now.year + offset - (now.month < SEASON_BEGINS)
    return month_span(begun, SEASON_BEGINS, now)[0], month_span(begun + 1, SEASON_BEGINS, now)[0]


SPANS: Final[dict[str, Callable[[datetime, int], Span]]] = {
    "year": years,
    "month": months,
    "day": days,
    "week": weeks,
    "season": seasons,
}
"""What can be counted from now."""
