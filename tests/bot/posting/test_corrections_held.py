"""Replies of which nobody knows whether they arrived, and which an editor has sent later."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.outcomes import InDoubt
from bot.texts import phrase
from tests.bot.posting.newsroom import (
    ANNAS,
    Newsroom,
    corrected,
    shown,
)

QUESTION = "who leads the battle group?"
KEY = "battle-group.leader"
TO_DENMARK = f"fact correct {KEY} Denmark | value-lv: Dānija | reason: misread"
REPEAT = phrase("en", "desk.repeat")
LATER = timedelta(minutes=11)


@pytest.fixture
def held(newsroom: Newsroom) -> tuple[Newsroom, int]:
    """Return a newsroom where an answer was in doubt twice, and the number of it."""
    newsroom.platform.outcomes.extend([InDoubt("broke"), InDoubt("broke")])
    newsroom.say(QUESTION)
    newsroom.looks(4)
    with newsroom.house.desk.database.read() as tx:
        (row,) = tx.held.all()
    newsroom.sent()
    return newsroom, row.number or 0


@pytest.mark.parametrize("waits", [False, True])
def test_it_says_what_holds_when_it_is_sent(held: tuple[Newsroom, int], *, waits: bool) -> None:
    """Whether the correction has left before it, or waits behind a hold, it is mended."""
    newsroom, number = held
    if waits:
        newsroom.edit("hold all a look at all of it")
    newsroom.edit(TO_DENMARK)
    edits, notices = corrected(newsroom)
    assert (len(edits), len(notices)) == (0, 0 if waits else 1)

    newsroom.edit(f"deliveries send {number}")
    newsroom.looks()

    answer = [each for each in newsroom.platform.sent if each.chat == ANNAS][-1]
    assert "~Canada~ Denmark" in shown(answer)
    assert shown(answer).startswith(REPEAT)


def test_nobody_is_told_again(held: tuple[Newsroom, int]) -> None:
    """What was mended where it waits is right, whatever else of the fact is changed."""
    newsroom, _ = held
    newsroom.edit(TO_DENMARK)
    corrected(newsroom)

    newsroom.after(LATER)
    newsroom.edit(f"fact set {KEY} France | value-lv: Francija")

    assert corrected(newsroom) == ([], [])
