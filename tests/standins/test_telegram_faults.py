"""The stand-in of Telegram: its webhook, and what goes wrong on the way."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest
from aiohttp import web
from telegram import Bot
from telegram.error import BadRequest, Conflict, NetworkError, RetryAfter, TimedOut

from tests.standins.loopback import serving
from tests.standins.telegram.asking import ask
from tests.standins.telegram.faults import ANY
from tests.standins.telegram.people import User
from tests.standins.telegram.server import Telegram, telegram_server
from tests.standins.telegram.webhook import SECRET

AGREED = "s-1"


@pytest.fixture
def telegram() -> Iterator[Telegram]:
    """Run a Telegram for one test."""
    with telegram_server() as server:
        yield server


@pytest.fixture
def anna(telegram: Telegram) -> User:
    """Return somebody who has started the bot, which has heard of it."""
    user = telegram.world.user("Anna")
    user.starts()
    telegram.world.updates.drop()
    return user


@dataclass(slots=True)
class Door:
    """A bot's own address, which answers as it is told and keeps what came."""

    statuses: list[int] = field(default_factory=list)
    came: list[tuple[str, str]] = field(default_factory=list)
    url: str = ""

    async def open(self, request: web.Request) -> web.Response:
        """Take an update."""
        update = await request.json()
        self.came.append((update["message"]["text"], request.headers.get(SECRET, "")))
        return web.Response(status=self.statuses.pop(0) if self.statuses else 200)


@contextmanager
def door(*statuses: int) -> Iterator[Door]:
    """Serve a door that answers with these, then with 200."""
    opened = Door(list(statuses))
    application = web.Application()
    application.router.add_post("/hook", opened.open)
    with serving(application) as served:
        opened.url = f"{served.url}/hook"
        yield opened


async def say(bot: Bot) -> None:
    """Send something to the first person."""
    await bot.send_message(500_000_001, "x")


def test_webhook_brings_updates_with_the_secret(telegram: Telegram, anna: User) -> None:
    """Once an address is set, each update is posted there, with the secret that was agreed."""
    with door() as bot_door:
        ask(telegram, lambda bot: bot.set_webhook(bot_door.url, secret_token=AGREED))
        telegram.world.wait_confirmed(anna.says("hello"))

    assert bot_door.came == [("hello", AGREED)]


def test_webhook_comes_again_in_order(telegram: Telegram, anna: User) -> None:
    """An update that was not answered 2xx comes again before the next, until it was."""
    said = [anna.says("one"), anna.says("two")]

    with door(500, 302, 200) as bot_door:
        ask(telegram, lambda bot: bot.set_webhook(bot_door.url))
        telegram.world.wait_all_confirmed()
        info = ask(telegram, lambda bot: bot.get_webhook_info())

    assert [text for text, _ in bot_door.came] == ["one", "one", "one", "two"]
    assert said[0].update
    assert said[0].update.deliveries == 3
    assert info.last_error_message == "Wrong response from the webhook: 302 Found"
    assert info.pending_update_count == 0


def test_nothing_is_lost_while_the_door_is_closed(telegram: Telegram, anna: User) -> None:
    """Updates wait while nobody listens at the address, and come when somebody does."""
    with door() as bot_door:
        pass
    ask(telegram, lambda bot: bot.set_webhook(bot_door.url))
    said = anna.says("hello")
    telegram.world.wait_until(lambda: telegram.webhook.settings.error, "a failed post")

    with door() as another:
        telegram.webhook.through = another.url
        telegram.world.wait_confirmed(said)

    assert telegram.webhook.settings.error == "Connection refused"
    assert another.came == [("hello", "")]


def test_webhook_repeats_an_update(telegram: Telegram, anna: User) -> None:
    """The same update can be posted as often as a test likes."""
    with door() as bot_door:
        ask(telegram, lambda bot: bot.set_webhook("https://desk.example/hook"))
        telegram.webhook.through = bot_door.url
        said = anna.says("hello")
        assert said.update
        telegram.world.updates.repeat(said.update, times=4)
        telegram.world.wait_all_confirmed()

    assert [text for text, _ in bot_door.came] == ["hello"] * 5


def test_webhook_serves_chats_side_by_side(telegram: Telegram) -> None:
    """Under load many posts are under way, and each chat keeps its order."""
    people = [telegram.world.user(f"P{number}") for number in range(20)]
    telegram.webhook.at_once = 10

    with door() as bot_door:
        ask(telegram, lambda bot: bot.set_webhook(bot_door.url))
        for number in range(20):
            for person in people:
                person.says(f"{person.account.first_name} {number}")
        telegram.world.wait_all_confirmed()

    of_one = [text for text, _ in bot_door.came if text.startswith("P7 ")]
    assert len(bot_door.came) == 400
    assert of_one == [f"P7 {number}" for number in range(20)]


