"""Chats that are gone: nothing is sent there until we are let in again.

A reader who has blocked us is only counted: it is their right, and `start` brings them back. Of
a channel the editors hear, once, as readers wait there for what does not come.
"""

from __future__ import annotations

from bot import texts
from bot.port import Chat, Place
from bot.posting import failures
from bot.posting.alarms import listeners
from bot.posting.occasions import Home
from bot.posting.outbox import queue_alarm, spoken
from bot.showing import deliveries
from storage.chats import Chat as KnownChat
from storage.database import Transaction
from storage.deliveries import Delivery

LEFT = "left"
"""Why nothing can be sent where we were put out."""


def note(tx: Transaction, delivery: Delivery, why: str, home: Home, *, topic: bool) -> None:
    """Note that nothing can be sent to a chat; or with `topic`, to that topic of it.

    Args:
        tx: open for writing.
        delivery: what could not be sent; that it failed is noted already.
        why: in the platform's words.
        home: where editors are told.
        topic: it holds for the topic alone.
    """
    before = tx.chats.get(delivery.chat)
    only = delivery.topic if topic else None
    tx.chats.set_gone(delivery.platform, delivery.external_id, why, topic=only)
    # Of what editors hear by itself when it fails they have the reason there.
    if before is not None and not failures.is_told_at_once(tx, delivery):
        _tell(tx, before, home, "alarm.gone", why)


def put_out(tx: Transaction, chat: Chat, home: Home) -> None:
    """Note that a chat has put us out."""
    before = tx.chats.find(chat.platform, chat.id)
    tx.chats.set_gone(chat.platform, chat.id, LEFT)
    if before is not None:
        _tell(tx, before, home, "alarm.put-out")


def _tell(tx: Transaction, chat: KnownChat, home: Home, sentence: str, why: str = "") -> None:
    """Tell the editors, if it is a channel and they do not know."""
    if chat.gone or not _is_channel(tx, chat):
        return
    place = chat.title or f"{chat.platform}:{chat.external_id}"
    for each in listeners(tx, home.editors):
        language = spoken(tx, each, home.language)
        said = deliveries.in_words(why, language)
        told = texts.say(language, sentence, chat=place, why=said)
        key = f"gone:{chat.id}:{tx.now.isoformat()}:{each.id}"
        queue_alarm(tx, key, each.id, told, language)


def _is_channel(tx: Transaction, chat: KnownChat) -> bool:
    return chat.place == Place.CHANNEL or tx.channels.of_chat(chat.id) is not None
