"""Digests: what was wrong, what has changed and what is coming, since the last one a chat got.

One message, short: corrections first, then what has changed, then the events until the next
digest; at most eight lines, and then how many more there are. It is whole: what a notice has told
meanwhile is in it too, as not everybody reads everything. An empty one is not sent. What a
digest knew is kept with it, so that the next begins exactly where it ended, whatever was missed
or empty; the first of a chat looks back to when it was ordered, and at least as far as its rule
reaches ahead: a day, or up to a week.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from bot import calendar, texts
from bot.calendar import EVENT, STATE, TIME, Event
from bot.port import Break, Kind, Message, Strike, Strong, Text, joined
from bot.posting import differences, standing
from bot.posting.differences import Change, Difference, Past
from bot.posting.occasions import Composed, Dropped, Expired, Occasion, Verdict
from bot.posting.standing import View
from bot.showing import cards, wording
from storage.content import Fact, Held, Span
from storage.deliveries import Delivery, Reason, State
from storage.follows import Followed
from storage.moments import Moment, Precision, time_zone
from storage.schedules import Schedule

NAME: Final = str(Kind.DIGEST)
"""What the payload of a digest names as its composer."""

MOST_LINES: Final = 8
"""Lines of a digest with its heading; the last tells how many more there are."""

_DAY: Final = timedelta(days=1)
_WEEK: Final = timedelta(days=7)
_KNOWN: Final = "known"
"""Under what a digest keeps up to where it knew, in its payload."""
_SINCE: Final = "since"
"""Under what it keeps up to where its readers knew."""


@dataclass(frozen=True, slots=True)
class Period:
    """Of what a digest tells.

    Attributes:
        past: what its readers know already.
        until: up to when events are coming, aware, UTC.
        topic: of what; empty: of everything.
        besides: of what else, of whatever topic: what a chat follows with its digest.
    """

    past: Past
    until: datetime
    topic: str = ""
    besides: tuple[Followed, ...] = ()


def compose(occasion: Occasion) -> Verdict:
    """Tell what is new; nothing if nothing is, or if the next digest is due already."""
    schedule = standing.in_force(occasion)
    if schedule is None:
        return Dropped(Reason.OFF)
    view, delivery = View.of(occasion), occasion.delivery
    due = delivery.planned_at or occasion.now
    until = _instant(delivery.payload["until"]) or due + _DAY
    if until <= view.now and not occasion.insisted:
        return Expired(Reason.LATE)
    past = _known_then(delivery) or _past(view, schedule, delivery.chat)
    past = past or first(view, due, until, schedule.created_at)
    besides = _followed(view, schedule, delivery.chat)
    told = words(view, Period(past, until, schedule.order.about, besides))
    if not told:
        return Dropped(Reason.EMPTY)
    known = [view.tx.changes.latest()[0], view.now.isoformat()]
    return Composed(told, keeps={_KNOWN: known, _SINCE: [past.seq, past.instant.isoformat()]})


def _known_then(delivery: Delivery) -> Past | None:
    """Return since when a digest told that was sent, and is shown on; None of any other."""
    if delivery.state is not State.SENT or _SINCE not in delivery.payload:
        return None
    return _read(delivery.payload[_SINCE])


def _followed(view: View, schedule: Schedule, chat: int) -> tuple[Followed, ...]:
    """Return what comes with a digest besides its topic: in a chat's first, or in that of all."""
    own = view.tx.schedules.own(chat) if schedule.order.own else ()
    carrying = next((each for each in own if not each.order.about), own[0] if own else None)
    if carrying is None or carrying.id != schedule.id:
        return ()
    return tuple(each.what for each in view.tx.follows.of_chat(chat) if each.with_digest)


def first(view: View, due: datetime, until: datetime, ordered_at: datetime | None = None) -> Past:
    """Return what is taken for known before the first digest of a chat.

    Args:
        view: who reads, and when.
        due: the time of that digest.
        until: that of the next.
        ordered_at: when it was ordered; None: now.
    """
    since = due - min(max(until - due, _DAY), _WEEK)
    return _at(view, min(since, ordered_at or since))


def words(view: View, period: Period) -> Message:
    """Return a digest; nothing if there is nothing to tell."""
    lines = list(_lines(view, period))
    if not lines:
        return ()
    room = MOST_LINES - 1
    if len(lines) > room:
        left = len(lines) - room + 1
        lines = [*lines[: room - 1], texts.say(view.language, "digest.more", count=left)]
    return joined([_heading(view, period.topic), *lines], Break())


def _heading(view: View, topic: str) -> Message:
    today = Moment.instant(view.now, view.zone).first_day()
    weekday = texts.phrase(view.language, "weekday.is").split()[today.weekday()]
    day = wording.day(today, view.language)
    key = "digest.heading-topic" if topic else "digest.heading"
    return texts.say(view.language, key, weekday=weekday, day=day, topic=topic)


