"""`events` and `event show`: what is coming, and when."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Final

from bot import calendar, grammar
from bot.calendar import Event
from bot.commands.arguments import Incomplete, nothing
from bot.commands.ask import OFFER_LASTS
from bot.context import Act, Button, Context
from bot.errors import DeskError
from bot.grammar.errors import shown
from bot.port import Break, Choice, Code, Message, Place, Reply, Strong, Text, joined
from bot.showing import cards
from storage.choices import Choice as StoredChoice

MOST_OFFERED: Final = 3
"""More than three that may be meant are no help (contract, section 3)."""

REMIND: Final = ("remind",)
"""The command that the button below an event carries out, where the desk has it."""


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


def meant(context: Context, named: str) -> list[Event]:
    """Return the event of which `named` is the KEY, or the two or three that have the words.

    Raises:
        NoSuchEvent, NoSuchEventNear: there is none, or it may not be seen here.
    """
    events = _events(context)
    found = calendar.named(events, named)
    if 1 <= len(found) <= MOST_OFFERED:
        return found
    near = grammar.nearest(named, [event.key for event in events])
    if near:
        raise NoSuchEventNear(text=shown(named), nearest=near[0])
    raise NoSuchEvent(text=shown(named))


def offer(context: Context, events: Sequence[Event], lines: Sequence[str]) -> Reply:
    """Offer events by name, each with the line that a tap carries out; it shows no values."""
    buttons = [
        Button(cards.subject_name(event.subject, context.language), _running(line))
        for event, line in zip(events, lines, strict=True)
    ]
    return context.reply(context.say("ask.offer"), choices=context.offered(buttons, OFFER_LASTS))


def _running(line: str) -> StoredChoice:
    return StoredChoice("run", {"text": line})


def _show(context: Context, named: str) -> Reply:
    found = meant(context, named)
    if len(found) > 1:
        return offer(context, found, [f"event show {event.key}" for event in found])
    event = found[0]
    card = calendar.card(event, context.language, context.now, context.zone)
    return context.reply(card, choices=_reminding(context, event))


def _reminding(context: Context, event: Event) -> Sequence[Choice]:
    """Return the button that orders a reminder; among many people there is none."""
    can = any(command.name == REMIND for command in context.commands)
    ahead = event.cancelled is None and event.span.start.at > context.now
    if not (can and ahead) or context.update.chat.place is Place.GROUP:
        return ()
    button = Button(context.phrase("event.remind-me"), _running(f"remind {event.key}"))
    return context.offered([button], OFFER_LASTS, own=True)


def _events(context: Context) -> list[Event]:
    return calendar.all_events(context.tx, context.audience, context.tx.now)


def _line(context: Context, event: Event) -> Message:
    name = cards.subject_name(event.subject, context.language)
    when = calendar.when(event, context.language, context.now)
    return (Strong(name), Text(" – "), *when, Text(" "), Code(event.key))
