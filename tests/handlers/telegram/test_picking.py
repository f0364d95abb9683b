"""Choosing a chat with buttons: what they ask for, and what the door makes of the choice."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest
from telegram import Bot

from bot.outcomes import Sent
from bot.port import Account, Chat, Happening, Place
from bot.stored import read_update, update_record
from handlers.telegram.requests import AiohttpRequest
from handlers.telegram.sending import TelegramPlatform
from tests.handlers.telegram.hearing import read, surely, world
from tests.handlers.telegram.opened import outgoing
from tests.standins.telegram.people import User
from tests.standins.telegram.server import TOKEN, Telegram, telegram_server


@pytest.fixture
def telegram() -> Iterator[Telegram]:
    """Yield a Telegram on loopback."""
    with telegram_server() as running:
        yield running


@pytest.fixture
def olga(telegram: Telegram) -> User:
    """Return somebody who was asked to choose a chat."""
    made = telegram.world.user("Olga")
    made.starts()

    async def ask() -> None:
        requests = AiohttpRequest()
        await requests.initialize()
        bot = Bot(TOKEN, base_url=telegram.base_url, request=requests)
        message = outgoing(made.chat, "Which?", picks=True, language="en")
        assert isinstance(await TelegramPlatform(bot).send(message), Sent)
        await requests.shutdown()

    asyncio.run(ask())
    return made


def test_channel_and_group_can_be_chosen(telegram: Telegram, olga: User) -> None:
    """A channel that they run, a group that we are in; each comes with its title and its kind."""
    (asked,) = olga.chat.messages_from_bot()
    channel = telegram.world.channel("Rīgas ziņas", creator=olga)
    group = telegram.world.group("Redakcija", [olga])
    labels = [button["text"] for row in (asked.markup or {})["keyboard"] for button in row]

    assert labels == ["Choose a channel", "Choose a group"]
    picked = [surely(olga.shares_chat(asked, each).update) for each in (channel, group)]
    assert [each.picked for each in picked] == [
        Chat("telegram", str(channel.id), Place.CHANNEL, title="Rīgas ziņas"),
        Chat("telegram", str(group.id), Place.GROUP, title="Redakcija"),
    ]
    first = picked[0]
    assert (first.happening, first.account) == (
        Happening.PICKED,
        Account("telegram", str(olga.id), "Olga"),
    )
    assert read_update(update_record(first)) == first


def test_channel_of_others_is_not_shown(telegram: Telegram, olga: User) -> None:
    """Telegram shows only those in which who chooses may post."""
    (asked,) = olga.chat.messages_from_bot()
    with pytest.raises(AssertionError, match="no button shows"):
        olga.shares_chat(asked, telegram.world.channel("Others"))


def test_choice_that_nobody_asked_for_is_passed_over() -> None:
    """An answer under a number that is none of ours is nothing to us."""
    person = world().user("Olga")
    said = person.says("x")
    assert said.update is not None
    message = {**said.update.body["message"], "chat_shared": {"request_id": 99, "chat_id": -5}}
    message.pop("text")

    assert read({**said.update.body, "message": message}) is None


def test_private_chat_can_pick() -> None:
    """In a group nobody can be asked so."""
    made = world()
    olga = made.user("Olga")
    group = made.group("Desk", [olga])

    assert surely(olga.says("/channel add").update).can_pick
    assert not surely(olga.says("/channel add", group).update).can_pick
