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
    ],
)
def test_editor_is_shown_how_it_is_written(desk: Desk, typed: str, command: str) -> None:
    """With its usage, below the word that there is no answer."""
    told = editor(desk).say(typed)

    assert told.startswith(phrase("en", "ask.unknown"))
    assert f"{MEANT}\n/{command}" in told


def test_command_word_for_word_is_no_question_that_waits(desk: Desk) -> None:
    """Nobody asks so; what is only like one may be a question, and is kept."""
    chief = editor(desk)

    chief.say("fact correct Brīvības piemineklis")
    chief.say("fact corect of the monument")

    waiting = chief.say("/questions")
    assert "Brīvības" not in waiting
    assert "of the monument" in waiting


@pytest.mark.parametrize("typed", ["fact correct x", "what is correct", "fact correct x?"])
def test_nobody_is_bothered_with_it_elsewhere(desk: Desk, typed: str) -> None:
    """Neither who may not give it, nor a group, nor who asks for certain."""
    asker, chief = reader(desk, language="en"), editor(desk)

    assert MEANT not in asker.say(typed)
    assert MEANT not in chief.elsewhere(GROUP).say(f"/factdesk {typed}")
    assert MEANT not in chief.say(f"/ask {typed}")
    if "?" in typed:
        assert MEANT not in chief.say(typed)
