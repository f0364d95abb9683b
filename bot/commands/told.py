"""How a command shows a fact: as its card, or as an event that is called off."""

from __future__ import annotations

from datetime import datetime

from bot import calendar
from bot.context import Context
from bot.port import Message
from bot.showing import cards
from storage.content import Fact, Held


def fact_card(
    context: Context,
    fact: Fact,
    held: Held,
    instant: datetime | None = None,
    known_at: datetime | None = None,
) -> Message:
    """Return the answer that `held` gives; of an event its state first.

    Args:
        context: of the command.
        fact: what was asked for.
        held: the version that answers, with its period.
        instant: the instant asked about, aware; without one the nearest to now.
        known_at: up to when what we knew counts, aware; None: now.
    """
    language, zone = context.language, context.zone
    # Of an earlier time too the first thing to know is that it has been called off since.
    at = max(instant or context.now, known_at or context.tx.now)
    event = calendar.called_off(context.tx, fact, held, context.audience, at, known_at)
    if event is not None:
        return calendar.card(event, language, context.now, zone, instant)
    return cards.fact_card(fact, held, language, context.now, zone, instant)
