"""Updates that Telegram brings: answered only when they are stored.

Whoever posts here must know the secret that we told Telegram; all else is turned away and counted.
Telegram brings again what is not answered with 200, so what could not be stored is answered 503.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Sequence
from http import HTTPStatus
from typing import Any, Final

import structlog
from aiohttp import web
from telegram import Bot

from bot.platforms import Watch
from handlers.door import Accept
from handlers.settings import Settings
from handlers.telegram.polling import ALLOWED
from handlers.telegram.reading import PLATFORM
from handlers.telegram.translating import Translator, number
from storage.errors import StoreError

log = structlog.get_logger(__name__)

PATH: Final = "/telegram/webhook"
JSON: Final = "application/json"
HEADER: Final = "X-Telegram-Bot-Api-Secret-Token"


class Webhook:
    """The address at which Telegram posts.

    Attributes:
        trouble: always empty; whether Telegram finds the way here only Telegram knows.
        holder: always empty; nobody fetches.
    """

    trouble: Final = ""
    holder: Final = ""

    def __init__(self, bot: Bot, settings: Settings, accept: Accept, watch: Watch) -> None:
        self._translator: Translator | None = None
        self._bot: Final = bot
        self._url: Final = settings.telegram_webhook_url
        self._secret: Final = settings.telegram_webhook_secret.encode()
        self._accept: Final = accept
        self._watch: Final = watch

    def routes(self) -> Sequence[web.RouteDef]:
        """Return the one route, behind whatever address Telegram was told."""
        return [web.post(PATH, self.receive)]

    async def open(self, translator: Translator) -> None:
        """Tell Telegram where to post; what waits there already is kept.

        Raises:
            TelegramError: it was not told, or refuses the address.
        """
        self._translator = translator
        await self._bot.set_webhook(
            self._url,
            allowed_updates=ALLOWED,
            drop_pending_updates=False,
            secret_token=self._secret.decode(),
        )

    async def close(self) -> None:
        """Take in nothing more: Telegram keeps it, and brings it again."""
        self._translator = None

    async def receive(self, request: web.Request) -> web.Response:
        """Take in one update; the status tells what became of it."""
        given = request.headers.get(HEADER, "")
        if not hmac.compare_digest(given.encode(errors="replace"), self._secret):
            return self._turn_away("secret", HTTPStatus.FORBIDDEN)
        try:
            raw = _read(await request.read(), request.content_type)
        except web.HTTPRequestEntityTooLarge:
            return self._turn_away("oversized", HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        if not number(raw):
            return self._turn_away("malformed", HTTPStatus.BAD_REQUEST)
        return web.Response(status=await self._take_in(raw))

    async def _take_in(self, raw: dict[str, Any]) -> HTTPStatus:
        if self._translator is None:
            return HTTPStatus.SERVICE_UNAVAILABLE
        update = self._translator.translate(raw)
        try:
            if update:
                await self._accept([update])
        except StoreError as error:
            log.warning("webhook_failed", update=number(raw), error=str(error))
            return HTTPStatus.SERVICE_UNAVAILABLE
        return HTTPStatus.OK

    def _turn_away(self, why: str, status: HTTPStatus) -> web.Response:
        self._watch.turned_away(PLATFORM, why)
        return web.Response(status=status)


def _read(body: bytes, content_type: str) -> Any:  # noqa: ANN401 - whatever JSON holds
    try:
        return json.loads(body) if content_type == JSON else None
    except ValueError:
        return None
