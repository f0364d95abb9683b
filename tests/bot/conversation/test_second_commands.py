"""A message that holds more than one command, and a command that is nearly one of several."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.desk import Desk
from bot.texts import phrase
from tests.standins.speakers import editor, reader


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("/fact set battle-group.leader Poland", "/fact set battle-group.strength 5"),
        ("/fact correct battle-group.leader Poland | value-lv: Polija", "/fact undo nfiu.place"),
        ("/fact retract battle-group.leader it was wrong", "/desk"),
        ("/event cancel ministers-meeting storm", "/fakts rādīt nfiu.place"),
    ],
)
def test_second_command_becomes_no_part_of_the_first(
    desk: Desk, holdings: Callable[[], str], first: str, second: str
) -> None:
    """Readers would be told it as a value or a reason; each is asked for by itself."""
    before = holdings()

    told = editor(desk).say(f"{first}\n{second}")

    assert told == phrase("en", "desk.second-command", line=second)
    assert holdings() == before


def test_value_of_several_lines_may_hold_a_slash(desk: Desk) -> None:
    """What no command of ours begins is the value, as typed."""
    told = editor(desk).say("/fact set battle-group.leader Poland\n/ Spain\n/etc")

    assert "/etc" in told


def test_unknown_second_word_is_told_which_there_are(desk: Desk) -> None:
    """A KEY before what is done to it, or what cannot be done; to readers only what is theirs."""
    chief = editor(desk)

    swapped = chief.say("/fact battle-group.leader correct Poland")
    edited = chief.say("/schedule edit 6")
    asked = reader(desk, language="en").say("/fact battle-group.leader")

    assert "/fact battle-group.leader." in swapped
    assert "/fact correct" in swapped
    assert "/schedule remove" in edited
    assert "/fact show, /fact history" in asked
    assert "/fact correct" not in asked
