"""The Telegram door: meets Telegram, receives by polling or by webhook, and closes cleanly.

Where Telegram cannot be met at the start, it is tried again in the background until the end.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Final

import structlog
from aiohttp import web
from telegram import Bot
from telegram.error import InvalidToken, TelegramError

from bot.platforms import Watch
from bot.receiving.seats import OnlySeat, Seat
from handlers.door import Accept, Check, WrongTokenError
from handlers.settings import Settings
from handlers.telegram import examining, menus
from handlers.telegram.patience import Patience
from handlers.telegram.polling import Polling
from handlers.telegram.reading import Us
from handlers.telegram.requests import AiohttpRequest
from handlers.telegram.sending import TelegramPlatform
from handlers.telegram.sorting import told
from handlers.telegram.translating import Translator
from handlers.telegram.webhook import Webhook
from handlers.telling_time import Hear, unheard

log = structlog.get_logger(__name__)


class TelegramDoor:
    """Telegram, as the composition root opens and closes it.

    Args:
        settings: with a bot token.
        accept: stores updates.
        watch: counts.
        seat: whether to fetch, where many processes could.
        hear: is told when each answer of Telegram's was given.
    """

    def __init__(
        self,
        settings: Settings,
        accept: Accept,
        watch: Watch,
        seat: Seat | None = None,
        hear: Hear = unheard,
    ) -> None:
        self._settings: Final = settings
        self._watch: Final = watch
        self._requests: Final = AiohttpRequest(hear=hear)
        self._bot: Final = Bot(
            settings.telegram_bot_token,
            base_url=f"{settings.telegram_api_url.rstrip('/')}/bot",
            base_file_url=f"{settings.telegram_api_url.rstrip('/')}/file/bot",
            request=self._requests,
            get_updates_request=self._requests,
        )
        self._platform: Final = TelegramPlatform(self._bot)
        self._receiver: Final = (
            Webhook(self._bot, settings, accept, watch)
            if settings.telegram_webhook_url
            else Polling(self._bot, accept, seat or OnlySeat())
        )
        self._us: Us | None = None
        self._trying: asyncio.Task[None] | None = None
        self._trouble = "Telegram was not met yet"

    @property
    def platform(self) -> TelegramPlatform:
        """The platform as the desk uses it."""
        return self._platform

    def routes(self) -> Sequence[web.RouteDef]:
        """Return the webhook's route, if there is one."""
        return self._receiver.routes()

    async def open(self) -> None:
        """Meet Telegram, begin to receive and set the menus; or put it off, where it is away.

        Raises:
            WrongTokenError: Telegram refuses the token.
        """
        await self._requests.initialize()
        try:
            await self._meet()
        except InvalidToken:
            raise WrongTokenError(examining.WRONG_TOKEN) from None
        except Exception as error:  # noqa: BLE001 - whatever an answer makes the library raise
            self._put_off(error)
            self._trying = asyncio.create_task(self._keep_trying(), name="telegram-meeting")

    async def close(self) -> None:
        """Stop receiving; what was stored is confirmed."""
        if self._trying is not None:
            self._trying.cancel()
            await asyncio.wait({self._trying})
        await self._receiver.close()

    async def release(self) -> None:
        """Close every connection."""
        await self._requests.shutdown()

    def trouble(self) -> str:
        """Return why nothing is received at present, or nothing."""
        return self._trouble or self._receiver.trouble

    def fetched_by(self) -> str:
        """Return which process fetches updates, where many could; else nothing."""
        return self._receiver.holder

    async def examine(self) -> Sequence[Check]:
        """Look at the token, at how updates come, and at what is heard in groups."""
        await self._requests.initialize()
        return await examining.examine(self._bot, self._settings)

    def claim_address(self, word: str) -> str:
        """Return the link that says `/start WORD`; until Telegram was met, what is to be typed."""
        return self._us.address(word) if self._us else f"/start {word}"

    async def tell_editors(self, chats: Sequence[str]) -> None:
        """Set the menus of editors in their private chats; those who never wrote get none."""
        for chat in chats:
            try:
                await menus.tell_editor(self._bot, self._settings.language, chat)
            except TelegramError as error:
                log.info("menu_not_set", chat=f"telegram:{chat}", why=told(error))

    async def _meet(self) -> None:
        me = await self._bot.get_me()
        self._us = Us(me.id, me.username or "")
        await self._receiver.open(Translator(self._us, self._watch))
        self._trouble = ""
        log.info("telegram_met", bot=me.id, username=me.username)
        try:
            await menus.tell(self._bot, self._settings.language)
        except TelegramError as error:
            # The menus of the last start stay, and everything can be typed.
            log.warning("menus_not_set", why=told(error))

    async def _keep_trying(self) -> None:
        patience = Patience()
        while self._trouble:
            await asyncio.sleep(patience.next())
            try:
                await self._meet()
            except Exception as error:  # noqa: BLE001 - whatever an answer makes the library raise
                self._put_off(error)

    def _put_off(self, error: Exception) -> None:
        self._trouble = told(error)
        log.warning("telegram_put_off", why=self._trouble)
