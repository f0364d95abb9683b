"""How far the host's clock is off is heard from what platforms write on each of their answers."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Final

import pytest
from aiohttp import ClientSession, web

from bot.editing.pending import CLOCK_OFF
from bot.upkeep.hostclock import HostClock, host_time
from handlers.slack.door import SlackDoor
from handlers.telegram.door import TelegramDoor
from handlers.telling_time import heard_by
from tests.handlers.slack.doors import Counts, Inbox
from tests.handlers.slack.doors import settings as slack_settings
from tests.handlers.telegram.opened import Notebook
from tests.handlers.telegram.opened import settings as telegram_settings
from tests.standins.clock import FakeClock
from tests.standins.loopback import serving
from tests.standins.slack.server import running_slack
from tests.standins.telegram.server import telegram_server

DATE: Final = "Date"
SEVEN: Final = datetime(2021, 11, 26, 7, tzinfo=UTC)
Hear = Callable[[datetime], None]


def meets_telegram(hear: Hear, clock: FakeClock) -> None:
    """Have the door of Telegram ask who it is."""
    del clock
    notes = Notebook()

    async def meet() -> None:
        door = TelegramDoor(telegram_settings(telegram), notes.accept, notes, hear=hear)
        try:
            await door.examine()
        finally:
            await door.release()

    with telegram_server() as telegram:
        asyncio.run(meet())


def meets_slack(hear: Hear, clock: FakeClock) -> None:
    """Have the door of Slack ask who it is."""

    async def meet() -> None:
        door = SlackDoor(slack_settings(slack), Inbox().accept, Counts(), hear=hear)
        try:
            await door.examine()
        finally:
            await door.release()

    with running_slack(clock) as slack:
        asyncio.run(meet())


def asked(handler: Callable[[web.Request], Awaitable[web.StreamResponse]]) -> list[datetime]:
    """Return the times that are heard as somebody answers so, once."""
    heard: list[datetime] = []

    async def ask(url: str) -> None:
        session = ClientSession(trace_configs=[heard_by(heard.append)])
        async with session, session.get(url) as answer:
            assert answer.status == web.HTTPOk.status_code

    application = web.Application()
    application.router.add_get("/", handler)
    application.on_response_prepare.append(_undated)
    with serving(application) as served:
        asyncio.run(ask(served.url))
    return heard


async def _undated(_request: web.Request, response: web.StreamResponse) -> None:
    """Take the date away that the library writes where there is none."""
    if response.headers.get("X-Date") == "none":
        del response.headers[DATE]


@pytest.mark.parametrize("meets", [meets_telegram, meets_slack])
@pytest.mark.parametrize("ahead", [timedelta(0), timedelta(hours=1), -timedelta(minutes=2)])
def test_a_clock_that_is_off_is_known_from_any_platform(
    meets: Callable[[Hear, FakeClock], None], clock: FakeClock, ahead: timedelta
) -> None:
    """What an embargo waits for is told by the first answer, to within what releases nothing."""
    host = HostClock(lambda: host_time() + ahead)
    assert host.off() is None

    meets(partial(host.hear, "platform"), clock)

    off = host.off()
    assert off is not None
    assert abs(off - ahead) < CLOCK_OFF
    assert (abs(off) > CLOCK_OFF) is (ahead != timedelta(0))


@pytest.mark.parametrize(
    ("written", "heard"),
    [
        ("Fri, 26 Nov 2021 07:00:00 GMT", SEVEN),
        ("Fri, 26 Nov 2021 09:00:00 +0200", SEVEN),
        ("Fri, 26 Nov 2021 07:00:00 -0000", SEVEN),
        ("Fri, 31 Feb 2021 07:00:00 GMT", None),
        ("Fri, 26 Nov 2021 07:00:99999999999999999999 GMT", None),
        ("Fri, 26 Nov 2021 07:00:00 +9999", None),
        ("soon", None),
        ("", None),
    ],
)
def test_a_date_is_heard_and_what_is_none_is_not(written: str, heard: datetime | None) -> None:
    """Whatever stands there, the answer arrives."""

    async def answer(_request: web.Request) -> web.Response:
        return web.Response(headers={DATE: written})

    assert asked(answer) == ([] if heard is None else [heard])


def test_an_answer_without_a_date_says_nothing() -> None:
    """It arrives as any other."""

    async def answer(_request: web.Request) -> web.Response:
        return web.Response(headers={"X-Date": "none"})

    assert asked(answer) == []
