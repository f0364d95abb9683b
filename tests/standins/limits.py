"""How much a platform lets through: at most so many of a kind in any stretch of time.

All stretches are measured by one clock. With a scale it runs so many times faster than ours:
a test of a minute takes six seconds at a scale of 10, for a bot whose pace is ten times quicker.
What is told of gaps is in seconds of that clock; how long to wait, in seconds of ours.
"""

from __future__ import annotations

import math
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final, TypeAlias

SECOND: Final = 1.0
MINUTE: Final = 60.0

Key: TypeAlias = tuple[str, str]
"""A kind of window and whose it is: `("chat", "-100")`."""


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `most` in any `span` seconds."""

    most: int
    span: float


@dataclass(slots=True)
class Window:
    """What went through lately, under one limit.

    Attributes:
        peak: the most that there was in any one span.
        gap: the smallest time between one and the next.
    """

    limit: Limit
    peak: int = 0
    gap: float = math.inf
    _last: float = -math.inf
    _times: deque[float] = field(default_factory=deque)

    def wait(self, now: float) -> float:
        """Return how many seconds too early it is for one more."""
        self._forget(now)
        if len(self._times) < self.limit.most:
            return 0.0
        return self._times[0] + self.limit.span - now

    def take(self, now: float) -> None:
        """Count one more."""
        self._forget(now)
        self._times.append(now)
        self.peak = max(self.peak, len(self._times))
        self.gap, self._last = min(self.gap, now - self._last), now

    def _forget(self, now: float) -> None:
        # As `wait` counts, to the last bit: whoever waited so long is let through.
        while self._times and self._times[0] + self.limit.span - now <= 0:
            self._times.popleft()


class Limiter:
    """Windows of several kinds, each for whom it is; what one of them refuses, none counts.

    Attributes:
        clock: seconds that run; a test may put its own here.
        scale: how many times faster the platform's clock runs.
        refused: how many came too early.
    """

    def __init__(self) -> None:
        self.clock: Callable[[], float] = time.monotonic
        self.scale = 1.0
        self.refused = 0
        self._windows: dict[Key, Window] = {}

    def restart(self, scale: float = 1.0) -> None:
        """Begin with a clean slate."""
        self.scale, self.refused = scale, 0
        self._windows = {}

    def take(self, limits: Mapping[Key, Limit]) -> int:
        """Let one through that counts under each of these limits, and return 0.

        If it came too early, return in how many whole seconds it may come again.
        """
        now = self.clock() * self.scale
        windows = [self._windows.setdefault(key, Window(limit)) for key, limit in limits.items()]
        wait = max(window.wait(now) for window in windows)
        if wait > 0:
            self.refused += 1
            return math.ceil(wait / self.scale)
        for window in windows:
            window.take(now)
        return 0

    def peak(self, kind: str) -> int:
        """Return the most that went through one window of a kind in its span; 0 if none did."""
        return max((window.peak for window in self._of(kind)), default=0)

    def gap(self, kind: str) -> float:
        """Return the smallest time between two in one window of a kind; infinite if no two came."""
        return min((window.gap for window in self._of(kind)), default=math.inf)

    def _of(self, kind: str) -> list[Window]:
        # Copied at once, as the server counts on in its own thread.
        return [window for (each, _), window in list(self._windows.items()) if each == kind]
