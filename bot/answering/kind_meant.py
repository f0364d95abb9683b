"""What kind of answer a question means, also where no question word says it.

"Opening date of the pool" means when, "cost of a ticket" how much money. Who asks nothing but
"is it allowed", "vai drīkst" wants a yes or a no, whatever its words may ask for elsewhere.
"""

from __future__ import annotations

import re
from itertools import pairwise, takewhile
from typing import Final

from bot.answering.asked_kind import VAGUE
from bot.answering.lexicon import KIND, lexicon
from bot.answering.reading import Reading, Term
from bot.answering.sections import names_nothing

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

TRUE: Final = frozenset(
    {"true", "truth", "rumour", "rumor", "rumours", "rumors", "really"}
    | {"tiesa", "taisniba", "patiesiba", "baumas", "tiesam", "patiesam", "patiesi"}
    | {"heard", "hear", "confirm", "confirmed", "dzirdeju", "dzirdets", "apstiprinat"}
    | {"правда", "слышал", "слышала", "слухи", "ли"}
)
"""With what is asked whether something is so, wherever it stands."""

_OR_NOT: Final = (
    *(["or", "not"], ["or", "no"], ["vai", "ne"], ["vai", "nee"], ["vai", "nav"], ["или", "нет"]),
    *(["that", "so"], ["it", "so"], ["that", "right"], ["vai", "ta"], ["ta", "ir"]),
)
"""With what a statement ends that is asked about."""

WAIT: Final = frozenset({"wait", "listen", "oh", "pag", "pagaidi", "pagaidiet", "paklau"})
"""What people say before they ask."""

_DEED_NAMED: Final = re.compile(r"san(?:as?|ai|u)$")
"""How a Latvian noun ends that names what is done, folded."""


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
    if not reading.kinds <= {WHETHER}:
        return False
    folded = [word.folded for word in reading.words]
    if not TRUE.isdisjoint(folded) or folded[-2:] in _OR_NOT:
        return True
    if not reading.families.isdisjoint(PLAIN):
        return False
    said = {term.word for term in reading.terms if term.weight}
    before = takewhile(lambda word: word not in said or word.folded in WAIT, reading.words)
    return any(word.folded in _YES_OR_NO for word in before)


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
    kinds = (reading.kinds - VAGUE) | _given(reading, asked)
    names_one = any(word.folded in _ONE_OF for word in reading.words)
    if not kinds and not _WHO_OR_WHAT.isdisjoint(reading.kinds):
        return frozenset({"who", "what"})
    vague = reading.kinds and reading.kinds <= VAGUE
    if vague and not names_one and kinds.isdisjoint({"who", "why"}):
        kinds |= {"what"}
    if names_one and "quantity" in kinds:
        kinds = (kinds - {"quantity"}) or frozenset({"quantity", "who", "what"})
    return kinds or reading.kinds & {"how"}


def _given(reading: Reading, asked: frozenset[str]) -> frozenset[str]:
    """Return the kinds of answer that words ask for; one that says what is done asks who or what.

    "The date of the opening" asks when; "the closed mill", "they have closed it" does not.
    """
    families = lexicon().families
    named = {name for term in reading.terms if not _only_says(term) for name in term.families}
    given = frozenset[str]().union(*(_first_given(families[name].gives) for name in asked & named))
    done = frozenset[str]().union(*(families[name].gives for name in asked - named))
    told = frozenset[str]().union(*(families[name].gives for name in reading.families & LOOSE))
    return given | told | (done & {"who", "what"})


def _first_given(gives: frozenset[str]) -> frozenset[str]:
    """Return what a family gives where nothing is counted: members are somebody."""
    return gives - {"quantity"} or gives


def _only_says(term: Term) -> bool:
    """Tell whether a word only says what is done or how something is; "atvēršana" names it."""
    return names_nothing(term.keys.concepts) and not _DEED_NAMED.search(term.word.folded)


def forms_meant(reading: Reading) -> frozenset[str]:
    """Return in which forms a quantity is meant; empty: in any."""
    if is_of_money(reading):
        return (reading.forms - {"count"}) | {"money"}
    if any(term.counted and term.families - PLAIN for term in reading.terms):
        return frozenset({"count"})
    return reading.forms


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
