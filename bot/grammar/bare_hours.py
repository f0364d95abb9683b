"""A bare number where an hour is meant: it is never read as one, but how it is written can be told.

"Tomorrow 9" may be nine in the morning, or tomorrow's nine of something.
"""

from __future__ import annotations

import re
from typing import Final

from bot.grammar.time_forms import said

_BARE: Final = re.compile(r"(?<=\s)(?:[01]?\d|2[0-3])(?=[\s,]|$)")


def with_minutes(text: str) -> str:
    """Return `text` with the minutes of the bare hour in the time that begins it; empty if none.

    "Rīt 9" becomes "rīt 9:00", and what follows the hour stays.
    """
    line = text.strip()
    for found in _BARE.finditer(line):
        before, hour = line[: found.start()].rstrip(" ,"), f"{line[: found.end()]}:00"
        # "Tuesday, 1 December" has a day there, though of another Tuesday.
        is_day = said(" ".join(line[found.start() :].split()[:2])) is not None
        if said(before) and said(hour) and not is_day:
            return hour + line[found.end() :]
    return ""
