"""Occurrences come once, in order and at the right instant, whatever the clocks do."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import islice, takewhile
from zoneinfo import ZoneInfo

import pytest

from bot.grammar.offsets import Offset, Unit
from bot.posting.errors import (
    BadRule,
    WrongDay,
    WrongForm,
    WrongHour,
    WrongMinute,
    WrongMonth,
    WrongWeekday,
)
from bot.posting.occurrences import Occurrence, before, of_rule
from storage.content import Span
from storage.moments import BadMoment, Fault, Moment
from tests.bot.posting.walking import MINUTE, Window, windows

RIGA = "Europe/Riga"
ZONES = (
    RIGA,
    "Europe/London",
    "America/New_York",
    "Australia/Lord_Howe",  # by half an hour
    "Asia/Kathmandu",  # never, and 5:45 from UTC
    "Pacific/Chatham",  # at a quarter to three
    "America/Santiago",  # at midnight
    "Antarctica/Troll",  # by two hours
)
RULES = (
    *("30 2 * * *", "0 0 * * *", "59 23 * * *", "5 0 * * *", "0 9 * * *"),
    *("30 8 * * 1-5", "0 1 * * 0", "15 2 * * 7", "45 1 * * 6,0", "0 3 * * 1", "0 0 * * 0"),
    *("0,15,30,45 2 * * *", "0,30 0-4 * * *", "10-50/20 1,2,3 * * *", "0 0-23/2 * * *"),
    *("0-59 2 * * *", "0-59/15 0-23 * * *", "30 1-3 1-7 * *", "0 3 31 * 0", "30 2 25-31 3,10 0"),
    *("30 2 8-14 3,11 *", "20 2 1-7 4,10 0", "0 12 29 2 *"),
    *("*/15 * * * *", "* * * * *", "*/7 * * * *", "*/15 2 * * *", "*/20 0 * * 0", "*/10 1-3 * * *"),
    *("0 * * * *", "15 * * * *", "45 * * * *", "40 * * * *", "50 * * * 0", "5,35 * 1-7 * *"),
    *("0 */2 * * *", "30 */3 * * *", "15 */2 * * *", "45 */1 * * *", "*/30 */2 * * 1-5"),
)

each_zone = pytest.mark.parametrize("zone", ZONES)


def found(rule: str, window: Window) -> list[datetime]:
    """Return the occurrences of a rule within a window."""
    times = of_rule(rule, window.zone, window.after)
    return list(takewhile(lambda at: at < window.end, times))


@each_zone
def test_each_kind_of_rule_comes_as_the_clocks_are_walked(zone: str) -> None:
    """A rule comes when looking at every minute says so: each once, in order, none left out."""
    for window in windows(zone):
        for rule in RULES:
            assert found(rule, window) == window.occurrences(rule), (rule, str(window))


@each_zone
def test_every_minute_about_the_change_comes_once_on_each_day(zone: str) -> None:
    """Whatever minute is said for each day, it comes when the clocks first come so far."""
    for window in windows(zone):
        expected: dict[tuple[int, int], list[datetime]] = {}
        for at, wall in window.reached:
            expected.setdefault((wall.hour, wall.minute), []).append(at)
        near = {(wall.hour, wall.minute) for wall in window.walls_near(timedelta(minutes=75))}
        for hour, minute in near:
            times = expected[hour, minute]
            assert found(f"{minute} {hour} * * *", window) == times, (hour, minute, str(window))


@each_zone
def test_asked_from_any_minute_the_next_one_is_ahead(zone: str) -> None:
    """From before, within or behind a gap or a repeated hour, the next is the first one later."""
    near = timedelta(hours=3)
    for window in windows(zone)[:4]:
        for rule in ("30 2 * * *", "10,40 0-4 * * *", "*/15 * * * *", "40 * * * *", "0 0 * * *"):
            times = window.occurrences(rule)
            for n in range(-near // MINUTE, near // MINUTE, 11):
                after = window.middle + n * MINUTE
                expected = next(at for at in times if at > after)
                assert next(of_rule(rule, zone, after)) == expected, (rule, zone, after)


@pytest.mark.parametrize(
    ("rule", "zone", "start", "times"),
    [
        ("30 3 * * *", RIGA, "2026-03-28T12", ["03-29T04:00+03", "03-30T03:30+03"]),
        ("30 3 * * *", RIGA, "2026-10-24T12", ["10-25T03:30+03", "10-26T03:30+02"]),
        ("0 3,4 * * *", RIGA, "2026-03-28T12", ["03-29T04:00+03", "03-30T03:00+03"]),
        ("*/30 3 * * *", RIGA, "2026-03-28T12", ["03-30T03:00+03", "03-30T03:30+03"]),
        (
            "*/30 3 * * *",
            RIGA,
            "2026-10-24T12",
            ["10-25T03:00+03", "10-25T03:30+03", "10-25T03:00+02", "10-25T03:30+02"],
        ),
        (
            "15 2 * * *",
            "Australia/Lord_Howe",
            "2026-10-03T12",
            ["10-04T02:30+11", "10-05T02:15+11"],
        ),
        (
            "40 * * * *",
            "Australia/Lord_Howe",
            "2026-04-05T01",
            ["04-05T01:40+11", "04-05T01:40+10:30", "04-05T02:40+10:30"],
        ),
        (
            "*/30 3 * * *",
            "Pacific/Chatham",
            "2026-04-05T00",
            ["04-05T03:00+13:45", "04-05T03:30+13:45", "04-05T03:00+12:45", "04-05T03:30+12:45"],
        ),
        ("0 9 L * *", RIGA, "2026-02-01T00", ["02-28T09:00+02", "03-31T09:00+03"]),
        ("0 9 * * MON#2", RIGA, "2026-03-01T00", ["03-09T09:00+02", "04-13T09:00+03"]),
        ("0 9 * mar fri", RIGA, "2026-03-26T00", ["03-27T09:00+02"]),
    ],
)
def test_a_few_by_hand(rule: str, zone: str, start: str, times: list[str]) -> None:
    """What the rule says, in days and hours that anybody can check."""
    after = datetime.fromisoformat(start).replace(tzinfo=ZoneInfo(zone))

    coming = islice(of_rule(rule, zone, after), len(times))

    assert list(coming) == [datetime.fromisoformat(f"2026-{time}") for time in times]


def test_times_are_told_in_utc() -> None:
    """What is stored and compared is never in local time."""
    at = next(of_rule("0 9 * * *", RIGA, datetime(2026, 1, 1, tzinfo=UTC)))

    assert (at, at.tzinfo) == (datetime(2026, 1, 1, 7, tzinfo=UTC), UTC)


@pytest.mark.parametrize("rule", ["0 0 30 2 *", "0 0 31 2,4,6 *", "0 0 31 9 *"])
def test_day_that_never_comes_has_no_times(rule: str) -> None:
    """The thirtieth of February is a rule that can be read, and nothing follows from it."""
    assert list(of_rule(rule, RIGA, datetime(2026, 1, 1, tzinfo=UTC))) == []


def test_rare_day_comes() -> None:
    """The fifth Monday of a February is decades apart, and is found."""
    at = next(of_rule("0 9 * 2 1#5", "UTC", datetime(2025, 1, 1, tzinfo=UTC)))

    assert at == datetime(2044, 2, 29, 9, tzinfo=UTC)


@pytest.mark.parametrize("rule", ["0 9 * * *", "*/30 * * * *"])
@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "America/New_York"])
def test_calendar_has_an_end(rule: str, zone: str) -> None:
    """Behind its last year there is nothing, which is no fault."""
    times = list(of_rule(rule, zone, datetime(9999, 12, 29, tzinfo=UTC)))

    assert times == sorted(set(times))
    assert times


@pytest.mark.parametrize(
    ("rule", "wrong", "text"),
    [
        ("", WrongForm, ""),
        ("0 9 * *", WrongForm, "0 9 * *"),
        ("0 0 9 * * *", WrongForm, "0 0 9 * * *"),
        ("@daily", WrongForm, "@daily"),
        ("60 9 * * *", WrongMinute, "60"),
        ("*/0 9 * * *", WrongMinute, "*/0"),
        ("9:00 * * * *", WrongMinute, "9:00"),
        ("0 24 * * *", WrongHour, "24"),
        ("0 9-8 * * *", WrongHour, "9-8"),
        ("0 9,,10 * * *", WrongHour, "9,,10"),
        ("0 9 0 * *", WrongDay, "0"),
        ("0 9 32 * *", WrongDay, "32"),
        ("0 9 30 13 *", WrongMonth, "13"),
        ("0 9 * janv *", WrongMonth, "janv"),
        ("0 9 * * 8", WrongWeekday, "8"),
        ("0 9 * * 1#6", WrongWeekday, "1#6"),
        ("0 9 * * ?", WrongWeekday, "?"),
        ("²5 9 * * *", WrongMinute, "²5"),
        (f"0 {'9' * 5000} * * *", WrongHour, f"{'9' * 59}…"),
    ],
)
def test_wrong_field_is_named(rule: str, wrong: type[BadRule], text: str) -> None:
    """Whoever wrote the rule hears at once which part of it cannot be, and what can."""
    with pytest.raises(BadRule) as told:
        of_rule(rule, RIGA, datetime(2026, 1, 1, tzinfo=UTC))

    assert (type(told.value), told.value.fields) == (wrong, {"text": text})
    assert told.value.said("lv") != told.value.said("en")


def test_wrong_zone_is_told() -> None:
    """There is no such zone, so there are no times in it."""
    with pytest.raises(BadMoment) as told:
        of_rule("0 9 * * *", "Europe/Nowhere", datetime(2026, 1, 1, tzinfo=UTC))

    assert told.value.why is Fault.ZONE


def event(text: str, zone: str) -> Span:
    """Return the time of an event that begins as `text` says."""
    return Span(Moment.start(text, zone), Moment.end(text, zone))


@each_zone
@pytest.mark.parametrize("days", [1, 7, 30])
def test_days_are_counted_by_the_calendar(zone: str, days: int) -> None:
    """A reminder days before is due when the clocks first come to the event's own hour."""
    for window in windows(zone):
        for n in range(-20 * 60, 20 * 60, 15):
            start = window.middle + timedelta(days=days) + n * MINUTE
            local = start.astimezone(ZoneInfo(zone)).replace(tzinfo=None, fold=0)
            due = window.first_reached[local - timedelta(days=days)]
            span = event(start.isoformat(), zone)

            expected = Occurrence(due, of=local.date().isoformat())
            assert before(span, Offset(days, Unit.DAY)) == expected, (zone, start)


