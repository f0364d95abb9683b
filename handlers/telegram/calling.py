"""How a message calls us: by a command, by our name, and what it says apart from that.

Telegram marks commands, names and people in a text by their place in UTF-16 units.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, TypeAlias

import telegram
from telegram.constants import ChatType, MessageEntityType

from bot.answering.words import fold
from bot.commands import SPELLINGS
from handlers.telegram.wording import index_within

PRIVATE: Final = ChatType.PRIVATE
COMMAND: Final = re.compile(r"(/\w+)@(\w+)(?=\s|$)")
FIRST_WORDS: Final = frozenset(fold(name[0]) for name in SPELLINGS)

Change: TypeAlias = tuple[int, int, str]
"""A piece of a text, and what stands in its place."""


@dataclass(frozen=True, slots=True)
class Called:
    """What a message says.

    Attributes:
        text: without our name, and with people who have none written as `telegram:ID` where it
            is a command.
        by_name: we were called by our name.
        command: it begins with `/`.
    """

    text: str
    by_name: bool
    command: bool


def called(message: telegram.Message, id: int, username: str) -> Called | None:
    """Return what a message says to us; None where a group's other bot is given a command."""
    text = message.text or message.caption or ""
    if not text:
        return Called("", by_name=False, command=False)
    entities = message.entities or message.caption_entities
    names = list(_names(text, entities, id, username))
    said = _changed(text, names) if names else text
    named = COMMAND.match(said)
    if named and named[2].casefold() != username.casefold() and message.chat.type != PRIVATE:
        return None
    if _is_command(said):
        said = _changed(text, [*names, *_people(text, entities, id)])
    said = COMMAND.sub(r"\1", said, count=1) if named else said
    return Called(said, by_name=bool(names or named), command=said.startswith("/"))


def _is_command(text: str) -> bool:
    first = text.split(maxsplit=1)[:1]
    return text.startswith("/") or bool(first and fold(first[0]) in FIRST_WORDS)


def _names(
    text: str, entities: tuple[telegram.MessageEntity, ...], id: int, username: str
) -> Iterator[Change]:
    for entity in entities:
        begin, end = _span(text, entity)
        by_mark = entity.type == MessageEntityType.TEXT_MENTION
        by_name = entity.type == MessageEntityType.MENTION
        if (by_mark and entity.user and entity.user.id == id) or (
            by_name and text[begin:end].casefold() == f"@{username}".casefold()
        ):
            yield _without(text, begin, end)


def _people(text: str, entities: tuple[telegram.MessageEntity, ...], id: int) -> Iterator[Change]:
    for entity in entities:
        if entity.type == MessageEntityType.TEXT_MENTION and entity.user and entity.user.id != id:
            yield *_span(text, entity), f"telegram:{entity.user.id}"


def _span(text: str, entity: telegram.MessageEntity) -> tuple[int, int]:
    end = entity.offset + entity.length
    return index_within(text, entity.offset), index_within(text, end)


def _without(text: str, begin: int, end: int) -> Change:
    """Take a name out of a text, with what parted it from the words around it."""
    if not text[:begin].strip():
        while end < len(text) and text[end] in ",: ":
            end += 1
        return begin, end, ""
    spaced = text[begin - 1] == " " and text[end : end + 1] in {"", " ", "\n", ",", ".", "?", "!"}
    return begin - spaced, end, ""


def _changed(text: str, changes: list[Change]) -> str:
    for begin, end, instead in sorted(changes, reverse=True):
        text = text[:begin] + instead + text[end:]
    return text.strip()
