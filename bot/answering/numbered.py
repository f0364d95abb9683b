"""Things that come again and again, each with a number that stands for it."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Generic, TypeVar

T = TypeVar("T", bound=Hashable)


class Numbered(Generic[T]):
    """Different things, numbered from 0 in the order in which they came; none is forgotten."""

    def __init__(self) -> None:
        self._numbers: dict[T, int] = {}
        self._things: list[T] = []

    def __len__(self) -> int:
        return len(self._things)

    def __getitem__(self, number: int) -> T:
        return self._things[number]

    def number(self, thing: T) -> int:
        """Return the number of a thing, a new one if it was never seen."""
        number = self._numbers.setdefault(thing, len(self._things))
        if number == len(self._things):
            self._things.append(thing)
        return number

    def find(self, thing: T) -> int | None:
        """Return the number of a thing, or None if it was never seen."""
        return self._numbers.get(thing)
