"""`fact review`: an editor has looked at a fact, and says until when it is trusted from now on.

Bare it asks for that day, or what else is to be done: the situation may have changed, or we may
have been wrong.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from typing import Final

from bot.commands import ordering, told
from bot.commands.arguments import day_of, fact_key
from bot.commands.browse import NotNow, found
from bot.commands.report import report
from bot.context import Act, Button, Context
from bot.editing.draft import Draft
from bot.editing.order import EDIT, Order
from bot.editing.recording import Outcome
from bot.errors import DeskError
from bot.forms import asking, conversing
from bot.forms.form import Filled
from bot.grammar.errors import shown
from bot.port import Break, Choice, Code, Message, Reply, joined
from bot.showing import cards, wording
from bot.waiting import attention
from storage.choices import Choice as StoredChoice

MONTHS: Final = (1, 3, 12)
"""After how many months the next review is offered."""

OFFERED_FOR: Final = timedelta(days=1)

_YEAR: Final = 12


class ReviewOver(DeskError):
    """A review day that is over already would be asked about again at once. Field: `day`."""

    key = "review.over"


def review(text: str) -> Act:
    """Say that a fact is still true, until its next review day; without the day, ask for it.

    Raises:
        Incomplete, BadKey: no fact is named.
    """
    key, rest = fact_key(text)
    return partial(_review, key=str(key), named=rest.strip())


def _review(context: Context, key: str, named: str) -> Reply:
    fact = found(context, key)
    held = cards.current(context.tx.facts.timeline(fact.id), context.now, context.audience)
    if held is None:
        raise NotNow(key=fact.key)
    if named:
        return _until(context, fact.key, named)
    days = [_after(attention.today(context.now, context.zone), months) for months in MONTHS]
    buttons = [
        Button(
            context.phrase("review.until", day=wording.day(day, context.language)),
            StoredChoice("run", {"text": f"fact review {fact.key} {day.isoformat()}"}),
        )
        for day in days
    ]
    card = told.fact_card(context, fact, held)
    asked = context.say("review.which", command=Code(f"/fact review {fact.key} {days[-1]}"))
    forms = _forms(context, fact.key)
    other = [] if forms else [_other(context, fact.key)]
    choices = [*context.offered(buttons, OFFERED_FOR), *forms]
    said = context.reply(joined([card, asked, *other], Break()), choices=choices)
    # Where it was tapped there are others to be looked at.
    return context.beside(said)


def _other(context: Context, key: str) -> Message:
    """Return what to write if a fact is not as it was."""
    changed, wrong = (Code(f"/fact {act} {key} …") for act in ("set", "correct"))
    return context.say("review.other", changed=changed, wrong=wrong)


def _forms(context: Context, key: str) -> list[Choice]:
    """Return what opens a form, where one can be had, if a fact is not as it was."""
    if not conversing.opens(context):
        return []
    forms = [
        (context.phrase(f"review.{act}"), Filled(f"fact {act}", {"fact": key, "what": act}))
        for act in ("set", "correct")
    ]
    return asking.openings(context, forms, OFFERED_FOR)


def _until(context: Context, key: str, named: str) -> Reply:
    day = day_of(named, context.zone, context.now)
    if day <= attention.today(context.now, context.zone):
        raise ReviewOver(day=wording.day(day, context.language))
    order = Order(EDIT, key, Draft(review=day), context.zone)
    return ordering.done(context, order, {}, partial(_told, context, day))


def _told(context: Context, day: date, outcome: Outcome) -> Reply:
    """Say that a fact is still true, and until when that will not be asked again."""
    said = report(context, outcome)
    name = shown(cards.called(context.tx, outcome.fact.key, context.language))
    heading = context.say("review.done", name=name, day=wording.day(day, context.language))
    ends = next((n for n, node in enumerate(said.message) if isinstance(node, Break)), 0)
    return replace(said, message=(*heading, *said.message[ends:]))


def _after(day: date, months: int) -> date:
    """Return the same day so many months later, or the last of a shorter month."""
    year, month = divmod(day.month - 1 + months, _YEAR)
    first = date(day.year + year, month + 1, 1)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return first.replace(day=min(day.day, last.day))
