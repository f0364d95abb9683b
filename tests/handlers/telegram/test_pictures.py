"""Pictures that leave for Telegram: one message with their words, edited and refused as one."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest
from telegram import Bot

from bot.outcomes import InDoubt, Later, Outcome, Refused, Sent
from bot.port import Formatted, Outgoing, Picture, Style, Text
from handlers.telegram.requests import AiohttpRequest
from handlers.telegram.sending import TelegramPlatform
from tests.handlers.telegram.opened import outgoing
from tests.standins.telegram.places import Group
from tests.standins.telegram.server import TOKEN, Telegram, telegram_server

BRIDGE = Picture("telegram", "bridge")


@pytest.fixture
def telegram() -> Iterator[Telegram]:
    """Yield a Telegram on loopback, where somebody has shown us a picture."""
    with telegram_server() as running:
        running.world.user("Olga").shows("bridge")
        yield running


@pytest.fixture
def news(telegram: Telegram) -> Group:
    """Return a channel that we may post to."""
    return telegram.world.channel("News")


def send(telegram: Telegram, message: Outgoing) -> Outcome:
    """Send a message over a connection of its own; return what became of it."""

    async def sent() -> Outcome:
        requests = AiohttpRequest(0.5)
        await requests.initialize()
        bot = Bot(TOKEN, base_url=telegram.base_url, request=requests)
        try:
            return await TelegramPlatform(bot).send(message)
        finally:
            await requests.shutdown()

    return asyncio.run(sent())


def test_picture_and_words_are_one_message(telegram: Telegram, news: Group) -> None:
    """With the looks of the words, and without a sound where that is wanted."""
    words = (Text("The "), Formatted("bridge", (Style.STRONG,)))
    became = send(telegram, outgoing(news, words, picture=BRIDGE, silent=True))

    (posted,) = news.messages_from_bot()
    assert became == Sent(str(posted.message_id))
    assert (posted.picture, posted.text, posted.styled("bold")) == (
        "bridge",
        "The bridge",
        ["bridge"],
    )
    assert posted.silent


def test_picture_needs_no_words(telegram: Telegram, news: Group) -> None:
    """It says enough by itself."""
    send(telegram, outgoing(news, (), picture=BRIDGE))
    (posted,) = news.messages_from_bot()

    assert (posted.picture, posted.text) == ("bridge", "")


def test_words_below_a_picture_are_changed_in_place(telegram: Telegram, news: Group) -> None:
    """And the same again is no failure."""
    send(telegram, outgoing(news, "One", picture=BRIDGE))
    (posted,) = news.messages_from_bot()
    edit = outgoing(news, "Two", picture=BRIDGE, edits=str(posted.message_id))

    assert [send(telegram, edit), send(telegram, edit)] == [Sent(str(posted.message_id))] * 2
    assert (posted.picture, posted.text) == ("bridge", "Two")


def test_picture_that_is_gone_is_refused(telegram: Telegram, news: Group) -> None:
    """So are words that are too long; both say nothing of the chat."""
    gone = send(telegram, outgoing(news, "x", picture=Picture("telegram", "other")))
    long = send(telegram, outgoing(news, "x" * 1025, picture=BRIDGE))

    assert isinstance(gone, Refused)
    assert isinstance(long, Refused)
    assert news.messages_from_bot() == []


def test_chat_without_pictures_takes_words(telegram: Telegram) -> None:
    """Where pictures are forbidden the chat is not gone: only the picture is refused."""
    group = telegram.world.group("News")
    group.restrict_bot(can_send_photos=False)

    assert isinstance(send(telegram, outgoing(group, "x", picture=BRIDGE)), Refused)
    assert isinstance(send(telegram, outgoing(group, "x")), Sent)


def test_picture_that_may_be_there_is_in_doubt(telegram: Telegram, news: Group) -> None:
    """A connection that breaks behind the call leaves a doubt, as with words."""
    telegram.faults.drops("sendPhoto", after=True)

    assert isinstance(send(telegram, outgoing(news, "x", picture=BRIDGE)), InDoubt)
    assert len(news.messages_from_bot()) == 1


def fetch(telegram: Telegram, picture: Picture) -> object:
    """Return what comes of fetching a picture."""

    async def fetched() -> object:
        requests = AiohttpRequest(0.5)
        await requests.initialize()
        files = f"{telegram.url}/file/bot"
        bot = Bot(TOKEN, base_url=telegram.base_url, base_file_url=files, request=requests)
        try:
            return await TelegramPlatform(bot).fetched(picture)
        finally:
            await requests.shutdown()

    return asyncio.run(fetched())


def test_picture_is_brought_with_its_content(telegram: Telegram) -> None:
    """One that is too large, or gone, is refused; a line that breaks is tried again."""
    telegram.world.files["bridge"] = b"\x89PNG"
    brought = fetch(telegram, BRIDGE)

    assert isinstance(brought, Picture)
    assert (brought, brought.content) == (BRIDGE, b"\x89PNG")
    assert isinstance(fetch(telegram, Picture("telegram", "other")), Refused)
    telegram.faults.drops("getFile")
    assert isinstance(fetch(telegram, BRIDGE), Later)
    del telegram.world.files["bridge"]
    telegram.world.sizes["bridge"] = 10_000_001
    assert fetch(telegram, BRIDGE) == Refused("the picture is too large")


def test_picture_of_another_platform_is_uploaded(telegram: Telegram, news: Group) -> None:
    """It comes along with the call, and its words below it."""
    words = (Text("The "), Formatted("bridge", (Style.STRONG,)))
    far = Picture("slack", "F1", b"\x89PNG")
    became = send(telegram, outgoing(news, words, picture=far))

    (posted,) = news.messages_from_bot()
    assert became == Sent(str(posted.message_id))
    assert (posted.document, posted.text) == (b"\x89PNG", "The bridge")
    assert posted.styled("bold") == ["bridge"]
