"""`approve`, `decline`, `approval`: a second pair of eyes.

Nobody approves their own, on whatever account. What was approved is carried out on the fact as it
was when it was proposed; where it has changed since, both are shown, and it takes another tap.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final

from bot import texts
from bot.answering.words import fold
from bot.commands import leaking, second_tap, subjects
from bot.commands.arguments import Incomplete
from bot.commands.entry import check_discreet
from bot.commands.report import report
from bot.commands.second_tap import Done
from bot.context import Act, Button, Context
from bot.editing import pending
from bot.editing.order import Order
from bot.editing.pending import Held, Why
from bot.errors import DeskError, Refused
from bot.grammar.errors import shown
from bot.port import Break, Code, Reply, Strong, joined
from bot.posting import proposals, secrecy
from bot.posting.alarms import others
from bot.posting.outbox import queue_alarm
from bot.posting.proposals import APPROVE, Word
from bot.roles import Right, holds
from bot.showing import cards, overtaken, wording
from storage.audit import Entry
from storage.choices import Choice as StoredChoice
from storage.content import Subject
from storage.pending import Proposal

WITHIN: Final = timedelta(hours=1)
"""How long a tap is waited for where a fact has changed since."""

LONGEST_NUMBER: Final = 9
"""Digits of a number that a database can hold."""

_ON: Final = frozenset({"on", "ieslegt"})
_OFF: Final = frozenset({"off", "izslegt"})


class WrongNumber(DeskError):
    """Not the number of a change. Field: `text`."""

    key = "pending.wrong-number"


class NotWaiting(DeskError):
    """No change with that number waits. Field: `number`."""

    key = "pending.not-waiting"


class Over(DeskError):
    """It was carried out or declined. Fields: `number`, `how`."""

    key = "pending.over"


class Own(Refused):
    """It is their own proposal. Field: `number`."""

    key = "pending.own"


class AuthorGone(DeskError):
    """Who proposed it is no editor any more. Fields: `number`, `command`."""

    key = "pending.author-gone"


class NoNeed(DeskError):
    """It waits for its hour alone. Fields: `number`, `command`."""

    key = "pending.no-need"


class OnOrOff(DeskError):
    """Neither on nor off. Field: `text`."""

    key = "approval.on-or-off"


def approve(text: str) -> Act:
    """Have a change carried out that another person proposed.

    Raises:
        Incomplete, WrongNumber: a number is due.
    """
    number, rest = _numbered(text)
    if rest:
        raise WrongNumber(text=shown(text.strip()))
    return partial(_approve, number=number)


def decline(text: str) -> Act:
    """Have a change not carried out, for a reason.

    Raises:
        Incomplete, WrongNumber: a number and a reason are due.
    """
    number, reason = _numbered(text)
    if not reason:
        raise Incomplete(given=str(number))
    return partial(_decline, number=number, reason=reason)


def approval(text: str) -> Act:
    """Have a subject take two people, or one.

    Raises:
        Incomplete, OnOrOff: it is not said which.
    """
    word, _, rest = text.strip().partition(" ")
    if not word or not rest.strip():
        raise Incomplete(given=word)
    if fold(word) not in _ON | _OFF:
        raise OnOrOff(text=shown(word))
    return partial(_turn, on=fold(word) in _ON, named=rest.strip())


def _numbered(text: str) -> tuple[int, str]:
    """Return the number that begins `text`, and the rest."""
    words = text.strip().removeprefix("#").split(maxsplit=1)
    if not words:
        raise Incomplete(given="")
    word, rest = words[0], words[1] if len(words) > 1 else ""
    if not (word.isascii() and word.isdigit() and len(word) <= LONGEST_NUMBER):
        raise WrongNumber(text=shown(word))
    return int(word), rest.strip()


def waiting(context: Context, number: int) -> Proposal:
    """Return the proposal with this number, behind the lock of changes.

    Raises:
        NotWaiting: none waits under it.
        Over: none waits any more.
    """
    context.tx.changes.lock()
    proposal = context.tx.pending.get(number)
    check_not_over(context, number)
    if proposal is None or "order" not in proposal.payload:
        raise NotWaiting(number=str(number))
    return proposal


def check_not_over(context: Context, number: int) -> None:
    """Say what became of a change that waits no more, as two editors may look at one.

    Raises:
        Over: it was carried out or declined.
    """
    ended = context.tx.pending.ended(number)
    if ended is None:
        return
    way = "due" if ended.person is None else ended.outcome
    who = overtaken.named(context.tx, ended.person, context.language)
    when = wording.lately(ended.at, context.now, context.zone, context.language)
    how = context.phrase(f"pending.over-{way}", who=who, when=when)
    raise Over(number=str(number), how=how)


def _approve(context: Context, number: int, *, told: bool = False) -> Reply:
    check_discreet(context, f"approve {number}")
    proposal = waiting(context, number)
    two = pending.needs_second(context.tx, proposal)
    if two and proposal.author == context.person.id:
        raise Own(number=str(number))
    ahead = proposal.due_at is not None and proposal.due_at > context.now and not proposal.held
    if not ahead:
        return carried_out(context, proposal, told=told)
    if not two:
        raise NoNeed(number=str(number), command=(Code(f"/embargo lift {number}"),))
    asked = None if told else _telling(context, proposal, proposal.due_at, {"number": number})
    if asked is not None:
        return asked
    context.tx.pending.approve(number, context.person.id)
    place = str(context.update.chat)
    pending.note(context.tx, context.person.id, "approve", number, place, key=proposal.target)
    return context.reply(context.say("pending.approved", number=str(number)))


def _telling(
    context: Context, proposal: Proposal, at: datetime | None, again: Mapping[str, Any]
) -> Reply | None:
    """Ask about a proposal that tells what waits beyond `at`; None where it tells nothing.

    Args:
        context: of an editor.
        proposal: which is to be carried out.
        at: aware, when it will be; None is now.
        again: what is tapped to have it done all the same.
    """
    at = at or context.now
    order = pending.order_of(proposal, at)
    other = secrecy.told_by(context.tx, order, at, proposal.number)
    if other is None:
        return None
    return leaking.asked(context, other, StoredChoice(APPROVE, {**again, "told": True}))


def show(context: Context, payload: Mapping[str, Any]) -> Reply:
    """Show a proposal whole, with what may be done about it."""
    if not holds(Right.EDITOR, context.person.role):
        raise Refused
    check_discreet(context, "desk pending")
    proposal = waiting(context, int(payload["number"]))
    # The buttons beside it show the others.
    context.tx.choices.give_back(context.update.choice)
    second = pending.needs_second(context.tx, proposal) and proposal.approved_by is None
    message, choices = proposals.looked_at(context, context.chat_id, proposal, needs_second=second)
    return context.reply(message, choices=choices)


def go_on(context: Context, payload: Mapping[str, Any]) -> Reply:
    """Carry out a proposal on the fact as it was shown."""
    if not holds(Right.EDITOR, context.person.role):
        raise Refused
    check_discreet(context, "start")
    proposal = waiting(context, int(payload["number"]))
    told = bool(payload.get("told"))
    if not payload.get("now") and proposal.due_at is not None and not proposal.held:
        return _approve(context, proposal.number, told=told)
    context = replace(context, sure=bool(payload.get("sure")))
    reply = carried_out(context, proposal, payload.get("revision"), told=told)
    # A list stays as it is, with the buttons of whatever else waits.
    return context.beside(reply) if payload.get("listed") else reply


def carried_out(
    context: Context, proposal: Proposal, revision: int | None = None, *, told: bool = False
) -> Reply:
    """Carry a proposal out now, and say so; show what has changed since, if anything has.

    What would tell what waits for another hour is asked about first.

    Args:
        context: of an editor.
        proposal: which waits.
        revision: that of the fact, if they have seen it.
        told: they want it although it tells what waits for another hour.

    Raises:
        Own, AuthorGone: too few people stand for it.
        DeskError: the change itself is refused.
    """
    again = {"number": proposal.number, "revision": revision, "now": True}
    asked = None if told else _telling(context, proposal, None, again)
    if asked is not None:
        return asked
    fact = context.tx.facts.find(proposal.target)
    shown_now = fact.revision if revision is None and fact else revision
    kept = {**again, "revision": shown_now or 0, "sure": True, "told": told}
    act = partial(_applied, context, proposal, revision)
    try:
        return second_tap.asked(context, act, StoredChoice(APPROVE, kept))
    except Held as held:
        return _in_the_way(context, proposal, held.why, told=told)


def _applied(context: Context, proposal: Proposal, revision: int | None) -> Done:
    tx, place = context.tx, str(context.update.chat)
    outcome = pending.apply(tx, proposal, context.person.id, revision, place)
    if proposal.author != context.person.id:
        proposals.tell_author(tx, proposal, Word.APPLIED)
    done = context.say("pending.done", number=str(proposal.number))
    reply = report(context, outcome)
    return Done(replace(reply, message=joined([done, reply.message], Break())), outcome)


def _in_the_way(context: Context, proposal: Proposal, why: Why, *, told: bool) -> Reply:
    number = proposal.number
    match why:
        case Why.CHANGED:
            return _differs(context, proposal, told=told)
        case Why.UNAPPROVED:
            raise Own(number=str(number))
        case Why.NO_RIGHT:
            command = Code(f"/decline {number} …")
            raise AuthorGone(number=str(number), command=(command,))
        case _:
            raise NotWaiting(number=str(number))


def _differs(context: Context, proposal: Proposal, *, told: bool) -> Reply:
    tx, number = context.tx, proposal.number
    fact = tx.facts.find(proposal.target)
    revision = fact.revision if fact else 0
    lines = [context.say("overtaken.heading", key=Code(proposal.target))]
    if fact is not None:
        seen, language, zone = proposal.revision or 0, context.language, context.zone
        lines += overtaken.told(tx, fact, seen, language, zone, context.audience)
    typed = Code(proposals.as_typed(Order.read(proposal.payload["order"])))
    lines.append(context.say("pending.proposed-is", number=str(number), command=typed))
    shown_now = {"number": number, "revision": revision, "now": True, "told": told}
    buttons = [
        Button(context.phrase("overtaken.anyway"), StoredChoice(APPROVE, shown_now)),
        Button(context.phrase("desk.leave-it"), StoredChoice("leave", {})),
    ]
    choices = context.offered(buttons, WITHIN)
    return replace(context.reply(joined(lines, Break()), choices=choices), failed=True)


def _decline(context: Context, number: int, reason: str) -> Reply:
    check_discreet(context, f"decline {number}")
    proposal = waiting(context, number)
    place = str(context.update.chat)
    pending.decline(context.tx, proposal, context.person.id, place, reason)
    key = Code(proposal.target)
    return context.reply(context.say("pending.ended", number=str(number), key=key))


def _turn(context: Context, on: bool, named: str) -> Reply:  # noqa: FBT001 - on or off is all that it says
    tx = context.tx
    tx.changes.lock()
    subject = subjects.called(context, named)
    turned = tx.approvals.turn_on(subject.id) if on else tx.approvals.turn_off(subject.id)
    word = "on" if on else "off"
    name = Strong(shown(cards.subject_name(subject, context.language)))
    if not turned:
        return context.reply(context.say(f"approval.is-{word}", name=name))
    place = str(context.update.chat)
    tx.audit.add(Entry(context.person.id, f"approval.{word}", subject.key, place))
    _tell_editors(context, word, subject)
    return context.reply(context.say(f"approval.turned-{word}", name=name))


def _tell_editors(context: Context, word: str, subject: Subject) -> None:
    """Have the other editors told that a subject takes two people, or one, from now on."""
    tx, turned = context.tx, f"approval-{word}:{subject.key}:{context.now.isoformat()}"
    for chat, language in others(tx, context.home, context.chat_id):
        who = overtaken.named(tx, context.person.id, language)
        name = Strong(shown(cards.subject_name(subject, language)))
        told = texts.say(language, f"approval.told-{word}", who=who, name=name)
        queue_alarm(tx, f"{turned}:{chat.id}", chat.id, told, language)
