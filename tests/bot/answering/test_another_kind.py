"""Which answers cannot be what somebody asks for, and which may be, for all that words tell."""

from __future__ import annotations

import pytest

from bot.answering.another_kind import asks_another_kind
from bot.desk import Desk
from tests.bot.conftest import ZONE
from tests.standins.speakers import editor

WHEN = ("When does the bridge open?", "Kad atver tiltu?", "Когда откроют мост?")
WHO = ("Who leads the works?", "Kurš vada darbus?", "Which company builds the bridge?")
MANY = ("How many people work there?", "Cik cilvēku tur strādā?")
MUCH = ("How much does the bridge cost?", "Cik maksā tilts?")
LONG = ("How long will the bridge be closed?", "Cik ilgi tilts būs slēgts?")
WHY = ("Why is the bridge closed?",)
WHAT = ("What is known of the bridge?", "Kas jauns par tiltu?", "tilts", "Is the bridge open?")

SURELY = [
    ("opening", "1 December 2026", [*WHO, *MANY, *MUCH, *WHY]),
    ("director", "Jane Roe", [*WHEN, *MANY, *MUCH, *LONG, *WHY]),
    ("place", "Riga", [*WHEN, *WHO, *MANY]),
    ("budget", "40 million euros", [*WHEN, *WHO, *MANY]),
    ("staff", "312 people", [*WHEN, *WHO, *MUCH]),
]
PERHAPS = [
    ("opening", "1 December 2026", [*WHEN, *LONG, *WHAT]),
    ("opening", "after the repairs", [*WHEN, *LONG, *WHO, *WHAT]),
    ("director", "Jane Roe", [*WHO, *WHAT]),
    ("budget", "12 million", [*MUCH, *WHAT]),
    ("staff", "2021", [*MANY, *WHAT]),
    ("interval", "20 minutes", [*WHEN, *LONG]),
    ("status", "closed because of ice", [*WHEN, *WHY, *WHO, *LONG]),
]


def _asks_another(desk: Desk, attribute: str, value: str, question: str) -> bool:
    editor(desk).say(
        f"/fact add battle-group.{attribute} {value}\nvalue-lv: {value}\nwords: {attribute}"
    )
    with desk.database.read() as tx:
        fact = tx.facts.find(f"battle-group.{attribute}")
        assert fact is not None
        dossiers = tx.facts.of_subjects([fact.subject.id])
        (dossier,) = (each for each in dossiers if each.fact == fact)
        return asks_another_kind(question, dossier, tx.now, ZONE)


@pytest.mark.parametrize(
    ("attribute", "value", "question"),
    [(attribute, value, each) for attribute, value, asked in SURELY for each in asked],
)
def test_another_kind_is_asked_for(desk: Desk, attribute: str, value: str, question: str) -> None:
    """A date is nobody, a name no number, and money is not counted in people."""
    assert _asks_another(desk, attribute, value, question)


@pytest.mark.parametrize(
    ("attribute", "value", "question"),
    [(attribute, value, each) for attribute, value, asked in PERHAPS for each in asked],
)
def test_it_may_be_what_is_asked_for(desk: Desk, attribute: str, value: str, question: str) -> None:
    """Words may answer anything, and who does not say what they ask for is told."""
    assert not _asks_another(desk, attribute, value, question)
