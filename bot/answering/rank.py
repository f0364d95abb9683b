"""Ranking: how well does a fact answer a question? A few features, each a number 0..1.

The subject comes before the attribute: `name` says how fully the question names the
fact's subject, `attribute` whether it asks for what the fact tells, `kind` whether the
value is the kind of answer asked for, `cover` how much of the question is explained.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bot.answering.entry import Entry
from bot.answering.evidence import Evidence, Naming, evidence_of, family_level, level, naming_of
from bot.answering.index import Index, SubjectEntry
from bot.answering.lexicon import lexicon
from bot.answering.reading import Reading
from bot.answering.vocabulary import Sought

EXPLAINED: Final = 0.4
"""From this evidence on a word counts as explained."""

WHOLE_NAME: Final = 0.95
"""From this share on a subject counts as fully named."""

OTHER_ATTRIBUTE: Final = 0.5
"""A word for another attribute ("ticket") is half as strange as a strange name."""

SILENT_WEIGHT: Final = 0.5
"""Weight of a function word that also names an attribute ("since")."""

LIGHT_EVIDENCE: Final = 0.4
"""A word like "country" says little even where it is met: its evidence counts 0.4 + weight."""

_DESCRIBING: Final = {
    "who": frozenset({"office", "role"}),
    "who_or_what": frozenset({"office", "role", "identity", "purpose", "type", "size", "amount"}),
}
"""What "who is X", "what is X" ask for."""
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
    """A fact with its features, its score, and the words that it leaves unexplained."""

    entry: Entry
    features: Features
    score: float
    unexplained: tuple[str, ...]


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


def rank(reading: Reading, index: Index) -> list[Ranked]:
    """Return the facts that the question could mean, best first; equals by id."""
    sought = index.seek(reading)
    candidates = index.candidates(sought, reading.families)
    naming: dict[str, Naming] = {}
    for entry in candidates:
        key = entry.document.subject
        if key not in naming:
            naming[key] = naming_of(sought, index.subjects[key], index)
    ranked = [
        _ranked(
            reading,
            sought,
            entry,
            index.subjects[entry.document.subject],
            naming[entry.document.subject],
        )
        for entry in candidates
    ]
    return sorted(ranked, key=lambda one: (-one.score, one.entry.document.fact_id))


def _ranked(
    reading: Reading,
    sought: Sequence[Sought],
    entry: Entry,
    subject: SubjectEntry,
    naming: Naming,
) -> Ranked:
    name = naming.share
    evidence = [
        evidence_of(one, found, entry, subject)
        for one, found in zip(sought, naming.belongs, strict=True)
    ]
    total = sum(one.term.weight for one in sought) or 1.0
    unexplained = [
        one for one, found in zip(sought, evidence, strict=True) if found.best < EXPLAINED
    ]
    strange = sum(one.term.weight for one in unexplained if one.term.weight > 1 or one.term.counted)
    strange += _brokennaming_of(sought, evidence, name) + _restricted(sought, evidence, name)
    strange += OTHER_ATTRIBUTE * sum(
        one.term.weight for one in unexplained if one.families and one.term.weight <= 1
    )
    features = Features(
        name=name,
        context=_share(sought, [found.context if not found.name else 0 for found in evidence]),
        attribute=_attribute(reading, sought, evidence, entry),
        cover=sum(one.term.weight * found.best for one, found in zip(sought, evidence, strict=True))
        / total,
        kind=_kind(reading, entry),
        strange=min(strange / total, 1.0),
        recall=_recall(sought, evidence, reading, entry),
        denied=float(bool(reading.measures) and not family_level(reading.measures, entry)),
    )
    return Ranked(
        entry, features, _score(features), tuple(one.term.word.token.text for one in unexplained)
    )


def _brokennaming_of(sought: Sequence[Sought], evidence: Sequence[Evidence], name: float) -> float:
    """Return the weight of names of several words of which only a part is the subject's.

    "Gaujas maize" is not "Gaujas piens", even where another fact explains the other word.
    """
    if name >= WHOLE_NAME:
        return 0.0
    runs: dict[int, list[tuple[float, float]]] = {}
    for one, found in zip(sought, evidence, strict=True):
        if one.term.run:
            runs.setdefault(one.term.run, []).append((one.term.weight, found.name))
    return sum(
        sum(weight for weight, found in run if found < EXPLAINED)
        for run in runs.values()
        if any(found >= EXPLAINED for _, found in run)
    )


def _restricted(sought: Sequence[Sought], evidence: Sequence[Evidence], name: float) -> float:
    """Return the weight of names that narrow a subject already fully named.

    "The brigade in Poland", where Poland is known only as a member of the brigade.
    """
    if name < WHOLE_NAME:
        return 0.0
    return sum(
        one.term.weight
        for one, found in zip(sought, evidence, strict=True)
        if one.term.proper and EXPLAINED <= found.best == found.context
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


def _attribute(
    reading: Reading, sought: Sequence[Sought], evidence: Sequence[Evidence], entry: Entry
) -> float:
    """Return how surely the words that are not the subject's name ask for this attribute."""
    asked = [
        (max(one.term.weight, SILENT_WEIGHT), found.attribute)
        for one, found in zip(sought, evidence, strict=True)
        if found.name < EXPLAINED
    ]
    if not asked:
        return _by_kind_alone(reading, entry)
    asked = [(weight, found * min(1.0, LIGHT_EVIDENCE + weight)) for weight, found in asked]
    best = max(found for _, found in asked)
    mean = sum(weight * found for weight, found in asked) / sum(weight for weight, _ in asked)
    return (best + mean) / 2


def _recall(
    sought: Sequence[Sought], evidence: Sequence[Evidence], reading: Reading, entry: Entry
) -> float:
    """Return which share of the words of the attribute's key the question asks for."""
    asked = reading.families | {name for one in sought for name in one.families}
    met = sum(
        bool(word.families & asked)
        or bool(word.gives & reading.kinds)
        or any(
            level(one, word.keys.every)
            for one, found in zip(sought, evidence, strict=True)
            if found.name < EXPLAINED
        )
        for word in entry.key_words
    )
    return met / len(entry.key_words) if entry.key_words else 0.0


def _by_kind_alone(reading: Reading, entry: Entry) -> float:
    """A question that only names a subject: "when is X", "who is X", "where is X"."""
    kinds = reading.kinds
    families = lexicon().families
    if kinds & {"when", "where", "why", "quantity"}:
        own = any(families[name].gives & kinds for name in entry.asked_by)
        return 0.8 if own else 0.5 if entry.gives & kinds else 0.0
    describing = frozenset().union(*(_DESCRIBING.get(kind, ()) for kind in kinds))
    return 0.8 if entry.asked_by & describing else 0.0


def _kind(reading: Reading, entry: Entry) -> float:
    """Return 1 if the value is the kind of answer asked for, -1 if it cannot be."""
    asked = reading.kinds & {"who", "where", "when", "quantity", "why"}
    if not asked:
        return 0.0
    if asked & entry.gives:
        return 1.0
    if not reading.families.isdisjoint(entry.asked_by) and "where" not in asked:
        return 0.0
    if asked & _MEASURES:
        return -1.0
    return -1.0 if entry.gives <= _MEASURES or "where" in asked else 0.0


def _share(sought: Sequence[Sought], levels: Sequence[float]) -> float:
    total = sum(one.term.weight for one in sought) or 1.0
    return sum(one.term.weight * found for one, found in zip(sought, levels, strict=True)) / total
