"""Words that tell what waits for its hour: whoever writes them is asked before they are stored.

Whatever writes words that readers see comes here first. The question names what would be told by
its number and its hour, never by its words; it is put to editors among themselves alone. Where
everybody reads nothing is asked and nothing done: the words are taken away, as an embargo that is
said there.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from bot.commands import embargoing
from bot.commands.embargoing import DISCREET
from bot.context import Button, Context
from bot.editing.order import RETRACT, UNDO, Order
from bot.errors import DeskError
from bot.port import Break, Message, Reply, joined
from storage.choices import Choice as StoredChoice
from storage.pending import Proposal

WITHIN: Final = timedelta(hours=1)
"""How long the buttons work."""

_NEVER_LATER: Final = frozenset({RETRACT, UNDO})
"""What waits for no hour."""


def asked_of(context: Context, order: Order, told: Proposal, anyway: StoredChoice) -> Reply:
    """Ask whether an order is to wait for the hour of what it tells, or to be done all the same.

    Args:
        context: of who gave it.
        order: what was ordered; nothing is done of it.
        told: what waits, and would be told.
        anyway: does it all the same when it is tapped.

    Raises:
        DeskError: the order would be refused.
    """
    if context.update.chat.place not in DISCREET:
        return embargoing.not_here(context)
    at = told.due_at
    if at is not None and at > context.now and order.operation not in _NEVER_LATER:
        heading = [embargoing.tells(context, told), context.say("embargo.keep-too")]
        try:
            button = _anyway(context, anyway)
            return embargoing.offered(context, order, at, joined(heading, Break()), button)
        except DeskError:
            # What cannot begin as late as that may be right at once.
            pass
    return asked(context, told, anyway, embargoing.rehearsed(context, order))


def asked(context: Context, told: Proposal, anyway: StoredChoice, shown: Message = ()) -> Reply:
    """Ask whether something is to be done although it tells what waits.

    Args:
        context: of who wants it done; nothing is done yet.
        told: what waits, and would be told.
        anyway: does it when it is tapped.
        shown: what it would come to.
    """
    if context.update.chat.place not in DISCREET:
        return embargoing.not_here(context)
    lines = [embargoing.tells(context, told), context.say("embargo.tells-now")]
    leave = Button(context.phrase("desk.leave-it"), StoredChoice("leave", {}))
    choices = context.offered([_anyway(context, anyway), leave], WITHIN, own=True)
    return context.reply(joined(filter(None, [*lines, shown]), Break()), choices=choices)


def _anyway(context: Context, anyway: StoredChoice) -> Button:
    return Button(context.phrase("overtaken.anyway"), anyway)
