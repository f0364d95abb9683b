"""A stretch of time is called by the calendar's largest unit that it fills."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.showing.wording import within
from storage.moments import Moment

RIGA = "Europe/Riga"


@pytest.mark.parametrize(
    ("first", "last", "lv", "en"),
    [
        ("2019", "2019", "2019. gadā", "in 2019"),
        ("2021-05", "2021-05", "2021. gada maijā", "in May 2021"),
        ("2021-05-03", "2021-05-03", "2021. gada 3.\u00a0maijā", "on 3\u00a0May 2021"),
        (
            "2022-09-01",
            "2022-11-30",
            "no 2022. gada 1.\u00a0septembra līdz 30.\u00a0novembrim",
            "from 1\u00a0September to 30\u00a0November 2022",
        ),
    ],
)
def test_a_stretch_is_named_by_the_unit_that_it_fills(
    first: str, last: str, lv: str, en: str
) -> None:
    """A whole year, month or day is called so, and any other stretch by its days."""
    begin, end = Moment.start(first, RIGA).at, Moment.end(last, RIGA).at

    assert [within(begin, end, RIGA, language) for language in ("lv", "en")] == [lv, en]


def test_an_instant_is_named_by_its_day() -> None:
    """The last second of a year is said to be on its last day."""
    end = Moment.start("2020", RIGA).at

    assert within(end - timedelta(seconds=1), end, RIGA, "en") == "on 31\u00a0December 2019"
