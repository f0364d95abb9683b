"""The line `embargo:`: a change that nobody knows of before its hour.

It is taken in private and in the editors' chat alone; typed elsewhere it is not carried out, not
repeated, and taken away where we may. It is tried before it is kept, and undone, so that what would
be refused is refused at once; and it is kept only once its hour was shown in full and tapped.
Whatever says what holds may carry it, and so may the calling off of an event. What withdraws or
takes back may not: until its hour we would tell what its editor knows to be wrong.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final

from bot import grammar, texts
from bot.answering.words import edit_distance_at_most_one
from bot.commands.arguments import WrongForm, start_of
from bot.commands.report import below_heading, report
from bot.context import Act, Button, Context
from bot.editing import pending
from bot.editing.carrying_out import carry_out
from bot.editing.draft import Editor
from bot.editing.order import Order
from bot.errors import DeskError, Refused
from bot.grammar.errors import shown
from bot.port import Break, Code, Happening, Message, Place, Reply, joined
from bot.posting import proposals, removals, secrecy
from bot.roles import Right, holds
from bot.showing import wording
from storage.choices import Choice as StoredChoice
from storage.moments import Moment, Precision
from storage.pending import Proposal

KEEP: Final = "embargo-keep"
"""What the button is called that keeps a change until its hour."""

WITHIN: Final = timedelta(hours=1)
"""How long it works."""

LINE: Final = "embargo"
"""What the line is called."""

DISCREET: Final = frozenset({Place.PRIVATE, Place.EDITORS})
"""Where an embargo is spoken of."""

_NAME: Final = re.compile(r"(?:^|[\n|])\s*([^\W\d_]+)\s*:", re.IGNORECASE)


class NoHour(DeskError):
    """A day is no time for an embargo to end at. Field: `text`."""

    key = "embargo.no-hour"


class NoTime(DeskError):
    """It cannot be read as a time. Field: `text`."""

    key = "embargo.no-time"


class Past(DeskError):
    """The time is over already. Field: `at`."""

    key = "embargo.past"


class NotToRetract(DeskError):
    """A withdrawal that is to wait, while what is wrong would be told."""

    key = "embargo.not-to-retract"


class NotToUndo(DeskError):
    """The same of a change that is taken back."""

    key = "embargo.not-to-undo"


class NotHere(DeskError):
    """An embargo where everybody reads. Field: `private`, the way to a private chat."""

    key = "embargo.not-here"


def misplaced(context: Context) -> Act | None:
    """Return what to do with an embargo, or what seems one, that is said where others read it."""
    update = context.update
    line = grammar.typed(update.text)
    ours = line.slash or update.mentioned or bool(update.reply_to)
    if update.chat.place in DISCREET or not ours or not holds(Right.EDITOR, context.person.role):
        return None
    return not_here if is_told_in(line.text) else None


def is_told_in(text: str) -> bool:
    """Tell whether a line of a text is an embargo, or seems to be meant as one."""
    return any(_is_embargo(found[1].lower()) for found in _NAME.finditer(text))


def _is_embargo(name: str) -> bool:
    return name == LINE or edit_distance_at_most_one(name, LINE)


def not_here(context: Context) -> Reply:
    """Say that nothing was done, without repeating what was typed, and have it taken away."""
    if context.update.happening is not Happening.TAPPED:
        removals.plan(context.tx, context.chat_id, context.update)
    private = context.private_link("start")
    return replace(context.reply(context.say("embargo.not-here", private=private)), failed=True)


def asked(context: Context, order: Order, text: str) -> Reply:
    """Show what would be kept until when, and keep it once that is tapped.

    Raises:
        NotHere: everybody here would read it.
        NoTime, NoHour, Past: that is no hour to come.
        DeskError: the change would be refused.
    """
    if context.update.chat.place not in DISCREET:
        raise NotHere(private=context.private_link("start"))
    at = hour(context, text, order.zone)
    heading = context.say("embargo.keep-it", at=in_full(context, at), left=left(context, at))
    told = secrecy.told_by(context.tx, order, at)
    if told is not None:
        heading = joined([tells(context, told), heading], Break())
    return offered(context, order, at, heading)


def tells(context: Context, told: Proposal) -> Message:
    """Return the sentence that something tells what waits for its hour; for editors alone."""
    return telling(told, context.language, context.zone)


def telling(told: Proposal, language: str, zone: str) -> Message:
    """Return the same in a language, with times in the IANA `zone`."""
    if told.due_at is None:
        raise ValueError(told.number)
    at = Moment.instant(told.due_at, zone)
    hour = wording.in_full(at, at, language)
    return texts.say(language, "embargo.tells", None, number=str(told.number), at=hour)


def offered(
    context: Context, order: Order, at: datetime, heading: Message, *others: Button
) -> Reply:
    """Show what would be kept until an hour to come, and keep it once that is tapped.

    Args:
        context: where nobody reads but editors.
        order: what is to be done.
        at: the hour, aware.
        heading: what is said above it.
        others: what may be done instead.

    Raises:
        DeskError: the change would be refused.
    """
    told = rehearsed(context, order.starting(at))
    kept = {"order": order.record(), "at": at.isoformat()}
    buttons = [
        Button(context.phrase("embargo.do-keep"), StoredChoice(KEEP, kept)),
        *others,
        Button(context.phrase("desk.leave-it"), StoredChoice("leave", {})),
    ]
    choices = context.offered(buttons, WITHIN, own=True)
    return context.reply(joined([heading, told], Break()), choices=choices)


def rehearsed(context: Context, order: Order) -> Message:
    """Return what would be said of a change, which is undone.

    Raises:
        DeskError: it would be refused.
    """
    place = str(context.update.chat)
    editor = Editor(context.tx, context.person.id, place, order.zone, approved=True)
    told = context.tx.rehearse(lambda: report(context, carry_out(editor, order)))
    return below_heading(told)


def keep(context: Context, payload: Mapping[str, Any]) -> Reply:
    """Keep a change until its hour."""
    if not holds(Right.EDITOR, context.person.role):
        raise Refused
    at = datetime.fromisoformat(str(payload["at"]))
    if at <= context.now:
        raise Past(at=in_full(context, at))
    order = Order.read(payload["order"])
    editor = Editor(context.tx, context.person.id, str(context.update.chat), order.zone)
    operator = context.update.account.operator
    number = pending.propose(editor, order, at, context.chat_id, operator=operator)
    lines = [
        context.say(
            "embargo.kept",
            number=str(number),
            key=Code(order.target),
            at=in_full(context, at),
            left=left(context, at),
        )
    ]
    proposal = context.tx.pending.get(number)
    if proposal is not None and pending.needs_second(context.tx, proposal):
        proposals.ask(context.tx, number, context.home.editors)
        lines.append(context.say("embargo.needs-second", command=Code(f"/approve {number}")))
    lines.append(context.say("embargo.how", number=str(number)))
    shows = StoredChoice(proposals.SHOW, {"number": number})
    button = Button(context.phrase("waiting.show", number=str(number)), shows)
    choices = context.offered([button], proposals.DECIDED_WITHIN)
    return context.reply(joined(lines, Break()), choices=choices)


def hour(context: Context, text: str, zone: str) -> datetime:
    """Return the instant that is typed, read in `zone`; aware.

    Raises:
        NotInCalendar, WrongYear, WrongZone: there is no such time.
        NoTime, NoHour, Past: that is no hour to come.
    """
    try:
        moment = start_of(text, zone, context.now)
    except WrongForm:
        raise NoTime(text=shown(text)) from None
    if moment.precision is not Precision.INSTANT:
        raise NoHour(text=shown(text))
    if moment.at <= context.now:
        raise Past(at=in_full(context, moment.at))
    return moment.at


def in_full(context: Context, at: datetime) -> str:
    """Return an instant with its weekday and its zone."""
    moment = Moment.instant(at, context.zone)
    return wording.in_full(moment, moment, context.language)


def left(context: Context, at: datetime) -> str:
    """Return how long it is until an instant, in words."""
    return wording.duration(at - context.now, context.language)
