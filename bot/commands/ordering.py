"""How an edit is done: at once, or on what its editor has seen, or once somebody else approves.

Every command that changes a fact makes an order and hands it in here. One that has an `embargo:`
waits for its hour. One that tells what waits for its hour is asked about first. One of a subject
that takes two waits for the other. One that was made on what another editor has changed since is
shown what became of it, and asked about.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any, Final

from bot.commands import alike, embargoing, leaking, second_tap
from bot.commands.report import report
from bot.commands.second_tap import Done
from bot.context import Button, Context
from bot.editing import pending
from bot.editing.carrying_out import carry_out
from bot.editing.draft import Editor
from bot.editing.errors import NameTaken, NeedsApproval, StaleFact
from bot.editing.order import Order
from bot.editing.recording import Outcome
from bot.errors import Refused
from bot.grammar.errors import shown
from bot.port import Break, Code, Reply, Strong, joined
from bot.posting import proposals, secrecy
from bot.roles import Right, holds
from bot.showing import cards, overtaken
from storage.choices import Choice as StoredChoice

ANYWAY: Final = "edit-anyway"
"""What the button is called that does what was typed on what is held by now."""

WITHIN: Final = timedelta(hours=1)
"""How long it works."""

Told = Callable[[Outcome], Reply]
"""Says what was done."""


def done(
    context: Context, order: Order, lines: Mapping[str, str], told: Told | None = None
) -> Reply:
    """Do what was ordered, or say what it waits for.

    Args:
        context: of the command.
        order: what is to be done.
        lines: of the command, by name.
        told: says what was done; None says what is usual of a fact.

    Raises:
        DeskError: it cannot be done.
    """
    key = order.target
    revision = overtaken.seen_revision(context.tx, context.person.id, context.chat_id, key)
    if lines.get("embargo"):
        return _kept(context, order, lines["embargo"])
    return _telling(context, order, revision) or _carried_out(context, order, revision, told)


def _kept(context: Context, order: Order, hour: str) -> Reply:
    """Show what would be kept until an hour, or ask about what is called so now."""
    try:
        return embargoing.asked(context, order, hour)
    except NameTaken as error:
        return alike.asked(context, order, str(error.fields["known"]), hour)


def _telling(context: Context, order: Order, revision: int | None) -> Reply | None:
    """Ask about what tells what waits for its hour; None where it tells nothing."""
    # What another editor is just about to have kept is waited for.
    context.tx.changes.lock()
    waiting = secrecy.told_by(context.tx, order, context.now)
    if waiting is None:
        return None
    anyway = _again(context, order, revision, sure=False)
    try:
        return leaking.asked_of(context, order, waiting, anyway)
    except NameTaken as error:
        return alike.asked(context, order, str(error.fields["known"]))


def _again(context: Context, order: Order, revision: int | None, *, sure: bool) -> StoredChoice:
    """Return the button that does it on what its editor has seen by now.

    Args:
        context: of who gave the order.
        order: what is to be done.
        revision: on which it was made; None: on what is held.
        sure: it was shown that it reaches many.
    """
    fact = context.tx.facts.find(order.target)
    seen = fact.revision if revision is None and fact else revision
    return StoredChoice(ANYWAY, {"order": order.record(), "revision": seen, "sure": sure})


def _carried_out(
    context: Context, order: Order, revision: int | None, told: Told | None = None
) -> Reply:
    try:
        again = _again(context, order, revision, sure=True)
        act = partial(_act, context, order, revision, told)
        return second_tap.asked(context, act, again)
    except NameTaken as error:
        return alike.asked(context, order, str(error.fields["known"]))
    except NeedsApproval as error:
        return _proposed(context, order, str(error.fields["subject"]))
    except StaleFact as error:
        return _differs(context, order, int(str(error.fields["expected"])))


def _act(context: Context, order: Order, revision: int | None, told: Told | None) -> Done:
    outcome = carry_out(editor(context, order.zone), order, revision)
    return Done(told(outcome) if told else report(context, outcome), outcome)


def editor(context: Context, zone: str, *, approved: bool = False) -> Editor:
    """Return who edits here, with days counted in `zone`."""
    return Editor(context.tx, context.person.id, str(context.update.chat), zone, approved=approved)


def _proposed(context: Context, order: Order, subject: str) -> Reply:
    """Keep an order until another person approves it, and have the editors asked."""
    by = editor(context, order.zone)
    operator = context.update.account.operator
    number = pending.propose(by, order, None, context.chat_id, operator=operator)
    proposals.ask(context.tx, number, context.home.editors)
    command = Code(f"/approve {number}")
    name = Strong(shown(cards.called(context.tx, subject, context.language) or subject))
    told = context.say("pending.waits", number=str(number), name=name, command=command)
    return context.reply(told)


def _differs(context: Context, order: Order, seen: int) -> Reply:
    """Show an editor what another has made of a fact since they saw it, and ask."""
    fact = context.tx.facts.find(order.target)
    if fact is None:
        raise LookupError(order.target)
    language, zone = context.language, context.zone
    lines = [
        context.say("overtaken.heading", key=Code(order.target)),
        *overtaken.told(context.tx, fact, seen, language, zone, context.audience),
        context.say("overtaken.yours", command=Code(proposals.as_typed(order))),
    ]
    # It is done on what was shown here; whoever changes it once more is shown again.
    anyway = {"order": order.record(), "revision": fact.revision}
    buttons = [
        Button(context.phrase("overtaken.anyway"), StoredChoice(ANYWAY, anyway)),
        Button(context.phrase("desk.leave-it"), StoredChoice("leave", {})),
    ]
    choices = context.offered(buttons, WITHIN, own=True)
    return replace(context.reply(joined(lines, Break()), choices=choices), failed=True)


def anyway(context: Context, payload: Mapping[str, Any]) -> Reply:
    """Do what was typed on what is held by now, as its editor has seen that."""
    check_editor(context)
    if payload.get("embargo"):
        # A button that was offered before those had a name of their own must not tell it at once.
        return meant(context, payload)
    context = replace(context, sure=bool(payload.get("sure")))
    return _carried_out(context, Order.read(payload["order"]), payload["revision"])


def meant(context: Context, payload: Mapping[str, Any]) -> Reply:
    """Do what was typed, now that it was said which of those with one name is meant."""
    check_editor(context)
    lines = {embargoing.LINE: str(payload["embargo"])}
    return done(context, Order.read(payload["order"]), lines)


def corrected(context: Context, payload: Mapping[str, Any]) -> Reply:
    """Make a correction of what was set, as it was an error."""
    check_editor(context)
    return _carried_out(context, Order.read(payload["order"]), None)


def check_editor(context: Context) -> None:
    """Refuse a tap by whoever is no editor now.

    Raises:
        Refused: they are none.
    """
    if not holds(Right.EDITOR, context.person.role):
        raise Refused
