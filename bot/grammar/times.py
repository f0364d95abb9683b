"""START and END of an event as typed: where they stand in a line, not yet what they mean.

A time of an event is a day or an instant, in ISO form or in people's own words (`time_forms`);
where both could be read it is the longer one. A bare year or a month is none: it may
well be part of a title, and nobody comes to an event "in 2021". Between the two a space or a
dash will do, and behind a START with an hour an END may be the hour alone. What follows an hour
after a hyphen is an offset where the day is joined by `T`, as in ISO, and else the END:
`2021-11-30 09:00-12:00` is typed by people.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from bot.grammar.time_forms import Said, take_said, take_said_at_end

_DAY: Final = r"\d{4}-\d\d-\d\d"
_CLOCK: Final = r"\d\d:\d\d(?::\d\d(?:\.\d+)?)?"
_HOUR: Final = rf"(?:T{_CLOCK}(?:Z|[+-]\d\d:?\d\d)?|[ ]{_CLOCK}(?:Z|\+\d\d:?\d\d)?)"
_TIMES: Final = (
    rf"(?P<start>(?P<day>{_DAY})(?P<hour>{_HOUR})?)"
    rf"(?:(?:\s+|\s*[–—-]\s*)(?P<end>{_DAY}{_HOUR}?|(?(hour)\d?\d:\d\d|(?!))))?"
)
_FIRST = re.compile(rf"{_TIMES}(?=\s|$)", re.IGNORECASE)
_LAST = re.compile(rf"(?:^|(?<=\s)){_TIMES}$", re.IGNORECASE)
_HALF = re.compile(r"\d{4}-(?:0?[1-9]|1[0-2])(?:-\d+)?(?=\s|$)")
"""A month, or a day with a digit missing: an END that is none, rather than a title."""


@dataclass(frozen=True, slots=True)
class Times:
    """When an event begins and ends.

    Attributes:
        start: in ISO form as typed; of people's own words all that was said, the end too.
        end: in ISO form; empty where not given.
        said: people's own words, taken apart.
    """

    start: str
    end: str = ""
    said: Said | None = None

    @property
    def ends(self) -> bool:
        """Whether an end is given."""
        return bool(self.end or (self.said and self.said.second))


def take_times(text: str) -> tuple[Times, str] | None:
    """Take START and END from the beginning of `text`; return them and the rest, or None."""
    iso, own = _take_iso(text), take_said(text)
    if own is None or (iso is not None and len(iso[1]) <= len(own[1])):
        return iso
    return Times(own[0].text, said=own[0]), own[1]


def _take_iso(text: str) -> tuple[Times, str] | None:
    line = text.strip()
    found = _FIRST.match(line)
    rest = line[found.end() :].strip() if found else ""
    return None if found is None or _HALF.match(rest) else (_times(found), rest)


def take_times_at_end(text: str) -> tuple[str, Times] | None:
    """Take START and END from the end of `text`; return what stands before, and them, or None."""
    iso, own = _take_iso_at_end(text), take_said_at_end(text)
    if own is None or (iso is not None and len(iso[0]) <= len(own[0])):
        return iso
    return own[0], Times(own[1].text, said=own[1])


def _take_iso_at_end(text: str) -> tuple[str, Times] | None:
    line = text.strip()
    found = _LAST.search(line)
    return (line[: found.start()].strip(), _times(found)) if found else None


def _times(found: re.Match[str]) -> Times:
    start, end = found["start"], found["end"] or ""
    if end and "-" not in end:
        end = f"{found['day']}T{end.zfill(5)}"
    return Times(start, end)
