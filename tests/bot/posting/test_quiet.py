"""Quiet hours: what is written, when they are, and when they are over."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.posting import quiet
from bot.posting.quiet import QuietHours
from storage.moments import at_local, time_zone

RIGA = "Europe/Riga"
NIGHT = QuietHours(time(22), time(8))
MINUTE = timedelta(minutes=1)

times = st.times().map(lambda at: at.replace(second=0, microsecond=0))
hours = (
    st.tuples(times, times)
    .filter(lambda ends: ends[0] != ends[1])
    .map(lambda ends: QuietHours(*ends))
)
zones = st.sampled_from(
    [
        *(RIGA, "America/New_York", "America/Sao_Paulo", "Asia/Kathmandu", "UTC"),
        *("Australia/Lord_Howe", "Pacific/Apia", "Africa/Casablanca", "Antarctica/Troll"),
    ]
)
instants = st.datetimes(
    min_value=datetime(1990, 1, 1),  # noqa: DTZ001 - hypothesis adds the zone
    max_value=datetime(2037, 1, 1),  # noqa: DTZ001 - hypothesis adds the zone
    timezones=st.just(UTC),
)
changes = st.sampled_from(
    [
        datetime(2021, 3, 28, 1, tzinfo=UTC),  # Riga, an hour skipped
        datetime(2021, 10, 31, 1, tzinfo=UTC),  # Riga, an hour twice; Troll two
        datetime(2021, 11, 7, 6, tzinfo=UTC),  # New York
        datetime(2018, 11, 4, 3, tzinfo=UTC),  # São Paulo, midnight skipped
        datetime(2021, 10, 2, 15, 30, tzinfo=UTC),  # Lord Howe, half an hour
        datetime(2011, 12, 30, 10, tzinfo=UTC),  # Apia, a whole day skipped
    ]
)
near_changes = st.builds(
    lambda change, minutes: change + minutes * MINUTE, changes, st.integers(-2000, 2000)
)
any_time = st.one_of(instants, near_changes)


def at(text: str, zone: str = RIGA) -> datetime:
    """Return the instant at which the clocks of `zone` show this, for the first time."""
    return at_local(datetime.fromisoformat(text), time_zone(zone))


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("22:00-08:00", time(22), time(8)),
        ("22-8", time(22), time(8)),
        ("22:00–08:00", time(22), time(8)),
        ("22.00-8.00", time(22), time(8)),
        (" 22.30  —  7 ", time(22, 30), time(7)),
        ("0:00-6:30", time(0), time(6, 30)),
        ("18-24", time(18), time(0)),
        ("13-15", time(13), time(15)),
    ],
)
def test_hours_are_read_as_people_write_them(text: str, start: time, end: time) -> None:
    """Minutes may be left out, a dot is a colon, any dash will do, and 24 is midnight."""
    assert QuietHours.read(text) == QuietHours(start, end)


@pytest.mark.parametrize(
    "text",
    ["", "off", "22", "22:00", "8-8", "0-24", "25-8", "22:60-8", "24:01-8", "22-8-9", "٢٢-٨", "-"],
)
def test_what_names_no_hours_is_none(text: str) -> None:
    """No such hour, one alone, or the same twice."""
    assert QuietHours.read(text) is None


def test_choice_of_a_chat() -> None:
    """None is the default, `off` none at all; anything else is what is written."""
    assert quiet.of(None) == NIGHT
    assert quiet.of("off") is None
    assert quiet.of("13:00-15:00") == QuietHours(time(13), time(15))
    assert quiet.of("nonsense") == NIGHT


@pytest.mark.parametrize(
    ("local", "covered"),
    [
        ("2021-11-26T21:59:59", False),
        ("2021-11-26T22:00", True),
        ("2021-11-27T00:00", True),
        ("2021-11-27T07:59:59", True),
        ("2021-11-27T08:00", False),
        ("2021-11-27T12:00", False),
    ],
)
def test_night_is_quiet_from_its_first_moment_to_its_last(local: str, covered: bool) -> None:  # noqa: FBT001 - pytest gives it by position
    """The hour at which it begins is quiet, the one at which it ends is not."""
    assert NIGHT.covers(at(local), RIGA) is covered


def test_hours_within_a_day_are_of_that_day() -> None:
    """A quiet afternoon is over the same afternoon."""
    nap = QuietHours(time(13), time(15))

    assert nap.ends(at("2021-11-26T14:00"), RIGA) == at("2021-11-26T15:00")
    assert not nap.covers(at("2021-11-26T22:00"), RIGA)


def test_one_night_is_not_the_same_night_elsewhere() -> None:
    """The hours are those of the chat's own zone."""
    moment = at("2021-11-26T07:30")

    assert NIGHT.covers(moment, RIGA)
    assert NIGHT.ends(moment, "America/New_York") == at("2021-11-26T08:00", "America/New_York")
    assert not NIGHT.covers(moment, "Asia/Tokyo")


