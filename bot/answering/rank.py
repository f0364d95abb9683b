"""Ranking: how well does a fact answer a question? A few features, each a number 0..1.

The subject comes before the attribute: `name` says how fully the question names the
fact's subject, `attribute` whether it asks for what the fact tells, `kind` whether the
value is the kind of answer asked for, `cover` how much of the question is explained.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

from bot.answering.another import tells_another
from bot.answering.asking import (
    SHOWN,
    Asked,
    attribute_asked,
    denied,
    key_recall,
    kind_fits,
    phrased,
)
from bot.answering.entry import Entry
from bot.answering.evidence import (
    EXPLAINED,
    IN_CONTEXT,
    Naming,
    evidence_of,
    explained_by_attribute,
    naming_of,
)
from bot.answering.features import Features, score
from bot.answering.index import Index
from bot.answering.parts import NOTHING, Off, Part, features_without
from bot.answering.reading import Reading
from bot.answering.strange import WHOLE_NAME, strange_weight

WHOLE_ENOUGH: Final = 0.9
"""From this share of its name on a subject is named, and what belongs to it may be meant; 0.7: 0.1
percent more right, 1 more wrong."""


MOSTLY_NAMED: Final = 0.6
"""From this share of its name on what only shares a part of its words is not meant; flat to 0.7;
0.5: 5 of 2,211 fewer right; 0.95: 1 more right, and 10 more of 1,975 whose fact was taken away
answered."""


class _Told(NamedTuple):
    """What a question finds in all facts of a shape.

    Attributes:
        kind: whether the value is the kind of answer asked for, as a feature.
        explained: how far the attribute explains each term.
        phrased: it is asked for in the very words of an editor.
    """

    kind: float
    explained: tuple[float, ...]
    phrased: bool


class _Weighed(NamedTuple):
    """What a question finds in all facts that are alike to it, as in `Ranked`."""

    features: Features
    unexplained: tuple[str, ...]
    explained: int
    another: bool


@dataclass(frozen=True, slots=True)
class Ranked:
    """A fact with its features and score.

    Attributes:
        unexplained: the words of the question that it leaves unexplained.
        explained: how many it does not.
        another: its key surely tells another attribute than the one asked for.
        borrowed: as of its subject's `Naming`.
        named: how fully the question names whichever subject it names most.
        eclipsed: the words that name its subject are part of the name of another, or it is
            named by another number.
        kin: its subject belongs to one that the question names.
    """

    entry: Entry
    features: Features
    score: float
    unexplained: tuple[str, ...]
    explained: int
    another: bool = False
    borrowed: bool = False
    named: float = 0.0
    eclipsed: bool = False
    kin: bool = False


def rank(reading: Reading, index: Index, off: Off = NOTHING) -> list[Ranked]:
    """Return the facts that the question could mean, best first; equals by id.

    Args:
        reading: the question.
        index: what may be found.
        off: parts that are switched off, to see what each is worth.
    """
    asked = Asked.of(reading, index, off)
    met = index.meeting(asked.sought, asked.families)
    candidates = index.candidates(asked.sought, reading.families, met)
    subjects = {entry.subject for entry in candidates}
    naming = {
        key: naming_of(asked.levels, index.subject(key, met), index, reading.years)
        for key in subjects
    }
    naming = _with_kin(naming, index)
    named = max([one.share for one in naming.values()], default=0.0)
    eclipsed = _eclipsed(naming)
    manners = _numbered_manners(naming)
    told: dict[Hashable, _Told] = {}
    weighed: dict[Hashable, _Weighed] = {}
    ranked = []
    for entry in candidates:
        own = told.get(entry.shape)
        if own is None:
            own = told[entry.shape] = _told(asked, entry)
        subject = naming[entry.subject]
        said = asked.levels[entry.statement], asked.levels[entry.value]
        alike = entry.shape, said, manners[entry.subject]
        found = weighed.get(alike)
        if found is None:
            found = weighed[alike] = _weighed(asked, own, entry, subject, off)
        features = found.features._replace(name=subject.share)
        ranked.append(
            Ranked(
                entry,
                features,
                score(features),
                found.unexplained,
                found.explained,
                found.another,
                subject.borrowed,
                named,
                entry.subject in eclipsed,
                subject.kin,
            )
        )
    return in_order(ranked)


def _numbered_manners(naming: Mapping[str, Naming]) -> dict[str, int]:
    """Return the same number for subjects that are met alike, but for how fully they are named.

    A manner takes longer to look up than its number, for every fact.
    """
    different: dict[Hashable, int] = {}
    return {
        key: different.setdefault(
            (one.belongs, one.context, one.there, one.kin, one.share > 0, one.share < WHOLE_NAME),
            len(different),
        )
        for key, one in naming.items()
    }


def _eclipsed(naming: Mapping[str, Naming]) -> frozenset[str]:
    """Return the subjects of whose name only words are said that name another one in full.

    "The friends of the museum" is not the museum, nor "the 2011 census" that of 2021.
    """
    said = {key: one.said for key, one in naming.items()}
    whole = {said[key] for key, one in naming.items() if one.share >= MOSTLY_NAMED}
    return frozenset(
        key
        for key, words in said.items()
        if naming[key].another_number or (words and any(words < more for more in whole))
    )


def _with_kin(naming: Mapping[str, Naming], index: Index) -> dict[str, Naming]:
    """Let what a question calls by name explain that name for what belongs to it, too.

    "Are drones allowed in the park" is told by "the rules of the park", of which nobody spoke.
    """
    whole = {key: one for key, one in naming.items() if one.share >= WHOLE_ENOUGH}
    owners: defaultdict[str, list[Naming]] = defaultdict(list)
    for key, one in whole.items():
        for other in index.kin(key):
            if other in naming and other not in whole:
                owners[other].append(one)
    return {**naming, **{key: _as_kin(naming[key], of) for key, of in owners.items()}}


def _as_kin(naming: Naming, owners: Sequence[Naming]) -> Naming:
    context = tuple(
        max(known, IN_CONTEXT)
        if own < EXPLAINED and any(owner.belongs[at] >= EXPLAINED for owner in owners)
        else known
        for at, (known, own) in enumerate(zip(naming.context, naming.belongs, strict=True))
    )
    return replace(naming, context=context, kin=True)


def in_order(ranked: Iterable[Ranked]) -> list[Ranked]:
    """Return facts by their score, best first; equals by id."""
    return sorted(ranked, key=lambda one: (-one.score, one.entry.fact_id))


def _told(asked: Asked, entry: Entry) -> _Told:
    """Return what is the same for all facts of a shape."""
    kind = kind_fits(asked.reading, entry)
    fits = kind > 0 or not asked.families.isdisjoint(entry.asked_by)
    explained = explained_by_attribute(asked.levels, entry, fits=fits)
    return _Told(kind, explained, phrased(asked, entry))


def _weighed(asked: Asked, told: _Told, entry: Entry, naming: Naming, off: Off) -> _Weighed:
    """Return what is the same for all facts that a question finds the same in."""
    evidence = evidence_of(asked.levels, naming, told.explained, entry)
    unexplained = [found for found in evidence if found.best < EXPLAINED]
    kinds = asked.reading.kinds & SHOWN
    features = Features(
        name=naming.share,
        context=sum([found.weight * found.context for found in evidence if not found.name])
        / asked.weight,
        attribute=attribute_asked(asked.reading, evidence, entry),
        cover=sum([found.weight * found.best for found in evidence]) / asked.weight,
        kind=told.kind,
        strange=min(strange_weight(kinds, evidence, unexplained, naming) / asked.weight, 1.0),
        recall=key_recall(asked, naming, entry),
        phrase=float(told.phrased),
        denied=float(denied(asked.reading, evidence, entry)),
    )
    return _Weighed(
        features_without(features, off),
        tuple([found.sought.term.word.text for found in unexplained if found.weight]),
        len(evidence) - len(unexplained),
        Part.ATTRIBUTE_GUARD not in off and tells_another(asked, naming, entry),
    )
