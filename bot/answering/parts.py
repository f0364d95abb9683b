"""The parts of answering that can be switched off, to see what each of them is worth.

Nothing but measuring does so: what earns nothing there is taken out.
"""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import replace
from enum import StrEnum
from typing import Final, TypeAlias

from bot.answering.features import Features
from bot.answering.reading import Reading, Term
from bot.answering.vocabulary import Sought

_NONE: Final[frozenset[str]] = frozenset()


class Part(StrEnum):
    """A part that can be switched off."""

    ANSWER_KIND = "answer-kind"
    """Who, where, when, how many: what kind of answer is asked for."""
    SUBJECT_GUARD = "subject-guard"
    """Names and counted things that nothing explains mean another subject."""
    ATTRIBUTE_GUARD = "attribute-guard"
    """A key that surely says something else than what is asked for silences its fact."""
    ATTRIBUTE_LEXICON = "attribute-lexicon"
    """Words for common attributes, in three languages."""
    MEANINGS = "meanings"
    """Common words that mean the same, in three languages."""
    FUZZY = "fuzzy"
    """Slips of the finger, abbreviations, kindred words."""
    PHRASES = "phrases"
    """The very words of an editor, several of them."""


Off: TypeAlias = AbstractSet[Part]
NOTHING: Final[Off] = frozenset()


def read_without(reading: Reading, off: Off) -> Reading:
    """Return a reading that does without some parts."""
    if Part.ANSWER_KIND in off:
        reading = replace(reading, kinds=_NONE, forms=_NONE, measures=_NONE)
    if Part.ATTRIBUTE_LEXICON in off:
        reading = replace(reading, families=_NONE, measures=_NONE, forms=_NONE)
    if off & {Part.ATTRIBUTE_LEXICON, Part.MEANINGS}:
        terms = [_term_without(term, off) for term in reading.terms]
        reading = replace(reading, terms=tuple(term for term in terms if term.weight))
    return reading


def _term_without(term: Term, off: Off) -> Term:
    if Part.ATTRIBUTE_LEXICON in off:
        term = replace(term, families=_NONE)
    if Part.MEANINGS in off:
        keys = term.word.keys
        bare = replace(keys, concepts=_NONE, every=keys.every - keys.concepts)
        term = replace(term, word=replace(term.word, keys=bare))
    return term


def sought_without(sought: Iterable[Sought], off: Off) -> tuple[Sought, ...]:
    """Return terms that stand for nothing but themselves, where slips are switched off."""
    if Part.FUZZY not in off:
        return tuple(sought)
    return tuple(
        replace(one, families=one.term.families, every=one.term.keys.every, near=_NONE)
        for one in sought
    )


def features_without(features: Features, off: Off) -> Features:
    """Return features that do without some parts."""
    if Part.SUBJECT_GUARD in off:
        features = features._replace(strange=0.0)
    return features._replace(phrase=0.0) if Part.PHRASES in off else features
