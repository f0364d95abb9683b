"""What was changed last: the facts, subjects and events that somebody is likely to mean."""

from __future__ import annotations

from collections.abc import Sequence

from bot.calendar import EVENT
from bot.context import Context
from bot.forms.argument import MOST_OFFERED
from bot.forms.form import Option
from bot.showing import cards, visibility
from bot.waiting import attention
from storage.content import Fact, Subject


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
    """Return the facts that were changed last, as far as may be seen here, the latest first."""
    found = visibility.changed_last(context.tx, context.audience, MOST_OFFERED)
    facts = context.tx.facts.get(found)
    return [facts[each] for each in found]
