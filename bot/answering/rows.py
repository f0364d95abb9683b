"""Rows of small numbers by id, all in one piece of memory.

Millions of little objects would take many times what they say. A row that is put again leaves
its old place empty; once half of all is empty, everything moves together.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from typing import Final

_LEAST_EMPTY: Final = 1 << 16
"""Numbers that may lie empty in any case: moving together takes time."""


class Rows:
    """Rows of numbers below 2**32, by ids that count up from a small one."""

    def __init__(self) -> None:
        self._numbers = array("I", [0])
        self._places = array("Q")
        self._empty = 0
        self._rows = 0

    def __len__(self) -> int:
        return self._rows

    def __iter__(self) -> Iterator[int]:
        """Yield the id of each row, in order."""
        return (id_ for id_, place in enumerate(self._places) if place)

    def __contains__(self, id_: int) -> bool:
        return id_ < len(self._places) and self._places[id_] > 0

    def get(self, id_: int) -> Sequence[int]:
        """Return the row of an id; an empty one if there is none."""
        place = self._places[id_] if id_ < len(self._places) else 0
        return self._numbers[place + 1 : place + 1 + self._numbers[place]]

    def put(self, id_: int, row: Sequence[int]) -> None:
        """Keep a row, instead of the one that this id had."""
        self.drop(id_)
        if id_ >= len(self._places):
            self._places.extend([0] * (id_ + 1 - len(self._places)))
        self._places[id_] = len(self._numbers)
        self._numbers.append(len(row))
        self._numbers.extend(row)
        self._rows += 1

    def drop(self, id_: int) -> None:
        """Forget the row of an id, if there is one."""
        if id_ not in self:
            return
        self._empty += 1 + self._numbers[self._places[id_]]
        self._places[id_] = 0
        self._rows -= 1
        if self._empty > max(_LEAST_EMPTY, len(self._numbers) // 2):
            self._move_together()

    def _move_together(self) -> None:
        moved = array("I", [0])
        for id_ in self:
            row = self.get(id_)
            self._places[id_] = len(moved)
            moved.append(len(row))
            moved.extend(row)
        self._numbers, self._empty = moved, 0
