"""How far a change reaches those who were told otherwise, as its reply says; and one button.

Below what was changed from now on stands "this was an error", if anybody was told what it took the
place of: an order to take the change back and to make it anew as a correction, which goes the way
of every edit when it is tapped. Nothing of that is done once the fact has been changed again.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from bot.context import Button, Context
from bot.editing import misled
from bot.editing.carrying_out import carry_out
from bot.editing.draft import Draft, Editor
from bot.editing.errors import EditError
from bot.editing.misled import Reach
from bot.editing.order import CORRECT, Order
from bot.editing.recording import Outcome
from bot.port import Choice, Message, Place, Text, joined
from bot.posting import directly, notices
from storage.choices import Choice as StoredChoice
from storage.content import Change, ChangeKind, Version

WAS_ERROR: Final = "was-error"
"""What the button stands for."""

MANY: Final = 20
"""Messages edited and chats told, above whom a second tap is asked for."""

WITHIN: Final = timedelta(days=7)
"""How long it works; `fact correct` always does."""

_ALWAYS: Final = frozenset({ChangeKind.CORRECT, ChangeKind.RETRACT, ChangeKind.UNDO})
"""Kinds of change after which it is said as well that nobody was told otherwise."""


def lines(context: Context, made: Change, facts: Collection[int]) -> list[Message]:
    """Return how many messages are edited after a change, how many chats told, and what is not.

    Args:
        context: of the command.
        made: the change.
        facts: the ids of the facts that it touched.
    """
    if made.kind is ChangeKind.EDIT:
        return []
    private = context.update.chat.place is Place.PRIVATE
    reach = misled.reach(context.tx, facts, context.chat_id if private else None)
    days = context.about.keep_days
    if reach == Reach():
        nobody = context.say("correction.nobody", count=days)
        return [nobody] if made.kind in _ALWAYS else []
    counted = {"messages": reach.messages, "chats": reach.chats}
    parts = [context.say(f"correction.{each}", count=n) for each, n in counted.items() if n]
    reached = context.say("correction.reach", reached=joined(parts, Text(", ")))
    return [reached, context.say("correction.beyond", count=days)]


@dataclass(frozen=True, slots=True)
class Reached:
    """Whom a change reaches, as it stands in this transaction.

    Attributes:
        told: who is corrected.
        notices: how many chats hear when an event is now.
    """

    told: Reach
    notices: int

    @property
    def is_many(self) -> bool:
        """Whether it is more than anybody tells by one tap."""
        return max(self.told.messages, self.told.chats, self.notices) > MANY


def reached(context: Context, seq: int) -> Reached:
    """Return whom reaches what was done since the change `seq`."""
    tx = context.tx
    facts = tx.changes.since(seq)
    elsewhere = notices.hearing(tx, facts, seq) - {_heard_here(context)}
    return Reached(misled.reach(tx, facts), len(elsewhere))


def _heard_here(context: Context) -> int | None:
    """Return our id of the chat that reads in the reply when the event is.

    What one person alone sees among others counts as told to them in private.
    """
    update, tx = context.update, context.tx
    if update.alone and update.chat.place is not Place.PRIVATE:
        return directly.known_chat(tx, context.person.id, update.chat.platform)
    return context.chat_id


def all_lines(context: Context, seq: int) -> list[Message]:
    """Return all that is told of whom reaches what was done since the change `seq`."""
    tx = context.tx
    made = tx.changes.get(tx.changes.latest_seq())
    told = lines(context, made, tx.changes.since(seq)) if made else []
    count = reached(context, seq).notices
    return [*told, context.say("form.notices", count=count)] if count else told


def heard(context: Context, made: Change) -> list[Message]:
    """Return how many chats hear when an event is now, after that change; nothing if none does."""
    count = reached(context, made.seq - 1).notices
    return [context.say("form.notices", count=count)] if count else []


def was_error(context: Context, outcome: Outcome) -> tuple[Choice, ...]:
    """Return the button that makes a correction of what was set; none if nobody would hear it."""
    if outcome.change.kind is not ChangeKind.SET or outcome.version is None:
        return ()
    order = _instead(outcome.fact.key, outcome.version, context.zone)
    place = str(context.update.chat)
    # Whether it takes two is seen when it is tapped.
    editor = Editor(context.tx, context.person.id, place, context.zone, approved=True)
    try:
        _, reach = misled.rehearsed(
            context.tx, lambda: carry_out(editor, order), lambda done: [done.fact.id]
        )
    except EditError:
        # Nothing was in force before, of which anybody could have been told.
        return ()
    if reach == Reach():
        return ()
    stored = StoredChoice(WAS_ERROR, {"order": order.record()})
    return context.offered([Button(context.phrase("correction.was-error"), stored)], WITHIN)


def _instead(key: str, version: Version, zone: str) -> Order:
    """Return the order to take back what was set, and to correct what was before to the same."""
    content = version.content
    draft = Draft(
        value=content.value,
        statement=content.statement,
        words=content.words,
        source=content.source,
        as_of=content.as_of,
        review=content.review,
        audience=content.audience,
        span=content.span,
        reason=version.reason,
    )
    return Order(CORRECT, key, draft, zone, takes_back=version.seq)
