"""Calls of the server as python-telegram-bot makes them, one at a time."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from telegram import Bot

from tests.standins.telegram.server import Telegram

T = TypeVar("T")


def ask(telegram: Telegram, what: Callable[[Bot], Awaitable[T]], token: str = "") -> T:
    """Let a bot that has just started do `what`, and return what that returns."""

    async def run() -> T:
        async with Bot(token or telegram.token, base_url=telegram.base_url) as bot:
            return await what(bot)

    return asyncio.run(run())
