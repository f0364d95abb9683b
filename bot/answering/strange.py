"""What of a question belongs to something else: names and counted things that nothing explains."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final

from bot.answering.evidence import EXPLAINED, Evidence, Naming
from bot.answering.lexicon import lexicon
from bot.answering.places import is_place_name
from bot.answering.reading import CONTENT_WEIGHT
from bot.answering.vocabulary import Sought

WHOLE_NAME: Final = 0.95
"""From this share on a subject counts as fully named."""
OTHER_ATTRIBUTE: Final = 0.5
"""A word for another attribute ("ticket") is half as strange as a strange name."""
OTHER_TOPIC: Final = 0.3
"""A common word of the news ("budget") a third; none: 0.2 % fewer right; 0.8: 1 % fewer."""


def strange_weight(
    kinds: frozenset[str],
    evidence: Sequence[Evidence],
    unexplained: Iterable[Evidence],
    naming: Naming,
) -> float:
    """Return the weight of names and counted things that do not belong to what is known.

    Args:
        kinds: what kinds of answer are asked for, of those that a value shows.
        evidence: what explains each term.
        unexplained: the terms of these that nothing explains.
        naming: how the question meets the subject.
    """
    names = others = 0.0
    for found in unexplained:
        term = found.sought.term
        if (
            found.weight > CONTENT_WEIGHT
            or term.counted
            or (_is_thing(found) and _only_place_said(evidence, naming))
        ):
            names += found.weight
        elif competes(found.sought, kinds):
            others += OTHER_ATTRIBUTE * found.weight
        elif found.sought.families or term.keys.concepts:
            others += OTHER_TOPIC * found.weight
    beside = 0.0 if naming.kin else _restricting(evidence, naming.there)
    if not naming.share:  # no word is of its names, so that there is nothing to be beside
        return names + beside + others
    if naming.share < WHOLE_NAME:
        beside += _broken_names(evidence)
    return names + beside + others + _within_name(evidence)


def _only_place_said(evidence: Iterable[Evidence], naming: Naming) -> bool:
    """Tell whether of the subject's name only places are said: "the concert in Riga".

    What else is in Riga is then another subject, not the meeting of Riga.
    """
    if not 0.0 < naming.share < WHOLE_NAME:
        return False
    own = [found.sought.term.keys for found in evidence if found.name >= EXPLAINED]
    return bool(own) and all(map(is_place_name, own))


def _is_thing(found: Evidence) -> bool:
    """Tell whether a word may be what is asked about: a common one that asks for nothing."""
    sought = found.sought
    asks = sought.families or found.weight < CONTENT_WEIGHT
    return bool(sought.term.keys.concepts) and not asks


def competes(sought: Sought, kinds: frozenset[str]) -> bool:
    """Tell whether a word asks for an attribute that gives the same kind of answer."""
    families = lexicon().families
    return any(not kinds or families[name].gives & kinds for name in sought.families)


def _within_name(evidence: Sequence[Evidence]) -> float:
    """Return the weight of words that make another name of it from within.

    "NATO defence ministers' meeting" is not "NATO foreign ministers' meeting".
    """
    return sum(
        [
            found.weight
            for before, found, after in zip(evidence, evidence[1:], evidence[2:], strict=False)
            if found.best < EXPLAINED <= min(before.name, after.name)
        ]
    )


def _broken_names(evidence: Sequence[Evidence]) -> float:
    """Return the weight of names of several words of which only a part is the subject's.

    "Gaujas maize" is not "Gaujas piens", even where another fact explains the other word.
    """
    others = set[int]()
    for at, (before, found) in enumerate(pairwise(evidence)):
        if found.best < EXPLAINED and _is_own_name(before) and _names_another(found):
            others.add(at + 1)
        if before.best < EXPLAINED and before.sought.named and _is_own_name(found):
            others.add(at)
    return _broken_runs(evidence) + sum([evidence[at].weight for at in others])


def _broken_runs(evidence: Iterable[Evidence]) -> float:
    """Return the weight of what is not the subject's in names of which a part is."""
    runs: dict[int, list[Evidence]] = {}
    for found in evidence:
        if found.sought.term.run:
            runs.setdefault(found.sought.term.run, []).append(found)
    return sum(
        sum(found.weight for found in run if found.name < EXPLAINED)
        for run in runs.values()
        if any(found.name >= EXPLAINED for found in run)
    )


def _is_own_name(found: Evidence) -> bool:
    return found.name >= EXPLAINED and found.sought.term.proper


def _names_another(found: Evidence) -> bool:
    """Tell whether a word after a name makes another of it: "Gaujas maize", "Riga clinic"."""
    term = found.sought.term
    common = term.keys.concepts and not term.run and found.weight >= CONTENT_WEIGHT
    return found.sought.named or bool(common)


def _restricting(evidence: Iterable[Evidence], is_there: Iterable[bool]) -> float:
    """Return the weight of names that narrow a subject down to another one.

    "The brigade in Poland", where Poland is known only as a member of the brigade.
    """
    return sum(
        [
            found.weight
            for found, there in zip(evidence, is_there, strict=True)
            if EXPLAINED <= found.best == found.context and found.sought.term.proper and not there
        ]
    )
