"""The forms in which people write times, and where such a time stands in a line.

A time is the longest run of words that is one of these forms, over the words of `time_words`:
a day, perhaps with an hour; two of them; a day and two hours. It is found without knowing what
day it is, so a line can be taken apart before anything is looked up. Where the words around it
say that it is not the whole of what is meant ("every Monday", "tomorrow or on Friday"), there
is none: what cannot be read surely is no time.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import count
from typing import Final

from bot.answering.words import fold
from bot.grammar import time_words as words


def _any(forms: Collection[str], name: str = "") -> str:
    """Return a pattern of any of `forms`, the longest first, in a group called `name`."""
    inner = "|".join(
        re.escape(form).replace("\\ ", r"\s") for form in sorted(forms, key=len, reverse=True)
    )
    return rf"(?P<{name}>{inner})(?!\w)" if name else rf"(?:{inner})(?!\w)"


_GAP: Final = r"\s{1,3}"
_COMMA: Final = r"(?:\s{1,3}|,\s{0,3})"
_TO: Final = rf"(?:\s{{0,3}}-\s{{0,3}}|{_GAP}(?:lidz|to|until|till){_GAP})"
_MORNING: Final = _any(words.MORNING, "morning")
_LATER: Final = _any(words.LATER, "later")
_PART: Final = rf"(?:{_MORNING}|{_LATER})"
_LATVIAN: Final = r"(?:plkst\.?|pulksten|pulkst\.)\s?"
_ENGLISH: Final = r"(?:at\s|@\s?)"
_LEAD: Final = rf"(?:{_LATVIAN}|{_ENGLISH})"
_HOUR: Final = r"(?P<hour>\d{1,2})"
_MINUTE: Final = r"(?P<minute>[0-5]\d)"
_STOP: Final = r"(?![\w:]|[.,]\d)"
_CLOCK: Final = "|".join(
    (
        rf"{_LEAD}?{_HOUR}(?:[:.]{_MINUTE})?\s?(?P<half>[ap])(?:m|\.\s?m\.)",
        rf"{_LEAD}?{_HOUR}(?:[:.]{_MINUTE})?(?:\so'?clock)?\s{_PART}",
        rf"{_LEAD}?{_HOUR}:{_MINUTE}",
        rf"{_LATVIAN}{_HOUR}(?:\.{_MINUTE})?",
        rf"(?P<english>{_ENGLISH}){_HOUR}(?:\.{_MINUTE})?(?:\so'?clock)?",
        # "9.10" may be a day of October.
        r"(?P<hour>\d{1,2})\.(?P<minute>00|1[3-9]|[2-5]\d)",
        r"(?:at\s)?(?P<noon>noon|midday|pusdienlaika)",
    )
)
_CLOCK_ALONE: Final = rf"(?:{_CLOCK}){_STOP}"
_BARE: Final = rf"{_HOUR}{_STOP}"

_ORDINAL: Final = r"(?P<day>\d{1,2})(?:st|nd|rd|th|\.)?"
_MONTH: Final = _any(words.MONTHS, "month")
_YEAR_FIRST: Final = rf"(?:(?P<year>\d{{4}})\.?\s?(?:gada|g\.){_GAP})?"
_YEAR_WORD: Final = r"(?:\.?\s?(?:gads|gadu|gada|g\.)(?!\w)|\.(?=[\s,-]|$))?"
_YEAR_LAST: Final = rf"(?:{_COMMA}(?P<year>\d{{4}})(?![\d:]|\.\d){_YEAR_WORD})?"
_DATE: Final = "|".join(
    (
        rf"{_YEAR_FIRST}(?:the\s)?{_ORDINAL}\s?(?:of\s)?{_MONTH}{_YEAR_LAST}",
        rf"{_MONTH}\s(?:the\s)?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?![\w:]|\.\d|\s[ap]\.?m){_YEAR_LAST}",
        rf"(?P<day>\d{{1,2}})\.\s?(?P<number>\d{{1,2}})\.\s?(?P<year>\d{{4}})(?![\d:]|\.\d){_YEAR_WORD}",
        r"(?P<day>\d{1,2})\.(?P<number>\d{1,2})\.(?P<year>\d\d)(?![\d:.])",
        r"(?P<day>\d{1,2})\.(?P<number>\d{1,2})\.(?![\d])",
    )
)
_ISO: Final = r"(?P<year>\d{4})-(?P<number>\d\d)-(?P<day>\d\d)(?![\d-])"
_WEEK: Final = _any(words.WEEKS, "week")
_SINCE: Final = r"(?:(?<=no )|(?<=kops ))"
_WEEKDAY: Final = (
    rf"(?:{_any(words.WEEKDAYS, 'weekday')}|{_SINCE}{_any(words.WEEKDAYS_FROM, 'weekday')})"
)
_WHICH: Final = "|".join(
    (
        _any(words.NEXT, "next"),
        _any(words.THIS, "this"),
        _any(words.LAST, "last"),
        _WEEK,
    )
)
_NAMED: Final = rf"(?:(?:{_WHICH}){_GAP})?{_WEEKDAY}(?:{_GAP}{_WEEK})?"
_NUMBER: Final = rf"(?:(?P<count>\d{{1,3}}(?:[.,]\d)?)\s?|(?P<count>{'|'.join(words.COUNTS)})\s)?"
_COUNT: Final = _NUMBER + _any(words.MINUTES, "unit")
_MONTHS: Final = _NUMBER + _any(words.MONTHS_AHEAD, "months")
_DAY: Final = "|".join(
    (
        rf"(?:{_WEEKDAY}{_COMMA})?(?:{_DATE})",
        _ISO,
        _NAMED,
        _any(words.DAYS, "days"),
        _SINCE + _any(words.DAYS_FROM, "days"),
        _any(words.TONIGHT, "tonight"),
        _any(words.TODAY_EARLY, "early"),
        _any(words.MONTH_ENDS, "ending"),
        rf"(?P<ahead>pec|in)\s{_COUNT}",
        rf"(?P<ahead>pec|in)\s{_MONTHS}",
        rf"(?P<back>pirms)\s{_COUNT}",
        rf"{_COUNT}\s(?P<back>ago)",
    )
)
_ON: Final = rf"(?:(?:on|uz|to|the){_GAP})?"
_DAY_PART: Final = rf"(?:{_DAY})(?:\s{_PART})?"
_SHORT: Final = r"(?P<day>\d{1,2})\.(?P<number>\d{1,2})"
_WHEN: Final = "|".join(
    (
        rf"{_DAY_PART}(?:{_COMMA}{_CLOCK_ALONE})?",
        rf"{_SHORT}{_COMMA}{_CLOCK_ALONE}",
        rf"{_CLOCK_ALONE}{_COMMA}{_ON}{_DAY_PART}",
    )
)


def _first(pattern: str) -> str:
    return f"(?:{pattern.replace('(?P<', '(?P<first_')})"


def _second(pattern: str) -> str:
    return f"(?:{pattern.replace('(?P<', '(?P<second_')})"


_FROM: Final = r"(?:no|from)\s"
_HOURS: Final = "|".join(
    (
        rf"(?:{_FROM})?{_first(_CLOCK_ALONE)}{_TO}{_second(f'{_CLOCK_ALONE}|{_BARE}')}",
        rf"(?:{_FROM})?{_first(_HOUR)}{_TO}{_second(_CLOCK_ALONE)}",
        rf"(?:no|(?P<first_english>from))\s{_first(_HOUR)}{_TO}{_second(_BARE)}",
    )
)
_SPAN: Final = "|".join(
    (
        rf"{_first(_WHEN)}{_TO}{_ON}{_second(_WHEN)}",
        rf"{_first(_DAY_PART)}{_COMMA}(?:{_HOURS})",
        rf"{_first(_YEAR_FIRST + r'(?P<day>[0-9]{1,2})(?:st|nd|rd|th|[.])?')}{_TO}{_second(_DATE)}",
        _first(_WHEN),
    )
)
_DAYS_NAMED: Final = (
    rf"(?:{_any(words.WEEKDAYS, 'from_day')}\s?-\s?{_any(words.WEEKDAYS, 'to_day')},\s{{0,3}})?"
)
_ZONE: Final = r"(?:\s?\((?P<zone>[^()]{1,60} (?:laiks|time)|[a-z_+-]+(?:/[a-z0-9_+-]+)+|utc)\))?"
_TIME: Final = rf"{_DAYS_NAMED}(?:(?:no|from|on|uz|to){_GAP})?(?:{_SPAN}){_ZONE}"
_LINE: Final = rf"(?:(?P<from>no|kops|from|since)\s|(?P<until>lidz|until|till)\s)?{_TIME}"
_UNIT: Final = "|".join(
    (
        rf"(?:in\s)?{_MONTH}\s(?P<year>\d{{4}})",
        rf"(?P<year>\d{{4}})\.?\s(?:gada|g\.)\s{_MONTH}",
        r"in\s(?P<year>\d{4})",
        r"(?P<year>\d{4})\.?\s(?:gads|gada|gadu|gadam)",
    )
)


_AT_START: Final = rf"(?:{_TIME})(?=[\s,]|$)"
_AT_END: Final = rf"(?:^|(?<=\s))(?:{_TIME})$"
_WHOLE: Final = rf"{_LINE}|(?:{_first(_UNIT)})"


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """Compile `pattern`, in which several groups may have one name; when it is first needed."""
    number = count()
    return re.compile(re.sub(r"\(\?P<(\w+)>", lambda m: f"(?P<{m[1]}__{next(number)}>", pattern))


_GOES_ON: Final = re.compile(
    r",?\s*(?:[-+]\s*)?(?:(?P<number>\d)|(?P<zone>\S+\s(?:laiks|laika|time)(?!\w))|(?P<word>[^\s,;:()+-]+))"
)
_BEGUN: Final = re.compile(
    r"(?:^|\s)(?:(?P<number>\d{1,2}(?:[^\s\d]\S*)?)|(?P<word>[^\s,]+)),?\s*$"
)


@dataclass(frozen=True, slots=True)
class Said:
    """A time in people's own words, taken apart but not yet read.

    Attributes:
        text: as typed.
        first: the parts of its start, by name.
        second: those of its end; empty where none is said.
        around: what is said of the whole: its zone, its days of the week, `from` or `until`.
    """

    text: str
    first: Mapping[str, str]
    second: Mapping[str, str]
    around: Mapping[str, str]


def said(text: str) -> Said | None:
    """Return the time that the whole of `text` is, a month or a year in words among them."""
    line = text.strip()
    found = _compiled(_WHOLE).fullmatch(_plain(line))
    return _said(found, line) if found else None


def take_said(text: str) -> tuple[Said, str] | None:
    """Take a time from the beginning of `text`; return it and the rest, or None."""
    line = text.strip()
    plain = _plain(line)
    found = _compiled(_AT_START).match(plain)
    if found is None or _goes_on(plain[found.end() :]) or _names_what(line, found):
        return None
    return _said(found, line), line[found.end() :].lstrip(" ,\t\n\N{NO-BREAK SPACE}")


def take_said_at_end(text: str) -> tuple[str, Said] | None:
    """Take a time from the end of `text`; return what stands before, and it, or None."""
    line = text.strip()
    plain = _plain(line)
    found = _compiled(_AT_END).search(plain)
    if found is None or _is_begun(plain[: found.start()]):
        return None
    return line[: found.start()].strip(), _said(found, line)


def _goes_on(rest: str) -> bool:
    """Tell whether what follows a time may belong to it."""
    found = _GOES_ON.match(rest)
    return found is not None and (found["word"] is None or found["word"] in words.UNSURE_AFTER)


def _names_what(line: str, found: re.Match[str]) -> bool:
    """Tell whether a month in the genitive makes a name of what follows: "4. maija deklarācija"."""
    last = line[found.start() : found.end()].rsplit(maxsplit=1)[-1].lower()
    owns = last.endswith("a") and _plain(last) in words.MONTHS
    return owns and found.end() < len(line) and not found[0].startswith("no ")


def _is_begun(before: str) -> bool:
    """Tell whether what stands before a time may belong to it."""
    found = _BEGUN.search(before)
    return found is not None and (found["word"] is None or found["word"] in words.UNSURE_BEFORE)


def _plain(text: str) -> str:
    """Return `text` folded letter by letter, so that places in it stay what they are."""
    return "".join(
        " " if letter.isspace() else plain if len(plain := fold(letter)) == 1 else letter
        for letter in text
    )


def _said(found: re.Match[str], line: str) -> Said:
    parts = {
        name.partition("__")[0]: value
        for name, value in found.groupdict().items()
        if value is not None
    }
    sides = {
        side: {
            name.removeprefix(side): value for name, value in parts.items() if name.startswith(side)
        }
        for side in ("first_", "second_")
    }
    around = {
        name: value for name, value in parts.items() if not name.startswith(("first_", "second_"))
    }
    text = line[found.start() : found.end()]
    return Said(text, sides["first_"], sides["second_"], around)
