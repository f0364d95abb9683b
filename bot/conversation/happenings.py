"""What happens to a chat itself: the bot was let in, put out, or it moved or opened."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from bot.context import Act, Context
from bot.port import Chat, Happening, Place, Reply
from bot.posting import belated, closing, departures, notices, reminders
from storage.database import Transaction


def let_in(tx: Transaction, chat: Chat) -> None:
    """Note that a chat can be told things again: orders go on, what was wrong is mended."""
    tx.chats.set_gone(chat.platform, chat.id, "")
    reminders.resume(tx, chat.platform, chat.id)
    notices.resume(tx, chat.platform, chat.id)
    belated.catch_up(tx, chat.platform, chat.id)


def _joined(context: Context) -> Reply:
    """Note that the bot may speak here; greet among people, or say what lets it in."""
    chat = context.update.chat
    let_in(context.tx, chat)
    if chat.place is not Place.GROUP:
        return context.silent()
    refused = context.turned_away()
    if refused is not None:
        raise refused
    return context.reply(context.say("start.group"))


def _left(context: Context) -> Reply:
    """Note that nothing can be sent here any more."""
    departures.put_out(context.tx, context.update.chat, context.home)
    return context.silent()


def _moved(context: Context) -> Reply:
    """Follow a chat that has another id now."""
    update = context.update
    context.tx.belongings.move(update.chat.platform, update.chat.id, update.moved_to)
    return context.silent()


def _opened(context: Context) -> Reply:
    """Let go what has waited for a topic."""
    closing.reopen(context.tx, context.update.chat)
    return context.silent()


HAPPENINGS: Final[Mapping[Happening, Act]] = {
    Happening.JOINED: _joined,
    Happening.LEFT: _left,
    Happening.MOVED: _moved,
    Happening.OPENED: _opened,
}
"""What to do about each."""
