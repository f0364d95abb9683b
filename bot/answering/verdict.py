"""What the desk decides to say to a question."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.answering.rank import Ranked
from bot.answering.reading import Reading
from bot.answering.told_then import Window
from storage.content import Fact, Held


class Status(StrEnum):
    """Answered, offered, or silent."""

    ANSWERED = "answered"
    AMBIGUOUS = "ambiguous"
    UNKNOWN = "unknown"


class Clock(StrEnum):
    """By which clock a question is answered."""

    NOW = "now"
    WORLD = "world"
    """What was true, or will be, at a time that is named."""
    TOLD = "told"
    """What we said at a time that is named."""


class Reason(StrEnum):
    """Why the desk stays silent."""

    EMPTY = "empty"
    """No words at all."""
    SMALL_TALK = "small_talk"
    """A greeting, thanks: no question."""
    GIBBERISH = "gibberish"
    """Words that no dictionary and no fact knows."""
    OUT_OF_DOMAIN = "out_of_domain"
    """Nothing in the store is about this."""
    NO_SUBJECT = "no_subject"
    """An attribute is asked for, but of what is not said."""
    OTHER_SUBJECT = "other_subject"
    """It names something or somewhere that the store does not hold."""
    MISSING_ATTRIBUTE = "missing_attribute"
    """The subject is known, what is asked about it is not."""
    NOT_AT_THAT_TIME = "not_at_that_time"
    """The fact is known, but not for the time asked about."""
    WITHDRAWN = "withdrawn"
    """The fact was withdrawn: it is answered for no time."""
    NOT_TOLD_THEN = "not_told_then"
    """The fact is known, but nothing was said of it at the time asked about."""
    TOLD_WHAT = "told_what"
    """What we said is asked for, but not about what."""
    TOO_CLOSE = "too_close"
    """More facts fit equally well than can be offered."""


@dataclass(frozen=True, slots=True)
class Pick:
    """A fact to show: the version chosen for the time asked about, and the score 0..1.

    Attributes:
        fact: as it is in the store.
    """

    fact: Fact
    score: float
    held: Held

    @property
    def fact_id(self) -> int:
        """The id of the fact."""
        return self.fact.id


@dataclass(frozen=True, slots=True)
class Trace:
    """How the verdict came about, for `--explain` and the editors' queue."""

    reading: Reading
    ranked: tuple[Ranked, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What to say.

    Attributes:
        language: of the question: `lv`, `en`, or None if it is another or unclear.
        picks: one where answered, two or three where ambiguous, none where unknown;
            of one fact several, if its value differs over the time asked about.
        reason: why silent, else None.
        instant: the instant answered for, aware, UTC.
        clock: by which it is answered.
        window: when it was told, where what we said is asked for.
    """

    status: Status
    language: str | None
    picks: tuple[Pick, ...]
    reason: Reason | None
    instant: datetime
    trace: Trace
    clock: Clock = Clock.NOW
    window: Window | None = None
