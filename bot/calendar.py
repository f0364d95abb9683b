"""Events, read from the store: what each is called, when it is, and whether it still is.

An event is a subject of kind `event`. Its time is the fact `KEY.time`, whose value has a span;
its state is the fact `KEY.state`, which an event that goes ahead as planned has none of. Both
are ordinary facts, with their versions and both axes of time, so that a move or a cancellation
is an edit like any other.

Whoever shows when an event is shows it by `when`: its state first. Whoever shows a fact asks
`called_off` before, as it may be the time of an event that will not be.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from itertools import chain
from types import MappingProxyType
from typing import Final

from bot import grammar, texts
from bot.conversation.naming import Wanted
from bot.port import Claim, Message, Text
from bot.showing import cards, wording
from storage.content import Audience, ChangeKind, Fact, Held, Span, Subject
from storage.database import Transaction

EVENT: Final = "event"
"""The kind of a subject that is an event."""

TIME: Final = "time"
"""The attribute that says when an event is."""

STATE: Final = "state"
"""The attribute that says what became of an event."""

CANCELLED: Final[Mapping[str, str]] = MappingProxyType({"lv": "atcelts", "en": "cancelled"})
"""The value of the state of an event that will not take place."""


@dataclass(frozen=True, slots=True)
class Event:
    """An event with its time in force.

    Attributes:
        fact: `KEY.time`.
        held: the version of it in force, with the span.
        cancelled: the version of `KEY.state` in force that calls the event off.
    """

    subject: Subject
    fact: Fact
    held: Held
    span: Span
    cancelled: Held | None

    @property
    def key(self) -> str:
        """The KEY of the event, which is a subject."""
        return self.subject.key

    @property
    def names(self) -> Iterable[str]:
        """What it is called: its KEY, and its names in every language."""
        return (self.key, *chain(*self.subject.names.values()))

    @property
    def reason(self) -> str:
        """Why it was called off; empty if nobody said so: of an import only the file is known."""
        version = self.cancelled.version if self.cancelled else None
        return "" if version is None or version.kind is ChangeKind.IMPORT else version.reason


def find(tx: Transaction, key: str, audience: Audience, now: datetime) -> Event | None:
    """Return the event with this KEY, if its time may be seen by `audience` at `now` (aware)."""
    subject = tx.subjects.find(key)
    return _first(tx, subject, audience, now)


def get(tx: Transaction, subject_id: int, audience: Audience, now: datetime) -> Event | None:
    """Return the event whose subject has this id, if its time may be seen; as `find` does."""
    return _first(tx, tx.subjects.get([subject_id]).get(subject_id), audience, now)


def all_events(tx: Transaction, audience: Audience, now: datetime) -> list[Event]:
    """Return every event whose time may be seen by `audience` at `now` (aware), by key."""
    return _read(tx, tx.subjects.all(), audience, now)


def named(events: Iterable[Event], words: str) -> list[Event]:
    """Return the one of `events` with that KEY, or every one whose names have all the words."""
    known = list(events)
    key = str(grammar.fold_key(words)) if grammar.looks_like_key(words) else ""
    exact = [event for event in known if event.key == key]
    if exact:
        return exact
    wanted = Wanted.of(words)
    return [event for event in known if wanted.leads_to(event.names)]


def when(event: Event, language: str, now: datetime) -> Message:
    """Return when an event is, its state first, and how long from now (aware) it is until then.

    The time carries its claim, and so does the word that calls the event off.
    """
    if event.cancelled is not None:
        return was_planned(event, language, now, "event.was-planned")
    return (_time(event, language, now), *_from_now(event.span, language, now))


def was_planned(
    event: Event, language: str, now: datetime, key: str, name: Message = ()
) -> Message:
    """Return when an event that is called off was to be, with why if that is known.

    Args:
        event: called off.
        language: of the reply.
        now: the world's clock, aware.
        key: of the sentence without a reason; that with one ends in `-reason`.
        name: how the event is called, where the sentence says it.
    """
    word = texts.phrase(language, "event.called-off")
    state = Text(word, _claim(event.cancelled or event.held, language, now))
    when_ = _time(event, language, now)
    which = f"{key}-reason" if event.reason else key
    return texts.say(language, which, state=state, reason=event.reason, when=when_, name=name)


def _time(event: Event, language: str, now: datetime) -> Text:
    said = wording.span(event.span.start, event.span.end, language)
    return Text(said, _claim(event.held, language, now))


def card(
    event: Event, language: str, now: datetime, zone: str, instant: datetime | None = None
) -> Message:
    """Return an event with when it is, and what that stands on.

    The sentence about one that is called off is left out: it says that the event takes place;
    and that it is called off stands on who said so, and when.

    Args:
        event: to be shown.
        language: of the reply.
        now: the world's clock, aware.
        zone: the IANA zone in which that clock is read.
        instant: the instant asked about, aware; None: now.
    """
    told = when(event, language, instant or now)
    if event.cancelled is None:
        return cards.event_card(event.fact, event.held, told, language, now, zone)
    state = event.cancelled.version.content
    content = replace(
        event.held.version.content, statement={}, as_of=state.as_of, source=state.source
    )
    planned = replace(event.held, version=replace(event.held.version, content=content))
    return cards.event_card(event.fact, planned, told, language, now, zone)


def called_off(
    tx: Transaction,
    fact: Fact,
    held: Held,
    audience: Audience,
    now: datetime,
    known_at: datetime | None = None,
) -> Event | None:
    """Return the event of which `fact` is the time or the state, if it is called off.

    Args:
        tx: an open transaction.
        fact: what is to be shown.
        held: the version of it that is to be shown, which becomes that of the event.
        audience: who reads it.
        now: the world's clock, aware.
        known_at: up to when what we knew counts; None: now.
    """
    if fact.subject.kind != EVENT or fact.attribute not in {TIME, STATE}:
        return None
    read = partial(_in_force, tx, audience=audience, now=now, known_at=known_at)
    planned = tx.facts.find(f"{fact.subject.key}.{TIME}")
    state = read(tx.facts.find(f"{fact.subject.key}.{STATE}"))
    time = held if fact.attribute == TIME else read(planned)
    span = time.version.content.span if time else None
    if not (planned and time and span and state and is_cancelled(state)):
        return None
    return Event(fact.subject, planned, time, span, state)


def is_over(event: Event, now: datetime) -> bool:
    """Tell whether the time of an event, as planned, has passed at `now` (aware)."""
    return event.span.end.at <= now


def is_cancelled(state: Held) -> bool:
    """Tell whether a version of `KEY.state` says that the event will not take place."""
    value = state.version.content.value
    return any(value.get(language) == word for language, word in CANCELLED.items())


def _claim(held: Held, language: str, now: datetime) -> Claim:
    """Return what is claimed: for now, or if it does not hold now for the nearest to it."""
    return cards.claim(held, language, cards.answered_for(held, now))


def _from_now(span: Span, language: str, now: datetime) -> Message:
    if span.start.at <= now:
        key = "event.over" if span.end.at <= now else "event.on"
        return (Text(" "), *texts.say(language, key))
    left = wording.distance(now, span.start, language)
    return (Text(f" ({left})"),) if left else ()


def _first(
    tx: Transaction, subject: Subject | None, audience: Audience, now: datetime
) -> Event | None:
    return next(iter(_read(tx, [subject] if subject else [], audience, now)), None)


def _read(
    tx: Transaction, subjects: Iterable[Subject], audience: Audience, now: datetime
) -> list[Event]:
    keys = [subject.key for subject in subjects if subject.kind == EVENT]
    facts = {
        (key, attribute): fact
        for key in keys
        for attribute in (TIME, STATE)
        if (fact := tx.facts.find(f"{key}.{attribute}"))
    }
    timelines = tx.facts.timelines([fact.id for fact in facts.values()])
    held = {
        name: current
        for name, fact in facts.items()
        if (current := cards.current(timelines.get(fact.id, ()), now, audience))
    }
    return [
        Event(fact.subject, fact, time, span, _cancelling(held.get((key, STATE))))
        for (key, attribute), fact in facts.items()
        if attribute == TIME
        and (time := held.get((key, TIME)))
        and (span := time.version.content.span)
    ]


def _cancelling(state: Held | None) -> Held | None:
    return state if state is not None and is_cancelled(state) else None


def _in_force(
    tx: Transaction,
    fact: Fact | None,
    audience: Audience,
    now: datetime,
    known_at: datetime | None,
) -> Held | None:
    held = None if fact is None else tx.facts.at(fact.id, now, known_at)
    return held if held is not None and cards.may_see(audience, held) else None
