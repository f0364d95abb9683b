"""How long to wait before trying again: longer each time, and never in step with others."""

from __future__ import annotations

import random
from typing import Final

FIRST: Final = 0.2
LONGEST: Final = 30.0
"""Seconds."""


class Patience:
    """Counts what failed in a row."""

    def __init__(self) -> None:
        self._failed = 0

    def next(self, least: float = 0.0) -> float:
        """Return how many seconds to wait now, at least `least`."""
        whole = min(LONGEST, FIRST * 2**self._failed)
        self._failed = min(self._failed + 1, 10)
        spread = random.uniform(whole / 2, whole)  # noqa: S311 - spreads the load, guards nothing
        return max(least, spread)

    def reset(self) -> None:
        """Begin anew: it went well."""
        self._failed = 0
