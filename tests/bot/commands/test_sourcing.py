"""`source:` is a URL, or a publisher and a date: what an editor is told who forgot the date."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Final

import pytest

from bot.desk import Desk
from bot.texts import phrase
from tests.standins.clock import FakeClock
from tests.standins.speakers import Speaker, editor

LINE: Final = "source: Road Office, 2021-11-26"


@pytest.fixture
def chief(desk: Desk) -> Speaker:
    """Return an editor in private."""
    return editor(desk)


@pytest.mark.parametrize("verb", ["set", "correct"])
def test_a_publisher_needs_a_day(chief: Speaker, holdings: Callable[[], str], verb: str) -> None:
    """Nothing is changed, and the line is given back as it would be if that was today."""
    before = holdings()

    told = chief.say(f"/fact {verb} battle-group.leader Norway | source: Road Office")

    assert told == phrase("en", "grammar.dateless-source", publisher="Road Office", line=LINE)
    assert holdings() == before
    again = chief.say(f"/fact {verb} battle-group.leader Norway | {LINE}")
    assert "Road Office" in again
    assert holdings() != before


def test_an_address_needs_none(chief: Speaker) -> None:
    """It says itself where to look."""
    told = chief.say("/fact set battle-group.leader Norway | source: https://a.example/x")
    assert "a.example" in told


@pytest.mark.parametrize("verb", ["set", "correct"])
def test_without_a_source_nothing_is_asked(chief: Speaker, verb: str) -> None:
    """Whoever names none may do so later."""
    assert "Norway" in chief.say(f"/fact {verb} battle-group.leader Norway")


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("šodien", "26\N{NO-BREAK SPACE}November 2021"),
        ("today", "26\N{NO-BREAK SPACE}November 2021"),
        ("vakar", "25\N{NO-BREAK SPACE}November 2021"),
        ("20 November 2021", "20\N{NO-BREAK SPACE}November 2021"),
    ],
)
@pytest.mark.parametrize("verb", ["set", "correct", "edit"])
def test_day_may_be_in_own_words(chief: Speaker, verb: str, said: str, day: str) -> None:
    """As any other time in those it is shown first, and stored as the day that it meant."""
    value = "" if verb == "edit" else " Norway"

    asked = chief.say(f"/fact {verb} battle-group.leader{value} | source: Road Office, {said}")

    assert asked.startswith(phrase("en", "echo.read-as"))
    assert f"source: Road Office, {day}" in asked
    chief.tap(1)
    assert f"As of {day} · Source: Road Office" in chief.say("/fact show battle-group.leader")


@pytest.mark.parametrize("said", ["tomorrow", "piektdien, 3. decembrī"])
def test_nobody_has_said_it_on_a_day_to_come(
    chief: Speaker, holdings: Callable[[], str], said: str
) -> None:
    """Such a day was meant otherwise than it is read."""
    before = holdings()

    told = chief.say(f"/fact set battle-group.leader Norway | source: Road Office, {said}")

    assert told == phrase("en", "grammar.dateless-source", publisher="Road Office", line=LINE)
    assert holdings() == before


def test_a_form_keeps_the_day_that_was_meant(desk: Desk, clock: FakeClock) -> None:
    """What is saved after midnight was said the day before all the same."""
    chief = editor(desk)
    clock.advance(timedelta(hours=14, minutes=50))
    for line in ("/fact add", "Old Bridge", "Vecais tilts", "length", "length", "garums"):
        chief.say(line)
    chief.say("312 metres")
    chief.say("312 metri")
    assert "Road Office" in chief.say("Road Office, today")

    clock.advance(timedelta(minutes=20))
    save = next(n for n, each in enumerate(chief.reply.choices, 1) if "Save" in each.label)
    chief.tap(save)

    shown = chief.say("/fact show old-bridge.vecais-tilts")
    assert "As of 26\N{NO-BREAK SPACE}November 2021 · Source: Road Office" in shown


def test_a_form_asks_again(chief: Speaker) -> None:
    """What was answered before stays, and the very line that is shown is taken."""
    for line in ("/fact add", "Old Bridge", "Vecais tilts", "length", "length", "garums"):
        chief.say(line)
    chief.say("312 metres")
    assert phrase("en", "form.ask-source") in chief.say("312 metri")

    told = chief.say("Road Office")

    refused = phrase("en", "grammar.dateless-source", publisher="Road Office", line=LINE)
    assert told.startswith(refused)
    assert told.endswith(phrase("en", "form.ask-source"))
    shown = chief.say(LINE)
    assert phrase("en", "form.preview") in shown
    assert "source: Road Office" not in shown
    assert "Road Office" in shown
