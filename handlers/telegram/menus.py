"""The commands that Telegram offers while one types: by place, by right, by language.

A menu names commands by their first word, as Telegram knows no other; it holds those that the
desk has. Telegram shows a person the narrowest menu there is for their chat and language.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
)

from bot import texts
from bot.commands import COMMANDS
from handlers.telegram.wording import cut

GROUPS: Final = ("ask", "events", "help")
ADMINISTRATORS: Final = (*GROUPS, "remind", "digest", "follow", "language", "timezone")
PRIVATE: Final = (
    *("ask", "facts", "events", "follow", "remind", "digest"),
    *("language", "help", "privacy"),
)
EDITORS: Final = (*PRIVATE, "fact", "subject", "desk", "deliveries", "questions", "post")
LONGEST: Final = 256
"""Letters of a description."""


async def tell(bot: Bot, language: str) -> None:
    """Set the menus of everybody; those for other languages than ours are in `language`.

    Raises:
        TelegramError: not all of them were set.
    """
    scopes = (
        (BotCommandScopeAllPrivateChats(), PRIVATE),
        (BotCommandScopeAllGroupChats(), GROUPS),
        (BotCommandScopeAllChatAdministrators(), ADMINISTRATORS),
    )
    await _set(bot, scopes, language)


async def tell_editor(bot: Bot, language: str, chat: str) -> None:
    """Set the menu of an editor's private chat.

    Raises:
        TelegramError: it was not set; perhaps they never wrote to us.
    """
    await _set(bot, [(BotCommandScopeChat(chat), EDITORS)], language)


def menu(words: Sequence[str], language: str) -> list[BotCommand]:
    """Return those of `words` that are commands of the desk, described in `language`."""
    known = {command.name[0] for command in COMMANDS}
    return [BotCommand(word, _description(word, language)) for word in words if word in known]


async def _set(
    bot: Bot, scopes: Iterable[tuple[BotCommandScope, Sequence[str]]], language: str
) -> None:
    calls = (
        bot.set_my_commands(menu(words, spoken), scope, code)
        for scope, words in scopes
        for spoken, code in _languages(language)
    )
    await asyncio.gather(*calls)


def _languages(language: str) -> Iterator[tuple[str, str | None]]:
    """Yield each language with its code; the one for all others without."""
    yield language, None
    yield from ((each, each) for each in texts.LANGUAGES)


def _description(word: str, language: str) -> str:
    return cut(texts.phrase(language, f"help.{_key(word)}"), LONGEST)


def _key(word: str) -> str:
    """Return the key of a command, or of a family of them, that begins with `word`."""
    alone = any(command.name == (word,) for command in COMMANDS)
    return word if alone else f"family-{word}"
