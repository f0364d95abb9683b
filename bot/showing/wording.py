"""Dates, hours and distances in words, as each language writes them.

Every part of a date comes from the locale files (sections date, month, span and
time), in the case that its place in a sentence asks for; what is here is only
which part goes where. Days are those of the moment's own zone, and a moment's
precision decides how much of it is said.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Final

from bot.texts import number, phrase
from storage.moments import Moment, Precision

__all__ = [
    "between",
    "day",
    "distance",
    "duration",
    "hours",
    "in_full",
    "lately",
    "name",
    "number",
    "on",
    "quote",
    "since",
    "span",
    "until",
    "within",
    "zone_name",
]

_HOURS_UNTIL: Final = timedelta(hours=48)
"""Nearer than this an hour is counted down to in hours, farther away in days."""

_MINUTES_OF_HOUR: Final = 60
_MINUTES_UNTIL: Final = 95
"""Nearer than this an hour is counted down to in minutes, unless it is one hour: an hour and a
half, of which people are often reminded, is neither one hour nor two."""

_HALVES_UNTIL: Final = 600
"""Nearer than these minutes about half an hour more is said, and not rounded away: who has two
hours and a half does not come two hours before."""

_REMEMBERED: Final = 512
"""Days whose names are remembered: an answer tells two or three, and most the same ones."""


class _Case(StrEnum):
    """The case a date stands in; the locale files spell each one out."""

    IS = "is"
    WHEN = "when"
    OF = "of"
    TO = "to"


def day(when: date, language: str, *, year: bool = True) -> str:
    """Return a calendar day by name: `2021. gada 30. novembris`, `30 November 2021`."""
    return _date(when, Precision.DAY, _Case.IS, language, year=year)


def name(moment: Moment, language: str, *, year: bool = True) -> str:
    """Return a start by name, to stand alone: `2017. gads`, `June 2017`."""
    return _start(moment, _Case.IS, language, year=year)


def on(moment: Moment, language: str, *, year: bool = True) -> str:
    """Return when a start is, inside a sentence: `2021. gada 30. novembrī`, `in June 2017`."""
    said = _start(moment, _Case.WHEN, language, year=year)
    return phrase(language, f"date.on-{_unit(moment.precision)}", date=said)


def lately(instant: datetime, now: datetime, zone: str, language: str) -> str:
    """Return when something was, beside others of one `zone`: an hour of today, else its day too.

    `10:42`, `25 November at 10:42`; another year is said. Both instants are aware.
    """
    moment = Moment.instant(instant, zone)
    local, today = moment.local(), now.astimezone(moment.local().tzinfo)
    if local.date() == today.date():
        return clock_time(local, language)
    same = local.year == today.year
    said = _date(local.date(), Precision.DAY, _Case.WHEN, language, year=not same)
    return _with_hour(moment, said, language, zone=False)


def since(start: Moment, language: str, *, year: bool = True) -> str:
    """Return from when on something holds: `kopš 2017. gada`, `since 19 June 2017`."""
    return phrase(language, "date.since", date=_start(start, _Case.OF, language, year=year))


def until(end: Moment, language: str, *, year: bool = True) -> str:
    """Return how long something holds, the last unit included.

    `līdz 2022. gada 29. jūnijam`, `until the end of 2019`: a month or a year is not left to be
    read as its beginning.
    """
    return phrase(language, "date.until", date=_end(end, language, year=year, whole=True))


def between(start: Moment | None, end: Moment | None, language: str) -> str:
    """Return a period of validity, either side of which may be open.

    `no 2017. gada līdz 2019. gadam`, `since 2017`, `until 29 June 2022`, `in 2017` where both
    ends are those of one unit, and nothing where neither is known.
    """
    if start is None or end is None:
        if start is not None:
            return since(start, language)
        return until(end, language) if end is not None else ""
    if _one_unit(start, end):
        return on(start, language)
    first, second = _years(start, end, language)
    return phrase(
        language,
        "span.between",
        start=_start(start, _Case.OF, language, year=first, zone=not _one_zone(start, end)),
        end=_end(end, language, year=second, whole=start.precision is not end.precision),
    )


def span(start: Moment, end: Moment, language: str, *, year: bool = True) -> str:
    """Return how long an event lasts, all day or from hour to hour.

    `no 2021. gada 30. novembra līdz 1. decembrim`, `30 November–1 December 2021`,
    `2021. gada 30. novembrī plkst. 9:00–17:00 (Rīgas laiks)`; one unit, or one instant, is said
    once. `year=False` leaves the year out.
    """
    if _one_unit(start, end):
        return _start(start, _Case.WHEN, language, year=year)
    if _one_zone(start, end) and start.first_day() == end.last_day():
        return _hours_of_day(start, end, language, year=year)
    if _days_of_month(start, end):
        return phrase(
            language,
            "span.days-of-month" if year else "span.days-of-month-alone",
            start=str(start.first_day().day),
            end=str(end.last_day().day),
            month=_month(end.last_day(), _Case.TO, language),
            year=str(end.last_day().year),
        )
    first, second = _years(start, end, language)
    hours = Precision.INSTANT in (start.precision, end.precision)
    return phrase(
        language,
        "span.hours" if hours else "span.days",
        start=_start(
            start, _Case.OF, language, year=year and first, zone=not _one_zone(start, end)
        ),
        end=_end(end, language, year=year and second, whole=start.precision is not end.precision),
    )


def within(start: datetime, end: datetime, zone: str, language: str) -> str:
    """Return when something was, by the calendar's largest unit that it fills, else by its days.

    `2019. gadā`, `in May 2021`, `on 3 May 2021`, `from 1 to 7 May 2021`; both are aware.
    """
    first, last = Moment.instant(start, zone).local(), end - timedelta(microseconds=1)
    for form in ("%Y", "%Y-%m"):
        unit = Moment.start(first.strftime(form), zone)
        if (unit.at, Moment.end(first.strftime(form), zone).at) == (start, end):
            return on(unit, language)
    day, last_day = first.date(), Moment.instant(last, zone).local().date()
    if day == last_day:
        return on(Moment.day(day, zone), language)
    return between(Moment.day(day, zone), Moment.end(last_day.isoformat(), zone), language)


def in_full(start: Moment, end: Moment, language: str) -> str:
    """Return how long an event lasts with its days of the week and its zone, for an editor.

    `otrdien, 2021. gada 30. novembrī plkst. 9:00 (Rīgas laiks)`,
    `Tuesday–Wednesday, 30 November–1 December 2021 (Riga time)`. Where the clocks of that night
    skip an hour that was said, or show it twice, it tells which one is meant.
    """
    days = dict.fromkeys((start.first_day(), end.last_day()))
    names = phrase(language, "weekday.when").split()
    weekdays = "–".join(names[day.weekday()] for day in days)
    said = span(start, end, language)
    if Precision.INSTANT not in (start.precision, end.precision):
        said = _zoned(said, start, language)
    said = phrase(language, "span.in-full", weekdays=weekdays, span=said)
    return said + "".join(_meant(moment, language) for moment in dict.fromkeys((start, end)))


def _meant(moment: Moment, language: str) -> str:
    """Return which hour is meant, where the clocks of a night do not show it just once."""
    if moment.precision is not Precision.INSTANT:
        return ""
    at = clock_time(moment.local(), language)
    if moment.skipped is not None:
        return phrase(language, "span.skipped", said=clock_time(moment.skipped, language), at=at)
    return phrase(language, f"span.twice-{moment.turn}", at=at) if moment.turn else ""


def clock_time(local: datetime, language: str) -> str:
    """Return an hour as the clocks show it: `plkst. 9:00`, `09:00`."""
    hour = _padded(local.hour, language)
    return phrase(language, "time.clock", hour=hour, minute=f"{local:%M}")


def hours(start: time, end: time, language: str, zone: str = "") -> str:
    """Return a stretch of any day: `plkst. 22:00–8:00 (Rīgas laiks)`, `22:00–08:00`."""
    first, last = (f"{_padded(at.hour, language)}:{at:%M}" for at in (start, end))
    said = phrase(language, "span.hours-alone", start=first, end=last)
    return _in_zone(said, zone, language) if zone else said


def distance(now: datetime, moment: Moment, language: str) -> str:
    """Return how far a start is from `now` (aware): `pēc 4 dienām`, `in 5 hours`, `yesterday`.

    An all-day start, and an hour two days or more away, is counted in calendar days of its zone;
    a nearer hour in hours or minutes, rounded, or with about half an hour more. A month or a
    year has no day to count to: nothing.
    """
    if moment.precision in (Precision.YEAR, Precision.MONTH):
        return ""
    left = moment.at - now.astimezone(UTC)
    if moment.precision is Precision.DAY or abs(left) >= _HOURS_UNTIL:
        local = moment.local()
        return _days((local.date() - now.astimezone(local.tzinfo).date()).days, language)
    minutes = round(left / timedelta(minutes=1))
    if not minutes:
        return phrase(language, "time.now")
    if _MINUTES_UNTIL <= abs(minutes) < _HALVES_UNTIL and _is_about_half(minutes):
        about = duration(abs(minutes) * timedelta(minutes=1), language)
        return phrase(language, "time.in" if minutes > 0 else "time.ago", duration=about)
    in_minutes = abs(minutes) < _MINUTES_UNTIL and abs(minutes) != _MINUTES_OF_HOUR
    unit, n = ("minutes", minutes) if in_minutes else ("hours", round(minutes / _MINUTES_OF_HOUR))
    return phrase(language, f"time.in-{unit}" if n > 0 else f"time.{unit}-ago", count=abs(n))


def _is_about_half(minutes: int) -> bool:
    """Tell whether minutes are nearer to half an hour than to a whole one."""
    return 1 / 4 <= abs(minutes) % _MINUTES_OF_HOUR / _MINUTES_OF_HOUR <= 3 / 4


def duration(left: timedelta, language: str) -> str:
    """Return a stretch of elapsed time in its two largest units: `2 d 3 h`, `45 min`."""
    minutes = int(abs(left) / timedelta(minutes=1))
    counts = {"days": minutes // 1440, "hours": minutes // 60 % 24, "minutes": minutes % 60}
    units = list(counts)
    largest = next((place for place, unit in enumerate(units) if counts[unit]), len(units) - 1)
    said = [unit for unit in units[largest : largest + 2] if counts[unit]] or units[largest:]
    return " ".join(phrase(language, f"time.short-{unit}", count=counts[unit]) for unit in said)


def quote(words: str, language: str) -> str:
    """Return `words` in the quotation marks of `language`: `„…”`, `“…”`."""
    return phrase(language, "quote.around", words=words)


def zone_name(zone: str, language: str) -> str:
    """Return what `language` calls an IANA zone: `Rīgas laiks`; else the IANA name itself."""
    try:
        return phrase(language, f"zone.{zone}")
    except KeyError:
        return zone


def _start(
    moment: Moment, case: _Case, language: str, *, year: bool = True, zone: bool = True
) -> str:
    said = _date(moment.first_day(), moment.precision, case, language, year=year)
    return _with_hour(moment, said, language, zone=zone)


def _end(moment: Moment, language: str, *, year: bool, whole: bool) -> str:
    """Return an end after "until"; `whole` names the end of a month or a year as such."""
    instant = moment.precision is Precision.INSTANT
    whole = whole and moment.precision in (Precision.YEAR, Precision.MONTH)
    # The hour belongs to its day: "līdz 1. decembra plkst. 17:00", not "1. decembrim".
    case = _Case.OF if whole or instant else _Case.TO
    said = _date(moment.last_day(), moment.precision, case, language, year=year)
    said = phrase(language, "date.end", date=said) if whole else said
    return _with_hour(moment, said, language, zone=True)


@lru_cache(maxsize=_REMEMBERED)
def _date(day: date, precision: Precision, case: _Case, language: str, *, year: bool) -> str:
    """Return `day` as exactly as `precision` says; a year is never left without itself."""
    if precision is Precision.YEAR:
        return phrase(language, f"date.year-{case}", year=str(day.year))
    return phrase(
        language,
        f"date.{_unit(precision)}" if year else f"date.{_unit(precision)}-alone",
        day=str(day.day),
        month=_month(day, case, language),
        year=str(day.year),
    )


def _month(day: date, case: _Case, language: str) -> str:
    return phrase(language, f"month.{case}").split()[day.month - 1]


def _with_hour(moment: Moment, said: str, language: str, *, zone: bool) -> str:
    if moment.precision is not Precision.INSTANT:
        return said
    clock = clock_time(moment.local(), language)
    clock = _zoned(clock, moment, language) if zone else clock
    return phrase(language, "date.hour", date=said, clock=clock)


def _hours_of_day(start: Moment, end: Moment, language: str, *, year: bool) -> str:
    first, last = (f"{_hour(moment, language)}:{_minute(moment)}" for moment in (start, end))
    said = _date(start.first_day(), Precision.DAY, _Case.WHEN, language, year=year)
    hours = phrase(language, "span.hours-of-day", date=said, start=first, end=last)
    return _zoned(hours, end, language)


def _hour(moment: Moment, language: str) -> str:
    return _padded(moment.local().hour, language)


def _padded(hour: int, language: str) -> str:
    return str(hour).zfill(int(phrase(language, "time.hour-digits")))


def _minute(moment: Moment) -> str:
    return f"{moment.local():%M}"


def _zoned(time: str, moment: Moment, language: str) -> str:
    return _in_zone(time, moment.zone, language)


def _in_zone(time: str, zone: str, language: str) -> str:
    return phrase(language, "time.zoned", time=time, zone=zone_name(zone, language))


def _unit(precision: Precision) -> str:
    """Return the part of the calendar that is said; an hour stands beside its day."""
    return "day" if precision is Precision.INSTANT else precision.value


def _one_unit(start: Moment, end: Moment) -> bool:
    """Tell whether both ends are those of one and the same year, month, day or instant."""
    return start.precision is end.precision and start.iso_start() == end.iso_end()


def _one_zone(start: Moment, end: Moment) -> bool:
    """Tell whether both ends are hours of one zone, which is then named once, at the end."""
    return start.precision is end.precision is Precision.INSTANT and start.zone == end.zone


def _days_of_month(start: Moment, end: Moment) -> bool:
    first, last = start.first_day(), end.last_day()
    all_day = start.precision is end.precision is Precision.DAY
    return all_day and (first.year, first.month) == (last.year, last.month)


def _years(start: Moment, end: Moment, language: str) -> tuple[bool, bool]:
    """Tell which of two ends name their year: both, unless one year would be said twice."""
    units = (start.precision, end.precision)
    if Precision.YEAR in units or start.first_day().year != end.last_day().year:
        return True, True
    first = phrase(language, "span.year-said") == "start"
    return first, not first


def _days(days: int, language: str) -> str:
    near = {-1: "time.yesterday", 0: "time.today", 1: "time.tomorrow"}
    if days in near:
        return phrase(language, near[days])
    return phrase(language, "time.in-days" if days > 0 else "time.days-ago", count=abs(days))
