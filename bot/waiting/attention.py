"""What waits for editors: questions, messages, changes, review days, languages left behind.

Each is a kind of work with how much of it there is, and the line that shows it. What is held and
what waits to be a change is for editors' eyes alone, wherever this is shown.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from bot.texts import LANGUAGES
from bot.waiting import languages
from storage.content import Fact, Held
from storage.database import Transaction
from storage.lapses import Review
from storage.moments import time_zone


@dataclass(frozen=True, slots=True)
class Waiting:
    """One kind of work.

    Attributes:
        name: of the sentence that counts it, and of its button.
        count: how much of it there is.
        line: the command that shows it.
    """

    name: str
    count: int
    line: str


def waiting(tx: Transaction, zone: str) -> list[Waiting]:
    """Return what waits for an editor now, the most urgent first; nothing that does not wait.

    Args:
        tx: an open transaction.
        zone: the IANA zone in which review days are days.
    """
    kinds = (
        Waiting("held", len(tx.held.all()), "deliveries held"),
        Waiting("pending", len(tx.pending.waiting()), "desk pending"),
        Waiting("questions", tx.questions.count_groups(), "questions"),
        Waiting("reviews", len(reviews(tx, zone)), "desk reviews"),
        Waiting("languages", len(list(left_behind(tx))), "desk languages"),
    )
    return [each for each in kinds if each.count]


def today(now: datetime, zone: str) -> date:
    """Return which day it is at `now` (aware) where the clocks are those of `zone`."""
    return now.astimezone(time_zone(zone)).date()


def reviews(tx: Transaction, zone: str) -> tuple[Review, ...]:
    """Return the facts whose review day has come, the earliest first."""
    return tx.lapses.reviews(today(tx.now, zone))


def left_behind(tx: Transaction) -> Iterator[tuple[Fact, Held, tuple[str, ...]]]:
    """Yield each fact in force of which a language is behind, with which, by KEY."""
    ids = tx.lapses.uneven(LANGUAGES)
    facts, timelines = tx.facts.get(ids), tx.facts.timelines(ids) if ids else {}
    for fact in sorted(facts.values(), key=lambda fact: fact.key):
        held = next((each for each in timelines.get(fact.id, ()) if each.covers(tx.now)), None)
        lagging = languages.behind(held, _history(tx, held)) if held else ()
        if held is not None and lagging:
            yield fact, held, lagging


def _history(tx: Transaction, held: Held) -> tuple[Held, ...]:
    # What was said whole has no history that could tell more.
    return tx.facts.history(held.version.fact_id) if held.version.parent is not None else (held,)
