"""Files of facts on Telegram: brought by people, and sent by us."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from typing import TypeVar

import pytest
from telegram import Bot

from bot.outcomes import InDoubt, Sent
from bot.platforms import LARGEST_FILE
from bot.port import Document, File, Unread
from handlers.telegram.requests import AiohttpRequest
from handlers.telegram.sending import TelegramPlatform
from tests.handlers.telegram.hearing import heard, surely, world
from tests.handlers.telegram.opened import outgoing
from tests.standins.telegram.server import TOKEN, Telegram, telegram_server

T = TypeVar("T")
FACTS = b'{"subject": "bridge"}\n'


@pytest.fixture
def telegram() -> Iterator[Telegram]:
    """Yield a Telegram on loopback."""
    with telegram_server() as running:
        yield running


def asked(telegram: Telegram, call: Callable[[TelegramPlatform], Awaitable[T]]) -> T:
    """Ask our platform something, over a connection of its own."""

    async def answered() -> T:
        requests = AiohttpRequest(0.5)
        await requests.initialize()
        files = f"{telegram.url}/file/bot"
        bot = Bot(TOKEN, base_url=telegram.base_url, base_file_url=files, request=requests)
        try:
            return await call(TelegramPlatform(bot))
        finally:
            await requests.shutdown()

    return asyncio.run(answered())


def bring(telegram: Telegram, file: File) -> File:
    """Return what comes of asking for a file."""
    return asked(telegram, lambda platform: platform.opened(file))


def test_a_brought_file_comes_with_what_is_said_of_it() -> None:
    """In private with or without words; in a group only where we are called."""
    made = world()
    olga = made.user("Olga")
    group = made.group("News", [olga])
    bare = surely(olga.brings("a.csv", FACTS).update)
    asked_for = surely(olga.brings("b.csv", FACTS, "/import correct").update)
    called = surely(olga.brings("c.csv", FACTS, "@FactdeskBot import", group).update)

    assert (bare.file, bare.text) == (File("telegram", "a.csv", "a.csv", len(FACTS)), "")
    assert (asked_for.file is not None, asked_for.text) == (True, "/import correct")
    assert (called.file is not None, called.text) == (True, "import")
    assert heard(olga.brings("d.csv", FACTS, "look at this", group).update) is None


def test_a_file_can_be_replied_to() -> None:
    """`/import` as a reply takes the file in that it replies to; other words do not."""
    made = world()
    olga = made.user("Olga")
    brought = olga.brings("a.csv", FACTS)

    asked_for = surely(olga.says("/import", reply_to=brought).update)
    said = surely(olga.says("who leads it?", reply_to=brought).update)

    assert asked_for.file == File("telegram", "a.csv", "a.csv", len(FACTS))
    assert said.file is None


def test_a_moving_picture_is_no_file() -> None:
    """It travels as one, and nobody means it to be taken in."""
    moving = {"file_id": "a", "file_unique_id": "a", "width": 1, "height": 1, "duration": 1}
    document = {"file_id": "a", "file_unique_id": "a"}
    told = world().user("Olga").sends({"animation": moving, "document": document}).update

    assert surely(told).file is None


def test_a_file_is_fetched_with_what_is_in_it(telegram: Telegram) -> None:
    """One that is too large, or gone, or that does not arrive, says why."""
    telegram.world.user("Olga").brings("a.csv", FACTS)
    telegram.world.user("Olga").brings("large.csv", b"")
    telegram.world.sizes["large.csv"] = LARGEST_FILE + 1
    files = [File("telegram", name, name) for name in ("a.csv", "large.csv", "gone.csv")]

    opened = [bring(telegram, file) for file in files]
    telegram.world.sizes["large.csv"] = 30_000_000
    larger = bring(telegram, files[1])
    telegram.faults.drops("getFile")
    broken = bring(telegram, files[0])

    assert [each.content for each in opened] == [FACTS, None, None]
    assert [each.unread for each in opened] == [None, Unread.LARGE, Unread.OUT_OF_REACH]
    assert larger.unread is Unread.LARGE
    assert broken.unread is Unread.OUT_OF_REACH


def test_a_file_of_ours_is_one_message_with_its_words(telegram: Telegram) -> None:
    """It arrives under its name, to the byte; a line that breaks behind the call is a doubt."""
    olga = telegram.world.user("Olga")
    olga.starts()
    room = olga.chat
    message = outgoing(room, "Everything", document=Document("facts.yaml", FACTS))

    became = asked(telegram, lambda platform: platform.send(message))
    telegram.faults.drops("sendDocument", after=True)
    doubt = asked(telegram, lambda platform: platform.send(message))

    sent = room.messages_from_bot()[0]
    assert became == Sent(str(sent.message_id))
    assert (sent.document, sent.text) == (FACTS, "Everything")
    assert sent.extra["document"]["file_name"] == "facts.yaml"
    assert isinstance(doubt, InDoubt)
