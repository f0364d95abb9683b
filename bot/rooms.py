"""Rooms: how much one message of a platform holds, as that platform counts.

Each door says it of its platform, once; who cuts, who asks editors first and who refuses what is
typed all go by that.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from bot.port import Message


@dataclass(frozen=True, slots=True)
class Room:
    """What one message holds.

    Attributes:
        most: of words alone.
        below_picture: of words below a picture.
        length: how long the platform takes a message to be.
        cut: a message in parts of at most so many, cut between nodes or else between words.
    """

    most: int
    below_picture: int
    length: Callable[[Message], int]
    cut: Callable[[Message, int], tuple[Message, ...]]

    def limit(self, *, pictured: bool) -> int:
        """Return how long words may be, below a picture or without one."""
        return self.below_picture if pictured else self.most

    def holds(self, message: Message, *, pictured: bool) -> bool:
        """Tell whether `message` is no longer than one message may be."""
        return self.length(message) <= self.limit(pictured=pictured)


def _no_length(_message: Message) -> int:
    return 0


def _whole(message: Message, _most: int) -> tuple[Message, ...]:
    return (message,)


ENDLESS: Final = Room(sys.maxsize, sys.maxsize, _no_length, _whole)
"""That of a platform which has no limit, as a terminal that scrolls."""
