"""A bot made of Bolt alone, in a thread of its own, to try the stand-in with."""

from __future__ import annotations

import queue
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from tests.standins.loopback import PATIENCE, Served, serving
from tests.standins.slack.server import Slack
from tests.standins.slack.world import Json

Reply = Callable[[Json, AsyncWebClient], Awaitable[None]]


@dataclass(slots=True)
class BoltBot:
    """An app, and what it heard, in order.

    Attributes:
        heard: bodies of whatever a listener was called for.
        reply: what it does about each, after acknowledging.
        acknowledge: what it acknowledges commands and forms with.
        handler: of Socket Mode, if that is on.
    """

    app: AsyncApp
    heard: queue.Queue[Json] = field(default_factory=queue.Queue)
    reply: Reply | None = None
    acknowledge: Json = field(default_factory=dict)
    handler: AsyncSocketModeHandler | None = None

    def hear(self) -> Json:
        """Return the next thing that it heard, waiting for it."""
        return self.heard.get(timeout=PATIENCE)

    async def take(self, ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        """Acknowledge, keep, and do something about what came."""
        await ack(**self.acknowledge)
        self.heard.put(body)
        if self.reply is not None:
            await self.reply(body, client)


def bolt_app(slack: Slack) -> BoltBot:
    """Return an app that takes any event, command, tap and form, and keeps it."""
    client = AsyncWebClient(slack.me.bot_token, slack.api_url)
    app = AsyncApp(client=client, signing_secret=slack.me.signing_secret)
    bot = BoltBot(app)
    anything = re.compile(".*")
    for register in (app.event, app.command, app.action, app.view):
        register(anything)(bot.take)
    return bot


@contextmanager
def bolt_by_http(slack: Slack, bot: BoltBot) -> Iterator[str]:
    """Serve the app at an address, which is told to Slack; yield it."""

    async def take(request: web.Request) -> web.Response:
        answer = await bot.app.async_dispatch(await to_bolt_request(request))
        return await to_aiohttp_response(answer)

    application = web.Application()
    application.router.add_post("/slack/events", take)
    with serving(application) as served:
        slack.use_http(f"{served.url}/slack/events")
        yield slack.http.url


@contextmanager
def bolt_by_socket(slack: Slack, bot: BoltBot, ping_interval: float = 5) -> Iterator[Served]:
    """Connect the app by Socket Mode until the end of the block, which begins when it is."""

    async def connect(_: web.Application) -> AsyncIterator[None]:
        async with _connected(slack, bot, ping_interval):
            yield

    application = web.Application()
    application.cleanup_ctx.append(connect)
    before = len(slack.sockets.connections)
    with serving(application) as served:
        slack.sockets.wait_for(before + 1)
        yield served


@asynccontextmanager
async def _connected(slack: Slack, bot: BoltBot, ping_interval: float) -> AsyncIterator[Any]:
    bot.handler = AsyncSocketModeHandler(bot.app, slack.me.app_token, ping_interval=ping_interval)
    await bot.handler.connect_async()  # type: ignore[no-untyped-call] # Bolt has no types here
    try:
        yield
    finally:
        await bot.handler.close_async()  # type: ignore[no-untyped-call] # Bolt has no types here
