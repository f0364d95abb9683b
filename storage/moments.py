"""Moments: a boundary in time, kept as exactly as it was said.

People say "2017", "June 2017", a day, or an hour. Each is stored as the UTC
instant of a half-open boundary, with the precision and the zone in which it was
said, so that it can be compared by the clock and shown in the words it came in.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

FIRST_YEAR: Final = 1
LAST_YEAR: Final = 9998
"""The end of a year is the start of the next one, and `datetime` stops at 9999."""

_ISO: Final = re.compile(
    r"(?P<year>\d{4})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d)"
    r"(?P<hour>[Tt ]\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?"
    r"(?: ?(?:[Zz]|[+-]\d\d(?::?[0-5]\d(?::?[0-5]\d)?)?))?)?)?)?",
    re.ASCII,
)


class Precision(StrEnum):
    """How exactly a moment was said."""

    YEAR = "year"
    MONTH = "month"
    DAY = "day"
    INSTANT = "instant"


class Fault(StrEnum):
    """What is wrong with a text that is no moment."""

    FORM = "form"
    """Not one of the ISO forms."""
    CALENDAR = "calendar"
    """No such month, day, hour or offset."""
    YEAR = "year"
    """Outside the years that can be kept."""
    ZONE = "zone"
    """No such IANA time zone."""


class BadMoment(ValueError):
    """A text that names no moment.

    Attributes:
        text: what was said: the date, or for `Fault.ZONE` the zone.
        why: what is wrong with it.
    """

    def __init__(self, text: str, why: Fault) -> None:
        super().__init__(f"{text!r}: {why}")
        self.text = text
        self.why = why


@dataclass(frozen=True, slots=True)
class Moment:
    """One end of a stretch of time.

    Attributes:
        at: aware, UTC. Of a start the first instant included, of an end the first not included.
        precision: how exactly it was said.
        zone: the IANA zone in which it was said.
        skipped: the time that was said, naive, where the clocks of the zone skip it; not kept.
    """

    at: datetime
    precision: Precision
    zone: str
    skipped: datetime | None = field(default=None, compare=False)

    def __post_init__(self) -> None:
        """Refuse a boundary that is not aware UTC."""
        if self.at.utcoffset() != timedelta(0):
            raise ValueError(f"a moment is kept in UTC, not as {self.at!r}")

    @classmethod
    def start(cls, text: str, zone: str) -> Moment:
        """Read the start of what `text` names: "2017" begins with its first instant in `zone`.

        Takes `2017`, `2017-06`, `2017-06-19`, or a day and a time joined by `T` or a space, with
        or without seconds and offset. A local time that the clocks skip is the first valid instant
        after it, one that they repeat is the first of the two.

        Raises:
            BadMoment: `text` names no moment, or `zone` no zone.
        """
        said = _read(text, zone)
        return cls(said.begins, said.precision, zone, said.skipped)

    @classmethod
    def end(cls, text: str, zone: str) -> Moment:
        """Read the end of what `text` names: "2017" ends where 2018 begins; an instant at itself.

        Raises:
            BadMoment: `text` names no moment, or `zone` no zone.
        """
        said = _read(text, zone)
        return cls(said.ends, said.precision, zone, said.skipped)

    @classmethod
    def instant(cls, at: datetime, zone: str) -> Moment:
        """Return the exact moment `at` (aware, any offset), as said in `zone`.

        Raises:
            BadMoment: `zone` is no zone, or `at` cannot be shown in it.
        """
        return cls(_shown(at, time_zone(zone), str(at)), Precision.INSTANT, zone)

    @classmethod
    def day(cls, day: date, zone: str) -> Moment:
        """Return the start of the calendar day `day` in `zone`.

        Raises:
            BadMoment: the year of `day` is out of range, or `zone` is no zone.
        """
        return cls.start(f"{day:%Y-%m-%d}".rjust(10, "0"), zone)

    def local(self) -> datetime:
        """Return the boundary as the clocks of its zone show it."""
        return self.at.astimezone(ZoneInfo(self.zone))

    @property
    def turn(self) -> int:
        """Which of two this is, 1 or 2, where its clocks show the time twice; else 0."""
        local = self.local()
        twice = local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()
        return local.fold + 1 if twice else 0

    def first_day(self) -> date:
        """Return the calendar day, in its zone, in which a start falls."""
        return self.local().date()

    def last_day(self) -> date:
        """Return the last calendar day, in its zone, that an end includes (an instant: its own)."""
        day = self.local().date()
        return day if self.precision is Precision.INSTANT else day - timedelta(days=1)

    def iso_start(self) -> str:
        """Return a start as it was said; `start` reads it back as the same moment."""
        return self._iso(self.first_day())

    def iso_end(self) -> str:
        """Return an end as it was said, the last unit included; `end` reads it back."""
        return self._iso(self.last_day())

    def _iso(self, day: date) -> str:
        match self.precision:
            case Precision.YEAR:
                return f"{day.year:04}"
            case Precision.MONTH:
                return f"{day.year:04}-{day.month:02}"
            case Precision.DAY:
                return day.isoformat()
            case Precision.INSTANT:
                local = self.local()
                whole = local.second == local.microsecond == 0
                return local.isoformat(timespec="minutes" if whole else "auto")


def time_zone(name: str) -> ZoneInfo:
    """Return the IANA time zone called `name`, e.g. `Europe/Riga`.

    Raises:
        BadMoment: there is none.
    """
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        # A folder of zones ("Europe") is an OSError, a path that climbs out a ValueError.
        raise BadMoment(name, Fault.ZONE) from error


def at_local(local: datetime, zone: ZoneInfo) -> datetime:
    """Return the UTC instant at which the clocks of `zone` show the naive `local`.

    A time that the clocks skip is the first valid instant after it; a repeated one, the first.

    Raises:
        OverflowError: the instant lies outside the years of `datetime`.
    """
    first, second = (local.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    before, after = first.utcoffset(), second.utcoffset()
    if before is None or after is None or before >= after:
        return first.astimezone(UTC)
    earliest = second.astimezone(UTC)
    seconds = range(int((after - before).total_seconds()) + 1)
    skipped = bisect_left(
        seconds,
        1,
        key=lambda n: (earliest + timedelta(seconds=n)).astimezone(zone).utcoffset() == after,
    )
    return earliest.replace(microsecond=0) + timedelta(seconds=skipped)


@dataclass(frozen=True, slots=True)
class _Said:
    """What a text names: how exactly, and the UTC instants at which that begins and ends."""

    precision: Precision
    begins: datetime
    ends: datetime
    skipped: datetime | None


def _read(text: str, zone: str) -> _Said:
    """Return what `text` names in `zone`."""
    clocks = time_zone(zone)
    said = text.strip()
    parts = _ISO.fullmatch(said)
    if parts is None:
        raise BadMoment(said, Fault.FORM)
    if not FIRST_YEAR <= int(parts["year"]) <= LAST_YEAR:
        raise BadMoment(said, Fault.YEAR)
    try:
        precision, begin, finish = _unit(parts)
    except ValueError as error:
        raise BadMoment(said, Fault.CALENDAR) from error
    begins, ends = _shown(begin, clocks, said), _shown(finish, clocks, said)
    moved = begin.tzinfo is None and begins.astimezone(clocks).replace(tzinfo=None) != begin
    skipped = begin if moved and precision is Precision.INSTANT else None
    return _Said(precision, begins, ends, skipped)


def _unit(parts: re.Match[str]) -> tuple[Precision, datetime, datetime]:
    """Return the unit that was named: its first instant and the first after it, as written."""
    year, month, day = (int(parts[name] or 1) for name in ("year", "month", "day"))
    begin = datetime(year, month, day)  # noqa: DTZ001 - local until its zone is applied
    if parts["hour"]:
        hour = parts["hour"][1:].replace(" ", "").upper()
        at = datetime.fromisoformat(f"{begin.date()}T{hour}")
        return Precision.INSTANT, at, at
    if parts["day"]:
        return Precision.DAY, begin, begin + timedelta(days=1)
    if parts["month"]:
        # No month is longer than 31 days, and no two follow within them.
        return Precision.MONTH, begin, (begin + timedelta(days=31)).replace(day=1)
    return Precision.YEAR, begin, begin.replace(year=year + 1)


def _shown(at: datetime, zone: ZoneInfo, said: str) -> datetime:
    """Return `at` in UTC, checked that the clocks of `zone` can show it too."""
    try:
        instant = at_local(at, zone) if at.tzinfo is None else at.astimezone(UTC)
        instant.astimezone(zone)
    except OverflowError as error:
        raise BadMoment(said, Fault.YEAR) from error
    return instant
