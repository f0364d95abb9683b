"""`answer` where some ask, in words of their own, for what the answer surely is not."""

from __future__ import annotations

from typing import Final

import pytest

from bot.commands.questions import MANY
from bot.desk import Desk
from bot.texts import phrase
from tests.bot.commands.askings import labels, number_of, planned, waiting
from tests.standins.speakers import Speaker, editor, reader

KEY: Final = "battle-group.leader"
WHEN: Final = "When do the ministers of Lithuania meet?"
BARE: Final = "ministers of Lithuania meet"
WHICH: Final = "Which ministers of Lithuania meet?"


@pytest.fixture
def chief(desk: Desk) -> Speaker:
    """Return an editor in private."""
    return editor(desk)


@pytest.fixture
def number(desk: Desk) -> int:
    """Return the number of a group in which one asks when, and two do not say what."""
    for person, text in enumerate((WHEN, BARE, WHICH)):
        reader(desk, str(20 + person)).say(text)
    assert len({each.group for each in waiting(desk)}) == 1
    return number_of(desk, WHEN)


def test_they_wait_on_in_a_group_of_their_own(desk: Desk, chief: Speaker, number: int) -> None:
    """The others are told; the reply says who is not, in which words, and their number."""
    told = chief.say(f"/answer {number} {KEY}")

    assert [text for _, text in planned(desk)] == [BARE, WHICH]
    assert [(each.text, each.group) for each in waiting(desk)] == [(WHEN, number)]
    assert f"1 of 3 asked something else: “{WHEN}”." in told
    assert phrase("en", "questions.wait-on", count=1, number=str(number)) in told


def test_they_are_answered_with_what_fits(desk: Desk, chief: Speaker, number: int) -> None:
    """Their own group takes an answer as any other."""
    chief.say("/event add summit 2021-12-06T10:00 Summit")
    chief.say(f"/answer {number} {KEY}")

    assert "something else" not in chief.say(f"/answer {number} summit")

    assert not waiting(desk)
    assert len(planned(desk)) == 3


def test_where_all_ask_otherwise_an_editor_is_asked(desk: Desk, chief: Speaker) -> None:
    """Nobody is told before they have seen what was asked, and tapped."""
    reader(desk).say(WHEN)

    told = chief.say(f"/answer {number_of(desk, WHEN)} {KEY}")

    assert WHEN in told
    assert phrase("en", "questions.all-otherwise") in told
    assert not planned(desk)
    assert labels(chief) == [phrase("en", "questions.tell", count=1)]
    chief.tap(1)
    assert not waiting(desk)
    assert len(planned(desk)) == 1


def test_so_many_are_told_but_not_they(desk: Desk, chief: Speaker, number: int) -> None:
    """The second tap, too, looks at each wording."""
    for each in range(MANY):
        reader(desk, str(100 + each)).say(BARE)
    told = chief.say(f"/answer {number} {KEY}")
    assert "1 of 23 asked something else" in told
    assert labels(chief) == [phrase("en", "questions.tell", count=MANY + 2)]

    chief.tap(1)

    assert len(planned(desk)) == MANY + 2
    assert [each.text for each in waiting(desk)] == [WHEN]


def test_the_form_tells_it_before_it_is_saved(chief: Speaker, number: int) -> None:
    """What it comes to names whom it will tell, and who asked something else."""
    chief.say(f"/answer {number} 312 metres")
    for line in ("motto", "motto", "devīze", "312 metri"):
        chief.say(line)

    told = chief.say("Road Office, 2021-11-20")

    assert "An answer tells 1 person in 1 chat." in told
    assert f"2 of 3 asked something else: “{WHEN}”, “{WHICH}”." in told
