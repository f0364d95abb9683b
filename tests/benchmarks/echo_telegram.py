"""A bot that echoes, made of python-telegram-bot alone: what Telegram costs at the least.

With a webhook it is the library's own example of a custom one: updates are put into its queue.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
from typing import Any, Final

from aiohttp import web
from telegram import Update
from telegram.ext import Application, ContextTypes, MessageHandler, filters

from tests.benchmarks.serving import SERVING
from tests.benchmarks.ways_in import TELEGRAM_PATH
from tests.standins.loopback import HOST

PATIENCE: Final = 3600.0
"""Seconds after which a program that nobody ended ends by itself."""


async def echo(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    """Reply what was said."""
    if update.message and update.message.text:
        await update.message.reply_text(update.message.text)


async def poll() -> None:
    """Echo what is fetched."""
    application = _builder().build()
    application.add_handler(MessageHandler(filters.TEXT, echo))
    async with application:
        await application.start()
        assert application.updater is not None
        await application.updater.start_polling()
        await tell_and_wait(0)


async def listen(url: str) -> None:
    """Echo what is posted."""
    application = _builder().updater(None).build()
    application.add_handler(MessageHandler(filters.TEXT, echo))

    async def take(request: web.Request) -> web.Response:
        update = Update.de_json(await request.json(), application.bot)
        await application.update_queue.put(update)
        return web.Response()

    async with application:
        await application.start()
        served = web.Application()
        served.router.add_post(TELEGRAM_PATH, take)
        port = await serve(served)
        await application.bot.set_webhook(url)
        await tell_and_wait(port)


async def serve(served: web.Application) -> int:
    """Serve something at a free port, and return that."""
    runner = web.AppRunner(served)
    await runner.setup()
    site = web.TCPSite(runner, HOST, 0)
    await site.start()
    return site.port


async def tell_and_wait(port: int) -> None:
    """Say that people may speak, and wait to be ended."""
    sys.stderr.write(json.dumps({"event": SERVING, "port": port}) + "\n")
    sys.stderr.flush()
    await asyncio.sleep(PATIENCE)


def _builder() -> Any:  # noqa: ANN401 - the library's type has six parameters of its own
    given = Application.builder().token(os.environ["TELEGRAM_BOT_TOKEN"])
    return given.base_url(f"{os.environ['TELEGRAM_API_URL']}/bot")


if __name__ == "__main__":
    address = os.environ.get("TELEGRAM_WEBHOOK_URL")
    asyncio.run(listen(address) if address else poll())
