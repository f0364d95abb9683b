"""What a time in people's own words means, at an instant and in a zone.

A weekday, or a day of a month without its year, is the next one to come, or today if that is
still ahead. "Next Friday" is read where it can only be one day: where the Friday to come is
of next week anyway. Whatever would be a guess is not read; nor is a day that its weekday does
not fit, or an English "at 3", which is in the afternoon as often as not.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from typing import Final, TypeAlias

from bot.answering.words import fold
from bot.grammar import time_words as words
from bot.grammar.time_forms import Said
from bot.grammar.time_forms import said as said_in
from bot.showing import wording
from bot.texts import LANGUAGES
from storage.moments import Moment, time_zone

Parts: TypeAlias = Mapping[str, str]
Reading: TypeAlias = tuple[Moment, Moment]
"""Where a time begins and where it ends."""

_WEEKDAYS: Final = words.WEEKDAYS | words.WEEKDAYS_FROM
_DAYS: Final = words.DAYS | words.DAYS_FROM
_DAY_MINUTES: Final = 1440
_NOON: Final = 12
_SINCE: Final = frozenset({"kops", "since"})
"""What is said to have begun is not to come."""
_FROM_NOW: Final = frozenset(
    {"days", "unit", "months", "tonight", "early", "ending", "week", "next", "this", "last"}
)
"""What is counted from today; an end that is said in another way is the first after the start."""
_UNSAID_HALF: Final = range(1, 7)
"""English hours that without am or pm are more often those of the afternoon."""


class _Unsure(ValueError):
    """There is more than one way to read it, or none."""


def read_time(text: str, now: datetime, zone: str) -> Moment | None:
    """Return the start of the one time that all of `text` is, or None where that is unsure.

    Args:
        text: a time in people's own words, as typed.
        now: when it is said, aware.
        zone: the IANA zone in which it is read.
    """
    found = said_in(text)
    reading = read_said(found, now, zone) if found and not found.second else None
    return reading[0] if reading else None


def read_said(said: Said, now: datetime, zone: str) -> Reading | None:
    """Return where `said` begins and ends, said at `now` (aware) in `zone`; None where unsure."""
    try:
        _check_zone(said.around, zone)
        if "unit" in said.first and not said.second:
            return _counted(said.first, now, zone)
        return _span(said, now.astimezone(time_zone(zone)).replace(tzinfo=None), zone)
    except (ValueError, OverflowError):
        return None


def _check_zone(around: Parts, zone: str) -> None:
    """Refuse a zone beside a time that is not the one in which it is read."""
    names = {fold(zone), *(fold(wording.zone_name(zone, language)) for language in LANGUAGES)}
    if around.get("zone", fold(zone)) not in names:
        raise _Unsure


def _counted(parts: Parts, now: datetime, zone: str) -> Reading:
    """Read "in two hours", which is exact, or "in two days", which is a day of the calendar."""
    minutes = _minutes(parts)
    if minutes % _DAY_MINUTES == 0:
        return _whole(parts, now.astimezone(time_zone(zone)).replace(tzinfo=None), zone)
    if "hour" in parts or "noon" in parts:
        raise _Unsure
    at = (now + timedelta(minutes=minutes)).replace(second=0, microsecond=0)
    instant = Moment.instant(at, zone)
    return instant, instant


def _span(said: Said, now: datetime, zone: str) -> Reading:
    first, second = _completed(said.first, said.second)
    start, finish = _whole(first, now, zone)
    if second:
        day = start.first_day()
        second = second if _names_day(second) else {**second, "date": day.isoformat()}
        after = now if _FROM_NOW & second.keys() else datetime.combine(day, time.min)
        finish = _whole(second, after, zone)[1]
    _check_weekdays(said.around, start, finish)
    if said.around.get("from") in _SINCE and start.local().replace(tzinfo=None) > now:
        raise _Unsure
    return start, finish


def _completed(first: Parts, second: Parts) -> tuple[Parts, Parts]:
    """Return both with what one says for the other too: month, year, and am or pm."""
    month = {name: second[name] for name in ("month", "number") if name in second}
    if "day" in first and not {"month", "number"} & first.keys():
        first = {**month, **first}
    if "half" in second and "hour" in first and "half" not in first:
        first = {**first, "half": second["half"]}
    if not ("day" in first and "day" in second):
        return first, second
    turn = _month(first) > _month(second)
    if "year" in second and "year" not in first:
        first = {**first, "year": str(int(second["year"]) - turn)}
    elif "year" in first and "year" not in second:
        second = {**second, "year": str(int(first["year"]) + turn)}
    return first, second


def _check_weekdays(around: Parts, start: Moment, finish: Moment) -> None:
    named = [words.WEEKDAYS[around[name]] for name in ("from_day", "to_day") if name in around]
    if named and named != [start.first_day().weekday(), finish.last_day().weekday()]:
        raise _Unsure


def _names_day(parts: Parts) -> bool:
    clock = {"hour", "minute", "half", "noon", "english", "morning", "later"}
    return bool(parts.keys() - clock)


def _whole(parts: Parts, now: datetime, zone: str) -> Reading:
    """Return the start and the end of one day, instant, month or year."""
    if "day" not in parts and "year" in parts:
        month = f"-{_month(parts):02}" if "month" in parts else ""
        return Moment.start(parts["year"] + month, zone), Moment.end(parts["year"] + month, zone)
    clock = _clock(parts)
    day = date.fromisoformat(parts["date"]) if "date" in parts else _date(parts, now, clock)
    if clock is None:
        return Moment.day(day, zone), Moment.end(day.isoformat(), zone)
    instant = Moment.start(f"{day.isoformat()}T{clock:%H:%M}", zone)
    return instant, instant


def _clock(parts: Parts) -> time | None:
    """Return the hour that is said; a part of a day without one is too long a time."""
    if "noon" in parts:
        return time(_NOON)
    evening, early = {"later", "tonight"} & parts.keys(), {"morning", "early"} & parts.keys()
    if "hour" not in parts:
        if evening or early:
            raise _Unsure
        return None
    hour = int(parts["hour"])
    if "half" in parts:
        hour = _of_half(hour, parts["half"])
    elif "english" in parts and hour in _UNSAID_HALF and not (evening or early):
        raise _Unsure
    if early and hour >= _NOON:
        raise _Unsure
    later = bool(evening) and hour < _NOON and parts.get("half") != "a"
    return time(hour + _NOON if later else hour, int(parts.get("minute", 0)))


def _of_half(hour: int, half: str) -> int:
    if not 1 <= hour <= _NOON:
        raise _Unsure
    return hour % _NOON + (_NOON if half == "p" else 0)


def _date(parts: Parts, now: datetime, clock: time | None) -> date:
    today = now.date()
    if "days" in parts:
        return today + timedelta(days=_DAYS[parts["days"]])
    if {"tonight", "early"} & parts.keys():
        return today
    if "unit" in parts:
        return today + timedelta(minutes=_whole_days(parts))
    if "months" in parts:
        return _months_ahead(parts, today)
    if "ending" in parts:
        return today.replace(day=monthrange(today.year, today.month)[1])
    passed = clock is not None and clock < now.time()
    return (
        _calendar_day(parts, today, passed=passed)
        if "day" in parts
        else _named(parts, today, passed=passed)
    )


def _whole_days(parts: Parts) -> int:
    minutes = _minutes(parts)
    if minutes % _DAY_MINUTES:
        raise _Unsure
    return minutes


def _minutes(parts: Parts) -> int:
    """Return how many minutes from now are said, less than none for the past."""
    minutes = _how_many(parts) * words.MINUTES[parts["unit"]]
    if minutes.denominator > 1:
        raise _Unsure
    return int(minutes) * (-1 if "back" in parts else 1)


def _how_many(parts: Parts) -> Fraction:
    said = parts.get("count", "1").replace(",", ".")
    return Fraction(words.COUNTS.get(said, said))


def _months_ahead(parts: Parts, today: date) -> date:
    """Return the same day some months later, where that month has it."""
    months = _how_many(parts) * words.MONTHS_AHEAD[parts["months"]]
    if months.denominator > 1:
        raise _Unsure
    years, month = divmod(today.month - 1 + int(months), 12)
    if today.day > monthrange(today.year + years, month + 1)[1]:
        raise _Unsure
    return date(today.year + years, month + 1, today.day)


def _calendar_day(parts: Parts, today: date, *, passed: bool) -> date:
    """Return a day of a month: of its year, else the next one to come."""
    month, number = _month(parts), int(parts["day"])
    if "year" in parts:
        day = date(_year(parts["year"], today), month, number)
    else:
        later = (month, number) < (today.month, today.day)
        day = date(today.year + later, month, number)
        if day == today and passed:
            raise _Unsure
    if "weekday" in parts and _WEEKDAYS[parts["weekday"]] != day.weekday():
        raise _Unsure
    return day


def _year(said: str, today: date) -> int:
    """Return a year of four digits, or of two, which are of this century."""
    return int(said) if len(said) > len("26") else today.year // 100 * 100 + int(said)


def _month(parts: Parts) -> int:
    return int(parts["number"]) if "number" in parts else words.MONTHS[parts["month"]]


def _named(parts: Parts, today: date, *, passed: bool) -> date:
    """Return the day that the name of a weekday means, with "next" and its like."""
    weekday = _WEEKDAYS[parts["weekday"]]
    monday = today - timedelta(days=today.weekday())
    here = monday + timedelta(days=weekday)
    if "week" in parts:
        if {"next", "this", "last"} & parts.keys():
            raise _Unsure
        return here + timedelta(weeks=words.WEEKS[parts["week"]])
    if "next" in parts or "last" in parts:
        # A day of this week on the way there could be the one that is meant.
        between = here > today if "next" in parts else here < today
        if between:
            raise _Unsure
        return here + timedelta(weeks=1 if "next" in parts else -1)
    ahead = here > today or (here == today and not passed)
    if "this" in parts and not ahead:
        raise _Unsure
    return here if ahead else here + timedelta(weeks=1)
