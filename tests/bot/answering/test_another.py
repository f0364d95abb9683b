"""An attribute that no fact tells is not answered from another attribute of the same subject."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.bot.answering.scoreboard import answerer_over

AT = datetime(2027, 3, 10, 12, tzinfo=UTC)
FAIR = {"en": ["Oldtown Fair", "fair"], "lv": ["Vecpilsētas tirgus", "tirgus"]}
HALL = {"en": ["Old Hall", "hall"], "lv": ["Vecā halle", "halle"]}


def fact(
    key: str, names: dict[str, list[str]], value: tuple[str, str], said: tuple[str, str]
) -> dict[str, object]:
    """Return a fact as files have it; value and statement in English, then in Latvian."""
    subject, _, attribute = key.partition(".")
    return {
        "id": key,
        "subject": subject,
        "subject_names": names,
        "attribute": attribute,
        "value": dict(zip(("en", "lv"), value, strict=True)),
        "statement": dict(zip(("en", "lv"), said, strict=True)),
        "as_of": "2027-01-01",
    }


FACTS = (
    fact(
        "fair.sponsor",
        FAIR,
        ("Oldtown Bank", "Vecpilsētas banka"),
        (
            "The director of Oldtown Bank announced that it sponsors the fair.",
            "Vecpilsētas bankas direktors paziņoja, ka banka atbalsta tirgu.",
        ),
    ),
    fact(
        "fair.employees",
        FAIR,
        ("120", "120"),
        ("120 employees look after the visitors.", "Par apmeklētājiem rūpējas 120 darbinieki."),
    ),
    fact(
        "hall.height",
        HALL,
        ("14 metres", "14 metri"),
        ("The hall is 14 metres high.", "Halle ir 14 metrus augsta."),
    ),
)


def told(question: str) -> list[str]:
    """Return what is answered or offered."""
    answerer, store = answerer_over(FACTS)
    verdict = answerer.ask(question, at=AT, zone="Europe/Riga", store=store)
    return [pick.fact.key for pick in verdict.picks]


@pytest.mark.parametrize(
    "question",
    [
        "who is the director of the Oldtown Fair?",
        "Oldtown Fair director",
        "kas ir Vecpilsētas tirgus direktors?",
        "cik apmeklētāju bija Vecpilsētas tirgū?",
    ],
)
def test_a_word_of_the_statement_does_not_lead_past_the_key(question: str) -> None:
    """The sponsor is not the director though one speaks of it, nor are employees visitors."""
    assert told(question) == []


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("who sponsors the Oldtown Fair?", "fair.sponsor"),
        ("cik metrus ir Vecā halle?", "hall.height"),
        ("how high is the Old Hall?", "hall.height"),
        ("cik darbinieku ir Vecpilsētas tirgū?", "fair.employees"),
    ],
)
def test_what_people_mix_with_an_attribute_is_told(question: str, expected: str) -> None:
    """The key's own word leads to a fact, and so does what people call it: metres, the height."""
    assert told(question) == [expected]
