"""Files that pass between a door and the desk; part of the port (`bot/port.py`)."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Unread(StrEnum):
    """Why a file that somebody brought was not read."""

    LARGE = "large"
    """It is larger than `bot.platforms.LARGEST_FILE`."""
    OUT_OF_REACH = "out-of-reach"
    """Its platform does not give it at present."""


@dataclass(frozen=True, slots=True)
class File:
    """A file that somebody brought, as it lies on their platform.

    Attributes:
        id: by which that platform knows it.
        name: as it was called where it came from.
        size: in bytes, as far as that was said.
        content: what is in it, once the platform was asked.
        unread: why it could not be read, once the platform was asked.
        others: how many came along with it, in the same message.
    """

    platform: str
    id: str
    name: str
    size: int = 0
    content: bytes | None = field(default=None, compare=False, repr=False)
    unread: Unread | None = None
    others: int = 0


@dataclass(frozen=True, slots=True)
class Document:
    """A file that we send.

    Attributes:
        name: as it is called where it arrives.
        content: made when it is sent, of what is held then.
    """

    name: str
    content: bytes = field(default=b"", compare=False, repr=False)
