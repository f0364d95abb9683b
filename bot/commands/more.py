"""[More]: the next part of what is too long for one message.

It is composed anew when it is tapped, with what is held then, for whoever may read it there: so
what has been mended since is not told as it was.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.context import Context
from bot.errors import DeskError
from bot.port import Reply
from bot.posting import composing, parts


class NothingMore(DeskError):
    """What is left of it by now has been shown, or holds no more."""

    key = "desk.nothing-more"


def more(context: Context, payload: Mapping[str, Any]) -> Reply:
    """Show the next part of a message that has left.

    Raises:
        NothingMore: it has no such part as things are now.
    """
    tx, number = context.tx, int(payload["part"])
    found = tx.ledger.get([int(payload["delivery"])])
    anew = composing.anew(tx, found[0], context.home, context.audience) if found else None
    if anew is None:
        raise NothingMore
    room = context.home.room(context.update.chat.platform)
    every = parts.of(room, anew.message, pictured=anew.picture is not None)
    if number >= len(every):
        raise NothingMore
    language = anew.language or context.language
    following = {**payload, "part": number + 1}
    is_last = number + 1 == len(every)
    choices = () if is_last else (parts.more(tx, context.chat_id, language, following),)
    return replace(context.reply(every[number], choices=choices), language=language, apart=True)
