"""A Slack door in a thread of its own, before the stand-in of Slack, with an inbox to look into."""

from __future__ import annotations

import asyncio
import queue
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final, TypeVar

from aiohttp import web

from bot.outcomes import Outcome
from bot.port import Chat, Outgoing, Place, Text, Update
from handlers.settings import Settings
from handlers.slack.connections import Patience
from handlers.slack.door import SlackDoor
from storage.errors import StoreError
from tests.standins.loopback import PATIENCE, Served, serving
from tests.standins.slack.people import Channel
from tests.standins.slack.server import Slack
from tests.standins.slack.world import Room

T = TypeVar("T")

IMPATIENT: Final = Patience(ping=0.2, quiet=30, hello=5, first=0.01, longest=0.05)
"""Waits so short that a test sees their end; a quiet connection is left alone."""


@dataclass(slots=True)
class Inbox:
    """What was stored, in order.

    Attributes:
        failures: how many times more the store is out of reach.
        open: while it is cleared, nothing can be stored.
        reached: set when something is to be stored.
    """

    updates: queue.Queue[Update] = field(default_factory=queue.Queue)
    failures: int = 0
    open: threading.Event = field(default_factory=threading.Event)
    reached: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self.open.set()

    async def accept(self, updates: Sequence[Update]) -> None:
        """Store, as the reception does."""
        self.reached.set()
        if not self.open.is_set():
            await asyncio.to_thread(self.open.wait, PATIENCE)
        if self.failures:
            self.failures -= 1
            raise StoreError
        for update in updates:
            self.updates.put(update)

    def next(self) -> Update:
        """Return the next update that was stored, waiting for it."""
        return self.updates.get(timeout=PATIENCE)


@dataclass(slots=True)
class Counts:
    """What was counted: why things were turned away."""

    away: list[str] = field(default_factory=list)

    def received(self, platform: str) -> None:
        """Pass over."""

    def turned_away(self, platform: str, why: str) -> None:
        """Keep why."""
        assert platform == "slack"
        self.away.append(why)

    def replied(self, platform: str, seconds: float) -> None:
        """Pass over."""

    def settled(self, platform: str, state: str) -> None:
        """Pass over."""


@dataclass(slots=True)
class Opened:
    """A door that is open, in a thread of its own."""

    door: SlackDoor
    inbox: Inbox
    counts: Counts
    served: Served


def settings(slack: Slack, **changes: str) -> Settings:
    """Return the settings of a bot in Socket Mode."""
    given = {
        "SLACK_BOT_TOKEN": slack.me.bot_token,
        "SLACK_API_URL": slack.api_url,
        "SLACK_APP_TOKEN": slack.me.app_token,
    }
    return Settings.model_validate(given | changes)


def http_settings(slack: Slack) -> Settings:
    """Return the settings of a bot in HTTP mode."""
    return settings(slack, SLACK_APP_TOKEN="", SLACK_SIGNING_SECRET=slack.me.signing_secret)


@contextmanager
def opened(
    slack: Slack,
    chosen: Settings | None = None,
    patience: Patience = IMPATIENT,
    inbox: Inbox | None = None,
) -> Iterator[Opened]:
    """Open a door and serve its routes, which the stand-in is told of, until the block ends."""
    inbox, counts = inbox or Inbox(), Counts()
    door = SlackDoor(chosen or settings(slack), inbox.accept, counts, patience)

    async def lifetime(_: web.Application) -> AsyncIterator[None]:
        try:
            await door.open()
            yield
            await door.close()
        finally:
            await door.release()

    application = web.Application()
    application.add_routes(door.routes())
    application.cleanup_ctx.append(lifetime)
    with serving(application) as served:
        if door.routes():
            slack.use_http(f"{served.url}/slack/events")
        yield Opened(door, inbox, counts, served)


def asked(slack: Slack, call: Callable[[SlackDoor], Awaitable[T]], **changes: str) -> T:
    """Return what a door that was never opened answers to one call."""

    async def ask() -> T:
        door = SlackDoor(settings(slack, **changes), Inbox().accept, Counts(), IMPATIENT)
        try:
            return await call(door)
        finally:
            await door.release()

    return asyncio.run(ask())


def sent(slack: Slack, outgoing: Outgoing) -> Outcome:
    """Return what became of a message."""
    return asked(slack, lambda door: door.platform.send(outgoing))


def chat(room: Room | Channel) -> Chat:
    """Return a conversation as the desk knows it."""
    return Chat("slack", room.id, Place.PRIVATE if room.id.startswith("D") else Place.GROUP)


def word(room: Room | Channel, text: str = "Vilks", key: str = "reply:slack:1:0") -> Outgoing:
    """Return a message of plain words on its way out; `replace` changes it."""
    return Outgoing(key, chat(room), (Text(text),))
