"""Fetching updates: nothing is confirmed before it is stored, and nothing stops the loop."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator, Sequence

import pytest

from bot.port import Update
from tests.handlers.telegram.opened import Notebook, door
from tests.standins.telegram.refusals import Refusal, conflict
from tests.standins.telegram.server import Telegram, telegram_server


@pytest.fixture
def telegram() -> Iterator[Telegram]:
    """Yield a Telegram on loopback."""
    with telegram_server() as running:
        yield running


def test_what_was_said_while_away_is_fetched(telegram: Telegram) -> None:
    """What was said before the start comes in order, a former webhook's too, and is confirmed."""
    notes = Notebook()
    anna = telegram.world.user("Anna")
    telegram.webhook.settings.url = "https://elsewhere.example"
    said = [anna.says(f"{n}") for n in range(150)]

    async def run() -> None:
        async with door(telegram, notes):
            await asyncio.to_thread(telegram.world.wait_confirmed, said[-1])

    asyncio.run(run())

    assert notes.texts == [f"{n}" for n in range(150)]
    assert telegram.webhook.settings.url == ""


def test_only_what_is_named_is_asked_for(telegram: Telegram) -> None:
    """Telegram is told which kinds of updates we want; members coming and going is not one."""

    async def run() -> None:
        async with door(telegram):
            await asyncio.to_thread(telegram.wait_polled)

    asyncio.run(run())

    assert telegram.world.updates.allowed == frozenset(
        {"message", "edited_message", "callback_query", "my_chat_member", "channel_post"}
    )


def test_what_cannot_be_stored_comes_again(telegram: Telegram) -> None:
    """While the store fails nothing is confirmed; it comes again, and is told as trouble."""
    notes = Notebook(broken=1)
    troubles = []

    async def run() -> None:
        async with door(telegram, notes) as made:
            await asyncio.to_thread(telegram.wait_polled)
            said = telegram.world.user("Anna").says("Kas vada?")
            await asyncio.to_thread(telegram.world.wait_until, made.trouble, "trouble")
            assert said.update
            troubles.append((made.trouble(), said.update.confirmed))
            await asyncio.to_thread(telegram.world.wait_confirmed, said)
            await asyncio.to_thread(telegram.wait_polled)
            troubles.append((made.trouble(), said.update.confirmed))

    asyncio.run(run())

    assert notes.texts == ["Kas vada?"]
    assert "store" in troubles[0][0]
    assert [confirmed for _, confirmed in troubles] == [False, True]
    assert troubles[1][0] == ""


@pytest.mark.parametrize(
    "body",
    [
        {"message": {"message_id": "x"}},
        {"message": None, "callback_query": "no object"},
        {"message": {"message_id": 1, "date": 1, "chat": {"id": 1, "type": "cloud"}, "text": "x"}},
        {"my_chat_member": {"chat": {}, "new_chat_member": {"status": 5}}},
    ],
)
def test_malformed_update_is_passed_over(telegram: Telegram, body: dict[str, object]) -> None:
    """An update that makes no sense is counted, and what came beside it is taken in."""
    notes = Notebook()
    telegram.world.user("Anna").says("pirms")
    telegram.world.updates.add_raw(body)
    said = telegram.world.user("Bruno").says("pēc")

    async def run() -> None:
        async with door(telegram, notes):
            await asyncio.to_thread(telegram.world.wait_confirmed, said)

    asyncio.run(run())

    assert notes.texts == ["pirms", "pēc"]
    assert len(notes.turned) <= 1
    assert set(notes.turned) <= {"malformed"}


def test_malformed_update_is_counted(telegram: Telegram) -> None:
    """What makes no sense is turned away once, not again and again."""
    notes = Notebook()
    telegram.world.updates.add_raw({"message": {"message_id": "x"}})
    said = telegram.world.user("Anna").says("x")

    async def run() -> None:
        async with door(telegram, notes):
            await asyncio.to_thread(telegram.world.wait_confirmed, said)
            await asyncio.to_thread(telegram.wait_polled)

    asyncio.run(run())

    assert notes.turned == ["malformed"]


@pytest.mark.parametrize(
    "refusal",
    [
        conflict("terminated by other getUpdates request"),
        Refusal(500, "Internal Server Error"),
        Refusal(401, "Unauthorized"),
        Refusal(429, "Too Many Requests: retry after 1", retry_after=1),
        None,
    ],
)
def test_failure_is_told_and_tried_again(telegram: Telegram, refusal: Refusal | None) -> None:
    """Whatever a question comes back with, it is told as trouble and asked again."""
    notes = Notebook()
    if refusal:
        telegram.faults.refuses("getUpdates", refusal)
    else:
        telegram.faults.drops("getUpdates")
    said = telegram.world.user("Anna").says("x")
    trouble = []

    async def run() -> None:
        async with door(telegram, notes) as made:
            trouble.append(
                await asyncio.to_thread(telegram.world.wait_until, made.trouble, "trouble")
            )
            await asyncio.to_thread(telegram.world.wait_confirmed, said)

    asyncio.run(run())

    assert notes.texts == ["x"]
    assert telegram.token not in trouble[0]


def test_close_cuts_a_question_short(telegram: Telegram) -> None:
    """The end comes at once, even while a question hangs."""
    took = []

    async def run() -> None:
        async with door(telegram):
            await asyncio.to_thread(telegram.wait_polled)
            begun = time.monotonic()
        took.append(time.monotonic() - begun)

    asyncio.run(run())

    assert took[0] < 5


def test_close_cuts_a_rest_short(telegram: Telegram) -> None:
    """So it does while the loop rests after a failure."""
    telegram.faults.too_many("getUpdates", 300)
    took = []

    async def run() -> None:
        async with door(telegram) as made:
            await asyncio.to_thread(telegram.world.wait_until, made.trouble, "trouble")
            begun = time.monotonic()
        took.append(time.monotonic() - begun)

    asyncio.run(run())

    assert took[0] < 5


class Slow(Notebook):
    """A notebook that takes its time to store."""

    def __init__(self) -> None:
        super().__init__()
        self.storing = asyncio.Event()
        self.stored = asyncio.Event()

    async def accept(self, updates: Sequence[Update]) -> None:
        """Store updates when it is told to."""
        self.storing.set()
        await self.stored.wait()
        await super().accept(updates)


def test_close_confirms_what_was_stored(telegram: Telegram) -> None:
    """What is being stored when the end comes is stored and confirmed, and does not come again."""
    said = telegram.world.user("Anna").says("x")

    async def run() -> list[str]:
        notes = Slow()
        async with door(telegram, notes):
            await notes.storing.wait()
            asyncio.get_running_loop().call_later(0.02, notes.stored.set)
        return notes.texts

    assert asyncio.run(run()) == ["x"]
    assert said.update
    assert said.update.confirmed
