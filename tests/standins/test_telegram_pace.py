"""The stand-in of Telegram: how fast a bot may write, where a test asks for the limits."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
from telegram import Bot
from telegram.error import RetryAfter

from tests.standins.telegram.asking import ask
from tests.standins.telegram.people import User
from tests.standins.telegram.server import Telegram, telegram_server


@dataclass(slots=True)
class Standing:
    """A clock that stands until it is moved."""

    now: float = 100.0

    def __call__(self) -> float:
        """Return the second."""
        return self.now


@pytest.fixture
def telegram(monkeypatch: pytest.MonkeyPatch) -> Iterator[Telegram]:
    """Run a Telegram whose clock for limits stands."""
    # The library tells waits as it will from its next version on.
    monkeypatch.setenv("PTB_TIMEDELTA", "1")
    with telegram_server() as server:
        server.pace.clock = Standing()
        yield server


@pytest.fixture
def anna(telegram: Telegram) -> User:
    """Return somebody who has started the bot."""
    return started(telegram, "Anna")


def started(telegram: Telegram, name: str) -> User:
    """Return somebody else who has."""
    user = telegram.world.user(name)
    user.starts()
    return user


def waits(telegram: Telegram, calls: Iterable[tuple[float, int]]) -> list[int]:
    """Send a message each, so many seconds after the one before and to that chat.

    Returns:
        For each in how many seconds to come again, 0 if it was sent.
    """

    async def run(bot: Bot) -> list[int]:
        return [await _wait(telegram, bot, after, chat) for after, chat in calls]

    return ask(telegram, run)


async def _wait(telegram: Telegram, bot: Bot, after: float, chat: int) -> int:
    assert isinstance(telegram.pace.clock, Standing)
    telegram.pace.clock.now += after
    try:
        await bot.send_message(chat, "x")
    except RetryAfter as error:
        waits = error.retry_after
    else:
        return 0
    assert isinstance(waits, timedelta)
    return int(waits.total_seconds())


def test_nothing_is_limited_until_asked(telegram: Telegram, anna: User) -> None:
    """Other tests write as fast as they can, and nothing is counted."""
    assert waits(telegram, [(0, anna.id)] * 40) == [0] * 40
    assert telegram.pace.most_a_second == 0


def test_chat_gets_one_a_second(telegram: Telegram, anna: User) -> None:
    """A message too early is refused with the whole seconds to wait, and is not there."""
    telegram.pace.enforce()

    assert waits(telegram, [(0, anna.id), (0.25, anna.id), (0.75, anna.id)]) == [0, 1, 0]
    assert len(anna.chat.messages_from_bot()) == 2
    assert telegram.pace.smallest_gap == 1
    assert telegram.pace.refused == 1
    assert [call.status for call in telegram.calls.of("sendMessage")] == [200, 429, 200]


def test_chat_may_be_let_have_more(telegram: Telegram, anna: User) -> None:
    """Another count is a parameter, as short bursts are borne."""
    telegram.pace.enforce(chat_second=3)

    assert waits(telegram, [(0, anna.id)] * 4) == [0, 0, 0, 1]


def test_group_gets_twenty_a_minute(telegram: Telegram) -> None:
    """However slowly they come; so does a channel."""
    group, channel = telegram.world.group("Desk"), telegram.world.channel("News")
    telegram.pace.enforce()

    for place in (group, channel):
        assert waits(telegram, [(1.5, place.id)] * 21) == [0] * 20 + [30]
    assert telegram.pace.most_a_minute_in_a_group == 20


def test_person_gets_more_a_minute(telegram: Telegram, anna: User) -> None:
    """The limit of a minute is for groups alone."""
    telegram.pace.enforce()

    assert waits(telegram, [(1, anna.id)] * 40) == [0] * 40
    assert telegram.pace.most_a_minute_in_a_group == 0


def test_all_chats_get_thirty_a_second(telegram: Telegram) -> None:
    """Many chats at once have one limit together."""
    people = [started(telegram, f"P{number}").id for number in range(31)]
    telegram.pace.enforce()

    assert waits(telegram, [(0, chat) for chat in people]) == [0] * 30 + [1]
    assert telegram.pace.most_a_second == 30


def test_edits_count(telegram: Telegram, anna: User) -> None:
    """A changed message is as good as a new one; a look at a chat is nothing."""
    telegram.pace.enforce()

    async def change(bot: Bot) -> None:
        message = await bot.send_message(anna.id, "x")
        await bot.get_chat(anna.id)
        await message.edit_text("y")

    with pytest.raises(RetryAfter):
        ask(telegram, change)
    assert [each.text for each in anna.chat.messages_from_bot()] == ["x"]


def test_scale_divides_all_windows(telegram: Telegram) -> None:
    """At a scale of 10 a group has twenty in six seconds; gaps are told as without it."""
    group = telegram.world.group("Desk")
    telegram.pace.enforce(scale=10)

    assert waits(telegram, [(0.125, group.id)] * 21) == [0] * 20 + [4]
    assert telegram.pace.smallest_gap == pytest.approx(1.25)


def test_limits_begin_with_a_clean_slate(telegram: Telegram, anna: User) -> None:
    """What was seen before they were set again is forgotten."""
    telegram.pace.enforce()
    waits(telegram, [(0, anna.id)] * 2)

    telegram.pace.enforce()

    pace = telegram.pace
    assert (pace.refused, pace.most_a_second, pace.smallest_gap) == (0, 0, math.inf)
    assert waits(telegram, [(0, anna.id)]) == [0]
