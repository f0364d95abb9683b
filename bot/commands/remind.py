"""`remind`: an event of which this chat hears before it begins."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from itertools import chain
from typing import Final

from bot import calendar, grammar
from bot.answering.words import fold
from bot.calendar import Event
from bot.commands.events import NoSuchEvent, NoSuchEventNear, meant, offer
from bot.context import Act, Context
from bot.errors import DeskError
from bot.grammar.errors import shown
from bot.grammar.offsets import BEFORE, Offset, take_offsets
from bot.grammar.times import take_times_at_end
from bot.port import Break, Code, Kind, Message, Place, Reply, Strong, joined
from bot.posting import reminders
from bot.showing import cards, recurrences, wording
from storage.moments import Moment
from storage.schedules import Schedule

IN_PRIVATE: Final = tuple(map(Offset.read, ("7d", "1d", "1h")))
AMONG_OTHERS: Final = tuple(map(Offset.read, ("1d", "1h")))
"""What is ordered where no OFFSETS are given (contract, 2)."""

OFF: Final = frozenset({"off", "izslegt"})
"""The word that takes an order back, folded."""

_LIKE_OFFSET: Final = re.compile(r"\d{1,4}[^\W\d_]{1,8}[.,?!]*|\d{1,3}")
"""A number and letters, or a small number: `1x`, `2hours`, `3`; no year."""

_SPANS: Final = frozenset(
    {
        *("a", "an", "one", "two", "three", "half", "hour", "hours", "day", "days", "week"),
        *("weeks", "minute", "minutes", "min", "stundu", "stundas", "dienu", "dienas", "nedelu"),
        *("nedelas", "minutes", "minutem", "stundam", "dienam", "vienu", "divas", "tris"),
    }
)
"""Words of the time itself, which may stand before those."""

EXAMPLE: Final = " ".join(map(str, AMONG_OTHERS))
"""OFFSETS that are shown to whoever writes none."""

MOST_SHOWN: Final = 8
"""Events to choose from: as many buttons as stand in a message without hiding it."""


class Cancelled(DeskError):
    """The event was called off: there is nothing to be reminded of. Field: `name`."""

    key = "remind.cancelled"


class Over(DeskError):
    """The event is over, or has begun. Field: `name`."""

    key = "remind.over"


class WrongOffset(DeskError):
    """No time before an event, though it looks like one. Fields: `text`; `line`, a command."""

    key = "remind.wrong-offset"


class Neither(DeskError):
    """No event, and behind it no time before one. Fields: `event`, `text`."""

    key = "remind.neither"


def remind(text: str) -> Act:
    """Order reminders of an event, change them, or take them back; bare it asks of which."""
    words, offsets = take_offsets(text)
    named, _, last = words.rpartition(" ")
    if not offsets and fold(last) in OFF and named.strip():
        return partial(_off, named=named.strip())
    return partial(_ordering, text=text)


def _ordering(context: Context, text: str) -> Reply:
    named, offsets = take_offsets(text, _ends_name(context))
    if not named:
        return _choose(context, offsets)
    return _remind(context, named, offsets)


def _ends_name(context: Context) -> Callable[[str], bool]:
    """Return what tells whether an event is called by words that end in a number and a unit."""

    def ends(words: str) -> bool:
        known = calendar.all_events(context.tx, context.audience, context.now)
        names = chain(*(event.names for event in calendar.named(known, words)))
        end = " ".join(fold(words.rstrip(".?!")).split()[-2:])
        return any(f" {fold(name)}".endswith(f" {end}") for name in names)

    return ends


def _choose(context: Context, offsets: Sequence[Offset]) -> Reply:
    events = _coming(context)[:MOST_SHOWN]
    if not events:
        return context.reply(context.say("events.none"))
    asked = offer(context, events, [_command(event, offsets) for event in events])
    return replace(asked, message=context.say("remind.which"))


def _remind(context: Context, named: str, offsets: Sequence[Offset]) -> Reply:
    _check_rest(context, named)
    try:
        found = meant(context, named)
    except (NoSuchEvent, NoSuchEventNear):
        _check_offsets(context, named)
        raise
    if len(found) > 1:
        return offer(context, found, [_command(event, offsets) for event in found])
    event = found[0]
    name = cards.subject_name(event.subject, context.language)
    if event.cancelled is not None:
        raise Cancelled(name=name)
    if event.span.start.at <= context.now:
        raise Over(name=name)
    default = IN_PRIVATE if context.update.chat.place is Place.PRIVATE else AMONG_OTHERS
    chosen = tuple(offsets) or default
    tx, chat = context.tx, context.chat_id
    tx.rules.remind(chat, event.subject.id, [str(each) for each in chosen], context.person.id)
    reminders.plan(tx, event.subject.id, chat)
    context.note_order("remind", event.key, offsets=" ".join(map(str, chosen)))
    return context.reply(_ordered(context, event, chosen))


def _check_rest(context: Context, named: str) -> None:
    """Name what stands behind the KEY of an event, and is no time before it."""
    key, _, rest = named.partition(" ")
    if not rest or not grammar.looks_like_key(key):
        return
    event = calendar.find(context.tx, str(grammar.fold_key(key)), context.audience, context.now)
    unread = _unread(rest)
    if unread and event is not None:
        raise _wrong_offset(unread, event.key)


def _unread(text: str) -> str:
    """Return the words of `text` that belong to no time before an event."""
    words = list[str]()
    while text:
        text = take_offsets(text, lambda _: False)[0]
        text, _, last = text.rpartition(" ")
        words.insert(0, last)
    return " ".join(words).strip()


def _check_offsets(context: Context, named: str) -> None:
    """Name what was to be a time before the event, where that is what no event is called by."""
    event, offset = _parted(named)
    if not offset:
        return
    try:
        found = meant(context, event)
    except (NoSuchEvent, NoSuchEventNear):
        raise Neither(event=shown(event), text=shown(offset)) from None
    raise _wrong_offset(_unread(offset) or offset, found[0].key if len(found) == 1 else event)


def _wrong_offset(text: str, event: str) -> WrongOffset:
    """Return what is wrong with a time that is none before an event, and a line to be sent."""
    return WrongOffset(text=shown(text), line=(Code(f"/remind {event} {EXAMPLE}"),))


def _parted(named: str) -> tuple[str, str]:
    """Return the words before a time before an event that is written otherwise, and that time."""
    timed = take_times_at_end(named) or take_times_at_end(f"{named}:00")
    if timed is not None and timed[0]:
        return timed[0], named[len(timed[0]) :].strip()
    words = named.split()
    folded = [fold(word.strip(".,?!")) for word in words]
    marks = (n for n, word in enumerate(words) if n and _is_unread(word, folded[n]))
    begin = next(marks, len(words))
    while begin > 1 and begin < len(words) and folded[begin - 1] in _SPANS:
        begin -= 1
    return " ".join(words[:begin]), " ".join(words[begin:])


def _is_unread(word: str, folded: str) -> bool:
    alike = _LIKE_OFFSET.fullmatch(word) and not take_offsets(word)[1]
    return bool(alike) or folded in BEFORE


def _off(context: Context, named: str) -> Reply:
    found = meant(context, named)
    if len(found) > 1:
        return offer(context, found, [f"remind {event.key} off" for event in found])
    event = found[0]
    name = cards.subject_name(event.subject, context.language)
    ordered = context.tx.rules.forget(context.chat_id, event.subject.id)
    reminders.plan(context.tx, event.subject.id, context.chat_id)
    if ordered:
        context.note_order("remind.off", event.key)
    key = "remind.off" if ordered else "remind.was-off"
    return context.reply(context.say(key, name=Strong(name)))


def _coming(context: Context) -> list[Event]:
    """Return the events of which one can be reminded, the nearest first."""
    known = calendar.all_events(context.tx, context.audience, context.now)
    coming = (each for each in known if each.cancelled is None)
    ahead = [each for each in coming if each.span.start.at > context.now]
    return sorted(ahead, key=lambda event: (event.span.start.at, event.key))


def _command(event: Event, offsets: Iterable[Offset]) -> str:
    return " ".join(["remind", event.key, *map(str, offsets)])


def _ordered(context: Context, event: Event, offsets: Sequence[Offset]) -> Message:
    """Say what will come when, what will not and why, and how to change it."""
    name = Strong(cards.subject_name(event.subject, context.language))
    when = calendar.when(event, context.language, context.now)
    lines: list[Message] = [context.say("remind.ordered", name=name, when=when)]
    waiting = context.tx.plans.times(Kind.REMINDER, event.subject.id, context.chat_id)
    lines += _lines(context, reminders.times(event, offsets), waiting)
    change = Code(f"/remind {event.key} {' '.join(map(str, offsets))}")
    stop = Code(f"/remind {event.key} off")
    lines.append(context.say("remind.change", change=change, stop=stop))
    return joined(lines, Break())


def _lines(
    context: Context, times: Iterable[reminders.Time], waiting: Collection[datetime]
) -> Iterator[Message]:
    for time in times:
        offset = Code(str(time.offset))
        if time.at is None:
            yield context.say("remind.waits", offset=offset)
        elif time.at <= context.now:
            yield context.say("remind.past", offset=offset, at=_at(context, time.at))
        elif time.at not in waiting:
            # The event moved within its day, and that it is so near was said before.
            yield context.say("remind.told", offset=offset)
        else:
            yield context.say("remind.at", offset=offset, at=_at(context, time.at))


def _at(context: Context, instant: datetime) -> str:
    return wording.on(Moment.instant(instant, context.zone), context.language)


def orders(context: Context) -> list[Message]:
    """Return the reminders and digests that this chat has ordered, a line each."""
    rules = context.tx.rules.of_chat(context.chat_id)
    lines = [line for rule in rules if (line := _rule(context, rule.subject, rule.offsets))]
    return lines + [ordered(context, each) for each in context.tx.schedules.own(context.chat_id)]


def ordered(context: Context, schedule: Schedule) -> Message:
    """Return a digest that this chat has ordered, and when it comes next, as one line."""
    order = schedule.order
    coming = recurrences.upcoming(order.cron, order.zone, context.now, 1)
    at = recurrences.shown(coming[0], order.cron, order.zone, context.language) if coming else ""
    key = "digest.line-topic" if order.about else "digest.line"
    rule = recurrences.in_words(order.cron, context.language)
    return context.say(key, topic=order.about, rule=rule, at=at)


def _rule(context: Context, subject: int, offsets: Sequence[str]) -> Message:
    """Return what is ordered of an event, and when the next word of it comes; nothing if over."""
    event = calendar.get(context.tx, subject, context.audience, context.now)
    if event is None or calendar.is_over(event, context.now):
        return ()
    name = Strong(cards.subject_name(event.subject, context.language))
    ordered = Code(" ".join(offsets))
    if event.cancelled is not None:
        return context.say("follow.cancelled", name=name)
    waiting = context.tx.plans.times(Kind.REMINDER, subject, context.chat_id)
    if waiting:
        at = _at(context, waiting[0])
        return context.say("follow.next", name=name, offsets=ordered, at=at)
    times = reminders.times(event, map(Offset.read, offsets))
    key = "follow.waits" if any(time.at is None for time in times) else "follow.past"
    return context.say(key, name=name, offsets=ordered)
