"""What kind of answer a question means, also where no question word says it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.answering.kind_meant import WHETHER, asks_whether, kinds_meant, kinds_said
from bot.answering.reading import Reading, read

AT = datetime(2024, 7, 10, 9, tzinfo=UTC)


def reading(question: str) -> Reading:
    """Return the reading of a question."""
    return read(question, AT, "Europe/Riga")


@pytest.mark.parametrize(
    "question",
    [
        "Vai taisnība, ka skolu slēdz?",
        "vai tiesa ka skolu slegs",
        "true that they close the school",
        "wait, is the school closing?",
        "so are they shutting the school?",
        "the school is closing, is that so?",
        "dzirdēju, ka skolu slēgs",
        "skolu slēgs vai nē",
        "Is it true that the price goes up?",
        "будет ли закрыта школа",
    ],
)
def test_a_yes_or_a_no_is_asked_for_in_many_ways(question: str) -> None:
    """By "true", by "or not", or by a verb that comes first, but for what is said before."""
    found = reading(question)

    assert asks_whether(found)
    assert kinds_meant(found, kinds_said(found)) == {WHETHER}


@pytest.mark.parametrize(
    "question",
    [
        "Kāds ir patiesais iemesls, ka skolu slēdz?",
        "Is there a date for the opening of the pool?",
        "Ka nokļūt līdz skolai?",
        "When is the school closed?",
        "school opening hours",
    ],
)
def test_what_says_another_kind_asks_for_no_yes_or_no(question: str) -> None:
    """The reason, the date, the way."""
    assert not asks_whether(reading(question))


@pytest.mark.parametrize(
    ("question", "kinds"),
    [
        ("What will happen to the closed mill?", {"what"}),
        ("Kas būs ar veco dzirnavu ēku?", {"who", "what"}),
        ("Kas ir Jelgavas mērs?", {"who", "what"}),
        ("What is the date of the opening?", {"when"}),
        ("pool reopening date", {"when"}),
        ("Jelgavas baseina atvēršana", {"when"}),
        ("new school location", {"where"}),
    ],
)
def test_only_what_names_something_gives_a_kind(question: str, kinds: set[str]) -> None:
    """A date asks when; that a mill is closed, or old, asks neither when nor how old it is."""
    found = reading(question)

    assert kinds_meant(found, kinds_said(found)) == kinds
