"""What is only shown to editors, to be decided on, tells nobody anything: it cannot mislead."""

from __future__ import annotations

import pytest

from bot.port import Chat
from tests.bot.posting.newsroom import ANNAS, DESK, ED, EDS, Newsroom, corrected
from tests.bot.posting.pressroom import LINA, LINAS, Pressroom

KEY = "battle-group.leader"
QUESTION = "who leads the battle group?"
CORRECT = f"/fact correct {KEY} Denmark | value-lv: Dānija | reason: misread"


def noticed(newsroom: Newsroom) -> set[Chat]:
    """Look at the clock; return which chats were told of a correction, in whatever way."""
    edits, notices = corrected(newsroom)
    return {each.chat for each in (*edits, *notices)}


def test_who_is_asked_for_approval_is_told_of_no_correction(pressroom: Pressroom) -> None:
    """They saw what holds beside what would; the reader, who was told it, is corrected."""
    pressroom.say(QUESTION)
    pressroom.edit("approval on battle-group")
    pressroom.say(CORRECT, EDS, ED)
    pressroom.looks()
    with pressroom.house.desk.database.read() as tx:
        number = tx.pending.waiting()[0].number
    pressroom.sent()

    pressroom.say(f"/approve {number}", LINAS, LINA)

    assert noticed(pressroom) == {ANNAS}


@pytest.mark.parametrize("again", [CORRECT, f"/fact retract {KEY} no source"])
def test_who_looks_at_what_will_be_posted_is_told_of_no_correction(
    pressroom: Pressroom, again: str
) -> None:
    """A preview is no post: who saw it knows that it was one."""
    pressroom.open_channels()
    pressroom.say(QUESTION)
    pressroom.say(f"/schedule add daily 10:00 fact {KEY}\nto: world", LINAS, LINA)
    pressroom.tap("Save", LINAS, LINA)
    pressroom.say("/schedule preview 2", LINAS, LINA)
    assert "Canada" in " ".join(pressroom.platform.words[-3:])
    pressroom.sent()

    pressroom.say(again, EDS, ED)

    assert noticed(pressroom) == {ANNAS}


def test_who_answers_a_question_is_told_of_no_correction(pressroom: Pressroom) -> None:
    """They saw what those who asked are told; those are corrected."""
    pressroom.say("who is the captain of the battle group's ship?")
    pressroom.say("/questions", LINAS, LINA)
    with pressroom.house.desk.database.read() as tx:
        number = tx.questions.groups(0, 1)[0].number
    pressroom.say(f"/answer {number} {KEY}", LINAS, LINA)
    pressroom.looks()
    pressroom.sent()

    pressroom.say(CORRECT, EDS, ED)

    assert noticed(pressroom) == {ANNAS}
    assert DESK not in noticed(pressroom)
