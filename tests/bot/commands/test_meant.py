"""A line that was meant as a command, and is a question that nobody can answer."""

from __future__ import annotations

import pytest

from bot.desk import Desk
from bot.texts import phrase
from tests.standins.speakers import GROUP, editor, reader

MEANT = phrase("en", "ask.command-meant", usage="").strip()


@pytest.mark.parametrize(
    ("typed", "command"),
    [
        ("fact correct Brīvības piemineklis", "fact correct"),
        ("channel add #zinas", "channel add"),
        ("/factdesk fact corect x", "fact correct"),
        ("/factdesk pots hello", "posts"),
        ("shedule list", "schedule list"),
        ("approv 3", "approve 3"),
        ("questons", "questions"),
        ("digest weekday", "digest WHEN"),
    ],
)
def test_editor_is_shown_how_it_is_written(desk: Desk, typed: str, command: str) -> None:
    """With its usage, below the word that there is no answer."""
    told = editor(desk).say(typed)

    assert f"{MEANT}\n/{command}" in told


def test_command_word_for_word_is_no_question_that_waits(desk: Desk) -> None:
    """Nobody asks so, nor so with a slip in it; what is only like a reader's may be a question."""
    chief = editor(desk)

    chief.say("fact correct Brīvības piemineklis")
    chief.say("fact corect Bastejkalns")
    chief.say("event shown on the square")
    chief.say("approv the monument")

    waiting = chief.say("/questions")
    assert "Brīvības" not in waiting
    assert "Bastejkalns" not in waiting
    assert "on the square" in waiting
    assert "the monument" in waiting


@pytest.mark.parametrize("typed", ["fact corect battle-group.leader Spain", "event mov nfiu.place"])
def test_answer_hides_no_command_with_a_slip(desk: Desk, typed: str) -> None:
    """Whoever meant to change what they are told sees that nothing was changed, and how to."""
    assert MEANT in editor(desk).say(typed)
    assert MEANT not in reader(desk, language="en").say(typed)


def test_command_that_fits_but_for_a_slip_is_shown_whole(desk: Desk) -> None:
    """To be copied and sent."""
    told = editor(desk).say("fact corect battle-group.leader Spain")

    assert told.endswith("/fact correct battle-group.leader Spain")


def test_line_of_one_word_with_a_slip_is_understood(desk: Desk) -> None:
    """Two letters that changed places, too; a greeting is none."""
    asker = reader(desk, language="en")

    assert "/help" in asker.say("hlep")
    assert "/privacy" in asker.say("pivacy")
    assert "pivacy" not in editor(desk).say("/questions")
    assert MEANT not in asker.say("hello")


@pytest.mark.parametrize("typed", ["fact correct x", "what is correct", "fact correct x?"])
def test_nobody_is_bothered_with_it_elsewhere(desk: Desk, typed: str) -> None:
    """Neither who may not give it, nor a group, nor who asks for certain."""
    asker, chief = reader(desk, language="en"), editor(desk)

    assert MEANT not in asker.say(typed)
    assert MEANT not in chief.elsewhere(GROUP).say(f"/factdesk {typed}")
    assert MEANT not in chief.say(f"/ask {typed}")
    if "?" in typed:
        assert MEANT not in chief.say(typed)
