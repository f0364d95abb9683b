"""OFFSETS: how long before an event somebody is reminded of it, as `7d 1d 1h`.

Days and weeks are of the calendar, hours and minutes pass by the clock: a week is
seven days and an hour sixty minutes, but no number of hours is a day, which has
now and then 23 or 25 of them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Final

from bot.answering.words import fold
from bot.grammar.errors import LongOffset, ManyOffsets, ZeroOffset, shown
from bot.grammar.time_words import COUNTS

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


_SPELT: Final = {
    **dict.fromkeys(("min", "minute", "minutes", "minutem", "minuti"), Unit.MINUTE),
    **dict.fromkeys(("hour", "hours", "stunda", "stundas", "stundam", "stundu"), Unit.HOUR),
    **dict.fromkeys(("day", "days", "diena", "dienas", "dienam", "dienu"), Unit.DAY),
    **dict.fromkeys(("week", "weeks", "nedela", "nedelas", "nedelam", "nedelu"), Unit.WEEK),
}
"""Units as people write them, folded."""

BEFORE: Final = frozenset({"before", "beforehand", "earlier", "pirms", "ieprieks", "agrak"})
"""Behind the time they make one that is written out an offset, which an event’s name is not."""

_SAID: Final = 3
"""Words of an offset that is written out: how many, of what, and “before”."""


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

    Between them stand spaces or commas; “3 days before” is one as well. What has not the form
    of one ends them.

    Raises:
        ZeroOffset: one of them is no time at all.
        LongOffset: one of them is longer than `LONGEST`.
        ManyOffsets: there are more than `MOST`.
    """
    rest = text.strip()
    found: set[Offset] = set()
    words = list(_WORD.finditer(rest))
    while words:
        count, parts = _last([word[0] for word in words[-_SAID:]])
        if parts is None:
            break
        found.add(_offset(parts))
        rest = rest[: words[-count].start()].rstrip(" \n,")
        del words[-count:]
    if len(found) > MOST:
        raise ManyOffsets(most=MOST)
    return rest, tuple(sorted(found, key=lambda offset: (-offset.length, offset.unit)))


def _last(words: Sequence[str]) -> tuple[int, re.Match[str] | None]:
    """Return how many of the last words are an offset, and it, in its short form."""
    *_, last = words
    if fold(last.strip(".?!")) not in BEFORE:
        return 1, _OFFSET.fullmatch(last)
    if len(words) > 1 and _OFFSET.fullmatch(words[-2]):
        return 2, _OFFSET.fullmatch(words[-2])
    unit = _SPELT.get(fold(words[-2])) if len(words) == _SAID else None
    if unit is None:
        return 1, None
    said = fold(words[0])
    return _SAID, _OFFSET.fullmatch(f"{COUNTS.get(said, said)}{unit}")


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
