"""Bringing a picture from Telegram, to be sent to another platform.

Whatever fails here, nothing was sent yet.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace

from telegram import Bot
from telegram.error import BadRequest

from bot.outcomes import Later, Refused, Wait
from bot.platforms import BROUGHT_WITHIN, LARGEST_PICTURE
from bot.port import Picture
from handlers.telegram.requests import TooManyError
from handlers.telegram.sorting import told


async def fetched(bot: Bot, picture: Picture) -> Picture | Wait | Later | Refused:
    """Return a picture with its content."""
    try:
        async with asyncio.timeout(BROUGHT_WITHIN):
            file = await bot.get_file(picture.id)
            if (file.file_size or 0) > LARGEST_PICTURE:
                return Refused("the picture is too large")
            return replace(picture, content=bytes(await file.download_as_bytearray()))
    except BadRequest as error:
        return Refused(error.message)
    except TooManyError as error:
        return Wait(error.seconds)
    except Exception as error:  # noqa: BLE001 - whatever an answer makes the library raise
        return Later(told(error))
