"""The end of a line: the days for which, and as of which, something is asked."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

from bot.grammar.mending import straighten

_ISO: Final = (
    r"\d{4}(?:-\d\d(?:-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?)?)?"
)
# Diacritics are optional, as in all that is typed in Latvian.
_TAIL = re.compile(
    rf"(?:^|(?<=\s))(?:(?P<told>as told on|k[āa] teikts)|on|uz)\s+(?P<date>{_ISO})[.?!]*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Tail:
    """ISO dates or instants in the form they were typed, empty where not given.

    Attributes:
        on: for which time of the world.
        told_on: as of what we knew then.
    """

    on: str = ""
    told_on: str = ""


def take_tail(head: str) -> tuple[str, Tail]:
    """Take `as told on DATE` and `on DATE` from the end of a line, in either order.

    Latvian: `kā teikts DATE`, `uz DATE`. DATE has the shape of an ISO date (year,
    month, day) or instant; whether there is such a day is for whoever reads it.
    What has no such shape stays in the line, as does a second one of a kind.
    """
    rest, tail = head.strip(), Tail()
    while found := _TAIL.search(straighten(rest)):
        part = "told_on" if found["told"] else "on"
        if getattr(tail, part):
            break
        tail = replace(tail, **{part: found["date"]})
        rest = rest[: found.start()].rstrip()
    return rest, tail
