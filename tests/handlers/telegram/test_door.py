"""The Telegram door as a whole: it opens, says what is wrong, and never tells the token."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from typing import Final

import pytest

from handlers.door import Check, Door, WrongTokenError
from handlers.telegram.door import TelegramDoor
from tests.handlers.telegram.opened import Notebook, door, settings
from tests.standins.telegram.refusals import Refusal
from tests.standins.telegram.server import Telegram, telegram_server

WRONG: Final = "1:wrong"
SECRET: Final = "s3cret"  # noqa: S105 - opens nothing


@pytest.fixture
def telegram() -> Iterator[Telegram]:
    """Yield a Telegram on loopback."""
    with telegram_server() as running:
        yield running


def examined(telegram: Telegram, **more: str) -> list[Check]:
    """Examine a door that was never opened."""
    notes = Notebook()

    async def run() -> Sequence[Check]:
        made = TelegramDoor(settings(telegram, **more), notes.accept, notes)
        try:
            return await made.examine()
        finally:
            await made.release()

    return list(asyncio.run(run()))


def test_door_is_a_door(telegram: Telegram) -> None:
    """The door is what the composition root takes, and its platform what the desk takes."""
    notes = Notebook()
    made: Door = TelegramDoor(settings(telegram), notes.accept, notes)

    assert made.platform.name == "telegram"
    assert made.routes() == ()
    assert made.claim_address("w0rd") == "/start w0rd"
    assert made.trouble()


def test_claim_address_opens_the_bot(telegram: Telegram) -> None:
    """Once Telegram was met, an address opens the private chat with a word."""

    async def run() -> str:
        async with door(telegram) as made:
            return made.claim_address("w0rd")

    assert asyncio.run(run()) == "https://t.me/FactdeskBot?start=w0rd"


@pytest.mark.parametrize("token", ["1:wrong", "7000000001:AAF"])
def test_wrong_token_refuses_the_start(telegram: Telegram, token: str) -> None:
    """A token that Telegram refuses stops the start, with the setting and without the token."""
    with pytest.raises(WrongTokenError, match="TELEGRAM_BOT_TOKEN") as refused:
        asyncio.run(_open(telegram, TELEGRAM_BOT_TOKEN=token))

    assert token not in str(refused.value)


async def _open(telegram: Telegram, **more: str) -> None:
    async with door(telegram, None, **more):
        pass


@pytest.mark.parametrize("method", ["getMe", "deleteWebhook"])
@pytest.mark.parametrize("broken", [Refusal(500, "Internal Server Error"), None])
def test_telegram_away_at_the_start_is_tried_again(
    telegram: Telegram, method: str, broken: Refusal | None
) -> None:
    """Where Telegram is away the start goes on, says so, and meets it as soon as it is back."""
    notes = Notebook()
    if broken:
        telegram.faults.refuses(method, broken, times=2)
    else:
        telegram.faults.drops(method, times=2)

    async def run() -> tuple[str, str]:
        async with door(telegram, notes) as made:
            before = made.trouble()
            said = telegram.world.user("Anna").says("x")
            await asyncio.to_thread(telegram.world.wait_confirmed, said)
            return before, made.trouble()

    before, after = asyncio.run(run())
    assert before
    assert telegram.token not in before
    assert after == ""
    assert notes.texts == ["x"]


def test_end_comes_while_telegram_is_away(telegram: Telegram) -> None:
    """The door closes though Telegram never was there."""
    telegram.faults.drops("getMe", times=1000)

    asyncio.run(_open(telegram))


def test_check_names_the_bot_and_how_it_hears(telegram: Telegram) -> None:
    """A working bot is named, with how updates come and what is heard in groups."""
    telegram.world.user("Anna").says("x")
    token, updates, groups = examined(telegram)

    assert (token.passed, updates.passed, groups.passed) == (True, True, True)
    assert "@FactdeskBot" in token.found
    assert "1 waiting" in updates.found
    assert "privacy mode is on" in groups.found
    telegram.world.privacy = False
    assert "privacy mode is off" in examined(telegram)[2].found
    assert telegram.calls.counts().keys() == {"getme", "getwebhookinfo"}


def test_check_of_a_wrong_token_fails(telegram: Telegram) -> None:
    """A refused token is the only thing found, and is not shown."""
    (found,) = examined(telegram, TELEGRAM_BOT_TOKEN=WRONG)

    assert not found.passed
    assert "TELEGRAM_BOT_TOKEN" in found.found
    assert WRONG not in str(found)


def test_check_of_a_telegram_out_of_reach_fails(telegram: Telegram) -> None:
    """A Telegram that cannot be reached is the only thing found."""
    (found,) = examined(telegram, TELEGRAM_API_URL="http://127.0.0.1:1")

    assert not found.passed
    assert "out of reach" in found.found
    assert telegram.token not in found.found


@pytest.mark.parametrize(
    ("url", "wanted", "passed", "words"),
    [
        ("https://a.example/secret-path", "", False, "a.example"),
        ("", "https://a.example/x", False, "nowhere"),
        ("https://b.example/x", "https://a.example/x", False, "b.example"),
        ("https://a.example/x", "https://a.example/x", True, "a.example"),
    ],
)
def test_check_compares_the_webhook(
    telegram: Telegram, url: str, wanted: str, *, passed: bool, words: str
) -> None:
    """The webhook that is set must be the one that the settings say; only its host is shown."""
    telegram.webhook.settings.url = url
    secret = SECRET if wanted else ""
    found = examined(telegram, TELEGRAM_WEBHOOK_URL=wanted, TELEGRAM_WEBHOOK_SECRET=secret)[1]

    assert found.passed is passed
    assert words in found.found
    assert "secret-path" not in found.found


def test_check_tells_of_a_webhook_that_fails(telegram: Telegram) -> None:
    """A webhook that fails while updates wait is told with Telegram's own reason."""
    telegram.webhook.settings.url = address = "https://a.example/x"
    telegram.webhook.settings.error = "Connection refused"
    telegram.world.user("Anna").says("x")
    found = examined(telegram, TELEGRAM_WEBHOOK_URL=address, TELEGRAM_WEBHOOK_SECRET=SECRET)[1]

    assert not found.passed
    assert "Connection refused" in found.found


def test_log_names_neither_token_nor_words(
    telegram: Telegram, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing of what people write, and nothing of the token, is ever logged."""
    telegram.faults.drops("getUpdates")
    telegram.faults.refuses("getUpdates", Refusal(502, "Bad Gateway"))
    telegram.world.updates.add_raw({"message": {"message_id": "x", "text": "noslēpums"}})
    said = telegram.world.user("Anna").says("noslēpums")

    async def run() -> None:
        async with door(telegram, Notebook(broken=1)):
            await asyncio.to_thread(telegram.world.wait_confirmed, said)

    asyncio.run(run())

    logged = "".join(capsys.readouterr())
    assert "update_malformed" in logged
    assert telegram.token not in logged
    assert "noslēpums" not in logged
