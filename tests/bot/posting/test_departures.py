"""Chats that are gone: readers are let go without a word, of channels the editors hear once."""

from __future__ import annotations

from functools import partial

import pytest

from bot.outcomes import Gone
from bot.port import Account, Chat, Happening, Place, Update
from storage.deliveries import State
from tests.bot.posting.newsroom import ANNA, ANNAS, DESK, GROUP, Newsroom
from tests.bot.receiving.house import run

CHANNEL = Chat("telegram", "-300", Place.CHANNEL, title="Ziņas")


def reminded(newsroom: Newsroom, chat: Chat) -> None:
    """Have a chat be reminded of an event a day before, and two hours before."""
    newsroom.add()
    with newsroom.house.desk.database.write() as tx:
        there = tx.chats.seen(chat.platform, chat.id, "", chat.place, chat.title)
        event = tx.subjects.find("summit")
        assert event is not None
        tx.rules.remind(there.id, event.id, ["1d", "2h"], None)
    newsroom.edit("event move summit 2021-12-07T10:00")
    newsroom.sent()


def alarms(newsroom: Newsroom) -> list[str]:
    """Return what the editors were told of chats that are gone."""
    newsroom.looks()
    told = newsroom.platform.sent
    return [each.key for each in told if each.chat == DESK and each.key.startswith("alarm:gone:")]


def test_reader_who_blocked_us_is_let_go(newsroom: Newsroom) -> None:
    """Nothing is tried there again, nobody hears of it, and `start` has it go on."""
    newsroom.add()
    newsroom.say("/remind summit 1d 2h")
    newsroom.platform.outcomes.append(Gone("Forbidden: bot was blocked by the user"))
    newsroom.at("2021-12-05T10:00")
    assert [row[2] for row in newsroom.plans()] == ["failed", "queued"]
    assert alarms(newsroom) == []

    newsroom.say("/start")
    newsroom.at("2021-12-06T08:00")
    assert [row[2] for row in newsroom.plans()] == ["failed", "sent"]


@pytest.mark.parametrize("named", [False, True])
def test_editors_hear_of_a_channel_once(newsroom: Newsroom, *, named: bool) -> None:
    """A channel by its platform, or a group that editors post to as one: they hear why."""
    chat = GROUP if named else CHANNEL
    if named:
        with newsroom.house.desk.database.write() as tx:
            tx.channels.add("news", tx.chats.seen("telegram", "-100", "", "group").id, None)
    reminded(newsroom, chat)
    newsroom.platform.outcomes.append(Gone("Forbidden: bot was kicked"))
    newsroom.at("2021-12-06T10:00")
    newsroom.at("2021-12-07T08:00")

    assert [row.state for row in newsroom.rows("reminder")][-2:] == [State.FAILED, State.FAILED]
    assert len(alarms(newsroom)) == 1
    assert "kicked" in newsroom.platform.words[-1]


def test_group_that_is_gone_is_no_news(newsroom: Newsroom) -> None:
    """Whoever runs a group has put us out themselves, and editors do not count them."""
    reminded(newsroom, GROUP)
    newsroom.platform.outcomes.append(Gone("Forbidden: bot was kicked"))
    newsroom.at("2021-12-06T10:00")

    assert alarms(newsroom) == []


def test_editors_hear_that_a_channel_put_us_out(newsroom: Newsroom) -> None:
    """They hear at once, before anything is due there, and not again."""
    with newsroom.house.desk.database.write() as tx:
        tx.chats.seen("telegram", "-300", "", "channel", "Ziņas")
    for id in ("out", "out-again"):
        update = Update(id, Account("telegram", "5", "Zane"), CHANNEL, happening=Happening.LEFT)
        run(partial(newsroom.house.hears, update))

    assert len(alarms(newsroom)) == 1
    assert "Ziņas" in newsroom.platform.words[-1]


def test_person_who_leaves_is_no_news(newsroom: Newsroom) -> None:
    """Blocking us is everybody's right."""
    run(lambda: newsroom.house.hears(Update("b", ANNA, ANNAS, happening=Happening.LEFT)))

    assert alarms(newsroom) == []
