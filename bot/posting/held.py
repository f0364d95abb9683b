"""What is held: the editors are told, many at once, and decide about each.

The word about it is a planned message of its own, a moment later: whatever else is held within
that moment, as after a crash, is in the same one.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from math import inf
from typing import Final

from bot import texts
from bot.port import Break, Choice, Kind, joined
from bot.posting import mending
from bot.posting.alarms import listeners
from bot.posting.occasions import Composed, Dropped, Occasion, Verdict
from bot.posting.policies import POLICIES
from bot.showing import deliveries
from storage.choices import Choice as StoredChoice
from storage.database import Transaction
from storage.deliveries import Delivery, Reason
from storage.plans import Planned

NAME: Final = "held"
"""What the payload of such a word names as its composer."""

GATHERED_FOR: Final = timedelta(seconds=2)
"""How long others are waited for: longer than a look at all that a crash left behind takes."""

APART: Final = timedelta(minutes=1)
"""From one word to the next in a chat: what a long fan-out has held one by one is told of so often
at most, whichever process holds it."""

MOST_LISTED: Final = 8
"""Lines of one word; the rest is counted."""

DECIDED_WITHIN: Final = timedelta(days=7)
"""How long the buttons work; the commands that they stand for always do."""


def tell(tx: Transaction, number: int, editors: str) -> None:
    """Have the editors told that the message with this number is held."""
    waits = tx.plans.awaited(Kind.ALARM, None, f"{NAME}:")
    planned = [
        Planned(
            # What an editor has sent may be held once more, under the same number.
            key=f"{NAME}:{number}:{tx.now.isoformat()}:{chat.id}",
            chat=chat.id,
            due_at=tx.turns.reserve(f"{NAME}:{chat.id}", tx.now + GATHERED_FOR, APART),
            rank=POLICIES[Kind.NOTICE].rank,
            payload={"compose": NAME, "from": number},
        )
        for chat in listeners(tx, editors)
        if chat.id not in waits
    ]
    tx.plans.add(Kind.ALARM, None, planned)


def compose(occasion: Occasion) -> Verdict:
    """Say what is held, and how to decide; nothing if all of it was decided meanwhile.

    One that an outage has kept from leaving leaves to the next what was held since.
    """
    first, until = _numbers(occasion)
    held = occasion.tx.held.all()
    waiting = [each for each in held if first <= (each.number or 0) < until]
    if not waiting:
        return Dropped(Reason.EMPTY)
    language = occasion.language
    lines = [texts.say(language, "held.heading", count=len(waiting))]
    lines += [
        deliveries.line(occasion.tx, each, language, occasion.zone)
        for each in waiting[:MOST_LISTED]
    ]
    if len(waiting) > MOST_LISTED:
        lines.append(texts.say(language, "held.more", count=len(waiting) - MOST_LISTED))
    lines.append(texts.say(language, "held.how"))
    return Composed(joined(lines, Break()), choices=_choices(occasion, waiting))


def _numbers(occasion: Occasion) -> tuple[int, float]:
    """Return from which number on a word tells, and from which on the next to its chat does."""
    first = int(occasion.delivery.payload["from"])
    keys = occasion.tx.plans.told_soon(Kind.ALARM, occasion.delivery.chat, f"{NAME}:")
    others = (int(key.split(":")[1]) for key in keys)
    return first, min((each for each in others if each > first), default=inf)


def _choices(occasion: Occasion, waiting: Sequence[Delivery]) -> tuple[Choice, ...]:
    """Return what may be done about what waits, all of it together if it is more than one."""
    tx, language, count = occasion.tx, occasion.language, len(waiting)
    which, first = "-all" if count > 1 else "", waiting[0].number
    numbers = " ".join(str(each.number) for each in waiting)
    acts = {f"held.send{which}": f"send {numbers}"}
    if _is_changed_at_once(occasion, waiting):
        acts["held.change"] = f"change {first}"
    acts[f"held.drop{which}"] = f"drop {numbers}"
    stored = [StoredChoice("run", {"text": f"deliveries {act}"}) for act in acts.values()]
    tokens = tx.choices.add(occasion.chat.id, stored, DECIDED_WITHIN)
    labels = [texts.phrase(language, label, count=count) for label in acts]
    return tuple(map(Choice, labels, tokens))


def _is_changed_at_once(occasion: Occasion, waiting: Sequence[Delivery]) -> bool:
    """Tell whether one command changes all that waits, as it is one thing in several chats."""
    if len(waiting) > MOST_LISTED:
        return False
    tx, language = occasion.tx, occasion.language
    commands = {mending.command(tx, each, language) for each in waiting}
    return len(commands) == 1 and "" not in commands
