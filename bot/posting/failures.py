"""What has failed: the editors are told at once which post did not get where it was to go.

The word about it leaves a few seconds later: what else failed of the same post by then is in it.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

from bot import deliveries, texts
from bot.port import Break, Code, Kind, joined
from bot.posting.alarms import listeners
from bot.posting.occasions import Composed, Dropped, Occasion, Verdict
from bot.posting.policies import POLICIES
from storage.database import Transaction
from storage.deliveries import Delivery, Reason, State
from storage.plans import Planned

NAME: Final = "failed"
"""What the payload of such a word names as its composer."""

GATHERED_FOR: Final = timedelta(seconds=5)
"""What fails within it is told of together."""

AFTERWARDS: Final = timedelta(seconds=2)
"""A planned message gets its words a moment before its turn; by then all has to be noted."""

FAILED: Final = frozenset({State.FAILED, State.EXPIRED})


def tell(tx: Transaction, delivery: Delivery, editors: str) -> None:
    """Have the editors told that a message was not sent, if they are to hear of its kind at once.

    Args:
        tx: open for writing; that it was not sent is noted in it.
        delivery: the message.
        editors: the editors' chat, as `telegram:-100123`, or empty.
    """
    if not POLICIES[delivery.kind].alarms:
        return
    about = delivery.payload.get("post", f"d{delivery.id}")
    gathered = int(tx.now.timestamp() // GATHERED_FOR.total_seconds()) + 1
    ends = datetime.fromtimestamp(gathered * GATHERED_FOR.total_seconds(), UTC)
    planned = [
        Planned(
            key=f"{NAME}:{about}:{gathered}:{chat.id}",
            chat=chat.id,
            due_at=ends + AFTERWARDS,
            rank=POLICIES[Kind.NOTICE].rank,
            payload={"compose": NAME, "of": delivery.id, "about": about},
        )
        for chat in listeners(tx, editors)
    ]
    tx.plans.add(Kind.ALARM, None, planned)


def compose(occasion: Occasion) -> Verdict:
    """Say what was not sent, where to, and why."""
    failed = [each for each in _those(occasion) if each.state in FAILED]
    if not failed:
        return Dropped(Reason.EMPTY)
    language = occasion.language
    lines = [texts.say(language, "failed.heading", count=len(failed))]
    lines += [deliveries.line(occasion.tx, each, language, occasion.zone) for each in failed]
    number = occasion.delivery.payload["about"]
    if isinstance(number, int):
        command = Code(f"/post show {number}")
        lines.append(texts.say(language, "failed.post", command=command))
    return Composed(joined(lines, Break()))


def _those(occasion: Occasion) -> tuple[Delivery, ...]:
    """Return the message that failed, and the other copies of the same post."""
    payload = occasion.delivery.payload
    about = payload["about"]
    copies = occasion.tx.posts.copies(about) if isinstance(about, int) else ()
    ids = {int(payload["of"]), *(copy.delivery.id for copy in copies)}
    return occasion.tx.ledger.get(sorted(ids))
