"""Closed topics: what was ordered there waits until the topic opens, and goes nowhere else.

Only who runs a chat may write in a closed topic, and only they can open it: they are told, once
each time that it is closed, in private. What is held is the editors' too, as ever.
"""

from __future__ import annotations

from collections.abc import Iterable

from bot import texts
from bot.port import Account, Chat, Kind
from bot.posting import held
from bot.posting.composing import is_planned
from bot.posting.occasions import Home
from bot.posting.outbox import queue_alarm, spoken
from storage.database import Transaction
from storage.deliveries import Delivery, Reason, State


def keep(tx: Transaction, delivery: Delivery, why: str, editors: str) -> State:
    """Hold what could not be said in a closed topic; what answers somebody there has failed.

    Raises:
        LostLease: it is not ours any more; the whole transaction must be undone.
    """
    if not is_planned(delivery):
        tx.ledger.fail(delivery, why)
        return State.FAILED
    number = tx.ledger.hold(delivery, Reason.CLOSED)
    if delivery.kind != Kind.ALARM:
        held.tell(tx, number, editors)
    return State.HELD


def tell(tx: Transaction, delivery: Delivery, runners: Iterable[Account], home: Home) -> None:
    """Tell those who run the chat, as far as they talk to us in private, that a topic is closed.

    Args:
        tx: open for writing.
        delivery: the first that waits.
        runners: who run the chat.
        home: what holds where nobody chose.
    """
    there = tx.chats.get(delivery.chat)
    title = there.title if there else ""
    for runner in runners:
        chat = tx.chats.find(runner.platform, runner.id)
        if chat is None or chat.gone:
            continue
        language = spoken(tx, chat, home.language)
        told = texts.say(language, "alarm.closed", chat=title)
        key = f"closed:{delivery.id}:{delivery.attempts}:{chat.id}"
        queue_alarm(tx, key, chat.id, told, language)


def reopen(tx: Transaction, chat: Chat) -> None:
    """Let go what has waited for a topic to open; each by what its kind is owed when late."""
    there = tx.chats.find(chat.platform, chat.id, chat.topic)
    if there is not None:
        tx.shut.open(there.id)
