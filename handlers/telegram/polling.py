"""Updates that we fetch: asked for, stored, and only then confirmed.

Telegram counts an update as heard when a later question names a higher number. So the number is
raised only when `accept` has stored everything before it; what could not be stored comes again.
An update that cannot be understood is logged by its number and passed over. Of many processes that
one asks which has the seat (`bot/receiving/seats.py`).
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final

import structlog
from aiohttp import web
from telegram import Bot
from telegram.error import TelegramError

from bot.receiving.seats import Seat
from handlers.door import Accept
from handlers.telegram.patience import Patience
from handlers.telegram.requests import ANSWER_WITHIN, TooManyError
from handlers.telegram.sorting import told
from handlers.telegram.translating import Translator, number
from storage.errors import StoreError

log = structlog.get_logger(__name__)

LONG_POLL: Final = 25
"""Seconds that a question may hang: proxies cut what is silent for half a minute."""
CONFIRM_WITHIN: Final = 2.0
"""Seconds that the last word may take at the end."""
ALLOWED: Final = ("message", "edited_message", "callback_query", "my_chat_member", "channel_post")
GET_UPDATES: Final = "getupdates"
"""In small letters, which Telegram takes as well: under its proper name the library would read all
updates at once, and one that is malformed would hide the others."""


class Polling:
    """The loop that fetches, as long as we have the seat."""

    def __init__(self, bot: Bot, accept: Accept, seat: Seat) -> None:
        self._trouble = ""
        self._bot: Final = bot
        self._accept: Final = accept
        self._seat: Final = seat
        self._keeping: asyncio.Task[None] | None = None
        self._patience: Final = Patience()
        self._task: asyncio.Task[None] | None = None
        self._offset = 0
        self._idle = False
        self._closing = False

    @property
    def trouble(self) -> str:
        """Return why we, who have the seat, fetch nothing at present; else nothing."""
        return self._trouble if self._seat.is_ours else ""

    @property
    def holder(self) -> str:
        """Return which process fetches, as far as is known; empty if it can only be this one."""
        return self._seat.holder

    def routes(self) -> Sequence[web.RouteDef]:
        """Return nothing: nobody comes here."""
        return ()

    async def open(self, translator: Translator) -> None:
        """Begin to fetch; a webhook would stand in the way, but what waits for it is kept.

        Raises:
            TelegramError: the webhook could not be removed.
        """
        await self._bot.delete_webhook(drop_pending_updates=False)
        self._closing = False
        self._keeping = asyncio.create_task(self._seat.keep(), name="telegram-seat")
        self._task = asyncio.create_task(self._run(translator), name="telegram-polling")

    async def close(self) -> None:
        """Stop at once, even while a question hangs; then tell Telegram what was stored."""
        self._closing = True
        if self._task is None or self._keeping is None:
            return
        if self._idle:
            self._task.cancel()
        await asyncio.wait({self._task})
        # A question of ours would break off that of who has the seat now.
        if self._offset and self._seat.is_ours:
            await self._confirm()
        self._keeping.cancel()
        await asyncio.wait({self._keeping})
        await self._seat.leave()

    async def _run(self, translator: Translator) -> None:
        while not self._closing:
            try:
                await self._round(translator)
            except StoreError as error:
                await self._rest(f"the store cannot be written: {error}")
            except TooManyError as error:
                await self._rest(told(error), error.seconds)
            except TelegramError as error:
                await self._rest(told(error))
            except Exception:  # a fault of ours must not end the receiving
                log.exception("polling_incident")
                await self._rest("a fault of ours, which is in the log")

    async def _round(self, translator: Translator) -> None:
        with self._nothing_to_lose():
            await self._seat.wait()
            raw = await self._fetch(LONG_POLL, LONG_POLL + ANSWER_WITHIN)
        if not self._seat.is_ours:
            # Who has the seat now is told the same, as none of it was confirmed.
            return
        offset = max([self._offset, *(number(each) + 1 for each in raw)])
        if raw and offset == self._offset:
            raise TelegramError("Updates without a number")
        updates = [each for each in map(translator.translate, raw) if each]
        if updates:
            await self._accept(updates)
        self._offset = offset
        self._patience.reset()
        self._trouble = ""

    async def _fetch(self, hang: int, within: float) -> list[Any]:
        asked = {"offset": self._offset, "timeout": hang, "allowed_updates": list(ALLOWED)}
        raw = await self._bot.do_api_request(GET_UPDATES, asked, read_timeout=within)
        if not isinstance(raw, list):
            raise TelegramError("Updates are no list")
        return raw

    async def _confirm(self) -> None:
        try:
            async with asyncio.timeout(CONFIRM_WITHIN):
                await self._fetch(0, CONFIRM_WITHIN)
        except (TelegramError, TimeoutError) as error:
            # They come again after the next start, and are known by their numbers.
            log.info("polling_unconfirmed", why=told(error))

    async def _rest(self, why: str, least: float = 0.0) -> None:
        if not self._seat.is_ours:
            return
        self._trouble = why
        log.warning("polling_failed", why=why)
        with self._nothing_to_lose():
            await asyncio.sleep(self._patience.next(least))

    @contextmanager
    def _nothing_to_lose(self) -> Iterator[None]:
        """Mark where the loop may be cut short: nothing was received, or nothing is stored yet."""
        self._idle = True
        try:
            yield
        finally:
            self._idle = False
