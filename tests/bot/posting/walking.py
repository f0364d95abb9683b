"""The occurrences of a rule by the plainest means: every minute of a few days is looked at.

Nothing here knows of folds, gaps or offsets: a minute has the time that the clocks show.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache, cached_property
from zoneinfo import ZoneInfo

MINUTE = timedelta(minutes=1)
FIRST = datetime(2025, 1, 1, tzinfo=UTC)
LAST = datetime(2031, 1, 1, tzinfo=UTC)
AROUND = timedelta(hours=30)
"""So far a window reaches to either side: the day of the change is in it, whole."""


@dataclass(frozen=True)
class Window:
    """The minutes about `middle`, as the clocks of `zone` show them."""

    zone: str
    middle: datetime

    def __str__(self) -> str:
        return f"{self.zone}-{self.middle:%Y-%m-%d}"

    @property
    def after(self) -> datetime:
        """The instant after which the window begins."""
        return self.middle - AROUND

    @property
    def end(self) -> datetime:
        """The first instant behind it."""
        return self.middle + AROUND

    @cached_property
    def shown(self) -> list[tuple[datetime, datetime]]:
        """Each minute, and the naive local time that the clocks show then."""
        clocks = ZoneInfo(self.zone)
        minutes = (self.after + n * MINUTE for n in range(1, 2 * AROUND // MINUTE))
        return [(at, at.astimezone(clocks).replace(tzinfo=None, fold=0)) for at in minutes]

    @cached_property
    def reached(self) -> list[tuple[datetime, datetime]]:
        """Each local time, skipped or shown, and the minute when the clocks first came so far."""
        found = []
        farthest = self.shown[0][1] - MINUTE
        for at, wall in self.shown:
            while farthest < wall:
                farthest += MINUTE
                found.append((at, farthest))
        return found

    @cached_property
    def first_reached(self) -> dict[datetime, datetime]:
        """The minute when the clocks first came as far, by local time."""
        return {wall: at for at, wall in self.reached}

    def walls_near(self, distance: timedelta) -> list[datetime]:
        """Return the local times that come, or are skipped, within `distance` of the middle."""
        return [wall for at, wall in self.reached if abs(at - self.middle) <= distance]

    def occurrences(self, rule: str) -> list[datetime]:
        """Return the minutes at which a cron rule comes."""
        names = Names(rule)
        walls = self.shown if names.real_time else self.reached
        # Most minutes are told apart by their number; asking further of each takes long.
        found = dict.fromkeys(
            at for at, wall in walls if wall.minute in names.minutes and names.covers(wall)
        )
        return list(found)


class Names:
    """What a cron rule of five plain fields names."""

    def __init__(self, rule: str) -> None:
        minute, hour, day, month, weekday = rule.split()
        self.real_time = minute[0] == "*" or hour[0] == "*"
        self._both = day[0] == "*" or weekday[0] == "*"
        self.minutes, self._hours = numbers(minute, 0, 59), numbers(hour, 0, 23)
        self._days, self._months = numbers(day, 1, 31), numbers(month, 1, 12)
        self._weekdays = {number % 7 for number in numbers(weekday, 0, 7)}

    def covers(self, wall: datetime) -> bool:
        """Tell whether the rule names a local time."""
        if wall.minute not in self.minutes or wall.hour not in self._hours:
            return False
        day, weekday = wall.day in self._days, wall.isoweekday() % 7 in self._weekdays
        on_day = (day and weekday) if self._both else (day or weekday)
        return on_day and wall.month in self._months


def numbers(field: str, least: int, most: int) -> set[int]:
    """Return what one field of a cron rule names: `*`, `1`, `1-5`, each with a step, or a list."""
    found: set[int] = set()
    for term in field.split(","):
        span, _, step = term.partition("/")
        first, _, last = span.partition("-")
        if first == "*":
            first, last = str(least), str(most)
        found.update(range(int(first), int(last or first) + 1, int(step or 1)))
    return found


@cache
def windows(zone: str) -> tuple[Window, ...]:
    """Return a window about each change of the clocks from 2025 to 2030, or some ordinary days."""
    found = tuple(Window(zone, at) for at in changes(zone))
    return found or tuple(Window(zone, datetime(2025 + n, 3, 30, tzinfo=UTC)) for n in range(3))


def changes(zone: str) -> Iterator[datetime]:
    """Yield the first minute of each new offset from UTC."""
    clocks = ZoneInfo(zone)
    day = timedelta(days=1)
    for n in range((LAST - FIRST) // day):
        start = FIRST + n * day
        if start.astimezone(clocks).utcoffset() != (start + day).astimezone(clocks).utcoffset():
            yield first_minute(clocks, start, start + day)


def first_minute(clocks: ZoneInfo, old: datetime, new: datetime) -> datetime:
    """Return the first minute with the offset of `new`, which is not that of `old`."""
    while new - old > MINUTE:
        half = old + (new - old) // MINUTE // 2 * MINUTE
        if half.astimezone(clocks).utcoffset() == old.astimezone(clocks).utcoffset():
            old = half
        else:
            new = half
    return new
