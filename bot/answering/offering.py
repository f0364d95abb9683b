"""What is offered where nothing is sure enough to be told alone: two or three facts to choose from.

The same attribute of several subjects, where none is named; the same of all that are named at
once; what most want to know of a subject, where somebody only says its name.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.answering.rank import Ranked
from bot.answering.reading import CONTENT_WEIGHT, Reading

MOST_OFFERED: Final = 3
MOST_STRANGE: Final = 0.2
"""Most weight of strange names; 0.15: 0.5 % fewer right; 0.25: 0.1 % fewer."""
TWIN_ATTRIBUTE: Final = 0.7
"""What the same attribute of several subjects needs to be offered where none is named …"""
TWIN_COVER: Final = 0.5
"""… and how much of the question it must explain."""
NAMED_ATTRIBUTE: Final = 0.6
"""What it needs where each is named: "how many live in Ogre and Cēsis"; 0.5: the same; 0.7: 1 of
1,199 fewer right."""
BARE_NAME: Final = 0.95
"""How fully a name must be said that is the whole question."""
_MAIN: Final = (
    *("identity", "purpose", "office", "status", "time", "start", "opening", "place"),
    *("leader", "result", "winner", "cost", "price", "amount", "size", "count", "end"),
)
"""What most want to know of anything, most wanted first."""
_ANYTHING: Final = frozenset({"who_or_what"})
"""Kinds of answer that are asked for where nothing is: "what is known of X", "kas jauns par X"."""


def twins(close: Sequence[Ranked]) -> tuple[Ranked, ...]:
    """Return the same attribute of two or three subjects, where only the subject is not said.

    Args:
        close: the best fact and those as good as it.
    """
    features = close[0].features
    if (
        features.attribute < TWIN_ATTRIBUTE
        or features.strange > MOST_STRANGE
        or features.cover < TWIN_COVER
    ):
        return ()
    alike = [
        one
        for one in close
        if one.entry.about.name == close[0].entry.about.name and one.features.kind >= 0
    ]
    return tuple(alike) if 1 < len(alike) <= MOST_OFFERED and len(alike) == len(close) else ()


def named_together(possible: Sequence[Ranked]) -> tuple[Ranked, ...]:
    """Return the same attribute of two or three subjects that a question names at once.

    What one of them leaves unexplained are the names of the others.

    Args:
        possible: the facts that may be meant, best first.
    """
    best = possible[0]
    named = [
        one
        for one in possible
        if one.features.name >= BARE_NAME
        and one.features.attribute >= NAMED_ATTRIBUTE
        and one.entry.about.name == best.entry.about.name
    ]
    if not 1 < len(named) <= MOST_OFFERED or not all(one.unexplained for one in named):
        return ()
    nowhere = frozenset(best.unexplained).intersection(*(one.unexplained for one in named))
    return () if nowhere else tuple(named)


def most_wanted(reading: Reading, possible: Sequence[Ranked]) -> tuple[Ranked, ...]:
    """Return what most want to know of a subject, where somebody only says its name.

    Of a subject of which one thing is known that one alone, which is then told.

    Args:
        reading: the question.
        possible: the facts that may be meant, best first.
    """
    best = possible[0]
    asks = not reading.kinds <= _ANYTHING or (reading.families and best.features.attribute)
    if asks or best.features.name < BARE_NAME or _leaves_more(reading, best):
        return ()
    own = [one for one in possible if one.entry.subject == best.entry.subject]
    main = sorted((one for one in own if _wanted(one) < len(_MAIN)), key=_wanted)
    offered = own if len(own) <= MOST_OFFERED or not main[1:] else main
    return tuple(offered[:MOST_OFFERED])


def _leaves_more(reading: Reading, one: Ranked) -> bool:
    """Tell whether a fact leaves words unexplained that say something."""
    left = (term for term in reading.terms if term.word.text in one.unexplained)
    return any(term.weight >= CONTENT_WEIGHT for term in left)


def _wanted(one: Ranked) -> int:
    """Return the place of a fact among what most want to know; what few want comes last."""
    main = one.entry.about.asked_by & frozenset(_MAIN)
    return min((_MAIN.index(name) for name in main), default=len(_MAIN))
