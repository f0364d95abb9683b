"""`schedule list|preview|pause|resume|remove`: what is posted again and again already."""

from __future__ import annotations

from functools import partial
from typing import Final

from bot.commands.arguments import Incomplete, nothing
from bot.commands.entry import check_discreet
from bot.commands.schedules import (
    STANDS_FOR,
    coming_times,
    deciding,
    note,
    ordered,
    said_now,
)
from bot.context import Act, Button, Context
from bot.errors import DeskError
from bot.grammar.errors import shown
from bot.grammar.numbers import number_of
from bot.port import Break, Code, Message, Reply, joined
from bot.showing import recurrences
from storage.choices import Choice as StoredChoice
from storage.schedules import Schedule, State

MOST_SHOWN: Final = 8
"""Buttons of a list: what a telephone shows; the rest is reached by its number."""


class WrongNumber(DeskError):
    """Not the number of a schedule. Field: `text`."""

    key = "schedule.wrong-number"


class NoSchedule(DeskError):
    """No schedule has that number. Field: `number`."""

    key = "schedule.no-number"


def list_(text: str) -> Act:
    """List what is posted again and again."""
    nothing(text)
    return _list


def preview(text: str) -> Act:
    """Show when a schedule comes next, and what it would say now."""
    return partial(_show, number=_number(text))


def pause(text: str) -> Act:
    """Post it no more until it is resumed."""
    return partial(_pause, number=_number(text))


def resume(text: str) -> Act:
    """Post it again."""
    return partial(_resume, number=_number(text))


def remove(text: str) -> Act:
    """Forget a schedule."""
    return partial(_remove, number=_number(text))


def _list(context: Context) -> Reply:
    check_discreet(context, "schedule list")
    standing = context.tx.schedules.standing()
    if not standing:
        return context.reply(context.say("schedule.none"))
    lines = [_line(context, each) for each in standing]
    how = context.say("schedule.how")
    buttons = [_showing(context, each) for each in standing[:MOST_SHOWN]]
    message = joined([context.say("schedule.list"), *lines, how], Break())
    return context.reply(message, choices=context.offered(buttons, STANDS_FOR))


def _showing(context: Context, schedule: Schedule) -> Button:
    """Return the button that shows a standing post below the list."""
    number = schedule.number
    line = StoredChoice("run", {"text": f"schedule preview {number}", "listed": True})
    return Button(context.phrase("waiting.show", number=str(number)), line)


def _line(context: Context, schedule: Schedule) -> Message:
    order = schedule.order
    coming = recurrences.upcoming(order.cron, order.zone, context.now, 1)
    match schedule.state:
        case State.ACTIVE if coming:
            standing = context.phrase(
                "schedule.is-next",
                at=recurrences.shown(coming[0], order.cron, order.zone, context.language),
            )
        case State.PAUSED:
            standing = context.phrase("schedule.is-paused")
        case _:
            standing = context.phrase("schedule.is-over")
    number, what = Code(str(schedule.number)), ordered(context, order)
    return context.say("schedule.line", number=number, what=what, standing=standing)


def _show(context: Context, number: int) -> Reply:
    check_discreet(context, f"schedule preview {number}")
    schedule = known(context, number)
    order = schedule.order
    lines = [_line(context, schedule)]
    if schedule.state is State.ACTIVE:
        lines += [context.say("schedule.next"), *coming_times(context, order)]
    channels = filter(None, (context.tx.channels.get(name) for name in order.channels))
    lines += said_now(context, order, list(channels))
    choices = context.offered(deciding(context, schedule), STANDS_FOR)
    return context.reply(joined(lines, Break()), choices=choices)


def _pause(context: Context, number: int) -> Reply:
    schedule = known(context, number)
    done = context.tx.schedules.pause(schedule)
    return _done(context, schedule, "pause" if done else "was-paused", changed=done)


def _resume(context: Context, number: int) -> Reply:
    schedule = known(context, number)
    order = schedule.order
    coming = recurrences.upcoming(order.cron, order.zone, context.now, 1)
    done = bool(coming) and context.tx.schedules.resume(schedule, coming[0])
    return _done(context, schedule, "resume" if done else "was-active", changed=done)


def _remove(context: Context, number: int) -> Reply:
    schedule = known(context, number)
    context.tx.schedules.remove(schedule)
    return _done(context, schedule, "remove", changed=True)


def _done(context: Context, schedule: Schedule, what: str, *, changed: bool) -> Reply:
    if changed:
        note(context, f"schedule.{what}", schedule)
    now = context.tx.schedules.get(schedule.number)
    line = _line(context, now) if now else ordered(context, schedule.order)
    number = Code(str(schedule.number))
    choices = context.offered(deciding(context, now), STANDS_FOR) if now else ()
    said = context.say(f"schedule.done-{what}", number=number, line=line)
    return context.reply(said, choices=choices)


def known(context: Context, number: int) -> Schedule:
    """Return the standing post with this number.

    Raises:
        NoSchedule: there is none.
    """
    schedule = context.tx.schedules.get(number)
    if schedule is None or schedule.order.own:
        raise NoSchedule(number=number)
    return schedule


def _number(text: str) -> int:
    """Return the number that is all of `text`.

    Raises:
        Incomplete: there is none.
        WrongNumber: it is something else.
    """
    if not text.strip():
        raise Incomplete(given="")
    number = number_of(text)
    if number is None:
        raise WrongNumber(text=shown(text))
    return number
