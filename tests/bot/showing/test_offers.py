"""What an offer calls the facts that may be meant."""

from __future__ import annotations

import pytest

from bot.desk import Desk
from bot.port import plain
from bot.showing import offers
from bot.texts import phrase
from storage.content import Fact, Held
from tests.standins.speakers import editor


@pytest.fixture
def told(desk: Desk) -> dict[str, list[tuple[Fact, Held]]]:
    """Return every fact with its periods; one fact has two, and two are called alike."""
    chief = editor(desk)
    chief.say("/fact set battle-group.leader Poland | value-lv: Polija | from: 2021-07-01")
    chief.say("/fact add nfiu.base-2 Ādaži | words: place")
    chief.say("/fact add nfiu.base-1 Rīga | words: place")
    with desk.database.read() as tx:
        return {
            dossier.fact.key: [(dossier.fact, held) for held in dossier.held]
            for dossier in tx.facts.all()
        }


def test_of_one_subject_the_attribute_differs(told: dict[str, list[tuple[Fact, Held]]]) -> None:
    """The heading names the subject, so that the buttons need not."""
    both = [told["rinkevics.said-tv"][0], told["rinkevics.said-leta"][0]]

    assert offers.labels(both, "en") == ["said on television", "said to LETA"]
    assert plain(offers.heading([fact for fact, _ in both], "en")) == phrase(
        "en", "ask.offer-about", subject="Edgars Rinkēvičs"
    )


def test_of_one_attribute_the_subject_differs(told: dict[str, list[tuple[Fact, Held]]]) -> None:
    """What is asked is plain; of whom is offered."""
    both = [told["nfiu.place"][0], told["stratcom-coe.place"][0]]
    labels = offers.labels(both, "en")

    assert labels[0] == "NATO Force Integration Unit"
    assert ":" not in labels[1]
    assert plain(offers.heading([fact for fact, _ in both], "en")) == phrase("en", "ask.offer")


def test_of_different_things_both_differ(told: dict[str, list[tuple[Fact, Held]]]) -> None:
    """Each is called by its subject and its attribute."""
    both = [told["nfiu.opened"][0], told["battle-group.strength"][0]]

    assert all(": " in label for label in offers.labels(both, "en"))


def test_of_one_fact_the_period_differs(told: dict[str, list[tuple[Fact, Held]]]) -> None:
    """The time is offered, and asked for."""
    twice = told["battle-group.leader"]

    labels = offers.labels(twice, "en")
    assert len(set(labels)) == len(twice) == 2
    assert all("2021" in label for label in labels)
    assert plain(offers.heading([fact for fact, _ in twice], "en")) == phrase(
        "en", "ask.offer-times"
    )


def test_what_is_called_alike_is_told_apart_by_its_key(
    told: dict[str, list[tuple[Fact, Held]]],
) -> None:
    """No two buttons are the same, and none shows a value."""
    both = [told["nfiu.base-1"][0], told["nfiu.base-2"][0]]

    labels = offers.labels(both, "en")
    assert [label[-13:] for label in labels] == ["(nfiu.base-1)", "(nfiu.base-2)"]
    assert not any("Ādaži" in label or "Rīga" in label for label in labels)
