"""The time a question speaks of."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.answering.analysis import analyse
from bot.answering.asked_time import asked_time

RIGA = ZoneInfo("Europe/Riga")
AT = datetime(2024, 7, 10, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("question", "first", "last"),
    [
        ("who led it on 2019-07-01?", "2019-07-01", "2019-07-01"),
        ("kas to vadīja 30.06.2019?", "2019-06-30", "2019-06-30"),
        ("kas to vadīja 2021-05?", "2021-05-01", "2021-05-31"),
        ("kas vadīja teātri 2019. gadā?", "2019-01-01", "2019-12-31"),
        ("who ran it in 2017?", "2017-01-01", "2017-12-31"),
        ("cik maksāja biļete pērn?", "2023-01-01", "2023-12-31"),
        ("how much was it last year", "2023-01-01", "2023-12-31"),
        ("сколько стоило в прошлом году", "2023-01-01", "2023-12-31"),
        ("kas bija mērs aizpērn", "2022-01-01", "2022-12-31"),
        ("who was mayor in June 2021?", "2021-06-01", "2021-06-30"),
        ("kas bija mērs 2021. gada jūnijā?", "2021-06-01", "2021-06-30"),
        ("what was the warning on 28 June?", "2024-06-28", "2024-06-28"),
        ("kāds brīdinājums bija 28. jūnijā", "2024-06-28", "2024-06-28"),
        ("cik maksāja februārī", "2024-02-01", "2024-02-29"),
        ("cik tas maksāja martā", "2024-03-01", "2024-03-31"),
        ("what was the price yesterday", "2024-07-09", "2024-07-09"),
        ("kāpēc vakardien nebija vilcienu", "2024-07-09", "2024-07-09"),
        ("kāds ir rītdienas laiks", "2024-07-11", "2024-07-11"),
        ("kāda būs cena nākamgad", "2025-01-01", "2025-12-31"),
        ("in autumn 2022 who led it", "2022-09-01", "2022-11-30"),
        ("who led it 3 years ago", "2021-01-01", "2021-12-31"),
        ("kas to vadīja pirms 3 gadiem", "2021-01-01", "2021-12-31"),
        ("kas to vadīja pirms diviem gadiem", "2022-01-01", "2022-12-31"),
        ("how many were there a week ago", "2024-07-03", "2024-07-03"),
        ("сколько было неделю назад", "2024-07-03", "2024-07-03"),
        ("cik bija pirms mēneša", "2024-06-01", "2024-06-30"),
        ("what is it called from next March", "2025-03-01", "2025-03-31"),
        ("where was it last August", "2023-08-01", "2023-08-31"),
        ("where was it last July", "2023-07-01", "2023-07-31"),
        ("kas tur būs nākamajā jūlijā", "2025-07-01", "2025-07-31"),
        ("will it open by May", "2024-05-01", "2024-05-31"),
        ("how many were there last Friday", "2024-07-05", "2024-07-05"),
        ("kas bija vadītājs pērnā gada maijā", "2023-05-01", "2023-05-31"),
        ("kāda bija cena pagājušā gada 1. jūnijā", "2023-06-01", "2023-06-01"),
        ("what was it in the spring of last year", "2023-03-01", "2023-05-31"),
        ("kas to vadīja pērnruden", "2023-09-01", "2023-11-30"),
        ("what did it cost at the end of last year", "2023-12-31", "2023-12-31"),
        ("cik bija jūnija vidū", "2024-06-11", "2024-06-20"),
        ("who ran it in early 2022", "2022-01-01", "2022-05-02"),
        ("who was the coach last season", "2023-07-01", "2024-06-30"),
        ("kas bija treneris 2021./2022. gada sezonā", "2021-07-01", "2022-06-30"),
        ("kas to vadīja deviņdesmitajos gados", "1990-01-01", "1999-12-31"),
        ("who was mayor in the 1990s", "1990-01-01", "1999-12-31"),
        ("kas to vadīja līdz 1. martam", "2024-02-29", "2024-02-29"),
    ],
)
def test_a_named_time_is_read_relative_to_now(question: str, first: str, last: str) -> None:
    """Years, seasons, months, days and what is counted from now become the days they cover."""
    found = asked_time(analyse(question), AT, "Europe/Riga")

    assert found is not None
    assert found.start.astimezone(RIGA).date() == date.fromisoformat(first)
    assert (found.end - timedelta(seconds=1)).astimezone(RIGA).date() == date.fromisoformat(last)


@pytest.mark.parametrize(
    "question",
    [
        "kas vada teātri?",
        "who may apply?",
        "kad Marta Ozola kļuva par direktori?",
        "cik ir 1500 eiro?",
        "when did it open",
        "how many days a week is it open",
        "who plays the second violin",
        "who won the tournament of juniors",
        "kur dzīvo Juliāna",
    ],
)
def test_no_time_is_read_where_none_is_named(question: str) -> None:
    """The words "May" may be a verb, Marta a person, and a number no year."""
    assert asked_time(analyse(question), AT, "Europe/Riga") is None


def test_the_end_of_a_year_is_its_last_moment() -> None:
    """The words "At the end of 2022" asks for what held then, not in any part of that year."""
    found = asked_time(analyse("how many were there at the end of 2022?"), AT, "Europe/Riga")

    assert found is not None
    assert found.start >= datetime(2022, 12, 31, 23, tzinfo=RIGA)


def test_before_a_year_is_the_moment_before_it() -> None:
    """The words "Before 2020" asks for what held as 2020 came."""
    found = asked_time(analyse("who led it before 2020?"), AT, "Europe/Riga")

    assert found is not None
    assert found.end == datetime(2020, 1, 1, tzinfo=RIGA)


def test_this_year_is_now() -> None:
    """The words "This year" asks for what holds now, not for everything since January."""
    found = asked_time(analyse("cik tas maksā šogad"), AT, "Europe/Riga")

    assert found is not None
    assert found.current


@pytest.mark.parametrize(
    "question",
    ["what was it last winter?", "cik bija pagājušajā ziemā?", "сколько было прошлой зимой?"],
)
def test_last_winter_is_the_latest_that_is_over(question: str) -> None:
    """A season said with "last" is the one that has ended, from its first month to its last."""
    found = asked_time(analyse(question), datetime(2024, 7, 1, 9, tzinfo=RIGA), "Europe/Riga")

    assert found is not None
    assert found.start == datetime(2023, 12, 1, tzinfo=RIGA)
    assert found.end == datetime(2024, 3, 1, tzinfo=RIGA)
