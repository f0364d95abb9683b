"""Files of facts on Telegram: those that somebody brings, and those that we send."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Final

import telegram
from telegram import Bot, InputFile
from telegram.error import BadRequest

from bot.answering.words import fold
from bot.platforms import BROUGHT_WITHIN, LARGEST_FILE
from bot.port import Document, File, Unread

PLATFORM: Final = "telegram"
COMMAND: Final = "import"
"""The command that takes in the file that it replies to."""


def brought(message: telegram.Message, said: str) -> File | None:
    """Return the file that came with a message, or that it asks to take in by replying to it.

    Args:
        message: as Telegram tells of it.
        said: what it says to us.
    """
    own = _file(message)
    if own is not None or message.reply_to_message is None or not _asks_to_import(said):
        return own
    return _file(message.reply_to_message)


def _file(message: telegram.Message) -> File | None:
    document = message.document
    # A moving picture travels as a file as well.
    if document is None or message.animation is not None:
        return None
    size = document.file_size or 0
    return File(PLATFORM, document.file_id, document.file_name or document.file_id, size)


def _asks_to_import(text: str) -> bool:
    first = text.split(maxsplit=1)[:1]
    return bool(first) and fold(first[0].removeprefix("/")) == COMMAND


async def opened(bot: Bot, file: File) -> File:
    """Return a file with what is in it, or with why that is not known."""
    try:
        async with asyncio.timeout(BROUGHT_WITHIN):
            known = await bot.get_file(file.id)
            if (known.file_size or 0) > LARGEST_FILE:
                return replace(file, unread=Unread.LARGE)
            return replace(file, content=bytes(await known.download_as_bytearray()))
    except BadRequest as error:
        is_large = "too big" in error.message
        return replace(file, unread=Unread.LARGE if is_large else Unread.OUT_OF_REACH)
    except Exception:  # noqa: BLE001 - whatever an answer makes the library raise
        return replace(file, unread=Unread.OUT_OF_REACH)


def attached(document: Document) -> InputFile:
    """Return a file as it is sent along."""
    return InputFile(document.content, filename=document.name)
