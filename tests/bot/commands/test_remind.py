"""`remind`: what is typed as a time before an event, and is none, is told so."""

from __future__ import annotations

import pytest

from bot.desk import Desk
from bot.texts import phrase
from tests.standins.speakers import editor


@pytest.mark.parametrize("wrong", ["1x", "2hours", "3", "12stundas"])
@pytest.mark.parametrize("line", ["ministers-meeting 2h {wrong}", "ministers meeting {wrong} 2h"])
def test_wrong_offset_is_named(desk: Desk, line: str, wrong: str) -> None:
    """And not taken for a part of the event's name, wherever it stands."""
    told = editor(desk).say(f"/remind {line.format(wrong=wrong)}")

    assert told == phrase("en", "remind.wrong-offset", text=wrong)


def test_year_belongs_to_the_name(desk: Desk) -> None:
    """What is no time by any reading is part of what nothing is called by."""
    told = editor(desk).say("/remind gala 2021")

    assert "2021" in told
    assert told != phrase("en", "remind.wrong-offset", text="2021")


def test_word_behind_a_key_is_no_part_of_it(desk: Desk) -> None:
    """Nothing is ordered for a time that was not understood."""
    told = editor(desk).say("/remind ministers-meeting soon")

    assert told == phrase("en", "remind.wrong-offset", text="soon")
