"""Merging: reminders and countdowns that come within a few minutes of each other are one message.

The earliest takes those along that are due so soon after it in the same chat: their words stand
below its own, each with its claims, so that the message has a receipt for each piece as if it had
come alone. Their rows are dropped in the same commit, and so each occurrence, whose key is its own
for ever, is told once. If the message surely did not arrive they wait again; if it may have, they
are part of whatever is said in its place.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any, Final, TypeAlias

from bot.port import Break, Kind, Message, joined
from bot.posting.occasions import Composed, Occasion, Verdict
from storage.database import Transaction
from storage.deliveries import Delivery, Reason, State

WITHIN: Final = timedelta(minutes=15)
"""So near to each other two are one."""

MOST: Final = 4
"""How many go along with one: a message is to be read on one screen."""

KINDS: Final = (str(Kind.REMINDER), str(Kind.COUNTDOWN))
"""What is merged."""

_KEPT: Final = "merged"
"""Under what a message keeps what went along with it, in its payload."""

Decide: TypeAlias = Callable[[Occasion], Verdict | None]
"""Tells what is to be said on an occasion."""


def gathered(occasion: Occasion, words: Composed, decide: Decide) -> Composed:
    """Return the words of a message together with those of what goes along with it."""
    delivery, tx = occasion.delivery, occasion.tx
    if delivery.kind not in KINDS:
        return words
    others = [each for each in tx.gatherings.get(_along(delivery.payload)) if _is_merged(each)]
    if not delivery.doubts and delivery.state is not State.SENT:
        others += tx.gatherings.near(delivery, KINDS, WITHIN, MOST)
    messages: list[Message] = [words.message]
    taken: list[int] = []
    told = {delivery.subject: delivery.kind}
    for other in others:
        message = _told(occasion, other, told, decide)
        if message is None:
            continue
        taken.append(other.id)
        messages += [message] if message else []
    tx.gatherings.take(taken)
    if not taken and not _along(delivery.payload):
        return words
    whole = joined(messages, Break(paragraph=True))
    return replace(words, message=whole, keeps={**words.keeps, _KEPT: taken})


def part(tx: Transaction, delivery: Delivery) -> None:
    """Let what went along with a message wait again, as the message surely did not arrive."""
    along = _along(delivery.payload)
    if along:
        left = {name: kept for name, kept in delivery.payload.items() if name != _KEPT}
        tx.gatherings.give_back(delivery, left, along)


def _told(
    occasion: Occasion, other: Delivery, told: dict[int | None, str], decide: Decide
) -> Message | None:
    """Return what another says as part of a message; nothing where the event is told already.

    None if it does not go along: two reminders of one event each have their time.
    """
    if told.get(other.subject) == other.kind:
        return None
    verdict = decide(replace(occasion, delivery=other, late=timedelta(0), insisted=False))
    if not isinstance(verdict, Composed):
        return None
    if other.subject in told:
        return ()
    told[other.subject] = other.kind
    return verdict.message


def _is_merged(delivery: Delivery) -> bool:
    return delivery.state is State.DROPPED and delivery.why == Reason.MERGED


def _along(payload: Mapping[str, Any]) -> list[int]:
    return list(payload.get(_KEPT, ()))
