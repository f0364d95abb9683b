"""How far the clock of this host is off, by what others say the time is.

Platforms write it on each answer, and a database server tells it when asked. Whoever does something
by the clock alone asks here first.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Final

KEPT: Final = timedelta(hours=1)
"""How long what somebody said is believed: a clock does not run away in that time."""


def host_time() -> datetime:
    """Return the present instant by the clock of this host, aware, UTC."""
    return datetime.now(UTC)


class HostClock:
    """What was heard of the time; `clock` is that of this host."""

    def __init__(self, clock: Callable[[], datetime] = host_time) -> None:
        self._clock: Final = clock
        self._heard: dict[str, tuple[datetime, timedelta]] = {}

    def hear(self, source: str, at: datetime) -> None:
        """Note that it is `at` (aware) by what `source` says; what it said before is forgotten."""
        now = self._clock()
        self._heard[source] = now, now - at

    def off(self) -> timedelta | None:
        """Return by how much this clock is ahead of the one that it is furthest from.

        None where nobody has told the time of late.
        """
        now = self._clock()
        offs = [off for heard, off in self._heard.values() if abs(now - heard) <= KEPT]
        return max(offs, key=abs, default=None)
