"""Reminders: a chat hears of an event so long before it begins, as it has ordered.

Each offset of each rule is planned into the ledger at once, under a key that names the
occurrence for ever: for days the event's day, for hours and minutes its instant (contract,
section 8). Whenever the rule or the event changes, `plan` says anew what is to leave: rows
follow the event, and those without an occurrence are dropped. What was sent stays sent: the
same occurrence is never told twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Final

from bot import calendar, texts
from bot.calendar import Event
from bot.grammar.offsets import Offset
from bot.port import Break, Kind, Message, joined
from bot.posting import occurrences, prechecks, secrecy
from bot.posting.occasions import Composed, Dropped, Expired, Moved, Occasion, Verdict
from bot.posting.policies import POLICIES
from bot.showing import wording
from storage.content import Audience
from storage.database import Transaction
from storage.deliveries import Reason
from storage.plans import Planned
from storage.rules import Rule

NAME: Final = "reminder"
"""What the payload of a reminder names as its composer."""


@dataclass(frozen=True, slots=True)
class Time:
    """When one offset of an order falls; `at` is None as long as the event has no hour for it."""

    offset: Offset
    at: datetime | None


def times(event: Event, offsets: Iterable[Offset]) -> tuple[Time, ...]:
    """Return when each of `offsets` falls before an event, in their order."""
    found = [(offset, occurrences.before(event.span, offset)) for offset in offsets]
    return tuple(Time(offset, None if due is None else due.at) for offset, due in found)


def plan(tx: Transaction, event_id: int, chat: int | None = None) -> None:
    """Have the ledger hold what is to leave before an event, for every chat or for one.

    Args:
        tx: open for writing; what changed the rule or the event is in it too.
        event_id: of the event's subject.
        chat: our id of the only chat whose order changed.
    """
    event = calendar.get(tx, event_id, Audience.DESK, tx.now)
    if chat is None:
        rules = tx.rules.of_event(event_id)
    else:
        rules = tuple(filter(None, [tx.rules.reminder(chat, event_id)]))
    going = event is not None and event.cancelled is None
    wanted = [row for rule in rules for row in _planned(event, rule)] if event and going else []
    ordered = Reason.MOVED if chat is None else Reason.OFF
    tx.plans.replace(Kind.REMINDER, event_id, wanted, ordered if going else Reason.CANCELLED, chat)


def resume(tx: Transaction, platform: str, external_id: str) -> None:
    """Plan anew what was ordered in a chat and its topics, as events may have moved meanwhile.

    Args:
        tx: open for writing; that we may speak there again is in it too.
        platform: the chat's.
        external_id: by which its platform calls it.
    """
    for chat in tx.chats.whole(platform, external_id):
        for rule in tx.rules.of_chat(chat.id):
            plan(tx, rule.subject, chat.id)


def _planned(event: Event, rule: Rule) -> Iterator[Planned]:
    for written in rule.offsets:
        occurrence = occurrences.before(event.span, Offset.read(written))
        if occurrence is not None:
            yield Planned(
                key=_key(rule.subject, occurrence.of, written, rule.chat),
                chat=rule.chat,
                due_at=occurrence.at,
                rank=POLICIES[Kind.REMINDER].rank,
                payload={"compose": NAME, "offset": written},
            )


def _key(event: int, of: str, offset: str, chat: int) -> str:
    return f"{NAME}:{event}:{of}:{offset}:{chat}"


def compose(occasion: Occasion) -> Verdict:
    """Say that an event is near; nothing if it is not so, or said by a nearer reminder."""
    subject = occasion.delivery.subject
    if subject is None:
        return Dropped(Reason.EMPTY)
    event = calendar.get(occasion.tx, subject, occasion.audience, occasion.now)
    if event is None:
        return Dropped(Reason.MOVED)
    return _overtaken(occasion, event) or Composed(_message(occasion, event))


def _overtaken(occasion: Occasion, event: Event) -> Verdict | None:
    """Return why a reminder does not leave now, if there is a reason."""
    tx, delivery = occasion.tx, occasion.delivery
    if event.cancelled is not None:
        return Dropped(Reason.CANCELLED)
    if not _is_its_time(occasion, event):
        return Moved(partial(plan, tx, event.subject.id, delivery.chat))
    if event.span.start.at <= occasion.now:
        return Expired(Reason.OVER)
    if tx.plans.is_followed(delivery):
        return Dropped(Reason.MERGED)
    unsure = secrecy.of_event(occasion, event.subject)
    return unsure or prechecks.past_review(occasion, event.held)


def _is_its_time(occasion: Occasion, event: Event) -> bool:
    """Tell whether this row is for the time that the event has now."""
    delivery = occasion.delivery
    offset = delivery.payload["offset"]
    occurrence = occurrences.before(event.span, Offset.read(offset))
    return (
        occurrence is not None
        and occurrence.at == delivery.planned_at
        and _key(event.subject.id, occurrence.of, offset, delivery.chat) == delivery.key
    )


def _message(occasion: Occasion, event: Event) -> Message:
    language, now = occasion.language, occasion.now
    card = calendar.card(event, language, now, occasion.zone)
    lines = [texts.say(language, "reminder.heading"), card]
    if occasion.late:
        late = wording.duration(occasion.late, language)
        lines.append(texts.say(language, "reminder.late", late=late))
    return joined(lines, Break())