def test_webhook_and_polling_exclude_each_other(telegram: Telegram) -> None:
    """While an address is set getUpdates is refused; when it is removed, it works again."""

    async def set_and_ask(bot: Bot) -> None:
        await bot.set_webhook("https://desk.example/hook")
        await bot.get_updates()

    with pytest.raises(Conflict, match="while webhook is active"):
        ask(telegram, set_and_ask)
    ask(telegram, lambda bot: bot.delete_webhook(drop_pending_updates=True))
    assert ask(telegram, lambda bot: bot.get_updates()) == ()


@pytest.mark.parametrize(
    ("url", "secret", "sentence"),
    [
        ("http://desk.example/hook", "", "An https url must be provided"),
        ("https://desk.example/hook", "s" * 257, "Secret token is too long"),
        ("https://desk.example/hook", "ē", "Secret token contains unallowed characters"),
    ],
)
def test_webhook_is_refused(telegram: Telegram, url: str, secret: str, sentence: str) -> None:
    """An address without TLS and a secret that no header can carry are not set."""
    with pytest.raises(BadRequest, match=f"(?i){sentence}"):
        ask(telegram, lambda bot: bot.set_webhook(url, secret_token=secret))


def test_too_many_befalls_the_next_call_only(
    telegram: Telegram, anna: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A 429 carries its seconds, only for the chat that it is for, and is over then."""
    monkeypatch.setenv("PTB_TIMEDELTA", "1")
    telegram.faults.too_many("sendMessage", 7, chat=anna.id)
    other = telegram.world.user("Other")
    other.starts()

    ask(telegram, lambda bot: bot.send_message(other.id, "x"))
    with pytest.raises(RetryAfter, match="0:00:07"):
        ask(telegram, say)
    ask(telegram, say)

    assert len(anna.chat.messages_from_bot()) == 1
    assert telegram.faults.left == 0


@pytest.mark.parametrize(("after", "arrived"), [(False, 0), (True, 1)])
def test_failure_may_come_before_or_after(
    telegram: Telegram,
    anna: User,
    after: bool,  # noqa: FBT001 - a parameter of the test
    arrived: int,
) -> None:
    """A 500, or a broken connection, does not tell whether the message was sent."""
    telegram.faults.fails("sendMessage", after=after)
    telegram.faults.drops("sendMessage", after=after)

    for _ in range(2):
        with pytest.raises(NetworkError):
            ask(telegram, say)

    assert len(anna.chat.messages_from_bot()) == 2 * arrived


def test_outage_befalls_every_call(telegram: Telegram, anna: User) -> None:
    """A fault without an end befalls each call of any method, until it is cleared."""
    telegram.faults.fails(ANY, times=-1)
    for _ in range(3):
        with pytest.raises(NetworkError):
            ask(telegram, say)

    telegram.faults.clear()
    ask(telegram, say)

    assert len(anna.chat.messages_from_bot()) == 1


def test_lost_answer_to_getupdates_loses_nothing(telegram: Telegram, anna: User) -> None:
    """Updates that were handed out on a connection that broke are handed out again."""
    said = anna.says("hello")
    telegram.faults.drops("getUpdates", after=True)

    with pytest.raises(NetworkError):
        ask(telegram, lambda bot: bot.get_updates())

    assert said.update
    assert [each.update_id for each in ask(telegram, lambda bot: bot.get_updates())] == [
        said.update.id
    ]


def test_call_is_held_until_released(telegram: Telegram, anna: User) -> None:
    """A held call has not been carried out; a late answer comes to one that has."""
    before = telegram.faults.holds("sendMessage")
    late = telegram.faults.holds("sendMessage", after=True)

    async def two(bot: Bot) -> list[int]:
        counts = []
        for hold in (before, late):
            call = asyncio.create_task(say(bot))
            await asyncio.to_thread(hold.wait_reached)
            counts.append(len(anna.chat.messages_from_bot()))
            hold.release()
            await call
        return counts

    assert ask(telegram, two) == [0, 2]


def test_who_waits_too_long_gives_up(telegram: Telegram, anna: User) -> None:
    """A call that hangs ends for the bot by its own patience, and is carried out nevertheless."""
    hold = telegram.faults.holds("sendMessage")

    async def impatient(bot: Bot) -> None:
        await bot.send_message(anna.id, "late", read_timeout=0.05)

    with pytest.raises(TimedOut):
        ask(telegram, impatient)
    hold.release()

    assert telegram.world.wait_for_message(anna.chat).text == "late"


def test_held_call_can_break(telegram: Telegram, anna: User) -> None:
    """A call that hangs can lose its connection instead of its answer."""
    hold = telegram.faults.holds("sendMessage", after=True)

    async def broken(bot: Bot) -> None:
        call = asyncio.create_task(say(bot))
        await asyncio.to_thread(hold.wait_reached)
        hold.drop()
        await call

    with pytest.raises(NetworkError):
        ask(telegram, broken)
    assert len(anna.chat.messages_from_bot()) == 1
