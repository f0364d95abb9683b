"""Quiet hours: when a chat is not to be disturbed by what can wait.

They are hours of the clock on the chat's wall, and so begin and end with it: hours that
the clock skips begin and end where it goes on, hours that it shows twice at the first time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.answering.words import fold
from storage.moments import at_local, time_zone

OFF: Final = "off"
"""What a chat without quiet hours has chosen."""

_CLOCK: Final = r"(\d{1,2})(?:[:.](\d\d))?"
_HOURS: Final = re.compile(rf"{_CLOCK} ?- ?{_CLOCK}", re.ASCII)
_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From one time of day to another, which is not included and may be of the next day."""

    start: time
    end: time

    def __str__(self) -> str:
        """Return them as they are stored, `22:00-08:00`; `read` takes it."""
        return f"{self.start:%H:%M}-{self.end:%H:%M}"

    @classmethod
    def read(cls, text: str) -> QuietHours | None:
        """Return the hours that `text` names, as `22:00-08:00`, `22–8` or `22.00 – 8.00`.

        None where it names none, or where they would end as they begin.
        """
        parts = _HOURS.fullmatch(" ".join(fold(text).split()))
        if parts is None:
            return None
        start, end = _time_of_day(parts[1], parts[2]), _time_of_day(parts[3], parts[4])
        return None if start is None or end is None or start == end else cls(start, end)

    def covers(self, instant: datetime, zone: str) -> bool:
        """Tell whether it is quiet at `instant` (aware, UTC) where the clocks are those of `zone`.

        Raises:
            BadMoment: there is no such zone.
        """
        return any(begins <= instant < ends for begins, ends in self._around(instant, zone))

    def ends(self, instant: datetime, zone: str) -> datetime:
        """Return when the quiet that covers `instant` is over, in UTC; where none does, `instant`.

        Raises:
            BadMoment: there is no such zone.
        """
        over = instant.astimezone(UTC)
        for begins, ends in self._around(instant, zone):
            # Where the clock skips the time between, one quiet goes on as the next.
            if begins <= over < ends:
                over = ends
        return over

    def _around(self, instant: datetime, zone: str) -> Iterator[tuple[datetime, datetime]]:
        """Yield when it begins and ends to be quiet, on the days about `instant`, in order."""
        clocks = time_zone(zone)
        today = instant.astimezone(clocks).date()
        for days in range(-1, 3):
            yield self._on(today + days * _DAY, clocks)

    def _on(self, day: date, clocks: ZoneInfo) -> tuple[datetime, datetime]:
        last = day if self.start < self.end else day + _DAY
        begins, ends = datetime.combine(day, self.start), datetime.combine(last, self.end)
        return at_local(begins, clocks), at_local(ends, clocks)


DEFAULT: Final = QuietHours(time(22), time(8))
"""The hours of a chat that has chosen none (contract, 2)."""


def of(chat_quiet: str | None) -> QuietHours | None:
    """Return the hours of a chat by what is stored of its choice, or None if it has none.

    What is stored and cannot be read counts as not chosen.
    """
    if chat_quiet == OFF:
        return None
    return (chat_quiet and QuietHours.read(chat_quiet)) or DEFAULT


def _time_of_day(hour: str, minute: str | None) -> time | None:
    hours, minutes = int(hour), int(minute or 0)
    if (hours, minutes) == (24, 0):
        return time(0)
    return time(hours, minutes) if hours < 24 and minutes < 60 else None  # noqa: PLR2004 - of a day and an hour
