"""OFFSETS: how long before an event somebody is reminded of it, as `7d 1d 1h`.

“1 day” is one as well, but what an event is called may end so too: “Run 24 hours”. A name that is
written as it is wins, as nothing else could be written for it, while `24h` is never part of one.

Days and weeks are of the calendar, hours and minutes pass by the clock: a week is
seven days and an hour sixty minutes, but no number of hours is a day, which has
now and then 23 or 25 of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
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
    **{unit.value: unit for unit in Unit},
    **dict.fromkeys(("min", "mins", "minute", "minutes", "minutem", "minuti"), Unit.MINUTE),
    **dict.fromkeys(("minusu",), Unit.MINUTE),
    **dict.fromkeys(("hr", "hrs", "hour", "hours"), Unit.HOUR),
    **dict.fromkeys(("stunda", "stundas", "stundam", "stundu"), Unit.HOUR),
    **dict.fromkeys(("day", "days", "diena", "dienas", "dienam", "dienu"), Unit.DAY),
    **dict.fromkeys(("week", "weeks", "nedela", "nedelas", "nedelam", "nedelu"), Unit.WEEK),
}
"""Units as people write them, folded."""

BEFORE: Final = frozenset({"before", "beforehand", "earlier", "pirms", "ieprieks", "agrak"})
"""Behind the time they make one that is written out an offset, which an event’s name is not."""

_AND: Final = frozenset({"and", "un"})
"""Between two offsets they are as good as a comma."""

_SPELT_OUT: Final = 2
"""Words of an offset that is written out: how many, and of what."""

_SAID: Final = _SPELT_OUT + 1
"""The same with “before”."""


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


def take_offsets(
    text: str, ends_name: Callable[[str], bool] | None = None
) -> tuple[str, tuple[Offset, ...]]:
    """Take OFFSETS from the end of a line; return the rest, and each once, the longest first.

    Between them stand spaces, commas or “and”; “3 days before” is one as well. What has not the
    form of one ends them.

    Args:
        text: the line.
        ends_name: tells of words that end in a number and a unit, as “1 day”, whether something
            is called so; where nothing is, they are an offset. Without it they never are.

    Raises:
        ZeroOffset: one of them is no time at all.
        LongOffset: one of them is longer than `LONGEST`.
        ManyOffsets: there are more than `MOST`.
    """
    rest = text.strip()
    found: set[Offset] = set()
    words = list(_WORD.finditer(rest))
    while words:
        ahead = words[:-1] if found and fold(words[-1][0]) in _AND else words
        last = [word[0] for word in ahead[-_SAID:]]
        count, parts = _last(last)
        if parts is None and ends_name is not None:
            spelt = _spelt(last[-_SPELT_OUT:])
            named = spelt is not None and ends_name(rest[: ahead[-1].end()])
            count, parts = _SPELT_OUT, None if named else spelt
        if parts is None:
            break
        found.add(_offset(parts))
        rest = rest[: ahead[-count].start()].rstrip(" \n,")
        words = ahead[:-count]
    if len(found) > MOST:
        raise ManyOffsets(most=MOST)
    return rest, tuple(sorted(found, key=lambda offset: (-offset.length, offset.unit)))


def _last(words: Sequence[str]) -> tuple[int, re.Match[str] | None]:
    """Return how many of the last words are an offset, and it, in its short form."""
    last = words[-1] if words else ""
    if fold(last.strip(".?!")) not in BEFORE:
        return 1, _OFFSET.fullmatch(last)
    if len(words) > 1 and _OFFSET.fullmatch(words[-2]):
        return 2, _OFFSET.fullmatch(words[-2])
    return _SAID, _spelt(words[:-1])


def _spelt(words: Sequence[str]) -> re.Match[str] | None:
    """Return the short form of two words that say how many of what."""
    if len(words) != _SPELT_OUT:
        return None
    # “1. diena” is the first day.
    count, letter = fold(words[0]), _SPELT.get(fold(words[1].rstrip(".?!")))
    return _OFFSET.fullmatch(f"{COUNTS.get(count, count)}{letter}") if letter else None


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
