"""What of a question belongs to something else: names and counted things that nothing explains."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, pairwise
from typing import Final

from bot.answering.evidence import EXPLAINED, Evidence, Naming
from bot.answering.lexicon import lexicon
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
        if found.weight > CONTENT_WEIGHT or found.sought.term.counted:
            names += found.weight
        elif competes(found.sought, kinds):
            others += OTHER_ATTRIBUTE * found.weight
        elif found.sought.families or found.sought.term.keys.concepts:
            others += OTHER_TOPIC * found.weight
    elsewhere = [found for found, there in zip(evidence, naming.there, strict=True) if not there]
    beside = 0.0 if naming.kin else _restricting(elsewhere)
    if not naming.share:  # no word is of its names, so that there is nothing to be beside
        return names + beside + others
    if naming.share < WHOLE_NAME:
        beside += _broken_names(evidence)
    return names + beside + others + _within_name(evidence)


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
    runs: dict[int, list[Evidence]] = {}
    for found in evidence:
        if found.sought.term.run:
            runs.setdefault(found.sought.term.run, []).append(found)
    broken = sum(
        sum(found.weight for found in run if found.name < EXPLAINED)
        for run in runs.values()
        if any(found.name >= EXPLAINED for found in run)
    )
    if not any(found.sought.term.proper for found in evidence):
        return broken
    others = {*_other_half(evidence), *_other_beside(evidence)}
    return broken + sum(found.weight for found in others)


def _other_half(evidence: Sequence[Evidence]) -> Iterator[Evidence]:
    """Yield common words after a name's first word that make another name: "Gaujas maize"."""
    for before, found in pairwise(evidence):
        term = found.sought.term
        named = before.sought.term.proper and before.name >= EXPLAINED > found.best
        other = term.keys.concepts and not term.run and not found.sought.named
        if named and other and found.weight >= CONTENT_WEIGHT:
            yield found


def _other_beside(evidence: Sequence[Evidence]) -> Iterator[Evidence]:
    """Yield words of other names beside a name: "Riga clinic" is not the hospital of Riga."""
    for one, other in chain(pairwise(evidence), pairwise(reversed(evidence))):
        named = one.sought.term.proper and one.name >= EXPLAINED
        if named and other.best < EXPLAINED and other.sought.named:
            yield other


def _restricting(evidence: Iterable[Evidence]) -> float:
    """Return the weight of names that narrow a subject down to another one.

    "The brigade in Poland", where Poland is known only as a member of the brigade.
    """
    return sum(
        [
            found.weight
            for found in evidence
            if found.sought.term.proper and EXPLAINED <= found.best == found.context
        ]
    )
