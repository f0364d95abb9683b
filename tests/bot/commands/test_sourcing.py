"""`source:` is a URL, or a publisher and a date: what an editor is told who forgot the date."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import pytest

from bot.desk import Desk
from bot.texts import phrase
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
