"""Recurring times in words, and the next of them: "on weekdays at 08:30", for a cron rule.

A rule that has no words of its own is shown as it is written: what is due when, its next times
say in any case.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date as date_of
from datetime import datetime
from itertools import islice
from typing import Final

from bot import texts
from bot.port import Message
from bot.posting import occurrences
from bot.posting.occurrences import of_rule
from bot.showing import wording
from storage.moments import Moment, at_local, time_zone

SHOWN: Final = 5
"""Times that are shown of every rule, before anything comes by it."""

_ANY: Final = "*"
_WEEK: Final = tuple(range(1, 8))
_WORKING: Final = _WEEK[:5]
_LAST: Final = "L"
_LEAP_YEAR: Final = 2000
"""One that has every date that any year has."""
_NAMED: Final = {"mon": 1, "tue": 2, "wed": 3, "thu": 4, "fri": 5, "sat": 6, "sun": 7}
"""Days of the week as a rule may name them, by number."""
_NAME: Final = re.compile("|".join(_NAMED), re.IGNORECASE)


def upcoming(cron: str, zone: str, after: datetime, count: int = SHOWN) -> tuple[datetime, ...]:
    """Return the next times of a rule after an instant (aware), in UTC.

    Raises:
        BadRule: it is no rule.
        BadMoment: `zone` is no zone.
    """
    return tuple(islice(of_rule(cron, zone, after), count))


def shown(at: datetime, cron: str, zone: str, language: str) -> str:
    """Return one of them in full: day of the week, zone, and what moved clocks make of it."""
    skipped = occurrences.skipped(cron, zone, at)
    moment = replace(Moment.instant(at, zone), skipped=skipped)
    return wording.in_full(moment, moment, language)


def listed(cron: str, zone: str, after: datetime, language: str) -> list[Message]:
    """Return a line for each of the next times, and for each that the clocks skip before the last.

    Args:
        cron: the rule.
        zone: whose clocks it goes by.
        after: an instant, aware.
        language: in which it is said.

    Raises:
        BadRule: it is no rule.
        BadMoment: `zone` is no zone.
    """
    found = upcoming(cron, zone, after)
    gone = occurrences.left_out(cron, zone, after, found[-1]) if found else ()
    lines = [(at, shown(at, cron, zone, language)) for at in found]
    lines += [(at_local(wall, time_zone(zone)), _gone(wall, language)) for wall in gone]
    # What is left out stands before what comes at the first instant after the gap.
    lines.sort(key=lambda each: (each[0], each[0] in found))
    return [texts.say(language, "schedule.time", at=line) for _, line in lines]


def _gone(wall: datetime, language: str) -> str:
    day, hour = wording.day(wall.date(), language), wording.clock_time(wall, language)
    return texts.phrase(language, "schedule.left-out", day=day, hour=hour)


def in_words(cron: str, language: str) -> str:
    """Return how a rule is said: `darbdienās plkst. 8:30`, `on Mondays and Thursdays at 17:00`."""
    if cron == "0 * * * *":
        return texts.phrase(language, "recurring.hourly")
    minute, hours, date, month, week = cron.split()
    days = _days(date, week, language) if month == _ANY else _yearly(date, month, week, language)
    if not days or not minute.isdigit() or not _are_numbers(hours):
        return texts.phrase(language, "recurring.rule", rule=cron)
    clocks = [
        texts.phrase(
            language, "recurring.clock", hour=_padded(hour, language), minute=f"{minute:0>2}"
        )
        for hour in hours.split(",")
    ]
    return texts.phrase(language, "recurring.at", days=days, hours=_listed(clocks, language))


def _days(date: str, week: str, language: str) -> str:
    """Return which days are meant, or nothing where there are no words for them."""
    if week == _ANY:
        return _dates(date, language)
    if date != _ANY:
        return ""
    week = _NAME.sub(lambda name: str(_NAMED[name[0].lower()]), week)
    for end, place in (("#", _nth), (_LAST, _last)):
        if end in week:
            return place(week, language)
    numbers = _numbers(week)
    return _on_days(numbers, language) if numbers else ""


def _yearly(date: str, month: str, week: str, language: str) -> str:
    """Return which day of a year is meant, or nothing where there are no words for it."""
    if week != _ANY or not (date.isdigit() and month.isdigit()):
        return ""
    try:
        day = date_of(_LEAP_YEAR, int(month), int(date))
    except ValueError:
        return ""
    on = wording.on(Moment.day(day, "UTC"), language, year=False)
    return texts.phrase(language, "recurring.yearly", on=on)


def _on_days(numbers: tuple[int, ...], language: str) -> str:
    if numbers == _WEEK:
        return texts.phrase(language, "recurring.daily")
    if numbers == _WORKING:
        return texts.phrase(language, "recurring.weekdays")
    named = texts.phrase(language, "recurring.days").split()
    days = _listed([named[number - 1] for number in numbers], language)
    return texts.phrase(language, "recurring.on-days", days=days)


def _dates(date: str, language: str) -> str:
    if date == _ANY:
        return texts.phrase(language, "recurring.daily")
    if date == _LAST:
        return texts.phrase(language, "recurring.last-date")
    return texts.phrase(language, "recurring.date", day=date) if date.isdigit() else ""


def _nth(week: str, language: str) -> str:
    day, _, nth = week.partition("#")
    return _of_month(day, int(nth) - 1, language) if _are_numbers(f"{day},{nth}") else ""


def _last(week: str, language: str) -> str:
    day = week.removesuffix(_LAST)
    return _of_month(day, -1, language) if day.isdigit() else ""


def _of_month(day: str, nth: int, language: str) -> str:
    ordinals = texts.phrase(language, "recurring.ordinals").split()
    names = texts.phrase(language, "recurring.day-of-month").split()
    # A fifth one is no word here, as the last of them is "last".
    if nth >= len(ordinals) - 1:
        return ""
    name = names[(int(day) - 1) % 7]
    return texts.phrase(language, "recurring.nth-day", nth=ordinals[nth], day=name)


def _numbers(week: str) -> tuple[int, ...]:
    """Return the days that a field names, from 1 for Monday; none where it is more than a list."""
    found: set[int] = set()
    for term in week.split(","):
        first, _, last = term.partition("-")
        if not _are_numbers(f"{first},{last or first}"):
            return ()
        found.update((day - 1) % 7 + 1 for day in range(int(first), int(last or first) + 1))
    return tuple(sorted(found))


def _are_numbers(field: str) -> bool:
    return all(part.isascii() and part.isdigit() for part in field.split(","))


def _padded(hour: str, language: str) -> str:
    return hour.zfill(int(texts.phrase(language, "time.hour-digits")))


def _listed(names: Sequence[str], language: str) -> str:
    """Return names as a list that ends in "and"."""
    *first, last = names
    if not first:
        return last
    return texts.phrase(language, "recurring.list", first=", ".join(first), last=last)
