"""`events` and `event show`: what is coming, and when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain
from typing import Final

from bot import cards, grammar, wording
from bot.commands.arguments import Incomplete, nothing
from bot.commands.ask import OFFER_LASTS
from bot.commands.naming import Wanted
from bot.context import Act, Button, Context
from bot.errors import DeskError
from bot.grammar.errors import shown
from bot.port import Break, Code, Message, Reply, Strong, Text, joined
from storage.choices import Choice as StoredChoice
from storage.content import Fact, Held, Span

EVENT: Final = "event"
"""The kind of a subject that is an event."""

TIME: Final = "time"
"""The attribute that says when an event is."""


class NoSuchEvent(DeskError):
    """No event has that key. Field: `text`."""

    key = "event.none"


class NoSuchEventNear(DeskError):
    """The same, where one is near. Fields: `text`, `nearest`."""

    key = "event.none-near"


@dataclass(frozen=True, slots=True)
class Event:
    """An event with its time in force."""

    fact: Fact
    held: Held
    span: Span

    @property
    def key(self) -> str:
        """The KEY of the event, which is a subject."""
        return self.fact.subject.key

    @property
    def names(self) -> Iterable[str]:
        """What it is called, in every language."""
        return (self.key, *chain(*self.fact.subject.names.values()))


def events(text: str) -> Act:
    """List what is coming, the nearest first."""
    nothing(text)
    return _list


def show(text: str) -> Act:
    """Show one event with the time left.

    Raises:
        Incomplete: none is named.
    """
    if not text.strip():
        raise Incomplete(given="")
    return partial(_show, named=text.strip())


def _list(context: Context) -> Reply:
    coming = [event for event in _events(context) if event.span.end.at > context.now]
    if not coming:
        return context.reply(context.say("events.none"))
    ordered = sorted(coming, key=lambda event: (event.span.start.at, event.key))
    lines = [_line(context, event) for event in ordered]
    return context.reply(joined([context.say("events.coming"), *lines], Break()))


def _show(context: Context, named: str) -> Reply:
    events = {event.key: event for event in _events(context)}
    meant = _meant(events, named)
    match len(meant):
        case 1:
            return context.reply(_card(context, meant[0]))
        case 2 | 3:
            return _offer(context, meant)
    near = grammar.nearest(named, events)
    if near:
        raise NoSuchEventNear(text=shown(named), nearest=near[0])
    raise NoSuchEvent(text=shown(named))


def _meant(events: Mapping[str, Event], named: str) -> list[Event]:
    """Return the event with that KEY, or every one whose names have all the words."""
    key = str(grammar.fold_key(named)) if grammar.looks_like_key(named) else ""
    if key in events:
        return [events[key]]
    wanted = Wanted.of(named)
    return [event for event in events.values() if wanted.leads_to(event.names)]


def _offer(context: Context, events: Sequence[Event]) -> Reply:
    """Offer events by name; an offer shows no values."""
    buttons = [
        Button(
            cards.subject_name(event.fact.subject, context.language),
            StoredChoice("run", {"text": f"event show {event.key}"}),
        )
        for event in events
    ]
    return context.reply(context.say("ask.offer"), choices=context.offered(buttons, OFFER_LASTS))


def _events(context: Context) -> list[Event]:
    """Return every event that may be seen here, with its time in force."""
    keys = [subject.key for subject in context.tx.subjects.all() if subject.kind == EVENT]
    facts = [fact for key in keys if (fact := context.tx.facts.find(f"{key}.{TIME}"))]
    held = context.tx.facts.timelines([fact.id for fact in facts])
    return [
        Event(fact, now, now.version.content.span)
        for fact in facts
        if (now := cards.current(held.get(fact.id, ()), context.now, context.audience))
        and now.version.content.span
    ]


def _line(context: Context, event: Event) -> Message:
    name = cards.subject_name(event.fact.subject, context.language)
    when = _when(context, event)
    return (Strong(name), Text(" — "), *when, Text(" "), Code(event.key))


def _card(context: Context, event: Event) -> Message:
    when = _when(context, event)
    return cards.event_card(
        event.fact, event.held, when, context.language, context.now, context.zone
    )


def _when(context: Context, event: Event) -> Message:
    """Return when an event is and what that is from now; the time is what the line claims."""
    span = event.span
    when = wording.span(span.start, span.end, context.language)
    claims = cards.claim(event.held, context.language, context.now)
    if span.start.at <= context.now:
        key = "event.over" if span.end.at <= context.now else "event.on"
        return (Text(when, claims), Text(" "), *context.say(key))
    left = wording.distance(context.now, span.start, context.language)
    return (Text(when, claims), *((Text(f" ({left})"),) if left else ()))
