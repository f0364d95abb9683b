"""Ranking: how well does a fact answer a question? A few features, each a number 0..1.

The subject comes before the attribute: `name` says how fully the question names the
fact's subject, `attribute` whether it asks for what the fact tells, `kind` whether the
value is the kind of answer asked for, `cover` how much of the question is explained.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from bot.answering.entry import Entry
from bot.answering.evidence import (
    EXPLAINED,
    Evidence,
    Naming,
    evidence_of,
    family_level,
    naming_of,
)
from bot.answering.index import Index
from bot.answering.lexicon import lexicon
from bot.answering.reading import CONTENT_WEIGHT, Reading
from bot.answering.vocabulary import Sought

WHOLE_NAME: Final = 0.95
"""From this share on a subject counts as fully named."""

OTHER_ATTRIBUTE: Final = 0.5
"""A word for another attribute ("ticket") is half as strange as a strange name."""

OTHER_TOPIC: Final = 0.3
"""A common word of the news ("budget") a third; none: 0.2 % fewer right; 0.8: 1 % fewer."""

SILENT_WEIGHT: Final = 0.5
"""Weight of a function word that also names an attribute ("since")."""

LIGHT_EVIDENCE: Final = 0.4
"""A word like "country" says little even where it is met: its evidence counts 0.4 + weight."""

OWN_KIND: Final = 0.8
"""How surely "when is X" asks for an attribute that tells a time …"""

SOME_KIND: Final = 0.5
"""… and for one of which only the value is a time."""

_DESCRIBING: Final = {
    "who": frozenset({"office", "role"}),
    "who_or_what": frozenset({"office", "role", "identity", "purpose", "type", "size", "amount"}),
}
"""What "who is X", "what is X" ask for."""
_SHOWN: Final = frozenset({"who", "where", "when", "quantity", "why"})
"""Kinds of answer that a value shows to be, or not to be."""
_MEASURES: Final = frozenset({"when", "quantity"})


@dataclass(frozen=True, slots=True)
class Features:
    """How a fact meets a question; each 0..1, `kind` -1..1.

    Attributes:
        name: how fully the question names the subject.
        context: how much of it only the subject's other facts explain.
        attribute: how surely it asks for this attribute.
        cover: how much of it is explained at all.
        strange: the weight of names and counted things that nothing explains.
        denied: 1 if a measure is asked for ("how old") that the fact does not tell.
        recall: how much of the attribute's own key the question asks for.
    """

    name: float
    context: float
    attribute: float
    cover: float
    kind: float
    strange: float
    recall: float
    denied: float


@dataclass(frozen=True, slots=True)
class Ranked:
    """A fact with its features and score, the words it leaves unexplained, and how many not."""

    entry: Entry
    features: Features
    score: float
    unexplained: tuple[str, ...]
    explained: int


# Set by hand, then held against a conditional logit model fitted on six topics and tried on
# the seventh: 75 to 76 % right with 27 wrong for the model, 77 % with 26 for these.
WEIGHTS: Final = Features(
    name=0.3,
    context=0.15,
    attribute=0.35,
    cover=0.3,
    kind=0.1,
    strange=-0.3,
    recall=0.12,
    denied=-0.2,
)


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question as a store understands it: what is the same for all candidates."""

    reading: Reading
    sought: tuple[Sought, ...]
    families: frozenset[str]
    weight: float

    @classmethod
    def of(cls, reading: Reading, index: Index) -> _Asked:
        sought = index.seek(reading)
        return cls(
            reading,
            sought,
            reading.families.union(*(one.families for one in sought)),
            sum(one.term.weight for one in sought) or 1.0,
        )


def rank(reading: Reading, index: Index) -> list[Ranked]:
    """Return the facts that the question could mean, best first; equals by id."""
    asked = _Asked.of(reading, index)
    candidates = index.candidates(asked.sought, reading.families)
    subjects = {entry.document.subject for entry in candidates}
    naming = {key: naming_of(asked.sought, index.subjects[key], index) for key in subjects}
    ranked = [_ranked(asked, entry, naming[entry.document.subject]) for entry in candidates]
    return sorted(ranked, key=lambda one: (-one.score, one.entry.document.fact_id))


def _ranked(asked: _Asked, entry: Entry, naming: Naming) -> Ranked:
    evidence = [
        evidence_of(one, by_name, context, entry)
        for one, by_name, context in zip(asked.sought, naming.belongs, naming.context, strict=True)
    ]
    unexplained = [found for found in evidence if found.best < EXPLAINED]
    measures = asked.reading.measures
    features = Features(
        name=naming.share,
        context=sum([found.weight * found.context for found in evidence if not found.name])
        / asked.weight,
        attribute=_attribute(asked.reading, evidence, entry),
        cover=sum([found.weight * found.best for found in evidence]) / asked.weight,
        kind=_kind(asked.reading, entry),
        strange=min(_strange(evidence, unexplained, naming.share) / asked.weight, 1.0),
        recall=_recall(asked, naming, entry),
        denied=float(bool(measures) and not family_level(measures, entry)),
    )
    words = tuple([found.sought.term.word.text for found in unexplained])
    return Ranked(entry, features, _score(features), words, len(evidence) - len(words))


