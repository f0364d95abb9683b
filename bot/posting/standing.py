"""Standing posts: what is ordered by a rule is planned a little before it is due.

A schedule knows the first of its times that nobody has planned. Each look at the clock turns the
times that come next into rows of the ledger, a row a chat, and moves the schedule on in the same
commit: of many processes that look at once, one does it. The key names schedule, chat and instant
for ever. After a long pause each time that was missed has its row, and so is noted: only of a
digest it is the latest one, as a digest tells all since the one before.

A row holds no words. What the schedule says when the row leaves is what is said; if it is gone,
paused or has another rule by then, nothing is.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain
from typing import Final

import structlog

from bot import calendar
from bot.calendar import Event
from bot.port import Kind
from bot.posting.occasions import Occasion
from bot.posting.occurrences import of_rule
from bot.posting.policies import POLICIES
from storage.content import Audience
from storage.database import Transaction
from storage.errors import StoreError
from storage.plans import Planned
from storage.schedules import Content, Schedule, State

log = structlog.get_logger(__name__)

AHEAD: Final = timedelta(minutes=15)
"""How long before its time a row is planned: so near to each other two reminders are one."""

MOST_AT_ONCE: Final = 200
"""Schedules planned in one look at the clock, which is to be over long before the next."""

MOST_MISSED: Final = 8
"""Times of one schedule that are noted after a long pause, the latest of them."""

FORGOTTEN: Final = timedelta(days=31)
"""What was missed longer ago is not even looked for."""

POSTPONED: Final = timedelta(hours=1)
"""When a schedule is tried again that could not be planned, by a fault of ours."""

KINDS: Final[Mapping[Content, Kind]] = {
    Content.DIGEST: Kind.DIGEST,
    Content.COUNTDOWN: Kind.COUNTDOWN,
    Content.FACT: Kind.FACT,
    Content.TEXT: Kind.STANDING,
}
"""What each is to those who get it; its composer has the same name."""


@dataclass(frozen=True, slots=True)
class View:
    """As what somebody reads, and when.

    Attributes:
        language, zone: in which it is said, and times are read.
        now: the instant of which is told, aware, UTC.
        occasion: on which something leaves for them; None where it is only shown.
    """

    tx: Transaction
    language: str
    zone: str
    audience: Audience
    now: datetime
    occasion: Occasion | None = None

    @classmethod
    def of(cls, occasion: Occasion) -> View:
        """Return that of a chat on the occasion that something leaves for it."""
        tx, audience = occasion.tx, occasion.audience
        return cls(tx, occasion.language, occasion.zone, audience, occasion.now, occasion)

    def has_heard(self, event: Event) -> bool:
        """Tell whether they were told last, by whatever message, what an event is now."""
        if self.occasion is None:
            return False
        held = [each for each in (event.held, event.cancelled) if each is not None]
        state = self.tx.facts.find(f"{event.key}.{calendar.STATE}")
        facts = [event.fact.id, *([state.id] if state else [])]
        besides, chat = self.occasion.delivery.id, self.occasion.chat
        latest = self.tx.receipts.latest(facts, besides, chat)[-1:]
        told = {version for each in latest for version in each.versions}
        return {each.version.id for each in held} <= told


def plan(tx: Transaction) -> None:
    """Plan what is due soon; a fault of ours keeps back its own schedule and no other.

    Raises:
        StoreError: the store failed; the whole transaction is lost.
    """
    for schedule in tx.schedules.due(tx.now + AHEAD, MOST_AT_ONCE):
        try:
            with tx.undoable():
                _plan(tx, schedule)
        except StoreError:
            raise
        except Exception:  # whatever it is, all the others are to be planned
            log.exception("planning_failed", schedule=schedule.number)
            tx.schedules.advance(schedule, tx.now + POSTPONED)


def key(schedule: Schedule, chat: int, at: datetime) -> str:
    """Return what names an occurrence of a schedule in a chat for ever."""
    return f"{keys(schedule, chat)}{at.isoformat(timespec='seconds')}"


def keys(schedule: Schedule, chat: int) -> str:
    """Return how the keys of all occurrences of a schedule in a chat begin."""
    return f"{KINDS[schedule.order.content]}:{schedule.number}:{chat}:"


def in_force(occasion: Occasion) -> Schedule | None:
    """Return the schedule of a row that leaves, if it still is what it was planned by.

    What an editor has sent leaves all the same, unless the schedule was removed.
    """
    payload = occasion.delivery.payload
    schedule = occasion.tx.schedules.by_id(int(payload["schedule"]))
    if schedule is None or occasion.insisted:
        return schedule
    order = schedule.order
    same = [order.cron, order.zone] == payload["rule"] and schedule.state is not State.PAUSED
    return schedule if same else None


def chats(tx: Transaction, schedule: Schedule) -> list[int]:
    """Return our ids of where it goes now, and we may speak: a channel may have been removed."""
    order = schedule.order
    found = [tx.channels.get(name) for name in order.channels]
    ids = [each.chat for each in found if each] if order.channels else [order.chat]
    known = [tx.chats.get(chat) for chat in dict.fromkeys(ids)]
    return [chat.id for chat in known if chat and not chat.gone]


def _plan(tx: Transaction, schedule: Schedule) -> None:
    times, following = _times(schedule, tx.now)
    subject = _subject(tx, schedule)
    end = _end(tx, schedule, subject)
    if end is not None and any(at >= end for at in times):
        # Until then it may still be moved to a later day.
        times, following = [at for at in times if at < end], None
    if not tx.schedules.advance(schedule, following):
        return
    if schedule.order.content is Content.DIGEST:
        times = times[-1:]
    targets = chats(tx, schedule)
    until = [*times[1:], following]
    rows = (
        [
            _row(schedule, chat, at, next_at)
            for at, next_at in zip(times, until, strict=True)
            for chat in targets
        ]
        if times
        else []
    )
    tx.plans.add(KINDS[schedule.order.content], subject, rows)


def _row(schedule: Schedule, chat: int, at: datetime, next_at: datetime | None) -> Planned:
    kind = KINDS[schedule.order.content]
    return Planned(
        key=key(schedule, chat, at),
        chat=chat,
        due_at=at,
        rank=POLICIES[kind].rank,
        payload={
            "compose": str(kind),
            "schedule": schedule.id,
            "rule": [schedule.order.cron, schedule.order.zone],
            "until": next_at.isoformat() if next_at else "",
        },
    )


def _times(schedule: Schedule, now: datetime) -> tuple[list[datetime], datetime | None]:
    """Return the times that are due soon, the latest of them, and the one after those."""
    found: deque[datetime] = deque(maxlen=MOST_MISSED)
    for at in _from_next(schedule, now):
        if at > now + AHEAD:
            return list(found), at
        found.append(at)
    return list(found), None


def _from_next(schedule: Schedule, now: datetime) -> Iterator[datetime]:
    order, first = schedule.order, schedule.next_at
    if first is None or first < now - FORGOTTEN:
        return of_rule(order.cron, order.zone, now - FORGOTTEN)
    return chain([first], of_rule(order.cron, order.zone, first))


def _subject(tx: Transaction, schedule: Schedule) -> int | None:
    """Return our id of what it tells of, where that is one thing."""
    order = schedule.order
    if order.content is Content.FACT:
        fact = tx.facts.find(order.about)
        return fact.subject.id if fact else None
    if order.content is Content.COUNTDOWN:
        subject = tx.subjects.find(order.about)
        return subject.id if subject else None
    return None


def _end(tx: Transaction, schedule: Schedule, subject: int | None) -> datetime | None:
    """Return when a countdown ends: with its event; nothing else does by itself."""
    if schedule.order.content is not Content.COUNTDOWN or subject is None:
        return None
    event = calendar.get(tx, subject, Audience.DESK, tx.now)
    return event.span.end.at if event else None
