"""Removals: what somebody wrote where it must not stand is taken away, where we may.

It leaves the one way that everything leaves, so that it is done once, and is seen in the ledger.
"""

from __future__ import annotations

from typing import Final

from bot.port import Kind, Update
from bot.posting.occasions import Composed, Occasion, Verdict
from bot.posting.policies import POLICIES
from storage.database import Transaction
from storage.plans import Planned

NAME: Final = "removal"
"""What the payload of a removal names as its composer."""


def plan(tx: Transaction, chat: int, update: Update) -> None:
    """Have the message that brought an update taken away; nothing where there is none."""
    if not update.message or update.alone:
        return
    planned = Planned(
        key=f"{NAME}:{update.account.platform}:{update.id}",
        chat=chat,
        due_at=tx.now,
        rank=POLICIES[Kind.NOTICE].rank,
        payload={"compose": NAME, "message_id": update.message},
    )
    tx.plans.add(Kind.ALARM, None, [planned])


def compose(occasion: Occasion) -> Verdict:
    """Take the message away."""
    return Composed((), edits=occasion.delivery.payload["message_id"], withdraws=True)
