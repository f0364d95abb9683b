"""What stands in a file of facts, whatever its format, as it was written there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from bot.exchange.errors import Fault
from storage.content import Audience, Source

Texts: TypeAlias = Mapping[str, str]
"""One text a language."""

TextLists: TypeAlias = Mapping[str, tuple[str, ...]]
"""Several texts a language."""


@dataclass(frozen=True, slots=True)
class KeyPart:
    """A subject or an attribute as it was written, and the part of a KEY that it is."""

    written: str
    folded: str


@dataclass(frozen=True, slots=True)
class SubjectRecord:
    """What one line says of its subject; empty is what it does not say.

    Attributes:
        line: of the file, from 1.
        names: by language, the one to be shown first.
    """

    line: int
    key: KeyPart
    kind: str
    topic: str
    names: TextLists


@dataclass(frozen=True, slots=True)
class FactRecord:
    """One version of a fact, over one period.

    Attributes:
        id: empty where the line has none.
        value: empty only for an event's time, which speaks for itself.
        valid_from, valid_to: ISO, `valid_to` included whole; empty is without bound.
        start, end: ISO, when an event takes place; empty for every other fact.
        zone: in which these four are read; empty is the reader's.
    """

    line: int
    id: str
    subject: SubjectRecord
    attribute: KeyPart
    value: Texts
    statement: Texts
    words: TextLists
    source: Source | None
    as_of: date | None
    review: date | None
    audience: Audience
    valid_from: str
    valid_to: str
    start: str
    end: str
    zone: str


@dataclass(frozen=True, slots=True)
class Records:
    """A file that was read.

    Attributes:
        name: of the file, for the history and for errors.
        subjects: what every line says of its subject, in order.
        faults: the lines that are not among the others; an import refuses them together with
            whatever else does not fit, so that a person sees all at once.
    """

    name: str
    subjects: tuple[SubjectRecord, ...]
    facts: tuple[FactRecord, ...]
    faults: tuple[Fault, ...]
