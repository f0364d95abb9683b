"""A time in full, for an editor: with its days of the week, its zone, and which hour is meant."""

from __future__ import annotations

import pytest

from bot.showing.wording import in_full
from storage.moments import Moment

RIGA = "Europe/Riga"


def spaced(words: str) -> str:
    """Return `words` with plain spaces, so that tables read as they are typed."""
    return words.replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(
    ("first", "last", "lv", "en"),
    [
        (
            "2021-11-30",
            "2021-11-30",
            "otrdien, 2021. gada 30. novembrī (Rīgas laiks)",
            "Tuesday, 30 November 2021 (Riga time)",
        ),
        (
            "2021-12-04",
            "2021-12-05",
            "sestdien–svētdien, no 2021. gada 4. līdz 5. decembrim (Rīgas laiks)",
            "Saturday–Sunday, 4–5 December 2021 (Riga time)",
        ),
        (
            "2021-12-01T09:00",
            "2021-12-01T17:30",
            "trešdien, 2021. gada 1. decembrī plkst. 9:00–17:30 (Rīgas laiks)",
            "Wednesday, 1 December 2021, 09:00–17:30 (Riga time)",
        ),
    ],
)
def test_time_in_full(first: str, last: str, lv: str, en: str) -> None:
    """An editor sees the days of the week and the zone, of days as of hours."""
    ends = Moment.start(first, RIGA), Moment.end(last, RIGA)

    assert [spaced(in_full(*ends, language)) for language in ("lv", "en")] == [lv, en]


@pytest.mark.parametrize(
    ("at", "lv", "en"),
    [
        (
            "2022-03-27T03:30",
            "plkst. 3:30 tajā naktī nepastāv, domāts plkst. 4:00",
            "04:00 is meant",
        ),
        ("2022-10-30T03:30", "tajā naktī ir divreiz, domāta pirmā reize", "the first is meant"),
        ("2022-10-30T03:30+02:00", "ir divreiz, domāta otrā reize", "the second is meant"),
    ],
)
def test_hour_of_a_clock_change_says_which_is_meant(at: str, lv: str, en: str) -> None:
    """An hour that is skipped or comes twice is never told as if it were any other."""
    ends = (Moment.start(at, RIGA), Moment.end(at, RIGA))

    told = [spaced(in_full(*ends, language)) for language in ("lv", "en")]

    assert [told[0].endswith(lv), told[1].endswith(en)] == [True, True]
