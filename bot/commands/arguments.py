"""What commands have in common in reading what was typed after their name."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import Final
from urllib.parse import urlsplit

from bot import texts
from bot.context import Command
from bot.errors import DeskError
from bot.grammar import SourceText, take_key, take_source, zones
from bot.grammar.bare_hours import with_minutes
from bot.grammar.errors import DatelessSource, MissingKey, shown
from bot.grammar.keys import Key
from bot.grammar.time_forms import said
from bot.grammar.time_reading import Reading, read_said
from bot.port import Break, Code, Message
from storage.content import Source
from storage.moments import BadMoment, Fault, Moment, time_zone


class TooMuch(DeskError):
    """Words after a command that takes none. Field: `text`."""

    key = "arguments.too-much"


class Lacking(DeskError):
    """A command short of what it needs; where it has a form, that is opened."""


class Incomplete(Lacking):
    """A command short of what it needs; the desk shows it completed. Field: `given`."""

    key = "arguments.incomplete"


class WrongForm(DeskError):
    """Not written as a date or a time is. Field: `text`."""

    key = "moment.form"


class BareHour(DeskError):
    """A day, and a number that may be its hour. Fields: `text`; `line`, the same with minutes."""

    key = "moment.bare-hour"

    def __init__(self, text: str, line: str) -> None:
        super().__init__(text=shown(text), line=(Code(line),))
        self.text, self.line = text, line


class NotInCalendar(DeskError):
    """No such day or hour. Field: `text`."""

    key = "moment.calendar"


class WrongYear(DeskError):
    """A year that cannot be kept. Field: `text`."""

    key = "moment.year"


class WrongZone(DeskError):
    """No such time zone. Field: `text`."""

    key = "moment.zone"


class WrongZoneNear(DeskError):
    """The same, where one is near. Fields: `text`, `nearest`."""

    key = "moment.zone-near"


class SeveralZones(DeskError):
    """A city, or its like, in which several zones end. Fields: `text`, `zones`."""

    key = "moment.zone-several"


_FAULTS: Final = {
    Fault.CALENDAR: NotInCalendar,
    Fault.YEAR: WrongYear,
    Fault.ZONE: WrongZone,
}


_DOTTED: Final = re.compile(r"\d{1,2}\.\d{1,2}\.\d{4}\b")
"""A day as people write it, with figures alone."""

BLANK: Final = "…"
"""What stands in a command completed by us where something is to be filled in."""

_FIRST_WORD: Final = re.compile(r"\S+")


def nothing(text: str) -> None:
    """Refuse words where a command takes none.

    Raises:
        TooMuch: there are some.
    """
    if text.strip():
        raise TooMuch(text=shown(text))


def fact_key(head: str) -> tuple[Key, str]:
    """Return the KEY of a fact that begins `head`, and the rest.

    Raises:
        Incomplete: there is no key, or one of a subject alone.
        BadKey: the first word is no KEY.
    """
    try:
        key, rest = take_key(head)
    except MissingKey:
        raise Incomplete(given="") from None
    if not key.attribute:
        raise Incomplete(given=f"{key.subject}.{BLANK}")
    return key, rest


def start_of(text: str, zone: str, now: datetime | None = None) -> Moment:
    """Return the moment at which `text`, as typed, begins.

    Args:
        text: a time in ISO form; where `now` is given, in people's own words too.
        zone: the IANA zone in which it is read.
        now: when it is said, aware.

    Raises:
        WrongForm, BareHour, NotInCalendar, WrongYear, WrongZone: it is none.
    """
    try:
        return Moment.start(text, zone)
    except BadMoment as error:
        if own := _in_own_words(text, zone, now, other="until"):
            return own[0]
        raise _fault(error) from None


def end_of(text: str, zone: str, now: datetime | None = None) -> Moment:
    """Return the moment at which `text`, as typed, is over; the arguments are as for `start_of`.

    Raises:
        WrongForm, BareHour, NotInCalendar, WrongYear, WrongZone: it is none.
    """
    try:
        return Moment.end(text, zone)
    except BadMoment as error:
        if own := _in_own_words(text, zone, now, other="from"):
            return own[1]
        raise _fault(error) from None


def _fault(error: BadMoment) -> DeskError:
    if error.why is Fault.FORM:
        return no_time(error.text)
    return _FAULTS[error.why](text=shown(error.text))


def no_time(text: str) -> WrongForm | NotInCalendar | BareHour:
    """Return what is wrong with words that are no time: of a day in figures, that it is none."""
    bare = bare_hour(text)
    if bare is not None:
        return bare
    kind = NotInCalendar if _DOTTED.match(text) else WrongForm
    return kind(text=shown(text))


def bare_hour(text: str) -> BareHour | None:
    """Return what is wrong with words that begin with a day and a bare hour, else None."""
    line = with_minutes(text)
    return BareHour(text, line) if line else None


def _in_own_words(text: str, zone: str, now: datetime | None, *, other: str) -> Reading | None:
    """Read one time as people say it, not said to be at the `other` end of a period."""
    found = said(text) if now else None
    if now is None or found is None or found.second or other in found.around:
        return None
    return read_said(found, now, zone)


def last_instant(text: str, zone: str) -> datetime:
    """Return the last instant of what `text` names: of a day its very end, aware, UTC.

    Raises:
        WrongForm, NotInCalendar, WrongYear, WrongZone: it names nothing.
    """
    end = end_of(text, zone)
    return end.at if start_of(text, zone).at == end.at else end.at - timedelta(microseconds=1)


def day_of(text: str, zone: str, now: datetime | None = None) -> date:
    """Return the calendar day that `text` names in `zone`; the arguments are as for `start_of`.

    Raises:
        WrongForm, NotInCalendar, WrongYear, WrongZone: it names none.
    """
    return start_of(text, zone, now).at.astimezone(time_zone(zone)).date()


def source_of(text: str, zone: str, now: datetime) -> Source:
    """Return the source that `text` names: a URL, or a publisher and a day that is not to come.

    Args:
        text: as typed behind `source:`.
        zone: the IANA zone in which its day is read.
        now: when it is said, aware.

    Raises:
        DatelessSource: it is neither.
        MissingSource, BadSource: it says nothing, or what cannot be.
        WrongForm, NotInCalendar, WrongYear: its day is none.
    """
    read = take_source(text)
    publisher = read.publisher or _host(read.url)
    given = read.date or read.said
    day = day_of(given, zone, now) if given else None
    today = now.astimezone(time_zone(zone)).date()
    # A day without its year, or of the week, is the next one: nobody has said anything then.
    ahead = read.said and day is not None and day > today
    if ahead or not (read.url or day):
        # What is recorded in a hurry was mostly said that day; its editor sees which, and whether.
        line = Code(f"source: {_with_day(read, today)}")
        raise DatelessSource(publisher=shown(publisher), line=(line,))
    return Source(publisher, read.url, day)


def source_in_iso(text: str, zone: str, now: datetime) -> str:
    """Return a source as typed, with a day in people's own words in ISO form; as `source_of`."""
    read, day = take_source(text), source_of(text, zone, now).date
    return _with_day(read, day) if read.said and day is not None else text


