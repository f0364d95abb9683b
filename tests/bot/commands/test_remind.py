"""`remind`: what is typed as a time before an event, and is none, is told so."""

from __future__ import annotations

import pytest

from bot.desk import Desk
from bot.texts import phrase
from tests.standins.speakers import editor

SEND = "/remind ministers-meeting 1d 1h"


@pytest.mark.parametrize("wrong", ["1x", "2hours", "3", "12stundas"])
@pytest.mark.parametrize("line", ["ministers-meeting 2h {wrong}", "ministers meeting {wrong} 2h"])
def test_wrong_offset_is_named(desk: Desk, line: str, wrong: str) -> None:
    """And not taken for a part of the event's name, wherever it stands."""
    told = editor(desk).say(f"/remind {line.format(wrong=wrong)}")

    assert told == phrase("en", "remind.wrong-offset", text=wrong, line=SEND)


def test_year_belongs_to_the_name(desk: Desk) -> None:
    """What is no time by any reading is part of what nothing is called by."""
    told = editor(desk).say("/remind gala 2021")

    assert "2021" in told
    assert told != phrase("en", "remind.wrong-offset", text="2021", line="/remind gala 1d 1h")


def test_word_behind_a_key_is_no_part_of_it(desk: Desk) -> None:
    """Nothing is ordered for a time that was not understood."""
    told = editor(desk).say("/remind ministers-meeting soon")

    assert told == phrase("en", "remind.wrong-offset", text="soon", line=SEND)


@pytest.mark.parametrize(
    "said",
    ["pirms stundas", "before noon", "stundu pirms", "1x"],
)
def test_neither_event_nor_time_is_told_of_both(desk: Desk, said: str) -> None:
    """Who wrote a time in their own words for what is no event learns that of each."""
    told = editor(desk).say(f"/remind tea {said}")

    assert told == phrase("en", "remind.neither", event="tea", text=said)


@pytest.mark.parametrize("said", ["pirms stundas", "stundu pirms"])
def test_time_in_own_words_is_named(desk: Desk, said: str) -> None:
    """The event is there, by its words: it is the time that has to be written otherwise."""
    told = editor(desk).say(f"/remind ministers meeting {said}")

    assert told == phrase("en", "remind.wrong-offset", text=said, line=SEND)


@pytest.mark.parametrize("language", ["lv", "en"])
@pytest.mark.parametrize("event", ["ministers-meeting", "ministers meeting"])
@pytest.mark.parametrize("at", ["rīt 9", "tomorrow 9", "rīt 9:00", "27 November 9"])
def test_time_of_the_clock_is_answered_with_a_line_to_send(
    desk: Desk, language: str, event: str, at: str
) -> None:
    """A reminder is counted back from its event; the line that is shown orders one."""
    chief = editor(desk, language=language)

    told = chief.say(f"/remind {event} {at}")

    assert told == phrase(language, "remind.wrong-offset", text=at, line=SEND)
    chief.say(SEND)
    assert not chief.reply.failed
