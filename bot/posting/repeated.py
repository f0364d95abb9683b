"""Standing posts of a fact or of an editor's words: as it is now, again and again.

A fact is told with its source and date, or not at all: nothing where nothing is held, and an
editor is asked where it may be out of date. Words are as an editor typed them; late, they may be
wrong, and so an editor is asked. A fact that comes late is no longer wanted.
"""

from __future__ import annotations

from bot import calendar, grammar
from bot.port import Break, Kind, Message, Text, joined
from bot.posting import prechecks, secrecy, standing
from bot.posting.occasions import Composed, Dropped, Expired, Occasion, Unsure, Verdict
from bot.posting.standing import View
from bot.showing import cards
from bot.texts import LANGUAGES
from storage.content import Fact, Held
from storage.deliveries import Reason

FACT = str(Kind.FACT)
TEXT = str(Kind.STANDING)
"""What the payload of each names as its composer."""


def compose_fact(occasion: Occasion) -> Verdict:
    """Tell what a fact holds now."""
    schedule = standing.in_force(occasion)
    if schedule is None:
        return Dropped(Reason.OFF)
    if occasion.late and not occasion.insisted:
        return Expired(Reason.LATE)
    view = View.of(occasion)
    found = held(view, schedule.order.about)
    if found is None:
        return Dropped(Reason.EMPTY)
    unsure = prechecks.past_review(occasion, found[1]) or prechecks.out_of_step(occasion, found[1])
    return unsure or Composed(card(view, *found))


def compose_text(occasion: Occasion) -> Verdict:
    """Say an editor's words."""
    schedule = standing.in_force(occasion)
    if schedule is None:
        return Dropped(Reason.OFF)
    if occasion.late and not occasion.insisted:
        return Unsure(Reason.LATE)
    told = secrecy.embargoed(occasion, [schedule.order.about])
    return told or Composed(words(schedule.order.about, occasion.language))


def held(view: View, key: str) -> tuple[Fact, Held] | None:
    """Return the fact with this KEY and what it holds, if that may be seen."""
    fact = view.tx.facts.find(key)
    timeline = () if fact is None else view.tx.facts.timeline(fact.id)
    found = cards.current(timeline, view.now, view.audience)
    return None if fact is None or found is None else (fact, found)


def card(view: View, fact: Fact, found: Held) -> Message:
    """Return a fact with its source and date; of an event that is called off, that it is."""
    language, now, zone = view.language, view.now, view.zone
    off = calendar.called_off(view.tx, fact, found, view.audience, now)
    if off is not None:
        return calendar.card(off, language, now, zone)
    return cards.fact_card(fact, found, language, now, zone)


def words(text: str, language: str) -> Message:
    """Return words as they were typed for a language, line by line."""
    lines = in_language(text, language).split("\n")
    return joined([(Text(line),) if line else () for line in lines], Break())


def in_language(text: str, language: str) -> str:
    """Return the text for a language, if a line below it has one of its own; else what is above."""
    read = grammar.text_fields(text, LANGUAGES)
    return read.fields.get(language) or read.head
