"""Evidence: what in a fact explains a word of the question, and how surely."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from bot.answering.entry import Alias, Entry
from bot.answering.index import Index, SubjectEntry
from bot.answering.lexicon import lexicon
from bot.answering.reading import YEAR
from bot.answering.vocabulary import Sought

SURE, STEM, MEANT, NEAR, KIN = 1.0, 0.9, 0.7, 0.8, 0.6
"""How surely two words are the same: by spelling or lemma, stem, meaning, slip, beginning."""

IN_ATTRIBUTE, IN_STATEMENT, IN_VALUE, IN_CONTEXT = 1.0, 0.75, 0.7, 0.45
"""How far a word in that part of a fact explains a word of the question."""

FAMILY, FAMILY_NEAR, FAMILY_APART, FAMILY_HINTED = 0.95, 0.45, 0.3, 0.7
"""The same for an attribute family: the fact's own, a near one whose kind of answer it gives or
does not, one in its statement."""

EXPLAINED: Final = 0.4
"""From this evidence on a word counts as explained."""

_OF_YEARS: Final = frozenset({"gads"})
"""Words that belong to a year in a name: "2021. gada skaitīšana"."""

ROLE: Final = 0.8
"""How surely "the foreign minister" names the person who holds that office."""


class Evidence(NamedTuple):
    """What explains one term; a tuple, as there is one for each term and candidate.

    Attributes:
        weight: the term's.
        name, attribute, context: how far the subject's names explain it, what the fact
            says, and the subject's other facts.
        best: the strongest of the three.
    """

    sought: Sought
    weight: float
    name: float
    attribute: float
    context: float
    best: float


@dataclass(frozen=True, slots=True)
class Naming:
    """How a question meets a subject.

    Attributes:
        share: how fully it names it.
        belongs: how far each term belongs to its names.
        context: how far the facts of the subject explain each term.
        beside: the keys of the terms that do not belong to its names.
        there: which terms say where it is.
        another_year: it is named by another year than the question names.
        kin: it belongs to a subject that the question names.
    """

    share: float
    belongs: tuple[float, ...]
    context: tuple[float, ...]
    beside: frozenset[str]
    there: tuple[bool, ...]
    another_year: bool
    kin: bool = False

    @property
    def said(self) -> frozenset[int]:
        """Which terms belong to its names."""
        return frozenset(at for at, own in enumerate(self.belongs) if own >= EXPLAINED)


def level(sought: Sought, keys: frozenset[str]) -> float:
    """Return how surely one of `keys` is the word sought, 0..1."""
    if sought.every.isdisjoint(keys):
        return 0.0
    own = sought.term.keys
    if not own.sure.isdisjoint(keys):
        return SURE
    if own.stem in keys:
        return STEM
    if not own.concepts.isdisjoint(keys):
        return MEANT
    return KIN if sought.near.isdisjoint(keys) else NEAR


def naming_of(
    sought: Sequence[Sought], subject: SubjectEntry, index: Index, years: frozenset[str]
) -> Naming:
    """Return how fully the best name is named, and how each term meets the subject.

    Args:
        sought: the terms.
        subject: what the question finds in it.
        index: weighs the words of names.
        years: those that the question names something by.
    """
    share = 0.0
    belongs = [0.0] * len(sought)
    asked = frozenset[str]().union(*(one.every for one in sought))
    own_years = frozenset[str]().union(*map(_years, subject.aliases)) if years else years
    for aliases, trust in ((subject.aliases, 1.0), (subject.roles, ROLE)):
        for alias in aliases:
            if asked.isdisjoint(alias.keys):
                continue
            met = [at for at, one in enumerate(sought) if not one.every.isdisjoint(alias.keys)]
            levels = [[level(sought[at], keys) for keys in alias.met_by] for at in met]
            share = max(share, _share(alias, levels, index, years) * trust)
            for at, found in zip(met, levels, strict=True):
                belongs[at] = max(belongs[at], max(found) * trust)
    context = [IN_CONTEXT * level(one, subject.context) for one in sought]
    beside = [one.every for one, own in zip(sought, belongs, strict=True) if own < EXPLAINED]
    there = [not one.term.keys.every.isdisjoint(subject.places) for one in sought]
    return Naming(
        share,
        tuple(belongs),
        tuple(context),
        frozenset[str]().union(*beside),
        tuple(there),
        bool(own_years) and own_years.isdisjoint(years),
    )


def _years(alias: Alias) -> frozenset[str]:
    """Return the years in a name."""
    return frozenset(key for key in alias.keys if YEAR.fullmatch(key))


def _share(
    alias: Alias, levels: Iterable[Sequence[float]], index: Index, years: frozenset[str]
) -> float:
    """Return how fully a name is named: each word by its weight and the term that meets it best."""
    weights = [index.weight(word.every) for word in alias.words]
    best: list[float] = [max(found) for found in zip(*levels, strict=True)]
    if not years.isdisjoint(alias.keys):
        said = years | _OF_YEARS
        best = [
            found if said.isdisjoint(keys) else SURE
            for found, keys in zip(best, alias.met_by, strict=True)
        ]
    return sum(weight * found for weight, found in zip(weights, best, strict=True)) / sum(weights)


def evidence_of(
    sought: Sought, by_name: float, context: float, entry: Entry, *, fits: bool = True
) -> Evidence:
    """Return what explains one term.

    Args:
        sought: the term.
        by_name: how far it belongs to the names of the fact's subject.
        context: how far all facts of that subject explain it; it counts where nothing else does.
        entry: the fact.
        fits: it is the kind of answer, or the attribute, asked for.
    """
    attribute = IN_ATTRIBUTE * level(sought, entry.about.keys)
    if sought.families:
        attribute = max(attribute, family_level(sought.families, entry, fits=fits))
    # Most facts say nothing of a word, and there is one of these for each word and candidate.
    if entry.statement:
        attribute = max(attribute, IN_STATEMENT * level(sought, entry.statement))
    if entry.value:
        attribute = max(attribute, IN_VALUE * level(sought, entry.value))
    if attribute >= IN_CONTEXT or by_name >= IN_CONTEXT:
        context = 0.0
    best = max(by_name, attribute, context)
    return Evidence(sought, sought.term.weight, by_name, attribute, context, best)


def family_level(families: Iterable[str], entry: Entry, *, fits: bool = True) -> float:
    """Return how surely the fact tells what one of `families` asks for; `fits` as above."""
    best = 0.0
    for name in families:
        if name in entry.asked_by:
            return FAMILY
        family = lexicon().families[name]
        if not family.near.isdisjoint(entry.asked_by):
            fits = not family.gives.isdisjoint(entry.gives)
            best = max(best, FAMILY_NEAR if fits else FAMILY_APART)
        if name in entry.hinted:
            apart = (not fits and _tells_else(name, entry)) or _tells_another(name, entry)
            best = max(best, FAMILY_APART if apart else FAMILY_HINTED)
    return best


def _tells_else(name: str, entry: Entry) -> bool:
    """Tell whether the fact is known to tell another kind of thing than family `name`."""
    families = lexicon().families
    told = frozenset[str]().union(*(families[own].gives for own in entry.asked_by))
    return bool(told) and told.isdisjoint(families[name].gives)


def _tells_another(name: str, entry: Entry) -> bool:
    """Tell whether the fact tells of somebody else: of the owner, not of the head."""
    families = lexicon().families
    own = [families[one].gives for one in entry.asked_by]
    return bool(own) and all(gives == families[name].gives == {"who"} for gives in own)
