"""A message that somebody has written, to be posted: its words as they look, and its picture.

Telegram marks the looks of a text by their place in UTF-16 units; they may overlap. Each piece
between two borders becomes a node with all the styles that cover it.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Final

import telegram
from telegram.constants import MessageEntityType

from bot.answering.words import fold
from bot.port import Account, Formatted, Link, Node, Picture, Prepared, Style, Text, Unfit
from handlers.telegram.wording import index_within, units

PLATFORM: Final = "telegram"
COMMAND: Final = "post"
"""The command that posts what it replies to."""
STYLES: Final = {
    MessageEntityType.BOLD: Style.STRONG,
    MessageEntityType.ITALIC: Style.EMPHASIS,
    MessageEntityType.UNDERLINE: Style.UNDERLINE,
    MessageEntityType.STRIKETHROUGH: Style.STRIKE,
    MessageEntityType.SPOILER: Style.HIDDEN,
    MessageEntityType.CODE: Style.CODE,
    MessageEntityType.PRE: Style.BLOCK,
    MessageEntityType.BLOCKQUOTE: Style.QUOTE,
    MessageEntityType.EXPANDABLE_BLOCKQUOTE: Style.QUOTE,
}


def asks_to_post(text: str) -> bool:
    """Tell whether what somebody says asks to post what they reply to."""
    first = text.split(maxsplit=1)[:1]
    return bool(first) and fold(first[0].removeprefix("/")) == COMMAND


def prepared(message: telegram.Message, author: Account | None, *, ours: bool) -> Prepared:
    """Return a message as it can be posted, or why it cannot.

    Args:
        message: as Telegram tells of it.
        author: who wrote it, as the desk knows them.
        ours: that was us.
    """
    text = message.text or message.caption or ""
    nodes = tuple(_nodes(text, message.entities or message.caption_entities))
    # The sizes of a picture come with the largest last.
    largest = message.photo[-1] if message.photo else None
    picture = Picture(PLATFORM, largest.file_id) if largest else None
    return Prepared(author, nodes, picture, _unfit(message, author, ours=ours))


def _unfit(message: telegram.Message, author: Account | None, *, ours: bool) -> Unfit | None:
    if ours:
        return Unfit.OURS
    if author is None:
        return Unfit.NOBODYS
    if message.media_group_id:
        return Unfit.ALBUM
    has_words = message.text is not None
    return None if has_words or message.photo else Unfit.FILE


def _nodes(text: str, entities: tuple[telegram.MessageEntity, ...]) -> Iterator[Node]:
    told = [each for each in entities if each.type in STYLES or each.url]
    ends = {end for each in told for end in (each.offset, each.offset + each.length)}
    borders = sorted({0, units(text), *ends})
    for begin, end in pairwise(borders):
        piece = text[index_within(text, begin) : index_within(text, end)]
        if piece:
            yield _node(piece, [each for each in told if _covers(each, begin, end)])


def _covers(entity: telegram.MessageEntity, begin: int, end: int) -> bool:
    return entity.offset <= begin and end <= entity.offset + entity.length


def _node(piece: str, entities: list[telegram.MessageEntity]) -> Node:
    had = {STYLES[MessageEntityType(each.type)] for each in entities if each.type in STYLES}
    url = next((str(each.url) for each in entities if each.url), "")
    styles = tuple(style for style in Style if style in had)
    if styles:
        return Formatted(piece, styles, url)
    return Link(piece, url) if url else Text(piece)
