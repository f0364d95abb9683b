"""Chats that had put us out are corrected when they take us back, if that is not too late."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest

from bot.outcomes import Gone
from bot.port import Account, Chat, Happening, Update
from bot.upkeep import keeping
from storage.deliveries import Reason, State
from tests.bot.posting.newsroom import ANNA, ANNAS, GROUP, Newsroom, corrected, shown
from tests.bot.receiving.house import run

QUESTION = "who leads the battle group?"
KEY = "battle-group.leader"
TO_DENMARK = f"fact correct {KEY} Denmark | value-lv: Dānija | reason: misread"
TO_FRANCE = f"fact correct {KEY} France | value-lv: Francija"
TO_CANADA = f"fact correct {KEY} Canada | value-lv: Kanāda"
KEEP = 90


def happens(newsroom: Newsroom, what: Happening, chat: Chat, account: Account = ANNA) -> None:
    """Have the platform say that a chat put us out or took us back."""
    update = Update(f"{what}-{newsroom.clock()}", account, chat, happening=what)
    run(partial(newsroom.house.hears, update))


@pytest.fixture
def out(newsroom: Newsroom) -> Newsroom:
    """Return a newsroom where Anna and a group were told who leads, and have put us out since."""
    for chat in (ANNAS, GROUP):
        newsroom.say(QUESTION, chat)
        newsroom.after(timedelta(minutes=1))
        happens(newsroom, Happening.LEFT, chat)
    newsroom.sent()
    return newsroom


def test_who_comes_back_is_corrected_once(out: Newsroom) -> None:
    """Two changes made meanwhile are one edit and one notice, which tell what holds by now."""
    out.edit(TO_DENMARK)
    out.after(timedelta(hours=1))
    out.edit(TO_FRANCE)
    assert corrected(out) == ([], [])

    out.after(timedelta(days=3))
    out.say("/start")
    (edit,), (notice,) = corrected(out)

    assert edit.chat == notice.chat == ANNAS
    assert "~Canada~ France" in shown(edit)
    assert "~Canada~ France" in shown(notice)
    happens(out, Happening.LEFT, ANNAS)
    out.say("/start")
    assert corrected(out) == ([], [])


def test_group_that_takes_us_back_is_corrected(out: Newsroom) -> None:
    """As soon as we may speak there, before anybody asks."""
    out.edit(TO_DENMARK)
    corrected(out)

    happens(out, Happening.JOINED, GROUP)
    (edit,), (notice,) = corrected(out)

    assert edit.chat == notice.chat == GROUP


def test_what_is_right_again_is_no_news(out: Newsroom) -> None:
    """Whoever was away while it was otherwise was told what holds."""
    out.edit(TO_DENMARK)
    out.edit(TO_CANADA)

    out.say("/start")

    assert corrected(out) == ([], [])


def test_what_failed_as_we_were_put_out_is_made_up_for(newsroom: Newsroom) -> None:
    """The platform refused the correction itself; later it is made, under a key of its own."""
    newsroom.say(QUESTION)
    newsroom.sent()
    newsroom.edit(TO_DENMARK)
    newsroom.platform.outcomes.append(Gone("blocked"))
    corrected(newsroom)
    newsroom.sent()

    newsroom.after(timedelta(days=1))
    newsroom.say("/start")
    (edit,), (notice,) = corrected(newsroom)

    assert edit.chat == notice.chat == ANNAS


def test_after_the_keeping_time_it_is_counted(out: Newsroom) -> None:
    """What was told is forgotten; that its correction did not reach them is in the ledger, once."""
    out.edit(TO_DENMARK)
    corrected(out)
    out.after(timedelta(days=KEEP + 1))
    for _ in range(2):
        with out.house.desk.database.write() as tx:
            keeping.sweep(tx, KEEP)

    rows = out.rows("correction")
    out.say("/start")

    assert [(each.state, each.why) for each in rows] == [(State.EXPIRED, Reason.GONE)] * 2
    assert corrected(out) == ([], [])
