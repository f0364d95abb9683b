"""WHEN of a standing post: a cron rule, or people's own words for one, in either language.

    weekdays 08:30 · katru pirmdienu plkst. 9 · mon,thu 17:00 · every hour
    katra mēneša 1. datumā 10.00 · first monday of the month at 9am · "0 9 * * 1-5"
    1. janvārī plkst. 9 · every evening at 8

It stands at the beginning of a line; what follows it is the command's. Days may stand before
the hour or behind it. What cannot be read surely is not read: no hour of a day is guessed, and
"at 3" is in the afternoon as often as not.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from bot.answering.words import fold
from bot.grammar import recurring_words as words
from bot.grammar.errors import BadHour, NoHour, NoRule
from bot.grammar.errors import shown as shortened

_NOON: Final = 12
_HOURS: Final = 24
_AFTERNOON: Final = range(1, 7)
"""Hours that alone, without minutes or "plkst.", may as well be those of the afternoon."""

_ALL: Final = tuple(words.WEEK)
_DAY_LONG: Final = range(_HOURS)


@dataclass(frozen=True, slots=True)
class Days:
    """On which days: of the week, the month or the year; `nth` is which of a month's weekdays.

    Attributes:
        week: from 1 for Monday.
        dates: of the month; -1 is its last day.
        month: of the year, if only in one.
        hours: those that the part of the day has which was named.
    """

    week: tuple[int, ...] = _ALL
    dates: tuple[int, ...] = ()
    nth: int = 0
    month: int = 0
    hours: range = _DAY_LONG

    @property
    def cron(self) -> str:
        """The fields of a cron rule behind those of the hour."""
        date = ",".join("L" if each < 0 else str(each) for each in self.dates) or "*"
        return f"{date} {self.month or '*'} {self._of_week}"

    @property
    def _of_week(self) -> str:
        if self.nth:
            return f"{self.week[0] % 7}{'L' if self.nth < 0 else f'#{self.nth}'}"
        if self.week == _ALL:
            return "*"
        first, last = self.week[0], self.week[-1]
        whole = len(self.week) > 2 and self.week == tuple(range(first, last + 1))  # noqa: PLR2004 - of two a list is as short
        return f"{first}-{last}" if whole else ",".join(map(str, self.week))


@dataclass(frozen=True, slots=True)
class Clock:
    """The hours of a day, all at the same minute."""

    hours: tuple[int, ...]
    minute: int

    @property
    def cron(self) -> str:
        """The first two fields of a cron rule."""
        return f"{self.minute} {','.join(map(str, sorted(set(self.hours))))}"


def take_recurring(text: str) -> tuple[str, str] | None:
    """Take WHEN from the beginning of `text`; return it as a cron rule, and the rest, or None.

    A quoted rule is returned as it was typed, and may be none.

    Raises:
        NoHour: days are named, but no hour.
        NoRule: a rhythm that no rule has, as every second week.
        BadHour: an hour that no clock shows, or one that may be of the night or of the day.
    """
    line = text.strip()
    quoted = _QUOTED.match(line)
    if quoted:
        return " ".join(quoted[1].split()), line[quoted.end() :].strip()
    plain = _plain(line)
    seldom = _matched(_SELDOM, plain)
    if seldom:
        raise NoRule(text=shortened(seldom[0].strip(" ,")))
    if _matched(_ONCE, plain):
        return None
    hourly = _matched(_HOURLY, plain)
    if hourly:
        return "0 * * * *", line[hourly.end() :].strip()
    return _days_and_clock(line, plain) or _clock_and_days(line, plain)


def _days_and_clock(line: str, plain: str) -> tuple[str, str] | None:
    days = _days(plain, 0)
    if days is None:
        return None
    found, end = days
    clock = _clock(plain, end, found.hours)
    if clock is None:
        raise NoHour(text=shortened(line[:end].strip(" ,")))
    return f"{clock[0].cron} {found.cron}", _rest(line, clock[1])


def _clock_and_days(line: str, plain: str) -> tuple[str, str] | None:
    clock = _clock(plain, 0)
    days = None if clock is None else _days(plain, clock[1])
    if clock is None or days is None:
        return None
    return f"{clock[0].cron} {days[0].cron}", _rest(line, days[1])


def _rest(line: str, end: int) -> str:
    return line[end:].lstrip(" ,;:–—").strip()


def _days(plain: str, start: int) -> tuple[Days, int] | None:
    """Return the days that are named at `start`, and where they end."""
    for read in (_of_year, _of_month, _all_days, _of_week):
        found = read(plain, start)
        if found:
            return found
    return None


def _of_year(plain: str, start: int) -> tuple[Days, int] | None:
    """Read a day of every year: 1 January, every year on March 4th."""
    found = _matched(_ANNUAL, plain, start)
    if found is None:
        return None
    parts = {name.partition("__")[0]: text for name, text in found.groupdict().items() if text}
    date, month = int(parts["date"]), words.MONTHS_OF_YEAR[parts["month"]]
    return (Days(dates=(date,), month=month), found.end()) if 1 <= date <= 31 else None  # noqa: PLR2004 - days of the longest month


def _of_month(plain: str, start: int) -> tuple[Days, int] | None:
    """Read a day of every month: its 15th, its last, its first Monday."""
    found = _matched(_MONTHLY, plain, start)
    if found is None:
        return None
    parts = {name.partition("__")[0]: text for name, text in found.groupdict().items() if text}
    if "weekday" in parts:
        week = words.DAYS[parts["weekday"]]
        return Days(week=week, nth=words.ORDINALS[parts["nth"]]), found.end()
    date = int(parts["date"]) if "date" in parts else words.ORDINALS[parts["nth"]]
    return (Days(dates=(date,)), found.end()) if -1 <= date <= 31 and date else None  # noqa: PLR2004 - days of the longest month


def _all_days(plain: str, start: int) -> tuple[Days, int] | None:
    part = _matched(_PART, plain, start)
    if part:
        return Days(hours=words.PARTS[" ".join(part["part"].split())]), part.end()
    found = _matched(_EVERY_DAY, plain, start)
    return (Days(), found.end()) if found else None


def _of_week(plain: str, start: int) -> tuple[Days, int] | None:
    """Read a list of days of the week, in which stretches and groups may stand."""
    lead = _matched(_LEAD, plain, start)
    at = lead.end() if lead else start
    named: set[int] = set()
    while found := _matched(_STRETCH, plain, at):
        first, last = found["first"], found["last"]
        if last:
            named.update(_between(words.DAYS[first][0], words.DAYS[last][0]))
        else:
            named.update(words.DAYS.get(first) or words.GROUPS[first])
        at = found.end()
        joint = _matched(_JOINT, plain, at)
        if joint is None or not _matched(_STRETCH, plain, joint.end()):
            break
        at = joint.end()
    # "Days 9:00" says no more than the hour does.
    said = lead is not None or named != set(_ALL)
    return (Days(week=tuple(sorted(named))), at) if named and said else None


def _between(first: int, last: int) -> Sequence[int]:
    return range(first, last + 1) if first <= last else [*range(first, 8), *range(1, last + 1)]


def _clock(plain: str, start: int, of: range = _DAY_LONG) -> tuple[Clock, int] | None:
    """Return the hour, or the hours of one minute, at `start`, and where they end.

    All of them are hours `of` that part of the day.
    """
    first = _matched(_CLOCK, plain, start)
    if first is None:
        return None
    hours, minute, end = [_hour(first, of)], _minute(first), first.end()
    while found := _matched(_NEXT_CLOCK, plain, end):
        if _minute(found) != minute:
            break
        hours.append(_hour(found, of))
        end = found.end()
    return Clock(tuple(hours), minute), end


def _minute(found: re.Match[str]) -> int:
    return int(found["minute"] or 0)


def _hour(found: re.Match[str], of: range) -> int:
    """Return the hour of the day that is said, one `of` these."""
    hour = _NOON if found["noon"] else _hour_said(found, sure=of != _DAY_LONG)
    if hour not in of and not (found["half"] or found["early"]):
        hour += _NOON
    if hour not in of:
        raise BadHour(text=shortened(found[0].strip(" ,")))
    return hour


def _hour_said(found: re.Match[str], *, sure: bool) -> int:
    hour, half, part = int(found["hour"]), found["half"], found["later"] or found["early"]
    bare = not (found["minute"] or half or part)
    of_half = bool(half) and not 1 <= hour <= _NOON
    unsure = bare and not (sure or found["sure"]) and hour in _AFTERNOON
    if hour >= _HOURS or of_half or unsure:
        raise BadHour(text=shortened(found[0].strip(" ,")))
    if half:
        return hour % _NOON + (_NOON if half == "p" else 0)
    return hour + _NOON if found["later"] and hour < _NOON else hour


def _plain(text: str) -> str:
    """Return `text` folded letter by letter, so that places in it stay what they are."""
    folded = (
        " " if letter.isspace() else plain if len(plain := fold(letter)) == 1 else letter
        for letter in text
    )
    return "".join(folded)


def _any(forms: Collection[str]) -> str:
    longest = sorted(forms, key=len, reverse=True)
    inner = "|".join(re.escape(form).replace("\\ ", r"\s{1,3}") for form in longest)
    return rf"(?:{inner})(?![\w])"


_DASH: Final = r"[-\u2013\u2014]"
_GAP: Final = r"[\s,]{0,3}"
_QUOTED: Final = re.compile(r"[\"'`“”„«»‘’]([^\"'`“”„«»‘’\n]{1,200})[\"'`“”„«»‘’]")
_HOURLY: Final = _any(words.HOURLY)
_SELDOM: Final = (
    rf"{_GAP}(?:{_any(words.SELDOM)}|{_any(words.EVERY_SECOND)}\s{{1,3}}{_any(words.DAYS)}"
    rf"(?!\s{_any(words.MONTHS)}))"
)
_PART: Final = rf"{_GAP}(?P<part>{_any(words.PARTS)})"
_EVERY_DAY: Final = rf"{_GAP}{_any(words.ALL)}"
_LEAD: Final = rf"{_GAP}{_any(words.EVERY)}\s{{1,3}}"
_DAY: Final = _any(words.DAYS)
_TO: Final = rf"\s{{0,2}}(?:{_DASH}|{_any(words.RANGES)})\s{{0,2}}"
_STRETCH: Final = (
    rf"{_GAP}(?:(?:no|from)\s)?(?P<first>{_any({*words.DAYS, *words.GROUPS})})"
    rf"(?:{_TO}(?P<last>{_DAY}))?"
)
_AND: Final = rf"(?:{'|'.join(map(re.escape, words.JOINTS))})"
_JOINT: Final = rf"\s{{0,2}}(?:,\s{{0,2}}(?:{_AND}(?!\w))?|{_AND})\s{{0,2}}"
_NTH: Final = rf"(?:the\s)?(?P<nth>{_any(words.ORDINALS)})"
_DATE: Final = r"(?:the\s)?(?P<date>\d{1,2})(?:st|nd|rd|th|\.)?(?![\d:.])"
_MONTH: Final = _any(words.MONTHS)
_WHICH: Final = (
    rf"{_NTH}\s(?P<weekday>{_DAY})",
    rf"(?:{_NTH}|{_DATE})(?:\s{_any(words.DATES)})?",
)
_NAMED: Final = rf"(?P<month>{_any(words.MONTHS_OF_YEAR)})"
_LEADS: Final = rf"(?:{_any(words.YEARLY)}\s(?:on\s)?)?"
_OF_YEAR: Final = rf"{_GAP}{_LEADS}(?:{_DATE}\s(?:of\s)?{_NAMED}|{_NAMED}\s{_DATE})"
_YEAR: Final = r"\.?,?\s?\d{4}"
_ONCE: Final = _OF_YEAR + _YEAR
_ANNUAL: Final = rf"{_OF_YEAR}(?!{_YEAR})"
_MONTHLY: Final = rf"{_GAP}(?:(?:on|every|each|katra)\s)?(?:%s)" % "|".join(
    form
    for which in _WHICH
    for form in (
        rf"{which}\s{_MONTH}",
        rf"{_MONTH}\s(?:on\s)?{which}",
    )
)
_LATVIAN: Final = r"(?:plkst\.?|pulksten|pulkst\.)\s?"
_PART_OF_DAY: Final = (
    r"(?:(?P<early>no\srita|rita|in\sthe\smorning)"
    r"|(?P<later>vakara|in\sthe\sevening|in\sthe\safternoon))"
)
_TIME: Final = (
    r"(?P<hour>\d{1,2})(?:[:.](?P<minute>[0-5]\d))?"
    rf"(?:\s?(?P<half>[ap])\.?\s?m\.?(?!\w)|\so'?clock)?(?:\s{_PART_OF_DAY})?"
)
_HOUR: Final = (
    rf"(?:(?P<sure>{_LATVIAN})|at\s|@\s?)?"
    rf"(?:{_TIME}(?![\w:])|(?P<noon>noon|midday|pusdienlaika)(?!\w))"
)
_CLOCK: Final = _GAP + _HOUR
_NEXT_CLOCK: Final = (
    rf"{_JOINT}(?=(?:{_LATVIAN}|at\s|@)?\d{{1,2}}(?:[:.]\d\d|\s?[ap]m|[\s,]|$)){_HOUR}"
)


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """Compile `pattern` when it is first needed; of several groups with one name each is kept."""
    seen: dict[str, int] = {}

    def numbered(found: re.Match[str]) -> str:
        name = found[1]
        seen[name] = seen.get(name, -1) + 1
        return f"(?P<{name}__{seen[name]}>" if seen[name] else found[0]

    return re.compile(re.sub(r"\(\?P<(\w+)>", numbered, pattern))


def _matched(pattern: str, plain: str, start: int = 0) -> re.Match[str] | None:
    return _compiled(pattern).match(plain, start)
