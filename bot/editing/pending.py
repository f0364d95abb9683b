"""Pending changes: orders that wait for their hour, or for a second person.

An order that waits is a row outside versions. At its time it is carried out as an ordinary change,
recorded at that moment, in one transaction with its consequences, by whichever process comes first.
What cannot be carried out as it was meant is held, and the editors are asked: where the fact was
changed since, where nobody else has approved of it, where its author is no editor any more. While
the clock of the host is known to be wrong nothing is released; the alarm rings once for each.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

import structlog

from bot.editing.carrying_out import carry_out
from bot.editing.draft import Editor
from bot.editing.order import Order
from bot.editing.recording import Outcome
from bot.errors import DeskError
from bot.posting import proposals
from bot.posting.proposals import Word
from bot.roles import Right, holds
from storage.audit import Entry
from storage.database import Transaction
from storage.errors import StoreError
from storage.pending import Outcome as End
from storage.pending import Proposal

log = structlog.get_logger(__name__)

CLOCK_OFF: Final = timedelta(seconds=30)
"""From when on the clock of the host is too far off to release anything by it."""


class Why(StrEnum):
    """Why a change was not carried out at its time."""

    CHANGED = "changed"
    UNAPPROVED = "unapproved"
    NO_RIGHT = "no-right"
    REFUSED = "refused"
    FAULT = "fault"


class Held(Exception):
    """A proposal cannot be carried out as it was meant; `why` says what is in the way."""

    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why = why


def propose(
    editor: Editor, order: Order, due_at: datetime | None, chat: int, *, operator: bool = False
) -> int:
    """Keep an order until its hour or until somebody else approves it; return its number.

    Args:
        editor: who gives it.
        order: what is to be done.
        due_at: its hour, aware; None for approval alone.
        chat: our id of where it was given.
        operator: whether who gives it runs the installation, whose role no row tells.
    """
    tx = editor.tx
    tx.changes.lock()
    said = {"operator": operator, "embargoed": due_at is not None}
    payload = {"order": order.record(), **{name: True for name, so in said.items() if so}}
    proposal = Proposal(
        command=order.operation,
        target=order.target,
        payload=payload,
        author=editor.person,
        revision=_revision(tx, order.target),
        due_at=due_at,
        place=editor.place,
        chat=chat,
    )
    number = tx.pending.add(proposal)
    details = {"key": order.target, "operation": order.operation, "due": due_at and str(due_at)}
    note(tx, editor.person, "propose", number, editor.place, **details)
    return number


def order_of(proposal: Proposal, now: datetime) -> Order:
    """Return what a proposal orders: from its hour on, or from `now` (aware) if that is sooner."""
    order = Order.read(proposal.payload["order"])
    if not proposal.payload.get("embargoed"):
        return order
    return order.starting(min(now, proposal.due_at or now))


def needs_second(tx: Transaction, proposal: Proposal) -> bool:
    """Tell whether a proposal is carried out only with somebody else's approval."""
    subject = tx.subjects.find(proposal.target.rpartition(".")[0])
    two = subject is not None and tx.approvals.needed(subject.id)
    return two or proposal.due_at is None


def apply(
    tx: Transaction,
    proposal: Proposal,
    by: int | None,
    revision: int | None = None,
    place: str = "",
) -> Outcome:
    """Carry a proposal out now, and end it.

    Args:
        tx: open for writing.
        proposal: as it waits.
        by: the id of who has it carried out, None for its hour.
        revision: that of the fact, where somebody has seen it and wants it all the same.
        place: where they have it carried out; of what its hour releases, where it was proposed.

    Raises:
        Held: it cannot be carried out as it was meant.
        DeskError: the change itself is refused. Either way nothing is left of the attempt,
            if the caller undoes it.
    """
    tx.changes.lock()
    if not tx.pending.close(proposal.number, by, End.APPLIED):
        raise Held(Why.REFUSED)
    now = _revision(tx, proposal.target)
    if now != (proposal.revision if revision is None else revision):
        raise Held(Why.CHANGED)
    _check_people(tx, proposal, by)
    # Who decides on what was held has been asked whether it is to be done all the same.
    order = order_of(proposal, tx.now)
    order = replace(order, namesake=order.namesake or bool(proposal.held and by))
    editor = Editor(tx, proposal.author, proposal.place, order.zone, approved=True)
    outcome = carry_out(editor, order)
    details = {"key": proposal.target, "author": proposal.author, "seq": outcome.change.seq}
    second = proposal.approved_by if by is None else by
    note(tx, second, "apply", proposal.number, place or proposal.place, **details)
    return outcome


