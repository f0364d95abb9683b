"""Moments keep the boundary, the precision and the zone of what was said."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.moments import BadMoment, Fault, Moment, Precision, time_zone

RIGA = "Europe/Riga"
zones = st.sampled_from(
    [
        RIGA,
        "America/New_York",
        "America/Sao_Paulo",
        "Asia/Kathmandu",
        "Australia/Lord_Howe",
        "UTC",
    ]
)
days = st.dates(min_value=date(2, 1, 1), max_value=date(9998, 12, 31))
units = st.one_of(
    days.map(lambda day: f"{day.year:04}"),
    days.map(lambda day: f"{day.year:04}-{day.month:02}"),
    days.map(date.isoformat),
)
instants = st.datetimes(
    min_value=datetime(2, 1, 1),  # noqa: DTZ001 - hypothesis adds the zone
    max_value=datetime(9998, 12, 31),  # noqa: DTZ001 - hypothesis adds the zone
    timezones=st.just(UTC),
)


@pytest.mark.parametrize(
    ("text", "start", "end", "precision"),
    [
        ("2017", "2016-12-31T22:00", "2017-12-31T22:00", Precision.YEAR),
        ("2017-06", "2017-05-31T21:00", "2017-06-30T21:00", Precision.MONTH),
        ("2017-12", "2017-11-30T22:00", "2017-12-31T22:00", Precision.MONTH),
        ("2017-01", "2016-12-31T22:00", "2017-01-31T22:00", Precision.MONTH),
        ("2017-06-19", "2017-06-18T21:00", "2017-06-19T21:00", Precision.DAY),
        ("2020-02-29", "2020-02-28T22:00", "2020-02-29T22:00", Precision.DAY),
        ("2017-06-19T09:00", "2017-06-19T06:00", "2017-06-19T06:00", Precision.INSTANT),
        ("2017-06-19 09:00", "2017-06-19T06:00", "2017-06-19T06:00", Precision.INSTANT),
        ("2017-06-19T09:00:30", "2017-06-19T06:00:30", "2017-06-19T06:00:30", Precision.INSTANT),
        ("2017-06-19T09:00Z", "2017-06-19T09:00", "2017-06-19T09:00", Precision.INSTANT),
        ("2017-06-19t09:00 z", "2017-06-19T09:00", "2017-06-19T09:00", Precision.INSTANT),
        ("2017-06-19T09:00+0545", "2017-06-19T03:15", "2017-06-19T03:15", Precision.INSTANT),
        (" 2017-06-19T09:00-04:00 ", "2017-06-19T13:00", "2017-06-19T13:00", Precision.INSTANT),
    ],
)
def test_both_ends_of_what_is_said(text: str, start: str, end: str, precision: Precision) -> None:
    """A unit reaches from its first local instant to the first after it; an instant is a point."""
    expected = [datetime.fromisoformat(at).replace(tzinfo=UTC) for at in (start, end)]

    assert [Moment.start(text, RIGA), Moment.end(text, RIGA)] == [
        Moment(at, precision, RIGA) for at in expected
    ]


@pytest.mark.parametrize(
    ("text", "zone", "utc"),
    [
        ("2021-03-28T03:30", RIGA, "2021-03-28T01:00"),
        ("2021-03-28T03:00", RIGA, "2021-03-28T01:00"),
        ("2021-03-28T03:59:59.5", RIGA, "2021-03-28T01:00"),
        ("2021-03-28T04:00", RIGA, "2021-03-28T01:00"),
        ("2021-10-03T02:15", "Australia/Lord_Howe", "2021-10-02T15:30"),
        ("2018-11-04", "America/Sao_Paulo", "2018-11-04T03:00"),
        ("2011-12-30", "Pacific/Apia", "2011-12-30T10:00"),
        ("2021-10-31T03:30", RIGA, "2021-10-31T00:30"),
        ("2021-11-07T01:30", "America/New_York", "2021-11-07T05:30"),
        ("2021-10-31T03:30+02:00", RIGA, "2021-10-31T01:30"),
    ],
)
def test_clocks_that_jump(text: str, zone: str, utc: str) -> None:
    """A skipped time is the first valid instant, a repeated one its first; an offset decides."""
    assert Moment.start(text, zone).at == datetime.fromisoformat(utc).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "zone", "why"),
    [
        ("2021-02-30", RIGA, Fault.CALENDAR),
        ("2021-02-29", RIGA, Fault.CALENDAR),
        ("2021-13", RIGA, Fault.CALENDAR),
        ("2021-00", RIGA, Fault.CALENDAR),
        ("2021-11-30T25:00", RIGA, Fault.CALENDAR),
        ("2021-11-30T09:60", RIGA, Fault.CALENDAR),
        ("2021-11-30T09:00+25:00", RIGA, Fault.CALENDAR),
        ("", RIGA, Fault.FORM),
        ("30.11.2021", RIGA, Fault.FORM),
        ("21", RIGA, Fault.FORM),
        ("2021-1", RIGA, Fault.FORM),
        ("2021-11-30T9:00", RIGA, Fault.FORM),
        ("2021-11T09:00", RIGA, Fault.FORM),
        ("٢٠٢١", RIGA, Fault.FORM),
        ("2021-11-30T09:00+02:75", RIGA, Fault.FORM),
        ("0000", RIGA, Fault.YEAR),
        ("9999-01-01", RIGA, Fault.YEAR),
        ("0001-01-01", RIGA, Fault.YEAR),
        ("0001-01-01T00:00Z", "America/New_York", Fault.YEAR),
    ],
)
def test_what_is_no_moment(text: str, zone: str, why: Fault) -> None:
    """A text that names no moment is refused either way, with the text and the reason."""
    for read in (Moment.start, Moment.end):
        with pytest.raises(BadMoment) as refusal:
            read(text, zone)
        assert (refusal.value.text, refusal.value.why) == (text, why)


@pytest.mark.parametrize(
    "zone", ["", "Europe", "Europe/Ventspils", "../passwd", "/etc", "A\0", "Ā"]
)
def test_what_is_no_zone(zone: str) -> None:
    """A zone that IANA does not know is refused, whatever it would mean to a file system."""
    with pytest.raises(BadMoment) as refusal:
        Moment.start("2021", zone)

    assert (refusal.value.text, refusal.value.why) == (zone, Fault.ZONE)


def test_a_zone_by_its_name() -> None:
    """A known zone comes back as itself."""
    assert time_zone("Asia/Kathmandu").key == "Asia/Kathmandu"


@given(text=units, zone=zones)
def test_a_unit_comes_back_as_it_was_said(text: str, zone: str) -> None:
    """Whatever the precision, zone and year, both ends of a unit are shown as they were said."""
    assert Moment.start(text, zone).iso_start() == text
    assert Moment.end(text, zone).iso_end() == text


@given(at=instants, zone=zones)
def test_an_instant_comes_back_as_itself(at: datetime, zone: str) -> None:
    """An instant, shown with its offset, is read back to the microsecond, even if repeated."""
    moment = Moment.instant(at, zone)

    assert moment.at == at
    assert Moment.start(moment.iso_start(), zone) == moment
    assert Moment.end(moment.iso_end(), zone) == moment


@given(day=days, zone=zones)
def test_days_meet(day: date, zone: str) -> None:
    """A day ends where the next begins, lasts about 24 hours, and begins and ends on itself."""
    start, end = Moment.day(day, zone), Moment.end(day.isoformat(), zone)

    assert timedelta(hours=22) < end.at - start.at < timedelta(hours=26)
    assert (start.first_day(), end.last_day()) == (day, day)
    if day < date(9998, 12, 31):
        assert Moment.day(day + timedelta(days=1), zone).at == end.at


@given(text=units, zone=zones)
def test_local_shows_the_clock_of_the_zone(text: str, zone: str) -> None:
    """A boundary is the same instant on the clocks of its zone."""
    moment = Moment.start(text, zone)

    assert moment.local() == moment.at
    assert str(moment.local().tzinfo) == zone


def test_an_instant_with_any_offset_is_kept_in_utc() -> None:
    """An aware time of any offset becomes UTC; its zone is the one that was named."""
    at = datetime(2021, 11, 30, 9, tzinfo=timezone(timedelta(hours=5)))

    moment = Moment.instant(at, RIGA)

    assert moment.at.tzinfo is UTC
    assert moment.iso_start() == "2021-11-30T06:00+02:00"


def test_an_instant_belongs_to_its_own_day() -> None:
    """The last day of an end that is an instant is the day of that instant."""
    assert Moment.end("2021-11-30T00:00", RIGA).last_day() == date(2021, 11, 30)


@pytest.mark.parametrize(
    "at",
    [
        datetime(2021, 11, 30),  # noqa: DTZ001 - naive on purpose
        datetime(2021, 11, 30, tzinfo=timezone(timedelta(hours=2))),
    ],
)
def test_a_moment_is_utc(at: datetime) -> None:
    """A boundary that is naive, or not in UTC, cannot be kept."""
    with pytest.raises(ValueError, match="UTC"):
        Moment(at, Precision.INSTANT, RIGA)
