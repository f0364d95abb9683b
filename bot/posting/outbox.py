"""The outbox: what is to leave, written into the ledger within the commit of its reason."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final, TypeAlias

from bot.conversation.spelling import spelt
from bot.port import Chat, Choice, Document, Kind, Message, Outgoing, Place, Reply, Update, plain
from bot.posting.shortening import shortened
from bot.stored import (
    choice_records,
    message_record,
    picture_record,
    read_choices,
    read_message,
    read_picture,
)
from storage.chats import Chat as KnownChat
from storage.database import Transaction
from storage.deliveries import Delivery, Holder
from storage.deliveries import Message as Queued
from storage.receipts import Receipt

Fit: TypeAlias = Callable[[Message], tuple[Message, ...]]
"""Cuts a message into parts that fit a platform."""


OURS: Final = frozenset(
    {
        *(Kind.ALARM, Kind.NOTICE, Kind.FOLLOWED, Kind.LATER, Kind.REMINDER),
        *(Kind.DIGEST, Kind.COUNTDOWN, Kind.FACT),
    }
)
"""What leaves by itself in words of ours. A reply has its commands as they were typed, and so has
what mends one; a post is an editor's own."""


@dataclass(frozen=True, slots=True)
class Answering:
    """What a reply answers, and where it goes.

    Attributes:
        chat, person: our ids.
        asked_at: when what it answers was stored, aware, UTC.
    """

    update: Update
    chat: int
    person: int
    asked_at: datetime


def queue_reply(
    tx: Transaction, reply: Reply, answering: Answering, fit: Fit, holder: Holder
) -> tuple[Delivery, ...]:
    """Queue a reply with its receipts, in as many messages as it takes; silence queues nothing.

    The same update answered again queues nothing more. What it takes the place of has no
    receipts from then on. Returned is what `holder` is to send once `tx` is committed.
    """
    update = answering.update
    parts = fit(reply.message) if plain(reply.message).strip() else ()
    if update.at_home:
        # A page is one, whatever is on it.
        parts = (shortened(reply.message),) if parts else ()
    if reply.picture:
        parts = ((), *parts)
    if parts and reply.edits:
        _forget_receipts(tx, answering.chat, reply.edits)
    taken: Delivery | None = None
    for number, part in enumerate(parts):
        last = number == len(parts) - 1
        queued = Queued(
            key=f"reply:{update.account.platform}:{update.id}:{number}",
            kind=reply.kind,
            chat=answering.chat,
            person=answering.person,
            answers=update.message,
            payload=_payload(reply, part, answering, number, last=last),
            alone=_is_alone(reply, update),
        )
        if number:
            _queue(tx, queued, part)
        else:
            made, taken = tx.ledger.add_taken(queued, holder)
            _receive(tx, made, part)
    return () if taken is None else (taken,)


def note_reply(tx: Transaction, reply: Reply, answering: Answering) -> None:
    """Note a reply that is read as soon as it is made, with its receipts; silence is nothing.

    For a door that has the person before it, and prints what `tx` has committed.
    """
    if not plain(reply.message).strip():
        return
    update, message = answering.update, reply.message
    noted = tx.ledger.add_sent(
        Queued(
            key=f"reply:{update.account.platform}:{update.id}:0",
            kind=reply.kind,
            chat=answering.chat,
            person=answering.person,
            answers=update.message,
            payload=_payload(replace(reply, picture=None), message, answering, 0, last=True),
        )
    )
    _receive(tx, noted, message)


def queue_alarm(
    tx: Transaction,
    key: str,
    chat: int,
    message: Message,
    language: str,
    choices: Sequence[Choice] = (),
) -> None:
    """Queue what the editors have to know at once."""
    payload: dict[str, Any] = {"message": message_record(message), "language": language}
    payload["choices"] = choice_records(choices)
    _queue(tx, Queued(key=f"alarm:{key}", kind=Kind.ALARM, chat=chat, payload=payload), message)


def spoken(tx: Transaction, chat: KnownChat, usual: str) -> str:
    """Return the language of what nobody in a chat has just asked for.

    In private it is the person's own, chosen or else of their platform; `usual` where neither.
    """
    person = None if chat.person is None else tx.people.get(chat.person)
    return (person and person.language) or chat.language or usual


def anew(tx: Transaction, delivery: Delivery) -> None:
    """Queue as a message of its own what cannot be put into the place of an earlier one."""
    _instead(tx, delivery, {**delivery.payload, "edits": ""}, "anew")