def _check_people(tx: Transaction, proposal: Proposal, by: int | None) -> None:
    """Refuse what too few people stand for.

    Raises:
        Held: its author is no editor any more, or it takes a second person, who is missing.
    """
    others = {by, proposal.approved_by} - {None, proposal.author}
    two = needs_second(tx, proposal)
    # Where it takes one, whoever wants it done now stands in for who may not any more.
    if not _author_may(tx, proposal) and (two or by is None or by == proposal.author):
        raise Held(Why.NO_RIGHT)
    if two and not others:
        raise Held(Why.UNAPPROVED)


def release(tx: Transaction, editors: str, clock_off: timedelta | None) -> bool:
    """Carry out every proposal whose hour has come, or hold it; tell whether that was done.

    Nobody is waited for: while somebody edits, another look is soon enough.

    Args:
        tx: open for writing.
        editors: the editors' chat, as `telegram:-100123`, or empty.
        clock_off: by how much the clock of this host is off, None if nobody knows.
    """
    due = tx.pending.due()
    if not tx.changes.hold_still():
        return False
    if clock_off is not None and abs(clock_off) > CLOCK_OFF:
        for number in due:
            proposals.tell(tx, number, Word.CLOCK, editors)
        return True
    for number, proposal in tx.pending.due().items():
        why = _released(tx, proposal)
        if why is None:
            proposals.tell_author(tx, proposal, Word.APPLIED)
            continue
        tx.pending.hold(number, why)
        proposals.tell(tx, number, Word.HELD, editors)
    return True


def decline(tx: Transaction, proposal: Proposal, person: int, place: str, reason: str) -> bool:
    """End a proposal without carrying it out; tell whether it still waited."""
    if not tx.pending.close(proposal.number, person, End.DECLINED):
        return False
    note(tx, person, "decline", proposal.number, place, key=proposal.target, reason=reason)
    if proposal.author != person:
        proposals.tell_author(tx, proposal, Word.DECLINED, reason)
    return True


def note(
    tx: Transaction, person: int | None, what: str, number: int, place: str, **details: object
) -> None:
    """Write into the audit what was done to a proposal."""
    tx.audit.add(Entry(person, f"pending.{what}", str(number), place, details))


def _released(tx: Transaction, proposal: Proposal) -> Why | None:
    """Carry out what is due; return why it was not, with nothing left of the attempt."""
    try:
        with tx.undoable():
            apply(tx, proposal, None)
    except Held as held:
        return held.why
    except DeskError:
        return Why.REFUSED
    except StoreError:
        raise
    except Exception as error:  # noqa: BLE001 - whatever it is, the others have their hour too
        # Not its words: they may tell what nobody is to know.
        log.error("release_failed", number=proposal.number, error=type(error).__name__)  # noqa: TRY400 - a traceback could quote it
        return Why.FAULT
    return None


def _author_may(tx: Transaction, proposal: Proposal) -> bool:
    if proposal.payload.get("operator"):
        return True
    author = None if proposal.author is None else tx.people.get(proposal.author)
    return author is not None and holds(Right.EDITOR, author.role)


def _revision(tx: Transaction, key: str) -> int:
    """Return the revision of a fact; 0 where there is none yet."""
    fact = tx.facts.find(key)
    return 0 if fact is None else fact.revision
