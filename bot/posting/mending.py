"""Mending: by which command an editor changes what is held, completed as far as it can be."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from bot import calendar
from bot.port import Kind, plain
from bot.posting import posts
from storage.content import Audience
from storage.database import Transaction
from storage.deliveries import Delivery, Reason
from storage.schedules import Content

TRUSTED_FOR: Final = timedelta(days=30)
"""How far ahead a review day is offered."""

BLANK: Final = "…"
"""What stands where an editor has to say something."""


def command(tx: Transaction, delivery: Delivery, language: str) -> str:
    """Return the command that changes what a message tells of; empty where there is none.

    Args:
        tx: open.
        delivery: a message that is held.
        language: in which its chat is spoken to.
    """
    match delivery.kind:
        case Kind.POST:
            return _post(tx, delivery, language)
        case Kind.REMINDER | Kind.NOTICE:
            return _event(tx, delivery.subject, delivery.why, language)
        case Kind.COUNTDOWN | Kind.FACT | Kind.STANDING | Kind.DIGEST:
            return _scheduled(tx, delivery, language)
        case _:
            return ""


def _post(tx: Transaction, delivery: Delivery, language: str) -> str:
    post = tx.posts.get(int(delivery.payload["post"]))
    if post is None:
        return ""
    said = posts.texts(post.content)
    return f"/post edit {post.number} {plain(said[posts.spoken(said, language)])}"


def _event(tx: Transaction, subject: int | None, why: str, language: str) -> str:
    event = None
    if subject is not None:
        event = calendar.get(tx, subject, Audience.DESK, tx.now)
    if event is None:
        return ""
    if why == Reason.PAST_REVIEW:
        return _reviewed(tx, event.fact.key)
    if why == Reason.TOO_LONG:
        return f"/subject set {event.key} | name-{language}: {BLANK}"
    start = event.span.start.local().isoformat(timespec="minutes")
    return f"/event move {event.key} {start}"


def _scheduled(tx: Transaction, delivery: Delivery, language: str) -> str:
    schedule = tx.schedules.by_id(int(delivery.payload.get("schedule", 0)))
    if schedule is None:
        return ""
    order = schedule.order
    if order.content is Content.COUNTDOWN:
        subject = tx.subjects.find(order.about)
        return _event(tx, subject.id if subject else None, delivery.why, language)
    if order.content is not Content.FACT:
        return f"/schedule pause {schedule.number}"
    return _fact(tx, order.about, delivery.why, language)


def _fact(tx: Transaction, key: str, why: str, language: str) -> str:
    match why:
        case Reason.PAST_REVIEW:
            return _reviewed(tx, key)
        case Reason.OUT_OF_STEP:
            return f"/fact correct {key} | value-{language}: {BLANK}"
        case Reason.TOO_LONG:
            return f"/fact edit {key} | {language}: {BLANK}"
        case _:
            return f"/fact set {key} {BLANK}"


def _reviewed(tx: Transaction, key: str) -> str:
    return f"/fact edit {key} | review: {(tx.now + TRUSTED_FOR).date().isoformat()}"