@pytest.mark.parametrize(
    ("evening", "lasts"),
    [("2021-03-27T22:00", 9), ("2021-10-30T22:00", 11), ("2021-11-26T22:00", 10)],
)
def test_night_in_which_the_clock_changes_ends_at_eight(evening: str, lasts: int) -> None:
    """It is an hour shorter in spring and an hour longer in autumn."""
    assert NIGHT.ends(at(evening), RIGA) - at(evening) == timedelta(hours=lasts)


def test_end_that_the_clock_skips_is_where_it_goes_on() -> None:
    """At 3:00 the clock shows 4:00, so what ends at 3:30 ends there."""
    assert QuietHours(time(22), time(3, 30)).ends(at("2021-03-28T01:00"), RIGA) == at(
        "2021-03-28T04:00"
    )


def test_end_that_the_clock_shows_twice_is_the_first() -> None:
    """What was over is not begun again because the clock went back."""
    early = QuietHours(time(22), time(3, 30))
    end = at("2021-10-31T03:30")

    assert early.ends(at("2021-10-31T01:00"), RIGA) == end
    assert not any(early.covers(end + n * MINUTE, RIGA) for n in range(120))


@given(hours)
def test_hours_are_read_back_as_they_are_stored(asked: QuietHours) -> None:
    """What is stored is what was chosen."""
    assert quiet.of(str(asked)) == asked


@given(hours, any_time, zones)
def test_after_the_end_it_is_no_more_quiet(asked: QuietHours, instant: datetime, zone: str) -> None:
    """Whatever waited for the end can go at it, and nothing waits that need not."""
    end = asked.ends(instant, zone)

    assert not asked.covers(end, zone)
    assert (end > instant) is asked.covers(instant, zone)
    assert end.utcoffset() == timedelta()


@given(hours, any_time, zones, st.floats(0, 0.99))
def test_until_the_end_it_stays_quiet(
    asked: QuietHours, instant: datetime, zone: str, share: float
) -> None:
    """Nothing between is loud, and whatever comes meanwhile waits for the same end."""
    end = asked.ends(instant, zone)
    assume(end > instant)
    between = instant + (end - instant) * share

    assert asked.covers(between, zone)
    assert asked.ends(between, zone) == end


@given(hours, instants, zones)
def test_it_is_quiet_when_the_clock_says_so(
    asked: QuietHours, instant: datetime, zone: str
) -> None:
    """But on a day on which the clock changes, the time that it shows is all that counts."""
    clocks = time_zone(zone)
    nearby = [instant + timedelta(days=days) for days in (-2, 0, 2)]
    assume(len({each.astimezone(clocks).utcoffset() for each in nearby}) == 1)
    shown = instant.astimezone(clocks).time()
    within = asked.start <= shown < asked.end
    if asked.end < asked.start:
        within = not asked.end <= shown < asked.start

    assert asked.covers(instant, zone) is within


@given(hours, any_time, zones)
def test_no_quiet_is_long(asked: QuietHours, instant: datetime, zone: str) -> None:
    """Whatever waits for its end goes within two days, even where the clock skips one."""
    assert asked.ends(instant, zone) - instant <= timedelta(hours=48)
