"""When an event takes place, as an editor types it: START [END] read to a span, or moved by it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from bot.commands.arguments import WrongYear, end_of, no_time, start_of
from bot.editing.draft import Draft
from bot.errors import DeskError
from bot.exchange.lines import span_value
from bot.grammar.errors import shown
from bot.grammar.time_reading import Reading, read_said
from bot.grammar.times import Times
from storage.content import Span
from storage.moments import Moment, Precision


class NoDay(DeskError):
    """No day or hour stands where an event's time is due. Field: `text`."""

    key = "event.no-day"


class Backwards(DeskError):
    """The event would end before it begins. Fields: `start`, `end`."""

    key = "event.backwards"


def span_of(times: Times, zone: str, now: datetime) -> Span:
    """Return the span that `times` name in `zone`: without an END a whole day, or an instant.

    Args:
        times: as typed.
        zone: the IANA zone in which they are read.
        now: when they are said, aware.

    Raises:
        Backwards: it would end before it begins.
        WrongForm, NotInCalendar, WrongYear, WrongZone: there is no such time.
    """
    start, end = _reading(times, zone, now)
    # A single instant is a time as well; a day that ends with the day before is none.
    instant = start.precision is end.precision is Precision.INSTANT
    if end.at < start.at or (end.at == start.at and not instant):
        typed = (start.iso_start(), end.iso_end()) if times.said else (times.start, times.end)
        raise Backwards(start=shown(typed[0]), end=shown(typed[1]))
    return Span(start, end)


def _reading(times: Times, zone: str, now: datetime) -> Reading:
    if times.said is None:
        return start_of(times.start, zone), end_of(times.end or times.start, zone)
    reading = read_said(times.said, now, zone)
    if reading is None:
        raise no_time(times.start)
    return reading


def moved(old: Span, times: Times, zone: str, now: datetime) -> Span:
    """Return the span to which an event moves; without an END it lasts as long as before.

    All day it lasts as many days, from hour to hour as many hours. One that was all day and
    is given an hour within its days keeps its last day.

    Raises:
        Backwards, WrongForm, NotInCalendar, WrongYear, WrongZone: as for `span_of`.
    """
    new = span_of(times, zone, now)
    if times.ends:
        return new
    try:
        return _as_long(old, new, zone)
    except OverflowError:
        raise WrongYear(text=shown(times.start)) from None


def _as_long(old: Span, new: Span, zone: str) -> Span:
    precisions = {old.start.precision, old.end.precision, new.start.precision}
    if precisions == {Precision.INSTANT}:
        return Span(new.start, Moment.instant(new.start.at + (old.end.at - old.start.at), zone))
    first = new.start.first_day()
    last = _last_day(old, first, keeps=new.start.precision is Precision.INSTANT)
    return new if last == first else Span(new.start, end_of(last.isoformat(), zone))


def _last_day(old: Span, first: date, *, keeps: bool) -> date:
    """Return the last day of an event of so many days that begins on the day `first`."""
    old_first, old_last = old.start.first_day(), old.end.last_day()
    if keeps and old_first <= first <= old_last:
        return old_last
    return first + max(old_last - old_first, timedelta(0))


def timed(draft: Draft, span: Span) -> Draft:
    """Return `draft` with the time of an event for its value, in words as an import writes it."""
    return replace(draft, value=span_value(span), span=span)