def apology(tx: Transaction, delivery: Delivery, message: Message) -> None:
    """Queue a few plain words in the place of a message that the platform does not take."""
    kept = ("language", "reply_to", "thread", "alone", "via", "asked_at")
    payload = {name: delivery.payload[name] for name in kept if name in delivery.payload}
    _instead(tx, delivery, payload | {"message": message_record(message)}, "sorry")


def replaces_another(delivery: Delivery) -> bool:
    """Tell whether a delivery was queued in the place of one that could not be sent."""
    return delivery.key.endswith((":anew", ":sorry"))


def outgoing(delivery: Delivery, again: Message, slash: str = "/") -> Outgoing:
    """Return a delivery as a platform sends it.

    Args:
        delivery: as the ledger has it.
        again: what one begins with that was in doubt before.
        slash: what a command begins with where it is read.
    """
    said = delivery.payload
    message = read_message(said.get("message", ()))
    message = spelt(message, slash) if delivery.kind in OURS else message
    chat = Chat(delivery.platform, delivery.external_id, Place(delivery.place), delivery.topic)
    return Outgoing(
        key=delivery.key,
        chat=chat,
        message=(*again, *message) if delivery.doubts and not said.get("edits") else message,
        choices=read_choices(said.get("choices", ())),
        language=said["language"],
        edits=said.get("edits", ""),
        reply_to=said.get("reply_to", ""),
        refers=delivery.planned_at is not None,
        thread=said.get("thread", ""),
        via=said.get("via", ""),
        alone=said.get("alone", ""),
        aside=said.get("aside", False),
        home=said.get("home", False),
        silent=said.get("silent", False),
        preview=said.get("preview", False),
        withdraws=said.get("withdraws", False),
        picture=read_picture(said.get("picture")),
        picks=said.get("picks", False),
        document=Document(said["document"]) if "document" in said else None,
    )


def _payload(
    reply: Reply, part: Message, answering: Answering, number: int, *, last: bool
) -> dict[str, Any]:
    update = answering.update
    alone = _is_alone(reply, update)
    # A picture takes the place of nothing: what comes behind it does.
    pictured, first = reply.picture if number == 0 else None, number == bool(reply.picture)
    payload = {
        "message": message_record(part),
        "language": reply.language,
        "picture": picture_record(pictured) if pictured else {},
        "choices": choice_records(reply.choices) if last else [],
        "edits": reply.edits if first else "",
        "reply_to": "" if reply.edits or reply.public else update.message,
        "thread": update.thread,
        "via": update.via if number == 0 or alone else "",
        "alone": update.account.id if alone else "",
        "home": update.at_home,
        "aside": reply.aside,
        "picks": reply.picks and last,
        "document": reply.document.name if reply.document and last else "",
        "reports": reply.reports,
        "tapped": update.choice if reply.public else "",
        "asked_at": answering.asked_at.isoformat(),
    }
    return {name: content for name, content in payload.items() if content}


def _is_alone(reply: Reply, update: Update) -> bool:
    return update.at_home or ((update.alone or reply.aside) and not reply.public)


def _instead(tx: Transaction, delivery: Delivery, payload: dict[str, Any], mark: str) -> None:
    made = tx.ledger.add(
        Queued(
            key=f"{delivery.key}:{mark}",
            kind=delivery.kind,
            chat=delivery.chat,
            person=delivery.person,
            answers=delivery.answers,
            payload=payload,
            alone=bool(payload.get("alone")),
        )
    )
    if made is not None and mark == "anew":
        tx.receipts.add(made, tx.receipts.of(delivery.id))


def _queue(tx: Transaction, queued: Queued, message: Message) -> None:
    _receive(tx, tx.ledger.add(queued), message)


def _receive(tx: Transaction, delivery: int | None, message: Message) -> None:
    if delivery is not None:
        tx.receipts.add(delivery, receipts_of(message))


def receipts_of(message: Message) -> list[Receipt]:
    """Return what a message states, by the claims of its nodes."""
    claims = ((number, getattr(node, "claim", None)) for number, node in enumerate(message))
    return [
        Receipt(
            number,
            claim.fact_id,
            claim.version_id,
            claim.instant,
            claim.language,
            withdrawn=claim.withdrawn,
        )
        for number, claim in claims
        if claim is not None
    ]


def _forget_receipts(tx: Transaction, chat: int, message: str) -> None:
    shown = tx.ledger.of_message(chat, message)
    if shown is not None:
        tx.receipts.remove([shown.id])
