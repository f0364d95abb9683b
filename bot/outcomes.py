"""What became of an attempt to send: the few words in which every platform says it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Sent:
    """It is there, under the platform's id `message` (empty where there is none)."""

    message: str = ""


@dataclass(frozen=True, slots=True)
class Wait:
    """Surely not sent: the platform asks for patience, of so many seconds."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Later:
    """Surely not sent: the platform is out of reach or ill. Says nothing of the chat."""

    why: str


@dataclass(frozen=True, slots=True)
class Gone:
    """Surely not sent: nothing can be sent there until the bot is let in again.

    With `topic` that holds for the topic alone: the rest of the chat is as it was.
    """

    why: str
    topic: bool = False


@dataclass(frozen=True, slots=True)
class Closed:
    """Surely not sent: only who runs the chat may write in that topic until they open it again."""

    why: str


@dataclass(frozen=True, slots=True)
class Moved:
    """Surely not sent: the chat has another id now."""

    to: str


@dataclass(frozen=True, slots=True)
class InDoubt:
    """It may have been sent, or not: the connection broke before the platform answered."""

    why: str


@dataclass(frozen=True, slots=True)
class Refused:
    """Surely not sent, and trying again will not help; if `told`, the platform said what to do."""

    why: str
    told: bool = field(default=False, compare=False)


Outcome: TypeAlias = Sent | Wait | Later | Gone | Closed | Moved | InDoubt | Refused
"""What became of an attempt to send."""
