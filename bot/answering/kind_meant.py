"""What kind of answer a question means, also where no question word says it.

"Opening date of the pool" means when, "cost of a ticket" how much money. Who asks nothing but
"is it allowed", "vai drīkst" wants a yes or a no, whatever its words may ask for elsewhere.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from bot.answering.asked_kind import VAGUE
from bot.answering.lexicon import KIND, lexicon
from bot.answering.reading import Reading, Term

MONEY: Final = frozenset({"=price", "=cost", "=expensive", "=fee"})
"""What asks for money, whatever stands around it."""

LOOSE: Final = frozenset({"time", "place"})
PLAIN: Final = LOOSE | {"cost", "price", "count", "amount", "identity", "fee"}
"""Families that say no more than what kind of answer is asked for."""

WHETHER: Final = "whether"
"""The kind of answer that is yes or no."""

_WHO_OR_WHAT: Final = frozenset({"who_or_what", "which"})
"""What asks for a person as well as for a thing: "kas", "kurš"."""

_ONE_OF: Final = frozenset({"which", "kurs", "kura", "kuri", "kuras"})
"""What asks for one or some of many, and never for how many; "kāds" may ask for either."""

_AUXILIARY: Final = frozenset(
    ["can", "could", "do", "does", "did", "to", "should", "will", "would", "must", "may"]
)
"""What follows "how" where it asks for the way, and not for a measure."""

_YES_OR_NO: Final = _AUXILIARY - {"to"} | frozenset(
    ["is", "are", "was", "were", "has", "have", "had", "if", "whether", "vai", "ja"]
)
"""With what a question begins that a yes or a no answers."""

_MUCH: Final = frozenset({"money", "share", "measure", "duration"})
"""In what forms "how much" may be answered: anything but a count."""


def kinds_said(reading: Reading) -> frozenset[str]:
    """Return the kinds of answer that a question says itself: "when", and not "which day"."""
    tags = (hit.tag for hit in lexicon().find(reading.words) if hit.tag.startswith(KIND))
    kinds = frozenset(tag.removeprefix(KIND) for tag in tags) - VAGUE
    pairs = pairwise(word.folded for word in reading.words)
    asks_way = any(one == "how" and other in _AUXILIARY for one, other in pairs)
    if asks_way and reading.kinds <= {"how"}:
        return kinds | {"how"}
    return kinds or frozenset({WHETHER} if asks_whether(reading) else ())


def asks_whether(reading: Reading) -> bool:
    """Tell whether a yes or a no is asked for; "is there a date" asks for the date."""
    first = reading.words[0].folded if reading.words else ""
    plain = reading.families.isdisjoint(PLAIN) and reading.kinds <= {WHETHER}
    return plain and first in _YES_OR_NO


def kinds_meant(reading: Reading, said: frozenset[str]) -> frozenset[str]:
    """Return the kinds of answer meant; where none is said, those that the rest gives.

    Args:
        reading: the question.
        said: what `kinds_said` returns of it.
    """
    if way := said & {"how", WHETHER}:
        return way
    if reading.kinds & said:
        return reading.kinds - VAGUE
    families = lexicon().families
    asked = (reading.families - LOOSE) or reading.families
    if is_of_money(reading) or any("money" in families[name].forms for name in asked):
        return frozenset({"quantity"})
    given = frozenset[str]().union(*(families[name].gives for name in asked))
    kinds = (reading.kinds - VAGUE) | given
    names_one = any(word.folded in _ONE_OF for word in reading.words)
    if names_one and "quantity" in kinds:
        kinds = (kinds - {"quantity"}) or frozenset({"quantity", "who", "what"})
    if not kinds and not _WHO_OR_WHAT.isdisjoint(reading.kinds):
        return frozenset({"who", "what"})
    return kinds or reading.kinds & {"how"}


def forms_meant(reading: Reading) -> frozenset[str]:
    """Return in which forms a quantity is meant; empty: in any."""
    if is_of_money(reading):
        return (reading.forms - {"count"}) | {"money"}
    if any(term.counted and term.families - PLAIN for term in reading.terms):
        return frozenset({"count"})
    how_much = ("how", "much") in pairwise(word.folded for word in reading.words)
    return (reading.forms - {"count"}) or _MUCH if how_much else reading.forms


def is_of_money(reading: Reading) -> bool:
    """Tell whether a word of a question asks for money."""
    return any(not MONEY.isdisjoint(term.keys.concepts) for term in reading.terms)


def is_plain(term: Term, asks: frozenset[str]) -> bool:
    """Tell whether a word only says what is asked for; what tells a time mostly says more.

    Args:
        term: the word.
        asks: the kinds of answer that are meant.
    """
    if not MONEY.isdisjoint(term.keys.concepts) and "quantity" in asks:
        return True
    own = (term.families & PLAIN) - LOOSE if term.families - LOOSE else term.families
    families = lexicon().families
    return any(not families[name].gives.isdisjoint(asks) for name in own)
