"""What has failed: the editors are told at once which post did not get where it was to go.

The word about it leaves a few seconds later: what else failed of the same post by then is in it,
or of all that is posted by a rule, as after a pause many of it are too late together.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Final

from bot import texts
from bot.port import Break, Code, Kind, joined
from bot.posting.alarms import listeners
from bot.posting.occasions import Composed, Dropped, Occasion, Verdict
from bot.posting.policies import POLICIES
from bot.showing import deliveries
from storage.database import Transaction
from storage.deliveries import Delivery, Reason, State
from storage.plans import Planned

NAME: Final = "failed"
"""What the payload of such a word names as its composer."""

GATHERED_FOR: Final = timedelta(seconds=5)
"""What fails within it is told of together."""

AFTERWARDS: Final = timedelta(seconds=2)
"""A planned message gets its words a moment before its turn; by then all has to be noted."""

MOST_LISTED: Final = 8
"""Lines of one word; the rest is counted."""

FAILED: Final = frozenset({State.FAILED, State.EXPIRED})

_BY_RULE: Final = "rule"
"""What a word is about that tells of what is posted by a rule."""

_KINDS: Final = (Kind.DIGEST, Kind.COUNTDOWN, Kind.FACT, Kind.STANDING)


def tell(tx: Transaction, delivery: Delivery, editors: str) -> None:
    """Have the editors told that a message was not sent, if they are to hear of its kind at once.

    Args:
        tx: open for writing; that it was not sent is noted in it.
        delivery: the message.
        editors: the editors' chat, as `telegram:-100123`, or empty.
    """
    if not is_told_at_once(tx, delivery):
        return
    about = delivery.payload.get("post", _BY_RULE)
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


def is_told_at_once(tx: Transaction, delivery: Delivery) -> bool:
    """Tell whether editors hear at once that a message was not sent: it is a post."""
    if not POLICIES[delivery.kind].alarms:
        return False
    ordered = delivery.payload.get("schedule")
    schedule = None if ordered is None else tx.schedules.by_id(int(ordered))
    return schedule is None or not schedule.order.own


def compose(occasion: Occasion) -> Verdict:
    """Say what was not sent, where to, and why."""
    failed = [each for each in _those(occasion) if each.state in FAILED]
    if not failed:
        return Dropped(Reason.EMPTY)
    language = occasion.language
    lines = [texts.say(language, "failed.heading", count=len(failed))]
    lines += [
        deliveries.line(occasion.tx, each, language, occasion.zone) for each in failed[:MOST_LISTED]
    ]
    if len(failed) > MOST_LISTED:
        lines.append(texts.say(language, "failed.more", count=len(failed) - MOST_LISTED))
    number = occasion.delivery.payload["about"]
    if isinstance(number, int):
        command = Code(f"/post show {number}")
        lines.append(texts.say(language, "failed.post", command=command))
    return Composed(joined(lines, Break()))


def _those(occasion: Occasion) -> Iterator[Delivery]:
    """Yield the message that failed, and the other copies of its post or what else failed then."""
    tx, payload = occasion.tx, occasion.delivery.payload
    about, of = payload["about"], int(payload["of"])
    if isinstance(about, int):
        copies = {copy.delivery.id for copy in tx.posts.copies(about)}
        yield from tx.ledger.get(sorted({of, *copies}))
        return
    until = occasion.delivery.time - AFTERWARDS
    ids = tx.journal.failed(_KINDS, until - GATHERED_FOR, until)
    for each in tx.ledger.get(sorted({of, *ids})):
        if is_told_at_once(tx, each):
            yield each
