"""What was changed last: the facts, subjects and events that somebody is likely to mean."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.calendar import EVENT
from bot.context import Context
from bot.forms.argument import MOST_OFFERED
from bot.forms.form import Option
from bot.showing import cards
from bot.showing.visibility import seen
from bot.waiting import attention
from storage.content import Fact, Subject

LOOKED_BACK: Final = 12
"""Changes that are looked at: who means an older one names it."""


def facts(context: Context) -> Sequence[Option]:
    """Return the facts that were changed last, as far as they may be seen here."""
    return [Option(each.key, each.key) for each in _facts(context)]


def facts_due(context: Context) -> Sequence[Option]:
    """Return the facts whose review day has come, and behind them those that were changed last."""
    due = attention.reviews(context.tx, context.home.zone)[:MOST_OFFERED]
    known = context.tx.facts.get([each.fact for each in due])
    keys = [known[each.fact].key for each in due] + [each.key for each in _facts(context)]
    return [Option(key, key) for key in dict.fromkeys(keys)]


def subjects(context: Context) -> Sequence[Option]:
    """Return the subjects of which something was changed last, and behind them any others."""
    found = {each.subject.key: each.subject for each in _facts(context)}
    others = context.tx.shown.page(context.audience, MOST_OFFERED)
    return _named(context, found | {subject.key: subject for subject, _ in others})


def events(context: Context) -> Sequence[Option]:
    """Return the events that were changed last."""
    found = (each.subject for each in _facts(context) if each.subject.kind == EVENT)
    return _named(context, {each.key: each for each in found})


def _named(context: Context, found: dict[str, Subject]) -> list[Option]:
    return [Option(cards.subject_name(each, context.language), each.key) for each in found.values()]


def _facts(context: Context) -> list[Fact]:
    """Return the facts that were changed last, the latest first."""
    tx, found = context.tx, dict[int, Fact]()
    latest = tx.changes.latest_seq()
    for seq in range(latest, max(latest - LOOKED_BACK, 0), -1):
        touched = sorted(tx.changes.facts_of(seq) - found.keys())[:MOST_OFFERED]
        for fact in tx.facts.get(touched).values():
            if seen(tx.facts.history(fact.id), context.audience):
                found[fact.id] = fact
        if len(found) >= MOST_OFFERED:
            break
    return [*found.values()][:MOST_OFFERED]