@each_zone
def test_all_day_event_counts_from_nine(zone: str) -> None:
    """A day has no hour of its own: its reminders come at nine in its zone."""
    for window in windows(zone):
        wall = datetime.combine(window.shown[len(window.shown) // 2][1], datetime.min.time())
        day = (wall + timedelta(days=7)).date().isoformat()

        due = before(event(day, zone), Offset(1, Unit.WEEK))

        assert due == Occurrence(window.first_reached[wall.replace(hour=9)], of=day)


@each_zone
@pytest.mark.parametrize("offset", [Offset(30, Unit.MINUTE), Offset(48, Unit.HOUR)])
def test_hours_and_minutes_pass_by_the_clock(zone: str, offset: Offset) -> None:
    """Two days of hours are 48 hours, also where a night is longer or shorter."""
    for window in windows(zone):
        for n in range(-24 * 60, 24 * 60, 30):
            start = window.middle + n * MINUTE

            due = before(event(start.isoformat(), zone), offset)

            assert due == Occurrence(start - offset.length, of=start.isoformat())


@pytest.mark.parametrize("text", ["2021", "2021-11"])
@pytest.mark.parametrize("unit", Unit)
def test_nothing_is_due_before_a_mere_month_or_year(text: str, unit: Unit) -> None:
    """Whoever said no day gets no reminder on a day of our choosing."""
    assert before(event(text, RIGA), Offset(1, unit)) is None


@pytest.mark.parametrize("unit", [Unit.HOUR, Unit.MINUTE])
def test_hours_wait_until_an_hour_is_known(unit: Unit) -> None:
    """An event of a whole day has no hour from which one could be counted back."""
    assert before(event("2021-11-30", RIGA), Offset(1, unit)) is None


def test_move_within_the_day_keeps_the_name_of_days_and_not_of_hours() -> None:
    """What was sent a day before is not sent anew; what counts from the hour follows it."""
    morning, evening = (event(f"2021-11-30T{hour}:00", RIGA) for hour in ("09", "18"))
    names = [
        [
            due.of
            for offset in (Offset(1, Unit.DAY), Offset(1, Unit.HOUR))
            if (due := before(at, offset))
        ]
        for at in (morning, evening)
    ]

    assert names == [
        ["2021-11-30", "2021-11-30T07:00:00+00:00"],
        ["2021-11-30", "2021-11-30T16:00:00+00:00"],
    ]


@pytest.mark.parametrize("offset", [Offset(366, Unit.DAY), Offset(8784, Unit.HOUR)])
def test_nothing_is_due_before_the_calendar_begins(offset: Offset) -> None:
    """An event of the second year has no reminder in the year before the first."""
    assert before(event("0001-06-01T12:00", "UTC"), offset) is None
