"""Moments as they stand in a file.

A line names one `zone` for all of them. One that was said in another zone carries it
behind itself, in brackets: `2021-11-30[Europe/London]`.
"""

from __future__ import annotations

import re
from typing import Final

from storage.moments import Moment

_ZONED: Final = re.compile(r"(?P<text>[^\[\]]*)\[(?P<zone>[^\[\]]*)\]")


def read_start(text: str, zone: str) -> Moment | None:
    """Read a beginning; an empty text is none.

    Raises:
        BadMoment: it is no moment, or there is no such zone.
    """
    return Moment.start(*_parts(text, zone)) if text else None


def read_end(text: str, zone: str) -> Moment | None:
    """Read an end, a year, month or day included whole; an empty text is none.

    Raises:
        BadMoment: it is no moment, or there is no such zone.
    """
    return Moment.end(*_parts(text, zone)) if text else None


def write_start(moment: Moment, zone: str) -> str:
    """Write a beginning on a line whose zone is `zone`; `read_start` reads it back."""
    return moment.iso_start() + _mark(moment, zone)


def write_end(moment: Moment, zone: str) -> str:
    """Write an end on a line whose zone is `zone`; `read_end` reads it back."""
    return moment.iso_end() + _mark(moment, zone)


def _parts(text: str, zone: str) -> tuple[str, str]:
    found = _ZONED.fullmatch(text)
    return (found["text"], found["zone"]) if found else (text, zone)


def _mark(moment: Moment, zone: str) -> str:
    return "" if moment.zone == zone else f"[{moment.zone}]"
