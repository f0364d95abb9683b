"""Durations and what is told of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from statistics import median, quantiles
from time import perf_counter
from typing import TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Timing:
    """Durations of the same thing done many times, in seconds."""

    seconds: tuple[float, ...]

    @property
    def per_second(self) -> float:
        """How often it was done in a second, one after another."""
        return len(self.seconds) / sum(self.seconds)

    @property
    def p50(self) -> float:
        """Milliseconds that half of them took at most."""
        return 1000 * median(self.seconds)

    @property
    def p99(self) -> float:
        """Milliseconds that 99 of 100 took at most."""
        if len(self.seconds) == 1:
            return self.p50
        return 1000 * quantiles(self.seconds, n=100, method="inclusive")[98]


def timed(subjects: Iterable[T], *actions: Callable[[T], object]) -> list[Timing]:
    """Do each of `actions` to each of `subjects` and return how long each action took.

    The actions take turns, so that what else the machine does meets all of them alike.
    """
    seconds: list[list[float]] = [[] for _ in actions]
    for subject in subjects:
        for action, found in zip(actions, seconds, strict=True):
            begun = perf_counter()
            action(subject)
            found.append(perf_counter() - begun)
    return [Timing(tuple(found)) for found in seconds]
