"""Belated corrections: those that a change could not plan itself, computed once they can be.

- Somebody may be told in the very moment in which somebody else changes it: what just arrived is
  looked at once more.
- Nothing is planned for a chat that has put us out. What it was told stays in the receipts, so when
  we are let in again it is computed what of that is wrong: each such message is mended where it
  stands, and one notice tells of all of it, whatever was changed meanwhile.
- What it was told longer ago than the keeping time is forgotten: the correction that could not be
  made stands in the ledger as one that came too late, and is in the line of the next morning.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from bot.editing import misled
from bot.port import Kind
from bot.posting import corrections
from bot.posting.policies import POLICIES
from storage.database import Transaction
from storage.deliveries import Delivery, Reason
from storage.outdated import Outdated
from storage.plans import Planned

_BESIDE: Final = timedelta(seconds=5)
"""How far from each other two transactions may have begun that have not seen each other."""


def follow_up(tx: Transaction, delivery: Delivery) -> None:
    """Plan what has to be mended of a reply that just arrived, if a change has not seen it.

    On a server somebody may be told in the very moment in which somebody else changes it.

    Args:
        tx: open for writing; that the reply is there is noted in it.
        delivery: the reply.
    """
    _, latest = tx.changes.latest()
    if delivery.planned_at is not None or latest is None or latest < delivery.created_at - _BESIDE:
        return
    shown = {receipt.fact_id for receipt in tx.receipts.of(delivery.id)}
    mine = [each for each in misled.wrong(tx, shown) if each.delivery == delivery.id]
    for chat, told in _by_listener(tx, mine):
        change = corrections.latest_change(tx, told)
        seen = tx.plans.named([f"{corrections.NAME}:{change.seq}:{chat}"])
        if not any(delivery.id in each.payload["messages"] for each in seen):
            rows = corrections.rows(tx, change, chat, told, f".{delivery.id}")
            tx.plans.add(Kind.CORRECTION, None, rows)


def catch_up(tx: Transaction, platform: str, external_id: str) -> None:
    """Plan what has to be mended of what a chat and its topics were told before we were put out.

    Args:
        tx: open for writing; that we may speak there again is in it too.
        platform: the chat's.
        external_id: by which its platform calls it.
    """
    # Who changes something now sees that we may speak there again, or is seen here.
    tx.changes.lock()
    chats = tx.chats.whole(platform, external_id)
    wrong = [each for chat in chats for each in misled.wrong_in(tx, chat)]
    for chat, told in _by_listener(tx, wrong):
        change, mark = corrections.latest_change(tx, told), f".{int(tx.now.timestamp())}"
        rows = corrections.rows(tx, change, chat, told, mark)
        tx.plans.add(Kind.CORRECTION, None, rows)


def give_up(tx: Transaction, forgotten: Sequence[int]) -> None:
    """Count the corrections that cannot be made any more, before what was told is forgotten.

    Args:
        tx: open for writing.
        forgotten: the ids of the messages whose receipts go.
    """
    wrong: dict[int, list[int]] = defaultdict(list)
    for each in misled.wrong_out_of_reach(tx, forgotten):
        wrong[each.chat].append(each.delivery)
    rank = POLICIES[Kind.CORRECTION].rank
    for chat, messages in sorted(wrong.items()):
        key = f"{corrections.NAME}:unreached.{min(messages)}:{chat}"
        tx.plans.give_up(Kind.CORRECTION, Planned(key, chat, tx.now, rank, {}), Reason.GONE)


def _by_listener(tx: Transaction, wrong: Sequence[Outdated]) -> list[tuple[int, list[Outdated]]]:
    """Return the chats that hear of what is wrong, each with what it was told."""
    heard: dict[int, list[Outdated]] = defaultdict(list)
    for each in wrong:
        chat = corrections.listener(tx, each)
        if chat is not None:
            heard[chat].append(each)
    return sorted(heard.items())