def _lines(view: View, period: Period) -> Iterator[Message]:
    """Yield a line for each correction, each change, and each event to come."""
    events: dict[int, Event] = {}
    coming = _coming(view, period)
    near = {event.subject.id for event in coming}
    for each in sorted(
        differences.since(view, period.past, period.topic, period.besides), key=_turn
    ):
        subject = each.fact.subject
        if subject.kind != EVENT or each.fact.attribute not in {TIME, STATE}:
            yield fact_line(view, each)
            continue
        event = calendar.get(view.tx, subject.id, view.audience, view.now)
        if event is None or subject.id in events or calendar.is_over(event, view.now):
            continue
        if each.change is Change.NEW and each.fact.attribute == TIME and subject.id in near:
            continue
        events[subject.id] = event
        yield event_line(view, each, event)
    for event in coming:
        if event.subject.id not in events:
            yield _named(view, "digest.coming", event, _when(view, event))


def _turn(each: Difference) -> tuple[Change, bool, float]:
    """Return by what differences are told in order: events after facts, the nearest first."""
    held = each.now or each.was
    span = held.version.content.span if held else None
    return each.change, span is not None, span.start.at.timestamp() if span else 0


def named(view: View, fact: Fact, held: Held | None) -> str:
    """Return what a line calls a fact: its subject and its attribute."""
    attribute = cards.attribute_name(fact, view.language, held)
    return f"{cards.subject_name(fact.subject, view.language)}, {attribute}"


def fact_line(view: View, each: Difference) -> Message:
    """Return what became of a fact: what it was, struck, what it is, and who says so."""
    language, now = view.language, each.now
    what = named(view, each.fact, now or each.was)
    old = cards.value_text(each.was.version.content, language) if each.was else ""
    if now is None:
        key = "digest.withdrawn" if each.change is Change.CORRECTED else "digest.ended"
        return texts.say(language, key, what=what, old=Strike(old))
    claim = cards.claim(now, language, view.now)
    value = Strong(cards.value_text(now.version.content, language), claim)
    source = cards.source_line(now.version.content, language)
    key = f"digest.{each.change.name.lower()}"
    return texts.say(language, key, what=what, old=Strike(old), new=value, source=source)


def event_line(view: View, each: Difference, event: Event) -> Message:
    """Return what became of an event: its state first, and the time that no longer holds."""
    if event.cancelled is not None:
        name = Strong(cards.subject_name(event.subject, view.language))
        return calendar.was_planned(event, view.language, view.now, "digest.event-off", (name,))
    when = _when(view, event)
    span = each.was.version.content.span if each.was else None
    if span is not None:
        when = (Strike(wording.span(span.start, span.end, view.language)), Text(" "), *when)
    key = "digest.event-new" if each.change is Change.NEW else "digest.event"
    key = "digest.event-corrected" if each.change is Change.CORRECTED and span else key
    return _named(view, key, event, when)


def _named(view: View, key: str, event: Event, when: Message) -> Message:
    name = Strong(cards.subject_name(event.subject, view.language))
    return texts.say(view.language, key, name=name, when=when)


def _when(view: View, event: Event) -> Message:
    """Return when an event is, with its day of the week."""
    said = wording.in_full(event.span.start, event.span.end, view.language)
    return (Text(said, cards.claim(event.held, view.language, view.now)),)


def _coming(view: View, period: Period) -> list[Event]:
    """Return the events that begin until the next digest, the nearest first.

    One that lasts all day is told on its day, or in the last digest before it.
    """
    start = view.now - _DAY
    subjects = view.tx.news.beginning(start, period.until + _DAY)
    found = (calendar.get(view.tx, each, view.audience, view.now) for each in subjects)
    events = [
        event
        for event in found
        if event is not None
        and event.cancelled is None
        and period.topic in {"", event.subject.topic}
        and _begins(event.span, view.now, period.until)
    ]
    return sorted(events, key=lambda event: (event.span.start.at, event.key))


def _begins(span: Span, now: datetime, until: datetime) -> bool:
    start = span.start
    if start.precision is Precision.INSTANT:
        return now < start.at <= until
    if start.precision is not Precision.DAY:
        return False
    clocks = time_zone(start.zone)
    days = now.astimezone(clocks).date(), until.astimezone(clocks).date()
    return days[0] <= start.first_day() < max(days[1], days[0] + _DAY)


def _past(view: View, schedule: Schedule, chat: int) -> Past | None:
    """Return up to where the last digest of a chat knew; None if it never got one."""
    last = view.tx.schedules.told(chat, standing.keys(schedule, chat))
    if last is None:
        return None
    if _KNOWN not in last.kept:
        # What it kept is forgotten, as it was long ago.
        return _at(view, last.at)
    return _read(last.kept[_KNOWN])


def _read(kept: Sequence[Any]) -> Past:
    seq, instant = kept
    return Past(int(seq), datetime.fromisoformat(str(instant)))


def _at(view: View, instant: datetime) -> Past:
    return Past(view.tx.news.seq_at(instant), instant)


def _instant(written: str) -> datetime | None:
    return datetime.fromisoformat(written) if written else None
