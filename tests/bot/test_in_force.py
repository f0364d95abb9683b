"""What was withdrawn is only history, and what is not yet valid is never given as current.

A store holds the briefing and every topic. Its twin also had facts, each under a name and with a
value of its own, that were withdrawn or corrected; another one holds values for a later day.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import pytest
from hypothesis import HealthCheck, given, settings

from tests.standins.clock import FakeClock
from tests.standins.speakers import Speaker, reader
from tests.standins.twins import Twins, lines_about, shown, slips, steps, twins

GONE, LATER = "qzxgone", "qzxlater"
"""How every value begins that was withdrawn, or holds from a day to come; no question has it."""

BRIDGE, HOUSE = " | name-lv: Kelmarosu tilts", " | name-lv: Zorgabrivo institūts"
"""What is called so in Latvian too."""

EDITED: Final = (
    f"/fact add kelmarosu.cost {GONE}0 | name-en: Kelmarosu Bridge{BRIDGE} | words: cost",
    "/fact retract kelmarosu.cost no source",
    f"/fact add battle-group.veltranu {GONE}1 | words: veltranu count, number of tanks",
    "/fact retract battle-group.veltranu miscounted",
    f"/fact add zorgabrivo.leader {GONE}2 | name-en: Zorgabrivo Institute{HOUSE}",
    "/fact correct zorgabrivo.leader Anna | reason: misheard",
    "/fact retract zorgabrivo.leader moved away",
)
"""What an editor told the one desk, and took back."""

NAMES: Final = (
    *("Kelmarosu Bridge", "veltranu", "Zorgabrivo Institute"),
    *("kelmarosu", "zorgabrivo"),
)
TEMPLATES: Final = (
    *("who leads {}?", "kas vada {}?", "how much does {} cost?", "cik maksā {}", "{}", "and {}?"),
    *("how many tanks does {} have", "where is {}?", "who was the head of {} in 2020"),
    *("/ask what is {}", "/facts {}", "/event show {}", "/facts", "/events", "since when?"),
)
OF_THEN: Final = (
    *("what did you say in November about {}", "ko jūs teicāt novembrī par {}", "{}"),
    *("what did you say before about {}", "what did you say in November about who leads {}"),
    *("/fact show {}", "/fact history {}", "/fact show {} as told on 2021-11-26"),
    *("what did you say in November about the cost of {}", "what did you say in November?"),
)
BRIEFED: Final = Path(__file__).parents[1] / "journeys/riga_2021_questions.tsv"
KEYS: Final = ("kelmarosu.cost", "battle-group.veltranu", "zorgabrivo.leader")
SLIPS: Final = [slip for key in KEYS for slip in slips(key)]
NOW: Final = (
    *("who leads the battle group now", "who led the battle group in 2019?", "/facts nato"),
    *("/fact show battle-group.leader", "/fact show battle-group.strength", "/facts battle-group"),
    *("/fact show nato.quorbit", "/facts quorbit", "who leads the battle group on 28 February?"),
    *("what is the quorbit of NATO", "how many drums does the battle group have", "drum"),
    *("what did you say in November about the leader of the battle group", "/events"),
)
"""What asks for today, or for a day before those values hold."""


def _plan(chief: Speaker, _: FakeClock) -> None:
    """Let every fact of the briefing change one day, and add two that begin then."""
    with chief.desk.database.read() as tx:
        keys = [each.fact.key for each in tx.facts.all() if each.fact.attribute != "time"]
    for number, key in enumerate(keys):
        chief.say(f"/fact set {key} {LATER}{number} | from: 2022-03-01")
    chief.say(f"/fact add nato.quorbit {LATER} | words: quorbit | from: 2022-03-01")
    chief.say(f"/fact add battle-group.drum {LATER} | words: drum, drums | from: 2022-03-01")


def _take_back(chief: Speaker, _: FakeClock) -> None:
    for line in EDITED:
        chief.say(line)


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Twins]:
    """Yield a reader before both desks."""
    with twins(tmp_path_factory.mktemp("taken-back"), _take_back) as found:
        yield found


@pytest.fixture(scope="module")
def later(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Speaker]:
    """Yield a reader before a desk that knows of changes to come."""
    with twins(tmp_path_factory.mktemp("later"), _plan) as found:
        yield found.full


@settings(max_examples=120, suppress_health_check=[HealthCheck.too_slow])
@given(said_of=steps(lines_about([*NAMES, *KEYS], TEMPLATES)))
def test_what_was_withdrawn_changes_no_answer_of_today(
    pair: Twins, said_of: Sequence[tuple[str, bool, Sequence[int]]]
) -> None:
    """A question, a list, an offer and the buttons below are as if it had never been told."""
    for said, in_group, taps in said_of:
        for bare, full in pair.hear(said, taps, in_group=in_group):
            assert shown(full) == shown(bare), said
            assert GONE not in str(shown(full))


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(said_of=steps(lines_about([*NAMES, *SLIPS], OF_THEN)))
def test_history_shows_what_was_withdrawn_only_as_withdrawn(
    pair: Twins, said_of: Sequence[tuple[str, bool, Sequence[int]]]
) -> None:
    """Wherever such a value is read, there stands what put an end to it."""
    for said, in_group, taps in said_of:
        for _, full in pair.hear(said, taps, in_group=in_group):
            text, labels, _ = shown(full)
            assert GONE not in str(labels)
            ended = any(word in text for word in ("withdrawn", "corrected", "atsaukts", "izlabots"))
            assert GONE not in text or ended, (said, text)


def test_what_was_withdrawn_can_be_asked_back(pair: Twins) -> None:
    """By its key or in words, what we said is told as of then, with what became of it."""
    asker = reader(pair.full.desk, id="31", language="en")
    history = asker.say("/fact history kelmarosu.cost")
    in_words = asker.say("what did you say in November about the cost of Kelmarosu Bridge?")

    assert f"{GONE}0" in history
    assert "withdrawn" in history
    assert f"{GONE}0" in in_words
    assert "withdrawn" in in_words


def test_what_is_not_yet_valid_is_not_told_as_current(later: Speaker) -> None:
    """Whoever asks of today, or of a day before, is never told what holds from a later day."""
    with BRIEFED.open(encoding="utf-8", newline="") as table:
        asked = [row["question"] for row in csv.DictReader(table, dialect="excel-tab", quoting=3)]
    told = [later.say(said) for said in (*asked, *NOW)]

    assert [text for text in told if LATER in text] == []
    assert sum("2022" in text for text in told) > len(asked) / 2


def test_what_is_not_yet_valid_is_told_for_its_time(later: Speaker) -> None:
    """Whoever asks of that later day is told it, with the day."""
    told = later.say("who will lead the battle group on 3 March 2022?")

    assert told.startswith("On 3\u00a0March 2022:")
    assert LATER in told
