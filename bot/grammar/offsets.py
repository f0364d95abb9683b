"""OFFSETS: how long before an event somebody is reminded of it, as `7d 1d 1h`.

Days and weeks are of the calendar, hours and minutes pass by the clock: a week is
seven days and an hour sixty minutes, but no number of hours is a day, which has
now and then 23 or 25 of them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Final

from bot.grammar.errors import LongOffset, ManyOffsets, ZeroOffset, shown

LONGEST: Final = timedelta(days=366)
MOST: Final = 10

_WORD = re.compile(r"[^\s,]+")
_OFFSET = re.compile(r"0*(?P<count>\d+)(?P<unit>[mhdw])[.?!]*", re.IGNORECASE | re.ASCII)
_DAYS_OF_WEEK: Final = 7
_MINUTES_OF_HOUR: Final = 60
_MOST_DIGITS: Final = 6
"""A longer number is of no use in any unit; Python refuses to read thousands of digits."""


class Unit(StrEnum):
    """What an offset counts, by the letter that is typed."""

    MINUTE = "m"
    HOUR = "h"
    DAY = "d"
    WEEK = "w"


_LENGTH: Final = {
    Unit.MINUTE: timedelta(minutes=1),
    Unit.HOUR: timedelta(hours=1),
    Unit.DAY: timedelta(days=1),
    Unit.WEEK: timedelta(weeks=1),
}


@dataclass(frozen=True, slots=True)
class Offset:
    """A time before an event, in the one way of writing it: `1w` becomes `7d`, `60m` `1h`.

    Attributes:
        count: at least 1.
        unit: minutes, hours or days; weeks are written as days.
    """

    count: int
    unit: Unit

    def __post_init__(self) -> None:
        """Refuse none at all, and write what is left in one way."""
        if self.count < 1:
            raise ValueError(f"an offset is at least 1, not {self.count}")
        count, unit = _canonical(self.count, Unit(self.unit))
        object.__setattr__(self, "count", count)
        object.__setattr__(self, "unit", unit)

    def __str__(self) -> str:
        return f"{self.count}{self.unit}"

    @classmethod
    def read(cls, written: str) -> Offset:
        """Return the offset that `str` wrote.

        Raises:
            ValueError: it wrote no such thing.
        """
        return cls(int(written[:-1]), Unit(written[-1:]))

    @property
    def length(self) -> timedelta:
        """How long it is on an ordinary day."""
        return self.count * _LENGTH[self.unit]


def take_offsets(text: str) -> tuple[str, tuple[Offset, ...]]:
    """Take OFFSETS from the end of a line; return the rest, and each once, the longest first.

    Between them stand spaces or commas. What has not the form of one ends them.

    Raises:
        ZeroOffset: one of them is no time at all.
        LongOffset: one of them is longer than `LONGEST`.
        ManyOffsets: there are more than `MOST`.
    """
    rest = text.strip()
    found: set[Offset] = set()
    for word in reversed(list(_WORD.finditer(rest))):
        parts = _OFFSET.fullmatch(word[0])
        if parts is None:
            break
        found.add(_offset(parts))
        rest = rest[: word.start()].rstrip(" \n,")
    if len(found) > MOST:
        raise ManyOffsets(most=MOST)
    return rest, tuple(sorted(found, key=lambda offset: (-offset.length, offset.unit)))


def _offset(parts: re.Match[str]) -> Offset:
    digits, unit = parts["count"], Unit(parts["unit"].lower())
    if not int(digits[:_MOST_DIGITS]):
        raise ZeroOffset(text=shown(parts[0]))
    if len(digits) > _MOST_DIGITS or int(digits) * _LENGTH[unit] > LONGEST:
        raise LongOffset(text=shown(parts[0]), most=Offset(LONGEST.days, Unit.DAY))
    return Offset(int(digits), unit)


def _canonical(count: int, unit: Unit) -> tuple[int, Unit]:
    """One way of writing for each length; hours stay hours, however many."""
    if unit is Unit.WEEK:
        return count * _DAYS_OF_WEEK, Unit.DAY
    if unit is Unit.MINUTE and count % _MINUTES_OF_HOUR == 0:
        return count // _MINUTES_OF_HOUR, Unit.HOUR
    return count, unit