def _with_day(read: SourceText, day: date) -> str:
    return ", ".join(filter(None, (read.publisher, read.url, day.isoformat())))


def _host(url: str) -> str:
    return (urlsplit(url if "//" in url else f"//{url}").hostname or url).removeprefix("www.")


def zone_of(text: str) -> str:
    """Return the IANA zone that `text` names, by its name or by its city.

    Raises:
        WrongZone, WrongZoneNear: there is no such zone.
        SeveralZones: there are several, whose clocks differ.
    """
    found = zones.named(text)
    if len(found) == 1:
        return found[0]
    if found:
        raise SeveralZones(text=shown(text), zones=", ".join(found))
    near = zones.nearest(text)
    raise WrongZoneNear(text=shown(text), nearest=near) if near else WrongZone(text=shown(text))


def example(command: Command, language: str) -> Message:
    """Return a line that could be typed, below how a command is written; none if alone will do."""
    form = texts.phrase(language, f"usage.{command.text_key}") if command.takes else ""
    if not form or form.startswith("["):
        return ()
    line = f"/{command.words} {texts.phrase(language, f'example.{command.text_key}')}"
    return (Break(), *texts.say(language, "arguments.example", None, example=Code(line)))


def usage(command: Command, given: str, language: str) -> str:
    """Return a command as it would be whole, with what was `given` of it kept."""
    form = texts.phrase(language, f"usage.{command.text_key}") if command.takes else ""
    if given:
        # What was given takes the place of the form's first word; its lines stay lines.
        form = _FIRST_WORD.sub(lambda _: given, form, count=1)
    return f"/{command.words} {form}".rstrip()
