"""Notices of events: whoever was told a time that is still ahead hears that it is another now.

What a chat believes is what it was told last: an answer, an offer, a reminder, an earlier
notice, by whatever message, as its receipts say. When an event changes, every chat whose last
word differs from what holds now gets one notice; earlier messages stand, as they were right
when they were said (design, section 3). An hour given within the day that was told is no
change. Nor is anybody told whose last word is of a time that is over, unless by a change to a
time that was over already: that was a slip. A notice, too, is composed when it leaves: what
changed once more meanwhile is said in one, and what was taken back in none.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from dataclasses import replace as changed
from datetime import datetime
from functools import partial
from typing import Final

from bot import calendar, texts
from bot.calendar import Event
from bot.port import Break, Kind, Message, Strike, Strong, joined
from bot.posting import directly, occasions
from bot.posting.occasions import Composed, Dropped, Expired, Occasion, Verdict
from bot.posting.policies import POLICIES
from bot.showing import cards, wording
from storage.chats import Chat
from storage.content import Audience, ChangeKind, Held, Span, Subject
from storage.database import Transaction
from storage.deliveries import Reason
from storage.moments import Precision
from storage.plans import Planned
from storage.receipts import Told

NAME: Final = "notice"
"""What the payload of a notice names as its composer."""


@dataclass(frozen=True, slots=True)
class Belief:
    """What a chat was told last of an event.

    Attributes:
        spans: the times; several where a history was shown.
        cancelled: it was told that the event was called off.
        backwards: it was told of a change by which the event was over already.
        withdrawn: it was told since that the time no longer stands.
        thread: where within the chat it was told (Slack), or empty.
        language: in which it was told.
    """

    spans: tuple[Span, ...]
    cancelled: bool
    backwards: bool
    withdrawn: bool
    thread: str
    language: str

    def is_ahead(self, now: datetime) -> bool:
        """Tell whether a time that was told is not over at `now` (aware)."""
        return any(span.end.at > now for span in self.spans)

    def waits(self, now: datetime) -> bool:
        """Tell whether who was told this expects the event to come."""
        return self.is_ahead(now) and not self.cancelled

    def concerns(self, event: Event, now: datetime) -> bool:
        """Tell whether who was told this needs to know when an event is now."""
        slipped = self.backwards and not calendar.is_over(event, now)
        return slipped or self.is_ahead(now)

    def holds(self, event: Event) -> bool:
        """Tell whether who was told this is still right."""
        if self.withdrawn:
            return False
        if self.cancelled or event.cancelled is not None:
            return self.cancelled and event.cancelled is not None
        return any(_agree(told, event.span) for told in self.spans)


def plan(
    tx: Transaction, event_id: int, change: int, besides: AbstractSet[int] = frozenset()
) -> None:
    """Plan a notice for every chat that was told otherwise than an event is now.

    Args:
        tx: open for writing, the change of the event in it.
        event_id: of the event's subject.
        change: the `seq` of what changed it.
        besides: chats that hear of it otherwise.
    """
    event = calendar.get(tx, event_id, Audience.DESK, tx.now)
    if event is not None:
        beliefs = _beliefs(tx, event.key)
        elsewhere = {chat: beliefs[chat] for chat in beliefs if chat not in besides}
        _plan(tx, event, change, elsewhere)
        return
    subject = tx.subjects.get([event_id]).get(event_id)
    if subject is not None:
        beliefs = _beliefs(tx, subject.key)
        waiting = {chat for chat in beliefs if beliefs[chat].waits(tx.now)}
        _notify(tx, event_id, change, waiting - besides)


def hearing(tx: Transaction, facts: Collection[int], since: int) -> frozenset[int]:
    """Return the chats that are going to hear of the events of some facts, by their ids.

    Args:
        tx: open for writing; what was changed is in it.
        facts: the ids of what was changed.
        since: the `seq` of the change before.
    """
    subjects = {each.subject.id: each.subject for each in tx.facts.get(facts).values()}
    events = (each for each in subjects.values() if each.kind == calendar.EVENT)
    return frozenset(chat for event in events for chat in _hearing(tx, event, since))


def _hearing(tx: Transaction, subject: Subject, since: int) -> AbstractSet[int]:
    """Return who awaits a notice of an event that will say something."""
    waiting = partial(tx.plans.awaited, Kind.NOTICE, subject.id)
    changes = range(since + 1, tx.changes.latest_seq() + 1)
    new = {chat for each in changes for chat in waiting(f"{NAME}:{each}:")}
    earlier = waiting() - new
    event = calendar.get(tx, subject.id, Audience.DESK, tx.now)
    # Who has awaited one since an earlier change may be right again.
    beliefs = _beliefs(tx, subject.key) if earlier else {}
    still = {
        chat
        for chat in earlier & beliefs.keys()
        if (not beliefs[chat].holds(event) if event else beliefs[chat].waits(tx.now))
    }
    if event and not calendar.get(tx, subject.id, Audience.EVERYONE, tx.now):
        return {chat for chat in new | still if _audience(tx, chat) is Audience.DESK}
    return new | still


def _audience(tx: Transaction, chat_id: int) -> Audience:
    """Return as whom a chat reads what leaves by itself."""
    chat = tx.chats.get(chat_id)
    return occasions.reads_as(tx, chat) if chat else Audience.EVERYONE


def resume(tx: Transaction, platform: str, external_id: str) -> None:
    """Plan what a chat and its topics did not hear of events that they are reminded of.

    Args:
        tx: open for writing; that we may speak there again is in it too.
        platform: the chat's.
        external_id: by which its platform calls it.
    """
    for chat in tx.chats.whole(platform, external_id):
        for rule in tx.rules.of_chat(chat.id):
            event = calendar.get(tx, rule.subject, Audience.DESK, tx.now)
            if event is None:
                continue
            told = _beliefs(tx, event.key, chat=chat).get(chat.id)
            latest = max(held.version.seq for held in (event.held, event.cancelled) if held)
            _plan(tx, event, latest, {chat.id: told} if told else {})


def _plan(tx: Transaction, event: Event, change: int, beliefs: Mapping[int, Belief]) -> None:
    """Plan a notice of a change for whoever believes something else, and does not await one."""
    wrong = {
        chat
        for chat, belief in beliefs.items()
        if belief.concerns(event, tx.now) and not belief.holds(event)
    }
    _notify(tx, event.subject.id, change, wrong)


def _notify(tx: Transaction, subject: int, change: int, chats: AbstractSet[int]) -> None:
    """Plan a notice of a change for chats, but for those that await one."""
    rank = POLICIES[Kind.NOTICE].rank
    planned = [
        Planned(f"{NAME}:{change}:{subject}:{chat}", chat, tx.now, rank, {"compose": NAME})
        for chat in sorted(chats - tx.plans.awaited(Kind.NOTICE, subject))
    ]
    tx.plans.add(Kind.NOTICE, subject, planned)


def compose(occasion: Occasion) -> Verdict:
    """Say what an event is now instead; nothing if it is as the chat was told after all."""
    tx, delivery, now = occasion.tx, occasion.delivery, occasion.now
    subject = delivery.subject
    event = None if subject is None else calendar.get(tx, subject, occasion.audience, now)
    if event is None:
        return _withdrawn(occasion)
    # Who may have read this very notice before may believe what it said then.
    besides = (delivery.id, None) if delivery.doubts else (delivery.id,)
    beliefs = [_beliefs(tx, event.key, each, occasion.chat).get(delivery.chat) for each in besides]
    wrong = [each for each in beliefs if each is not None and not each.holds(event)]
    if not wrong:
        return Dropped(Reason.EMPTY)
    if not wrong[0].is_ahead(now) and calendar.is_over(event, now):
        return Expired(Reason.OVER)
    return _told_again(occasion, event, wrong[0])


def _withdrawn(occasion: Occasion) -> Verdict:
    """Say that the time that a chat was told stands no more, and that there is no other."""
    tx, delivery, now = occasion.tx, occasion.delivery, occasion.now
    subject = tx.subjects.get([delivery.subject or 0]).get(delivery.subject or 0)
    # It has a time that this chat may not know: that is for editors to tell.
    if subject is None or calendar.get(tx, subject.id, Audience.DESK, now) is not None:
        return Dropped(Reason.MOVED)
    told = _beliefs(tx, subject.key, delivery.id, occasion.chat).get(delivery.chat)
    if told is None or not told.waits(now):
        return Dropped(Reason.EMPTY)
    language = told.language
    old = wording.span(told.spans[0].start, told.spans[0].end, language)
    name = Strong(cards.subject_name(subject, language))
    lines = [texts.say(language, "notice.withdrawn"), (name,), (Strike(old),)]
    lines.append(texts.say(language, "notice.no-time"))
    return Composed(joined(lines, Break()), thread=told.thread, language=language)


def _told_again(occasion: Occasion, event: Event, told: Belief) -> Composed:
    """Say it in the language of what was told, whatever is usual in the chat."""
    message = _message(changed(occasion, language=told.language), event, told)
    return Composed(message, thread=told.thread, language=told.language)


def _message(occasion: Occasion, event: Event, told: Belief) -> Message:
    language, now, zone = occasion.language, occasion.now, occasion.zone
    if event.cancelled:
        return calendar.card(event, language, now, zone)
    heading, when = "notice.goes-ahead", calendar.when(event, language, now)
    if not told.cancelled:
        heading = "notice.moved"
        # The first that was told wrongly is the one that people have written down.
        old = wording.span(told.spans[0].start, told.spans[0].end, language)
        when = (Strike(old), Break(), *when)
    card = cards.event_card(event.fact, event.held, when, language, now, zone)
    lines = [texts.say(language, heading), card]
    if event.held.version.reason:
        lines.append(texts.say(language, "notice.reason", reason=event.held.version.reason))
    return joined(lines, Break())


def _beliefs(
    tx: Transaction, event: str, besides: int | None = None, chat: Chat | None = None
) -> dict[int, Belief]:
    """Return what each chat, or only one, was told last of the event with this KEY.

    What the delivery `besides` told does not count. What somebody was told alone in a group and
    what they were told in private is one belief.
    """
    known = (tx.facts.find(f"{event}.{each}") for each in (calendar.TIME, calendar.STATE))
    facts = [fact.id for fact in known if fact is not None]
    versions = {held.version.id: held for fact_id in facts for held in tx.facts.history(fact_id)}
    # The newest come last, and so outdo the others.
    last = {_target(tx, told): told for told in tx.receipts.latest(facts, besides, chat)}
    return {each: _belief(told, versions) for each, told in last.items() if each is not None}


def _belief(told: Told, versions: Mapping[int, Held]) -> Belief:
    shown = [versions[version] for version in told.versions]
    spans = tuple(span for each in shown if (span := each.version.content.span) is not None)
    return Belief(
        spans,
        cancelled=any(map(calendar.is_cancelled, shown)),
        backwards=any(map(_is_backwards, shown)),
        withdrawn=told.withdrawn,
        thread=told.thread,
        language=told.language,
    )


def _is_backwards(held: Held) -> bool:
    """Tell whether a version moved an event to when it was over already."""
    version = held.version
    span = version.content.span
    moved = version.kind in {ChangeKind.SET, ChangeKind.CORRECT}
    return moved and span is not None and span.end.at <= version.recorded_at


def _target(tx: Transaction, told: Told) -> int | None:
    """Return the chat where a notice goes: what one person saw alone, to them in private."""
    if told.alone is None:
        return told.chat
    return directly.chat(tx, told.alone, told.platform, told.language)


def _agree(told: Span, now: Span) -> bool:
    """Tell whether `now` is the time that was told, or an hour within the day told."""
    if (told.start, told.end) == (now.start, now.end):
        return True
    if told.start.precision is Precision.INSTANT or now.start.precision is not Precision.INSTANT:
        return False
    within = told.start.at <= now.start.at and now.end.at <= told.end.at
    same_day = told.start.first_day() == now.start.first_day()
    return within and (same_day or told.start.precision is not Precision.DAY)
