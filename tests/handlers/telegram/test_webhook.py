"""Updates that are brought: answered when they are stored, and only from Telegram."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import Any, Final

import aiohttp
import pytest
from aiohttp import web

from handlers.telegram.webhook import HEADER, PATH
from tests.handlers.telegram.opened import Notebook, door
from tests.standins.telegram.server import Telegram, telegram_server

SECRET: Final = "s3cret-of_ours"  # noqa: S105 - opens nothing
ADDRESS: Final = "https://factdesk.example/telegram/webhook"
LARGEST: Final = 100_000
SETTINGS: Final = {"TELEGRAM_WEBHOOK_URL": ADDRESS, "TELEGRAM_WEBHOOK_SECRET": SECRET}
UPDATE: Final = {
    "update_id": 5,
    "message": {
        "message_id": 1,
        "date": 1,
        "chat": {"id": 4, "type": "private", "first_name": "Anna"},
        "from": {"id": 4, "is_bot": False, "first_name": "Anna"},
        "text": "Kas vada?",
    },
}


@pytest.fixture
def telegram() -> Iterator[Telegram]:
    """Yield a Telegram on loopback."""
    with telegram_server() as running:
        yield running


@asynccontextmanager
async def served(telegram: Telegram, notes: Notebook) -> AsyncIterator[str]:
    """Serve an open door, and yield the address of its webhook."""
    async with door(telegram, notes, **SETTINGS) as made:
        application = web.Application(client_max_size=LARGEST)
        application.add_routes(made.routes())
        runner = web.AppRunner(application)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        telegram.webhook.through = f"http://127.0.0.1:{site.port}{PATH}"
        telegram.webhook.wake()
        try:
            yield telegram.webhook.through
        finally:
            await runner.cleanup()


def posted(
    telegram: Telegram,
    notes: Notebook,
    *bodies: object,
    secret: str | None = SECRET,
    **headers: str,
) -> list[int]:
    """Post bodies one after another, and return how each was answered."""

    async def run() -> list[int]:
        async with served(telegram, notes) as address, aiohttp.ClientSession() as session:
            given = {"Content-Type": "application/json"} | headers
            if secret is not None:
                given[HEADER] = secret
            return [await _post(session, address, body, given) for body in bodies]

    return asyncio.run(run())


async def _post(
    session: aiohttp.ClientSession, address: str, body: object, headers: dict[str, str]
) -> int:
    data: Any = body if isinstance(body, bytes) else json.dumps(body).encode()
    async with session.post(address, data=data, headers=headers) as response:
        return response.status


def test_telegram_is_told_where_to_post(telegram: Telegram) -> None:
    """The webhook is set with address, secret and the kinds of updates; nothing is dropped."""
    notes = Notebook()
    said = telegram.world.user("Anna").says("agrāk")

    async def run() -> None:
        async with served(telegram, notes):
            await asyncio.to_thread(telegram.world.wait_confirmed, said)

    asyncio.run(run())

    assert telegram.webhook.settings.url == ADDRESS
    assert telegram.webhook.settings.secret == SECRET
    assert "my_chat_member" in telegram.world.updates.allowed
    assert notes.texts == ["agrāk"]
    assert telegram.calls.count("getUpdates") == 0


@pytest.mark.parametrize("secret", ["", None, "s3cret-of_our", SECRET + "x", "ā"])
def test_forged_update_is_refused(telegram: Telegram, secret: str | None) -> None:
    """Who does not know the secret is refused and counted, and nothing is taken in."""
    notes = Notebook()

    assert posted(telegram, notes, UPDATE, secret=secret) == [403]
    assert (notes.turned, notes.updates) == (["secret"], [])


@pytest.mark.parametrize(
    "body", [b"", b"{", b"\xff\xfe", [], [UPDATE], "x", 5, None, {}, {"update_id": "5"}]
)
def test_what_is_no_update_is_refused(telegram: Telegram, body: object) -> None:
    """What is no JSON, or no update, is refused and counted."""
    notes = Notebook()

    assert posted(telegram, notes, body) == [400]
    assert (notes.turned, notes.updates) == (["malformed"], [])


def test_other_content_is_refused(telegram: Telegram) -> None:
    """What does not say that it is JSON is refused, whatever it is."""
    notes = Notebook()

    assert posted(telegram, notes, UPDATE, **{"Content-Type": "text/plain"}) == [400]
    assert (notes.turned, notes.updates) == (["malformed"], [])


def test_too_large_update_is_refused(telegram: Telegram) -> None:
    """What is larger than the server takes is refused and counted, and the next is taken in."""
    notes = Notebook()
    large = UPDATE | {"padding": "x" * LARGEST}

    assert posted(telegram, notes, large, UPDATE) == [413, 200]
    assert (notes.turned, notes.texts) == (["oversized"], ["Kas vada?"])


def test_update_that_makes_no_sense_is_not_brought_again(telegram: Telegram) -> None:
    """An update of Telegram's that we cannot read is counted and taken as heard."""
    notes = Notebook()

    assert posted(telegram, notes, {"update_id": 6, "message": {"message_id": "x"}}) == [200]
    assert (notes.turned, notes.updates) == (["malformed"], [])


def test_same_update_twice_is_one(telegram: Telegram) -> None:
    """The same update has the same id each time it is brought, so it is stored once."""
    notes = Notebook()

    assert posted(telegram, notes, UPDATE, UPDATE) == [200, 200]
    assert [each.id for each in notes.updates] == [f"{telegram.world.bot.id}:5"]


def test_what_cannot_be_stored_is_brought_again(telegram: Telegram) -> None:
    """While the store fails Telegram is told to come again, and it does."""
    notes = Notebook(broken=2)
    said = telegram.world.user("Anna").says("x")

    async def run() -> None:
        async with served(telegram, notes):
            await asyncio.to_thread(telegram.world.wait_confirmed, said)

    asyncio.run(run())

    assert [status for _, status in telegram.webhook.answers] == [503, 503, 200]
    assert notes.texts == ["x"]


def test_after_the_end_nothing_is_taken_in(telegram: Telegram) -> None:
    """While the program ends Telegram is told to come again later."""
    notes = Notebook()

    async def run() -> int:
        async with door(telegram, notes, **SETTINGS) as made:
            application = web.Application()
            application.add_routes(made.routes())
            runner = web.AppRunner(application)
            await runner.setup()
            site = web.TCPSite(runner, "127.0.0.1", 0)
            await site.start()
            await made.close()
            headers = {"Content-Type": "application/json", HEADER: SECRET}
            async with aiohttp.ClientSession() as session:
                address = f"http://127.0.0.1:{site.port}{PATH}"
                status = await _post(session, address, UPDATE, headers)
            await runner.cleanup()
            return status

    assert asyncio.run(run()) == 503
    assert notes.updates == []
