"""How much is measured."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Sizes:
    """How large the stores are, and how often each thing is done.

    Attributes:
        answering: facts of the stores that are asked questions; the first also on PostgreSQL.
        starting: facts of the stores that a process imports, and starts with.
        editing: facts of the store that is edited.
        questions: how many are asked of each store.
        edits: how many are made.
        starts: how often a program is started cold.
    """

    answering: tuple[int, ...]
    starting: tuple[int, ...]
    editing: int
    questions: int
    edits: int
    starts: int


FULL: Final = Sizes(
    answering=(1_000, 10_000, 50_000),
    starting=(1_000, 10_000),
    editing=10_000,
    questions=300,
    edits=40,
    starts=7,
)
