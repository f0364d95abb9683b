"""A clock that stands still until a test moves it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

START = datetime(2021, 11, 26, 9, 0, tzinfo=ZoneInfo("Europe/Riga"))
"""Where every test begins: the Friday before the ministers meet in Riga."""


class FakeClock:
    """A `Clock` for tests: call it for the time, `advance` it to let time pass."""

    def __init__(self, now: datetime = START) -> None:
        self._now = now.astimezone(UTC)

    def __call__(self) -> datetime:
        """Return the time it was left at: aware, UTC."""
        return self._now

    def advance(self, by: timedelta) -> datetime:
        """Move by `by` (negative: back, as a corrected machine clock does); return the new time."""
        self._now += by
        return self._now

    def set(self, to: datetime) -> datetime:
        """Move to the aware instant `to`, in any zone; return it in UTC."""
        self._now = to.astimezone(UTC)
        return self._now
