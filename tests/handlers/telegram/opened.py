"""Our door against a Telegram on loopback, with a notebook for what it takes in."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from bot.port import Chat, Message, Outgoing, Place, Text, Update
from handlers.settings import Settings
from handlers.telegram.door import TelegramDoor
from storage.errors import Busy
from tests.standins.telegram.chats import Chat as Room
from tests.standins.telegram.server import Telegram


@dataclass(slots=True)
class Notebook:
    """Takes updates in, and counts what was turned away.

    Attributes:
        broken: how many more times it cannot be written in.
    """

    updates: list[Update] = field(default_factory=list)
    turned: list[str] = field(default_factory=list)
    broken: int = 0

    async def accept(self, updates: Sequence[Update]) -> None:
        """Store updates, each once; or fail while it is broken."""
        await asyncio.sleep(0)
        if self.broken:
            self.broken -= 1
            raise Busy
        known = {each.id for each in self.updates}
        self.updates += [each for each in updates if each.id not in known]

    @property
    def texts(self) -> list[str]:
        """Return what was said."""
        return [each.text for each in self.updates]

    def received(self, platform: str) -> None:
        """Count nothing: the list is the count."""

    def turned_away(self, platform: str, why: str) -> None:
        """Note what was no update."""
        assert platform == "telegram"
        self.turned.append(why)

    def replied(self, platform: str, seconds: float) -> None:
        """Count nothing."""

    def settled(self, platform: str, state: str) -> None:
        """Count nothing."""


def settings(telegram: Telegram, **more: str) -> Settings:
    """Return settings for that Telegram, and no others."""
    given = {"TELEGRAM_BOT_TOKEN": telegram.token, "TELEGRAM_API_URL": telegram.url}
    return Settings.model_validate(given | more)


@asynccontextmanager
async def door(
    telegram: Telegram, notebook: Notebook | None = None, **more: str
) -> AsyncIterator[TelegramDoor]:
    """Yield a door that is open, and close it."""
    notes = notebook or Notebook()
    made = TelegramDoor(settings(telegram, **more), notes.accept, notes)
    try:
        await made.open()
        yield made
    finally:
        await made.close()
        await made.release()


def outgoing(room: Room, said: str | Message, **more: object) -> Outgoing:
    """Return a message on its way to a chat of the stand-in."""
    place = Place.PRIVATE if room.kind == "private" else Place.GROUP
    message = (Text(said),) if isinstance(said, str) else said
    return Outgoing("k", Chat("telegram", str(room.id), place), message, **more)  # type: ignore[arg-type] # as given
