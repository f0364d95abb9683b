"""`events` and `event show`: what is coming, and when."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from bot import calendar, cards, grammar
from bot.calendar import Event
from bot.commands.arguments import Incomplete, nothing
from bot.commands.ask import OFFER_LASTS
from bot.context import Act, Button, Context
from bot.errors import DeskError
from bot.grammar.errors import shown
from bot.port import Break, Code, Message, Reply, Strong, Text, joined
from storage.choices import Choice as StoredChoice


class NoSuchEvent(DeskError):
    """No event has that key. Field: `text`."""

    key = "event.none"


class NoSuchEventNear(DeskError):
    """The same, where one is near. Fields: `text`, `nearest`."""

    key = "event.none-near"


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
    coming = [event for event in _events(context) if not calendar.is_over(event, context.now)]
    if not coming:
        return context.reply(context.say("events.none"))
    ordered = sorted(coming, key=lambda event: (event.span.start.at, event.key))
    lines = [_line(context, event) for event in ordered]
    return context.reply(joined([context.say("events.coming"), *lines], Break()))


def _show(context: Context, named: str) -> Reply:
    events = _events(context)
    meant = calendar.named(events, named)
    match len(meant):
        case 1:
            return context.reply(_card(context, meant[0]))
        case 2 | 3:
            return _offer(context, meant)
    near = grammar.nearest(named, [event.key for event in events])
    if near:
        raise NoSuchEventNear(text=shown(named), nearest=near[0])
    raise NoSuchEvent(text=shown(named))


def _offer(context: Context, events: Sequence[Event]) -> Reply:
    """Offer events by name; an offer shows no values."""
    buttons = [
        Button(
            cards.subject_name(event.subject, context.language),
            StoredChoice("run", {"text": f"event show {event.key}"}),
        )
        for event in events
    ]
    return context.reply(context.say("ask.offer"), choices=context.offered(buttons, OFFER_LASTS))


def _events(context: Context) -> list[Event]:
    return calendar.all_events(context.tx, context.audience, context.now)


def _line(context: Context, event: Event) -> Message:
    name = cards.subject_name(event.subject, context.language)
    when = calendar.when(event, context.language, context.now)
    return (Strong(name), Text(" — "), *when, Text(" "), Code(event.key))


def _card(context: Context, event: Event) -> Message:
    when = calendar.when(event, context.language, context.now)
    return cards.event_card(
        event.fact, event.held, when, context.language, context.now, context.zone
    )
