"""What is noted when a platform has said what became of a message: of its row, and of its chat.

- sent: it is there. In doubt: whoever resolves doubts goes on.
- wait: the row, and whatever else was planned for that chat, goes no sooner. No other chat waits.
- later: the platform is out of reach or ill. It is tried again, less and less often, and nobody
  is taken for gone because of it.
- moved: the chat is followed, with all that belongs to it.
- gone: nothing is sent there until we are let in again (`bot/posting/departures.py`).
- closed: it is held until the topic opens (`bot/posting/closing.py`).
- refused: it failed; who asked is not left without a word.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from bot import texts
from bot.outcomes import Closed, Gone, InDoubt, Later, Moved, Outcome, Refused, Sent, Wait
from bot.posting import belated, closing, corrections, departures, failures, merging
from bot.posting.composing import is_planned
from bot.posting.occasions import Home
from bot.posting.outbox import anew, apology, replaces_another
from storage.database import Transaction
from storage.deliveries import Delivery, Reason, State

LONGEST_WAIT: Final = timedelta(minutes=1)
"""At most so long until a platform that was out of reach is tried again."""


def note(tx: Transaction, delivery: Delivery, outcome: Outcome, home: Home) -> State:
    """Write down what became of a message; return where it stands now.

    Raises:
        LostLease: it is not ours any more; the whole transaction must be undone.
    """
    state = _noted(tx, delivery, outcome, home)
    if state is State.QUEUED:
        unsay(tx, delivery)
    if state is State.FAILED:
        failures.tell(tx, delivery, home.editors)
    return state


def give_back(tx: Transaction, delivery: Delivery) -> None:
    """Queue a message that was claimed and not tried, where it was.

    Raises:
        LostLease: as `note`.
    """
    tx.turns.give_back(delivery)
    unsay(tx, delivery)


def unsay(tx: Transaction, delivery: Delivery) -> None:
    """Forget what a planned message was to show: nobody has read it, and it gets other words."""
    if is_planned(delivery) and not delivery.doubts:
        tx.receipts.remove([delivery.id])
        merging.part(tx, delivery)


def _noted(tx: Transaction, delivery: Delivery, outcome: Outcome, home: Home) -> State:
    match outcome:
        case Sent(message=message):
            arrived(tx, delivery, message)
            return State.SENT
        case InDoubt(why=why):
            tx.ledger.doubt(delivery, why)
            return State.IN_DOUBT
        case Closed(why=why):
            return closing.keep(tx, delivery, why, home.editors)
        case Gone(why=why, topic=topic):
            tx.ledger.fail(delivery, why)
            departures.note(tx, delivery, why, home, topic=topic)
            return State.FAILED
        case Refused(why=why, told=told):
            _refused(tx, delivery, why, explained=told)
            return State.FAILED
        case Wait() | Later() | Moved():
            _again(tx, delivery, outcome)
            return State.QUEUED


def arrived(tx: Transaction, delivery: Delivery, message: str) -> None:
    """Note that a message is there, and that what it takes the place of is not.

    Raises:
        LostLease: as `note`.
    """
    tx.ledger.sent(delivery, message or delivery.payload.get("edits", ""))
    corrections.replace(tx, delivery)
    belated.follow_up(tx, delivery)


def _again(tx: Transaction, delivery: Delivery, outcome: Wait | Later | Moved) -> None:
    """Have a message that was surely not sent tried again."""
    match outcome:
        case Wait(seconds=seconds):
            until = tx.now + timedelta(seconds=seconds)
            tx.ledger.wait(delivery, until, Reason.ASKED_TO_WAIT)
            tx.turns.wait(delivery, until)
        case Later(why=why):
            pause = min(timedelta(seconds=2 ** min(delivery.attempts, 10)), LONGEST_WAIT)
            tx.ledger.again(delivery, tx.now + pause, why, doubted=False)
        case Moved(to=to):
            tx.belongings.move(delivery.platform, delivery.external_id, to)
            tx.ledger.again(delivery, tx.now, Reason.CHAT_MOVED, doubted=False)


def _refused(tx: Transaction, delivery: Delivery, why: str, *, explained: bool) -> None:
    tx.ledger.fail(delivery, why)
    if explained and delivery.payload.get("tapped"):
        # The person was told what to do before they tap again.
        tx.choices.give_back(delivery.payload["tapped"])
    unasked = is_planned(delivery) or replaces_another(delivery)
    if explained or unasked or delivery.payload.get("aside"):
        return
    if delivery.payload.get("edits"):
        anew(tx, delivery)
        return
    incident = f"d{delivery.id}"
    sorry = texts.say(delivery.payload["language"], "desk.incident", incident=incident)
    apology(tx, delivery, sorry)
