"""Outages: nothing is sent to who does not answer, and all of it goes, in order, once they do."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from bot.outcomes import InDoubt, Later
from bot.posting.outages import Outage
from storage.deliveries import State
from tests.bot.posting.newsroom import ANNAS, GROUP, Newsroom
from tests.bot.receiving.house import said

MOST_TICKS = 20
"""More than happen while a platform that answers is asked once more."""


def test_platform_is_asked_until_it_answers() -> None:
    """Who asks whether it is over is told so by the first answer, and by none before it."""
    answers = iter([False, True])
    asked = []

    async def ask() -> bool:
        asked.append(outage.is_on)
        return next(answers)

    async def story() -> None:
        assert await outage.passes()
        outage.suspect()
        outage.suspect()
        assert outage.is_on
        assert await outage.passes()

    outage = Outage("telegram", ask)
    asyncio.run(story())

    assert asked == [True, True]
    assert not outage.is_on


def test_broken_connection_delays_nobody(newsroom: Newsroom) -> None:
    """One call that breaks off is a doubt about that message; the next one goes at once."""
    newsroom.platform.outcomes.append(InDoubt("broke"))
    newsroom.say("/events")
    newsroom.say("/whoami")

    assert {row.state for row in newsroom.rows("reply")} == {State.SENT}


def test_nothing_is_tried_while_nobody_answers(newsroom: Newsroom) -> None:
    """What is due stays queued as if nobody had begun it, and is sent when it is over."""
    newsroom.add()
    newsroom.say("/remind summit 3h 2h")
    newsroom.say("/remind summit 2h", GROUP)
    house, platform = newsroom.house, newsroom.platform
    first, *others = sorted(newsroom.rows("reminder"), key=lambda row: row.due_at)
    newsroom.sent()

    async def story() -> None:
        newsroom.clock.set(first.due_at)
        platform.outcomes.append(Later("unreachable"))
        platform.is_out = True
        await house.ticks()
        newsroom.clock.advance(timedelta(hours=1))
        await house.reception.accept([said("/events")])
        house.reception.close()
        await house.reception.run()
        await house.ticks()
        assert len(newsroom.sent("reminder", "reply")) == 1
        left = {row.id: row for row in newsroom.rows("reminder")}
        assert [left[row.id] for row in others] == others
        platform.is_out = False
        # It is asked again after a while, and by a desk that has just started at once.
        house.build()
        for _ in range(MOST_TICKS):
            await house.ticks()
            newsroom.clock.advance(timedelta(milliseconds=5))

    asyncio.run(story())

    newsroom.looks()
    assert {each.chat for each in newsroom.sent("reminder")} == {ANNAS, GROUP}
    assert {row.state for row in newsroom.rows("reply")} == {State.SENT}


def test_what_was_claimed_is_given_back(newsroom: Newsroom) -> None:
    """A message that was claimed when the others failed keeps its place, and is sent once."""
    newsroom.platform.is_out = True
    newsroom.platform.outcomes.append(Later("unreachable"))
    house = newsroom.house

    async def story() -> None:
        await house.reception.accept([said("/events")])
        house.reception.close()
        await house.reception.run()
        await house.relay.idle()
        house.reception.wake()
        await house.reception.accept([said("/whoami", GROUP)])
        await house.reception.run()
        await house.relay.idle()

    asyncio.run(story())
    rows = newsroom.rows("reply")[-2:]
    assert [(row.state, row.attempts) for row in rows] == [(State.QUEUED, 1), (State.QUEUED, 0)]

    newsroom.platform.is_out = False
    newsroom.after(timedelta(minutes=1))
    assert {row.state for row in newsroom.rows("reply")} == {State.SENT}
