"""Deliveries, as editors see them: which ones, and how each looks in a list.

Of replies an editor sees only those that were not sent: what was answered to readers, day by day,
would hide everything else.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from bot import texts
from bot.grammar.errors import shown
from bot.port import Code, Message, Text
from bot.posting.policies import LATE_AFTER
from bot.showing import cards, wording
from storage.database import Transaction
from storage.deliveries import Delivery, Reason, State
from storage.journal import Filter, Progress, Wanted
from storage.moments import Moment

FEW: Final = 20
"""So many messages of one fan-out are read one by one; of more it is told how far it is."""

MOST_FOLLOWED: Final = 8
"""Of so many fan-outs at once it is told how far they are, the oldest first."""

OF_LATE: Final = timedelta(minutes=1)
"""How far is looked back to tell how fast a fan-out goes."""

_OURS: Final = frozenset(Reason)


def wanted(only: Filter | None, *, every_kind: bool = False) -> Wanted:
    """Return what to read of the journal; with `every_kind` replies that were sent as well."""
    return Wanted(only, unsent_replies=not every_kind)


def line(tx: Transaction, delivery: Delivery, language: str, zone: str) -> Message:
    """Return a line about one message: what it is, where it goes, how it stands, and why."""
    number = (Code(str(delivery.number)), Text(" · ")) if delivery.number else ()
    told = why(delivery)
    return texts.say(
        language,
        "delivery.line",
        number=number,
        what=what(tx, delivery, language),
        standing=_standing(delivery, tx.now, language, zone),
        why=(Text(" – "), Text(in_words(told, language))) if told else (),
    )


def progress(tx: Transaction, language: str, zone: str) -> list[Message]:
    """Return a line about each fan-out that is large and under way: how far, and how much longer.

    What it still takes is told by how fast it went of late.
    """
    found = tx.journal.progress(FEW, tx.now - OF_LATE)
    examples = {each.id: each for each in tx.journal.read([one.example for one in found])}
    return [
        _progress(tx, one, examples[one.example], language, zone)
        for one in found[:MOST_FOLLOWED]
        if one.example in examples
    ]


def _progress(
    tx: Transaction, fan_out: Progress, example: Delivery, language: str, zone: str
) -> Message:
    left = fan_out.rows - fan_out.done
    takes = left * OF_LATE / fan_out.of_late if fan_out.of_late else None
    minutes = max(takes or timedelta(0), timedelta(minutes=1))
    return texts.say(
        language,
        "delivery.progress" if takes else "delivery.progress-still",
        what=kind(tx, example, language),
        due=wording.on(Moment.instant(fan_out.planned_at, zone), language),
        done=texts.number(fan_out.done, language),
        rows=texts.number(fan_out.rows, language),
        left=wording.duration(minutes, language),
    )


def what(tx: Transaction, delivery: Delivery, language: str) -> Message:
    """Return which kind of message this is, of what, and for whom."""
    return (Text(f"{kind(tx, delivery, language)} → {place(tx, delivery)}"),)


def kind(tx: Transaction, delivery: Delivery, language: str) -> str:
    """Return which kind of message this is, and of what: `reminder (Budget debate)`."""
    said = texts.phrase(language, f"delivery.{delivery.kind}")
    if "post" in delivery.payload:
        return f"{_part_of_post(delivery, said, language)} {delivery.payload['post']}"
    found = {} if delivery.subject is None else tx.subjects.get([delivery.subject])
    names = [shown(cards.subject_name(each, language)) for each in found.values()]
    return f"{said} ({names[0]})" if names else said


def _part_of_post(delivery: Delivery, said: str, language: str) -> str:
    """Return what of a post a message is: itself, a change of it, or its end."""
    part = delivery.payload["compose"]
    return said if part == delivery.kind else texts.phrase(language, f"delivery.{part}")


def place(tx: Transaction, delivery: Delivery) -> str:
    """Return where a message goes, as people call it; a topic, and what has no name, as it is."""
    if delivery.payload.get("channel"):
        return str(delivery.payload["channel"])
    chat = tx.chats.get(delivery.chat)
    title = shown(chat.title) if chat else ""
    if title and delivery.topic:
        return f"{title} ({address(delivery)})"
    return title or address(delivery)


def address(delivery: Delivery) -> str:
    """Return where a message goes, as its platform has it: `telegram:-100123/7`."""
    topic = f"/{delivery.topic}" if delivery.topic else ""
    return f"{delivery.platform}:{delivery.external_id}{topic}"


def why(delivery: Delivery) -> str:
    """Return why a message stands as it stands; of one that may be there twice, that it may."""
    if delivery.state is State.SENT and delivery.doubts and not delivery.payload.get("edits"):
        return delivery.why or Reason.REPEATED
    return delivery.why


def in_words(told: str, language: str) -> str:
    """Return a reason as a sentence; what a platform said is quoted."""
    if told in _OURS:
        return texts.phrase(language, f"delivery.why-{told.replace(' ', '-')}")
    return wording.quote(shown(told), language) if told else ""


def _standing(delivery: Delivery, now: datetime, language: str, zone: str) -> str:
    time = Moment.instant(delivery.time, zone)
    sent = delivery.sent_at and Moment.instant(delivery.sent_at, zone)
    return texts.phrase(
        language,
        f"delivery.is-{_how(delivery, now)}",
        at=wording.on(time, language),
        since=wording.since(time, language),
        sent=wording.on(sent, language) if sent else "",
    )


def _how(delivery: Delivery, now: datetime) -> str:
    match delivery.state:
        case State.QUEUED if delivery.time > now:
            return "ahead"
        case State.SENT if delivery.sent_at and delivery.sent_at - delivery.turn > LATE_AFTER:
            return "sent-late"
        case state:
            return state.replace("_", "-")
