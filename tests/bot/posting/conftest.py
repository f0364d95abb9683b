"""A newsroom for every test of what leaves by itself."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from bot.desk import Desk
from tests.bot.posting.newsroom import ASKED, Newsroom
from tests.bot.posting.pressroom import Pressroom
from tests.bot.receiving.house import standing
from tests.standins.clock import FakeClock


@pytest.fixture
def newsroom(desk: Desk, clock: FakeClock) -> Iterator[Newsroom]:
    """Yield a newsroom over the Riga briefing."""
    with standing(desk, clock) as house:
        yield Newsroom(house)


@pytest.fixture
def asked(newsroom: Newsroom) -> Newsroom:
    """Return a newsroom where Anna was told that the summit is on 6 December at 10:00."""
    newsroom.add()
    newsroom.say(ASKED)
    newsroom.sent()
    return newsroom


@pytest.fixture
def told(newsroom: Newsroom) -> Newsroom:
    """Return a newsroom where Anna was told, five minutes ago, who leads the battle group."""
    told = newsroom.say("who leads the battle group?")
    assert told.startswith("Canada leads NATO's battle group in Latvia.")
    newsroom.after(timedelta(minutes=5))
    newsroom.sent()
    return newsroom


@pytest.fixture
def pressroom(desk: Desk, clock: FakeClock) -> Iterator[Pressroom]:
    """Yield a newsroom with a channel in each language."""
    with standing(desk, clock) as house:
        pressroom = Pressroom(house)
        pressroom.open_channels()
        pressroom.sent()
        yield pressroom
