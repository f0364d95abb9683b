"""What a fact says, and when: plain values, as they leave the store.

Subject ── Fact ── Version (immutable: what is said, by whom, why)
                      └── Held (one period: when it holds, and when we believed so)
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from storage.moments import Moment


class Audience(StrEnum):
    """Who may read a version."""

    EVERYONE = "everyone"
    DESK = "desk"


class ChangeKind(StrEnum):
    """What kind of change was made; `subject` is a subject's names or topic."""

    ADD = "add"
    SET = "set"
    CORRECT = "correct"
    EDIT = "edit"
    RETRACT = "retract"
    UNDO = "undo"
    IMPORT = "import"
    SUBJECT = "subject"


@dataclass(frozen=True, slots=True)
class Source:
    """Where something was read."""

    publisher: str
    url: str = ""
    date: date | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """When an event takes place, `end` not included; all day where the precision is a day."""

    start: Moment
    end: Moment


@dataclass(frozen=True, slots=True)
class Content:
    """What an editor writes.

    Attributes:
        value: by language; never empty.
        statement: the whole sentence, by language.
        words: how people ask for it, by language.
        as_of: the day on which this was known to be so.
        review: the last day on which it is told without "may be out of date".
    """

    value: Mapping[str, str]
    statement: Mapping[str, str]
    words: Mapping[str, tuple[str, ...]]
    source: Source | None
    as_of: date
    review: date | None = None
    audience: Audience = Audience.EVERYONE
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Subject:
    """What facts are about.

    Attributes:
        kind: `thing`, `person`, `organisation`, `event`, ….
        names: by language; the first is the one shown, the others are aliases.
    """

    id: int
    key: str
    kind: str
    topic: str
    names: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Fact:
    """One attribute of one subject; `revision` grows with every change of its timeline."""

    id: int
    key: str
    subject: Subject
    attribute: str
    revision: int


@dataclass(frozen=True, slots=True)
class Version:
    """One thing that was ever said of a fact.

    Attributes:
        ref: the `id` it has in files and answers, unique.
        kind, reason, author, seq, recorded_at: the change that brought it; `author` is
            a person's id.
        parent: the version that this one only rewords, or of which it mends one language.
    """

    id: int
    ref: str
    fact_id: int
    content: Content
    kind: ChangeKind
    reason: str
    author: int | None
    seq: int
    parent: int | None
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class Held:
    """One period of a version.

    Attributes:
        start, end: when it holds in the world, `end` not included; None is unbounded.
        recorded_at, superseded_at: when we began and ceased to believe so, aware, UTC.
    """

    version: Version
    start: Moment | None
    end: Moment | None
    recorded_at: datetime
    superseded_at: datetime | None

    def covers(self, instant: datetime) -> bool:
        """Tell whether it holds in the world at `instant` (aware)."""
        begun = self.start is None or self.start.at <= instant
        return begun and (self.end is None or instant < self.end.at)


@dataclass(frozen=True, slots=True)
class Placed:
    """A version put into the timeline of its fact; None is unbounded."""

    version_id: int
    start: Moment | None
    end: Moment | None


@dataclass(frozen=True, slots=True)
class Dossier:
    """A fact with every period of it that is believed, by start.

    Attributes:
        withdrawn: where none is, those that were believed last.
    """

    fact: Fact
    held: tuple[Held, ...]
    withdrawn: tuple[Held, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """One step of the store: gapless, in the order of `recorded_at` (aware, UTC).

    Attributes:
        author: a person's id, or None for the program itself.
        undoes: the `seq` of the change that this one takes back.
    """

    seq: int
    kind: ChangeKind
    reason: str
    author: int | None
    recorded_at: datetime
    undoes: int | None = None
