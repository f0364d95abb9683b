"""`embargo lift|move`: a change that waits for its hour goes now, or at another one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final

from bot import grammar
from bot.commands import approving, embargoing
from bot.commands.arguments import Incomplete
from bot.commands.embargoing import Past, in_full, left
from bot.commands.entry import check_discreet
from bot.context import Act, Button, Context
from bot.editing import pending
from bot.errors import DeskError, Refused
from bot.grammar.errors import shown
from bot.port import Break, Code, Reply, joined
from bot.posting import proposals, secrecy
from bot.roles import Right, holds
from storage.choices import Choice as StoredChoice
from storage.pending import Proposal

MOVE: Final = "embargo-move"
"""What the button is called that gives a change another hour."""

WITHIN: Final = timedelta(hours=1)
"""How long it works."""


class NoEmbargo(DeskError):
    """Nothing with that key or number waits for its hour. Field: `text`."""

    key = "embargo.none"


class Several(DeskError):
    """Several changes of that key wait. Fields: `text`, `numbers`."""

    key = "embargo.several"


def lift(text: str) -> Act:
    """Have a change go now.

    Raises:
        Incomplete: none is named.
    """
    named = text.strip()
    if not named:
        raise Incomplete(given="")
    return partial(_lift, named=named)


def move(text: str) -> Act:
    """Have a change go at another hour.

    Raises:
        Incomplete: none is named, or no time.
    """
    named, _, time = text.strip().partition(" ")
    if not named or not time.strip():
        raise Incomplete(given=named)
    return partial(_move, named=named, time=time.strip())


def found(context: Context, named: str) -> Proposal:
    """Return the change that waits for its hour under a key or a number.

    Raises:
        NoEmbargo, Several: there is none, or more than one.
    """
    waiting = [each for each in context.tx.pending.waiting() if each.due_at is not None]
    number = named.removeprefix("#")
    if number.isdecimal():
        meant = [each for each in waiting if str(each.number) == number]
    else:
        key = str(grammar.fold_key(named)) if grammar.looks_like_key(named) else named
        meant = [each for each in waiting if key in {each.target, each.target.rpartition(".")[0]}]
    if not meant:
        raise NoEmbargo(text=shown(named))
    if len(meant) > 1:
        numbers = ", ".join(f"{each.number} ({each.target})" for each in meant)
        raise Several(text=shown(named), numbers=numbers)
    return meant[0]


def _lift(context: Context, named: str) -> Reply:
    check_discreet(context, "start")
    context.tx.changes.lock()
    proposal = found(context, named)
    others = {context.person.id, proposal.approved_by} - {None, proposal.author}
    if others or not pending.needs_second(context.tx, proposal):
        return approving.carried_out(context, proposal)
    # Who ordered it may give up its hour, and nothing else that it takes.
    number = proposal.number
    context.tx.pending.move(number, None)
    proposals.ask(context.tx, number, context.home.editors)
    command = Code(f"/approve {number}")
    return context.reply(context.say("embargo.lifted-waits", number=str(number), command=command))


def _move(context: Context, named: str, time: str) -> Reply:
    check_discreet(context, "start")
    context.tx.changes.lock()
    proposal = found(context, named)
    at = embargoing.hour(context, time, context.zone)
    told = context.say(
        "embargo.move-it",
        number=str(proposal.number),
        key=Code(proposal.target),
        at=in_full(context, at),
        left=left(context, at),
    )
    order = pending.order_of(proposal, at)
    other = secrecy.told_by(context.tx, order, at, proposal.number)
    if other is not None:
        told = joined([embargoing.tells(context, other), told], Break())
    payload = {"number": proposal.number, "at": at.isoformat()}
    buttons = [
        Button(context.phrase("embargo.do-move"), StoredChoice(MOVE, payload)),
        Button(context.phrase("desk.leave-it"), StoredChoice("leave", {})),
    ]
    return context.reply(told, choices=context.offered(buttons, WITHIN, own=True))


def moved(context: Context, payload: Mapping[str, Any]) -> Reply:
    """Have a change go at the hour that was shown."""
    if not holds(Right.EDITOR, context.person.role):
        raise Refused
    number, at = int(payload["number"]), datetime.fromisoformat(str(payload["at"]))
    if at <= context.now:
        raise Past(at=in_full(context, at))
    proposal = approving.waiting(context, number)
    context.tx.pending.move(number, at)
    place, key = str(context.update.chat), proposal.target
    pending.note(context.tx, context.person.id, "move", number, place, key=key, due=str(at))
    lines = [context.say("embargo.moved", number=str(number), at=in_full(context, at))]
    return context.reply(joined(lines, Break()))
