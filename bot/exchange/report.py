"""What an import did, or would do, in numbers and by the names of its facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from storage.pending import Proposal


@dataclass(frozen=True, slots=True)
class Telling:
    """A line of a file, from 1, that tells what waits for its hour."""

    line: int
    told: Proposal


@dataclass(frozen=True, slots=True)
class NamedAlike:
    """A line of a file, from 1, by which a subject gets a `name` that the one of a key has."""

    line: int
    name: str
    other: str


@dataclass(frozen=True, slots=True)
class Report:
    """What an import did.

    Attributes:
        new, changed, same: how many versions of the file were added, took the place of what
            was held, or were known already.
        subjects: how many subjects were added or changed.
        seq: the number of the change; None where there was nothing to change.
        number: by which people call the import; None there too.
        tells: the lines that would have readers know sooner what waits for its hour.
        alike: the names that something else has, too.
        named: the keys of the facts whose versions are counted, by the word for that, each once
            and in the order of the file.
    """

    new: int
    changed: int
    same: int
    subjects: int
    seq: int | None
    number: int | None = None
    tells: tuple[Telling, ...] = ()
    alike: tuple[NamedAlike, ...] = ()
    named: Mapping[str, tuple[str, ...]] = field(default_factory=dict, compare=False)
