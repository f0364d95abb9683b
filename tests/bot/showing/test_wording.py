"""Dates, hours and distances come out as each language writes them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.showing.wording import (
    between,
    day,
    distance,
    duration,
    lately,
    name,
    on,
    quote,
    since,
    span,
    until,
    zone_name,
)
from bot.texts import LANGUAGES
from storage.moments import Moment

RIGA = "Europe/Riga"
NOW = datetime(2021, 11, 26, 7, tzinfo=UTC)
"""26 November 2021, 09:00 in Riga."""

units = st.one_of(
    st.dates().map(date.isoformat),
    st.dates().map(lambda when: f"{when.year:04}-{when.month:02}"),
    st.dates().map(lambda when: f"{when.year:04}"),
).filter(lambda text: "0001" < text[:4] < "9999")


def start(text: str) -> Moment:
    """Return the start of `text` in Riga."""
    return Moment.start(text, RIGA)


def end(text: str) -> Moment:
    """Return the end of `text` in Riga."""
    return Moment.end(text, RIGA)


def spaced(words: str) -> str:
    """Return `words` with plain spaces, so that tables read as they are typed."""
    return words.replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(
    ("month", "cases"),
    [
        (1, ("janvāris", "janvārī", "janvāra", "janvārim")),
        (2, ("februāris", "februārī", "februāra", "februārim")),
        (3, ("marts", "martā", "marta", "martam")),
        (4, ("aprīlis", "aprīlī", "aprīļa", "aprīlim")),
        (5, ("maijs", "maijā", "maija", "maijam")),
        (6, ("jūnijs", "jūnijā", "jūnija", "jūnijam")),
        (7, ("jūlijs", "jūlijā", "jūlija", "jūlijam")),
        (8, ("augusts", "augustā", "augusta", "augustam")),
        (9, ("septembris", "septembrī", "septembra", "septembrim")),
        (10, ("oktobris", "oktobrī", "oktobra", "oktobrim")),
        (11, ("novembris", "novembrī", "novembra", "novembrim")),
        (12, ("decembris", "decembrī", "decembra", "decembrim")),
    ],
)
def test_latvian_months_in_their_cases(month: int, cases: tuple[str, str, str, str]) -> None:
    """Each month has its form alone, after kad?, after kopš and after līdz."""
    text = f"2021-{month:02}-05"
    is_, when, of, to = (f"2021. gada 5. {case}" for case in cases)

    assert [
        spaced(words)
        for words in (
            day(date(2021, month, 5), "lv"),
            on(start(text), "lv"),
            since(start(text), "lv"),
            until(end(text), "lv"),
        )
    ] == [is_, when, f"kopš {of}", f"līdz {to}"]


@pytest.mark.parametrize(
    ("text", "lv", "en"),
    [
        (
            "2017",
            ("2017. gads", "2017. gadā", "kopš 2017. gada", "līdz 2017. gada beigām"),
            ("2017", "in 2017", "since 2017", "until the end of 2017"),
        ),
        (
            "2017-06",
            (
                "2017. gada jūnijs",
                "2017. gada jūnijā",
                "kopš 2017. gada jūnija",
                "līdz 2017. gada jūnija beigām",
            ),
            ("June 2017", "in June 2017", "since June 2017", "until the end of June 2017"),
        ),
        (
            "2021-11-30",
            (
                "2021. gada 30. novembris",
                "2021. gada 30. novembrī",
                "kopš 2021. gada 30. novembra",
                "līdz 2021. gada 30. novembrim",
            ),
            (
                "30 November 2021",
                "on 30 November 2021",
                "since 30 November 2021",
                "until 30 November 2021",
            ),
        ),
        (
            "2021-11-30T09:05",
            (
                "2021. gada 30. novembris plkst. 9:05 (Rīgas laiks)",
                "2021. gada 30. novembrī plkst. 9:05 (Rīgas laiks)",
                "kopš 2021. gada 30. novembra plkst. 9:05 (Rīgas laiks)",
                "līdz 2021. gada 30. novembra plkst. 9:05 (Rīgas laiks)",
            ),
            (
                "30 November 2021 at 09:05 (Riga time)",
                "on 30 November 2021 at 09:05 (Riga time)",
                "since 30 November 2021 at 09:05 (Riga time)",
                "until 30 November 2021 at 09:05 (Riga time)",
            ),
        ),
    ],
)
def test_one_moment(text: str, lv: tuple[str, ...], en: tuple[str, ...]) -> None:
    """A moment is said as exactly as it was given, by name, as a time, a start and an end."""
    for language, expected in (("lv", lv), ("en", en)):
        said = (
            name(start(text), language),
            on(start(text), language),
            since(start(text), language),
            until(end(text), language),
        )
        assert tuple(spaced(words) for words in said) == expected


@pytest.mark.parametrize(
    ("first", "last", "lv", "en"),
    [
        ("2017", "", "kopš 2017. gada", "since 2017"),
        ("", "2022-06-29", "līdz 2022. gada 29. jūnijam", "until 29 June 2022"),
        ("", "", "", ""),
        ("2017", "2017", "2017. gadā", "in 2017"),
        ("2017-06", "2017-06", "2017. gada jūnijā", "in June 2017"),
        ("2017", "2019", "no 2017. gada līdz 2019. gadam", "from 2017 to 2019"),
        (
            "2017",
            "2022-06-29",
            "no 2017. gada līdz 2022. gada 29. jūnijam",
            "from 2017 to 29 June 2022",
        ),
        (
            "2017-06-19",
            "2019",
            "no 2017. gada 19. jūnija līdz 2019. gada beigām",
            "from 19 June 2017 to the end of 2019",
        ),
        (
            "2017-06-19",
            "2017",
            "no 2017. gada 19. jūnija līdz 2017. gada beigām",
            "from 19 June 2017 to the end of 2017",
        ),
        (
            "2017-03",
            "2017-06",
            "no 2017. gada marta līdz jūnijam",
            "from March to June 2017",
        ),
        (
            "2021-11-30",
            "2021-12-01",
            "no 2021. gada 30. novembra līdz 1. decembrim",
            "from 30 November to 1 December 2021",
        ),
        (
            "2021-11-30T09:00",
            "2022-12-01T17:00",
            (
                "no 2021. gada 30. novembra plkst. 9:00"
                " līdz 2022. gada 1. decembra plkst. 17:00 (Rīgas laiks)"
            ),
            "from 30 November 2021 at 09:00 to 1 December 2022 at 17:00 (Riga time)",
        ),
    ],
)
def test_periods_of_validity(first: str, last: str, lv: str, en: str) -> None:
    """Either side may be open; one unit is said once, and so is a year that both sides share."""
    sides = (start(first) if first else None, end(last) if last else None)

    assert spaced(between(*sides, "lv")) == lv
    assert spaced(between(*sides, "en")) == en


@pytest.mark.parametrize(
    ("first", "last", "lv", "en"),
    [
        ("2021-11-30", "2021-11-30", "2021. gada 30. novembrī", "30 November 2021"),
        (
            "2021-11-30",
            "2021-12-01",
            "no 2021. gada 30. novembra līdz 1. decembrim",
            "30 November–1 December 2021",
        ),
        ("2021-12-08", "2021-12-10", "no 2021. gada 8. līdz 10. decembrim", "8–10 December 2021"),
        (
            "2021-12-31",
            "2022-01-01",
            "no 2021. gada 31. decembra līdz 2022. gada 1. janvārim",
            "31 December 2021–1 January 2022",
        ),
        (
            "2021-11-30T09:00",
            "2021-11-30T17:30",
            "2021. gada 30. novembrī plkst. 9:00–17:30 (Rīgas laiks)",
            "30 November 2021, 09:00–17:30 (Riga time)",
        ),
        (
            "2021-11-30T09:00",
            "2021-11-30T09:00",
            "2021. gada 30. novembrī plkst. 9:00 (Rīgas laiks)",
            "30 November 2021 at 09:00 (Riga time)",
        ),
        (
            "2021-11-30T09:00",
            "2021-12-01T17:30",
            "no 2021. gada 30. novembra plkst. 9:00 līdz 1. decembra plkst. 17:30 (Rīgas laiks)",
            "30 November at 09:00 – 1 December 2021 at 17:30 (Riga time)",
        ),
        (
            "2021-11-30T09:00",
            "2021-12-01",
            "no 2021. gada 30. novembra plkst. 9:00 (Rīgas laiks) līdz 1. decembrim",
            "30 November at 09:00 (Riga time) – 1 December 2021",
        ),
    ],
)
def test_events(first: str, last: str, lv: str, en: str) -> None:
    """An event is said all day or with its hours, a shared month, year or zone once."""
    assert spaced(span(start(first), end(last), "lv")) == lv
    assert spaced(span(start(first), end(last), "en")) == en


def test_an_event_between_two_zones_names_both() -> None:
    """Hours of two zones are each said with their own."""
    leave, land = start("2021-11-30T09:00"), Moment.end("2021-11-30T12:00", "Asia/Kathmandu")

    assert spaced(span(leave, land, "en")) == (
        "30 November at 09:00 (Riga time) – 30 November 2021 at 12:00 (Asia/Kathmandu)"
    )


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (day(date(2021, 11, 30), "lv", year=False), "30. novembris"),
        (on(start("2021-11-30"), "lv", year=False), "30. novembrī"),
        (on(start("2021-11"), "en", year=False), "in November"),
        (on(start("2021"), "lv", year=False), "2021. gadā"),
        (since(start("2021-11-30"), "lv", year=False), "kopš 30. novembra"),
        (until(end("2021-11-30"), "en", year=False), "until 30 November"),
        (
            span(start("2021-11-30"), end("2021-12-01"), "lv", year=False),
            "no 30. novembra līdz 1. decembrim",
        ),
        (
            span(start("2021-12-08"), end("2021-12-10"), "lv", year=False),
            "no 8. līdz 10. decembrim",
        ),
        (span(start("2021-12-08"), end("2021-12-10"), "en", year=False), "8–10 December"),
    ],
)
def test_the_year_is_left_out_where_asked(words: str, expected: str) -> None:
    """Without the year the rest keeps its case; a year alone is still said."""
    assert spaced(words) == expected


def test_a_day_never_parts_from_its_month() -> None:
    """There is a no-break space between a day and its month, and an ordinary one elsewhere."""
    assert day(date(2021, 11, 30), "lv") == "2021. gada 30.\N{NO-BREAK SPACE}novembris"
    assert day(date(2021, 11, 30), "en") == "30\N{NO-BREAK SPACE}November 2021"


@pytest.mark.parametrize(
    ("text", "lv", "en"),
    [
        ("2021-11-25", "vakar", "yesterday"),
        ("2021-11-26", "šodien", "today"),
        ("2021-11-27", "rīt", "tomorrow"),
        ("2021-11-30", "pēc 4 dienām", "in 4 days"),
        ("2021-12-17", "pēc 21 dienas", "in 21 days"),
        ("2021-11-20", "pirms 6 dienām", "6 days ago"),
        ("2021-11-26T09:00:20", "tagad", "now"),
        ("2021-11-26T09:40", "pēc 40 minūtēm", "in 40 minutes"),
        ("2021-11-26T08:39", "pirms 21 minūtes", "21 minutes ago"),
        ("2021-11-26T09:59:50", "pēc 1 stundas", "in 1 hour"),
        ("2021-11-26T10:00", "pēc 1 stundas", "in 1 hour"),
        ("2021-11-26T10:01", "pēc 61 minūtes", "in 61 minutes"),
        ("2021-11-26T10:30", "pēc 90 minūtēm", "in 90 minutes"),
        ("2021-11-26T10:50", "pēc 2 stundām", "in 2 hours"),
        ("2021-11-26T11:30", "pēc 2 h 30 min", "in 2 h 30 min"),
        ("2021-11-26T06:15", "pirms 2 h 45 min", "2 h 45 min ago"),
        ("2021-11-26T11:14", "pēc 2 stundām", "in 2 hours"),
        ("2021-11-28T08:59", "pēc 48 stundām", "in 48 hours"),
        ("2021-11-28T09:00", "pēc 2 dienām", "in 2 days"),
        ("2021-11-25T22:00", "pirms 11 stundām", "11 hours ago"),
        ("2021-12", "", ""),
        ("2022", "", ""),
    ],
)
def test_how_far_away(text: str, lv: str, en: str) -> None:
    """Days are counted on the calendar, a near hour by the clock, and a mere month not at all."""
    assert distance(NOW, start(text), "lv") == lv
    assert distance(NOW, start(text), "en") == en


def test_days_are_counted_where_the_event_is() -> None:
    """Whether a day is today or tomorrow is decided by the clocks of its zone."""
    late = datetime(2021, 11, 26, 23, tzinfo=UTC)

    assert distance(late, Moment.start("2021-11-27", "Europe/London"), "en") == "tomorrow"
    assert distance(late, Moment.start("2021-11-27", RIGA), "en") == "today"


@pytest.mark.parametrize(
    ("left", "expected"),
    [
        (timedelta(days=2, hours=3, minutes=4), "2 d 3 h"),
        (timedelta(days=2, minutes=4), "2 d"),
        (timedelta(hours=1, minutes=5), "1 h 5 min"),
        (timedelta(hours=3), "3 h"),
        (timedelta(minutes=45, seconds=59), "45 min"),
        (timedelta(seconds=5), "0 min"),
        (-timedelta(hours=1), "1 h"),
    ],
)
def test_durations(left: timedelta, expected: str) -> None:
    """The two largest units are said, what is smaller is cut off, and the sign is dropped."""
    assert [duration(left, language) for language in ("lv", "en")] == [expected] * 2


def test_quotation_marks() -> None:
    """Latvian quotes open low and close high; English ones are both high."""
    assert (quote("jā", "lv"), quote("yes", "en")) == ("„jā”", "“yes”")


def test_zones_by_name() -> None:
    """A zone that readers know has a name, any other goes by its IANA name."""
    assert zone_name(RIGA, "lv") == "Rīgas laiks"
    assert zone_name("Australia/Lord_Howe", "lv") == "Australia/Lord_Howe"


@given(first=units, last=units, language=st.sampled_from(LANGUAGES))
def test_whatever_the_ends_their_years_are_said(first: str, last: str, language: str) -> None:
    """Any two ends, of any precision, make a sentence that names the year of each."""
    said = between(start(first), end(last), language)

    assert {str(int(first[:4])), str(int(last[:4]))} <= set(spaced(said).replace(".", "").split())


def test_what_was_lately_is_told_by_its_hour_or_its_day_too() -> None:
    """Only as much of the day is said as differs from today, in the zone that is told."""
    late_yesterday = datetime(2021, 11, 25, 21, 30, tzinfo=UTC)
    last_year = datetime(2020, 11, 25, 7, tzinfo=UTC)

    for language, *told in (
        ("en", "09:00", "25 November at 23:30", "25 November 2020 at 09:00"),
        ("lv", "plkst. 9:00", "25. novembrī plkst. 23:30", "2020. gada 25. novembrī plkst. 9:00"),
    ):
        assert [
            spaced(lately(each, NOW, RIGA, language)) for each in (NOW, late_yesterday, last_year)
        ] == told