def _strange(evidence: Sequence[Evidence], unexplained: Iterable[Evidence], share: float) -> float:
    """Return the weight of names and counted things that do not belong to what is known."""
    names = others = 0.0
    for found in unexplained:
        if found.weight > CONTENT_WEIGHT or found.sought.term.counted:
            names += found.weight
        elif found.sought.families:
            others += OTHER_ATTRIBUTE * found.weight
        elif found.sought.term.keys.concepts:
            others += OTHER_TOPIC * found.weight
    beside = _restricting(evidence) if share >= WHOLE_NAME else _broken_names(evidence)
    return names + beside + others + _within_name(evidence)


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


def _broken_names(evidence: Iterable[Evidence]) -> float:
    """Return the weight of names of several words of which only a part is the subject's.

    "Gaujas maize" is not "Gaujas piens", even where another fact explains the other word.
    """
    runs: dict[int, list[Evidence]] = {}
    for found in evidence:
        if found.sought.term.run:
            runs.setdefault(found.sought.term.run, []).append(found)
    return sum(
        sum(found.weight for found in run if found.name < EXPLAINED)
        for run in runs.values()
        if any(found.name >= EXPLAINED for found in run)
    )


def _restricting(evidence: Iterable[Evidence]) -> float:
    """Return the weight of names that narrow a subject already fully named.

    "The brigade in Poland", where Poland is known only as a member of the brigade.
    """
    return sum(
        [
            found.weight
            for found in evidence
            if found.sought.term.proper and EXPLAINED <= found.best == found.context
        ]
    )


def _score(features: Features) -> float:
    return (
        WEIGHTS.name * features.name
        + WEIGHTS.context * features.context
        + WEIGHTS.attribute * features.attribute
        + WEIGHTS.cover * features.cover
        + WEIGHTS.kind * features.kind
        + WEIGHTS.strange * features.strange
        + WEIGHTS.recall * features.recall
        + WEIGHTS.denied * features.denied
    )


def _attribute(reading: Reading, evidence: Iterable[Evidence], entry: Entry) -> float:
    """Return how surely the words that are not the subject's name ask for this attribute."""
    asked = [
        (max(found.weight, SILENT_WEIGHT), found.attribute)
        for found in evidence
        if found.name < EXPLAINED
    ]
    if not asked:
        return _by_kind_alone(reading, entry)
    asked = [(weight, found * min(1.0, LIGHT_EVIDENCE + weight)) for weight, found in asked]
    best = max(found for _, found in asked)
    mean = sum(weight * found for weight, found in asked) / sum(weight for weight, _ in asked)
    return (best + mean) / 2


def _recall(asked: _Asked, naming: Naming, entry: Entry) -> float:
    """Return which share of the words of the attribute's key the question asks for."""
    met = [
        word
        for word in entry.key_words
        if not (
            word.families.isdisjoint(asked.families)
            and word.gives.isdisjoint(asked.reading.kinds)
            and word.keys.isdisjoint(naming.beside)
        )
    ]
    return len(met) / len(entry.key_words) if met else 0.0


def _by_kind_alone(reading: Reading, entry: Entry) -> float:
    """A question that only names a subject: "when is X", "who is X", "where is X"."""
    kinds = reading.kinds
    families = lexicon().families
    if kinds & (_SHOWN - {"who"}):
        own = any(families[name].gives & kinds for name in entry.asked_by)
        return OWN_KIND if own else SOME_KIND if entry.gives & kinds else 0.0
    describing = frozenset().union(*(_DESCRIBING.get(kind, ()) for kind in kinds))
    return OWN_KIND if entry.asked_by & describing else 0.0


def _kind(reading: Reading, entry: Entry) -> float:
    """Return 1 if the value is the kind of answer asked for, -1 if it cannot be."""
    asked = reading.kinds & _SHOWN
    if not asked:
        return 0.0
    if asked & entry.gives:
        return 1.0
    if "why" in asked and entry.gives <= _MEASURES:
        return -1.0
    if not reading.families.isdisjoint(entry.asked_by) and "where" not in asked:
        return 0.0
    if asked & _MEASURES:
        return -1.0
    return -1.0 if entry.gives <= _MEASURES or "where" in asked else 0.0
