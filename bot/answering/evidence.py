"""Evidence: what in a fact explains a word of the question, and how surely."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from bot.answering.entry import Alias, Entry, Keyset
from bot.answering.index import Index, SubjectEntry
from bot.answering.lexicon import lexicon
from bot.answering.places import is_alliance, is_place_name
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

SMALL: Final = 2
"""Digits of a number that tells things of one name apart; three: as many right and wrong."""

OF_YEARS: Final = frozenset({"gads"})
"""Words that belong to a year in a name: "2021. gada skaitīšana"."""

ROLE: Final = 0.8
"""How surely "the foreign minister" names the person who holds that office."""


class Levels(dict[Keyset, tuple[float, ...]]):
    """How surely each term is one of some words: found once for all that say the same.

    Attributes:
        sought: the terms.
        every: all keys of theirs.
    """

    def __init__(self, sought: Sequence[Sought]) -> None:
        super().__init__()
        self.sought: Final = sought
        self.every: Final = frozenset[str]().union(*(one.every for one in sought))

    def __missing__(self, words: Keyset) -> tuple[float, ...]:
        found = self[words] = tuple([level(one, words) for one in self.sought])
        return found


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
        another_number: it is named by another number than the question names: "line 9", "line 7".
        borrowed: of its names nothing is said but the name of something else, which is no place:
            "NATO".
        kin: it belongs to a subject that the question names.
    """

    share: float
    belongs: tuple[float, ...]
    context: tuple[float, ...]
    beside: frozenset[str]
    there: tuple[bool, ...]
    another_number: bool
    borrowed: bool
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


def naming_of(levels: Levels, subject: SubjectEntry, index: Index, years: frozenset[str]) -> Naming:
    """Return how fully the best name is named, and how each term meets the subject.

    Args:
        levels: of the terms.
        subject: what the question finds in it.
        index: weighs the words of names.
        years: those that the question names something by.
    """
    share = 0.0
    sought = levels.sought
    belongs = [0.0] * len(sought)
    for aliases, trust in ((subject.aliases, 1.0), (subject.roles, ROLE)):
        for alias in aliases:
            if levels.every.isdisjoint(alias.keys):
                continue
            by_word = [levels[keys] for keys in alias.met_by]
            share = max(share, _share(alias, by_word, index, years) * trust)
            for at, found in enumerate(zip(*by_word, strict=True)):
                belongs[at] = max(belongs[at], max(found) * trust)
    context = [IN_CONTEXT * found for found in levels[subject.context]]
    beside = [one.every for one, own in zip(sought, belongs, strict=True) if own < EXPLAINED]
    there = [not one.term.keys.every.isdisjoint(subject.places) for one in sought]
    return Naming(
        share,
        tuple(belongs),
        tuple(context),
        frozenset[str]().union(*beside),
        tuple(there),
        _is_another_number(years | _naming_numbers(sought, belongs), subject.aliases)
        or _is_numbered(sought, belongs, subject.aliases),
        _is_borrowed(sought, belongs),
    )


def _is_borrowed(sought: Sequence[Sought], belongs: Sequence[float]) -> bool:
    """Tell whether of names nothing is said but the name of something else, and of no place."""
    own = [one.term for one, known in zip(sought, belongs, strict=True) if known >= EXPLAINED]
    elsewhere = all(is_place_name(term.keys) and not is_alliance(term.keys) for term in own)
    return not elsewhere and all(term.proper for term in own)


def _naming_numbers(sought: Sequence[Sought], belongs: Sequence[float]) -> frozenset[str]:
    """Return the numbers that stand beside a word of the subject's name: "line 7"."""
    numbers = [one.term.word.folded if one.term.word.folded.isdigit() else "" for one in sought]
    if not any(numbers):
        return frozenset()
    is_named = [False, *(own >= EXPLAINED for own in belongs), False]
    beside = zip(numbers, is_named, is_named[2:], strict=False)
    return frozenset(number for number, before, after in beside if number and (before or after))


def _is_another_number(asked: frozenset[str], aliases: Iterable[Alias]) -> bool:
    """Tell whether names have numbers, and none of those that something is asked for by.

    Of years and other numbers one says nothing of the other.
    """
    own = {key for alias in aliases for key in alias.keys if key.isdigit()} if asked else set()
    return bool(own) and own.isdisjoint(asked) and _has_year(own) == _has_year(asked)


def _is_numbered(
    sought: Sequence[Sought], belongs: Sequence[float], aliases: Iterable[Alias]
) -> bool:
    """Tell whether a small number follows a name that has none: "battle group 7".

    What has more digits is a year or an amount.
    """
    follows = any(
        len(one.term.word.folded) <= SMALL and one.term.word.folded.isdigit() and own >= EXPLAINED
        for one, own in zip(sought[1:], belongs, strict=False)
    )
    return follows and not any(key.isdigit() for alias in aliases for key in alias.keys)


def _has_year(numbers: Iterable[str]) -> bool:
    return any(map(YEAR.fullmatch, numbers))


def _share(
    alias: Alias, by_word: Iterable[Iterable[float]], index: Index, years: frozenset[str]
) -> float:
    """Return how fully a name is named: each word by its weight and the term that meets it best."""
    weights = [index.weight(word.every) for word in alias.words]
    best = list(map(max, by_word))
    if not years.isdisjoint(alias.keys):
        said = years | OF_YEARS
        best = [
            found if said.isdisjoint(keys) else SURE
            for found, keys in zip(best, alias.met_by, strict=True)
        ]
    return sum(weight * found for weight, found in zip(weights, best, strict=True)) / sum(weights)


def explained_by_attribute(levels: Levels, entry: Entry, *, fits: bool) -> tuple[float, ...]:
    """Return how far a fact's attribute explains each term.

    Args:
        levels: of the terms.
        entry: the fact.
        fits: it is the kind of answer, or the attribute, asked for.
    """
    return tuple(
        [
            max(IN_ATTRIBUTE * own, family_level(one.families, entry, fits=fits))
            for one, own in zip(levels.sought, levels[entry.attribute], strict=True)
        ]
    )


def evidence_of(
    levels: Levels, naming: Naming, explained: Iterable[float], entry: Entry
) -> list[Evidence]:
    """Return what explains each term.

    Args:
        levels: of the terms.
        naming: how they meet the fact's subject.
        explained: how far the fact's attribute explains each.
        entry: the fact.
    """
    found: list[Evidence] = []
    stated, shown = levels[entry.statement], levels[entry.value]
    for one, by_name, context, attribute, in_statement, in_value in zip(
        levels.sought, naming.belongs, naming.context, explained, stated, shown, strict=True
    ):
        said = max(attribute, IN_STATEMENT * in_statement, IN_VALUE * in_value)
        # What all facts of the subject say counts where nothing else does.
        beside = 0.0 if said >= IN_CONTEXT or by_name >= IN_CONTEXT else context
        best = max(by_name, said, beside)
        found.append(Evidence(one, one.term.weight, by_name, said, beside, best))
    return found


def family_level(families: Iterable[str], entry: Entry, *, fits: bool) -> float:
    """Return how surely the fact tells what one of `families` asks for; `fits` as above."""
    best = 0.0
    for name in families:
        if name in entry.asked_by:
            return FAMILY
        family = lexicon().families[name]
        if not family.near.isdisjoint(entry.asked_by):
            alike = not family.gives.isdisjoint(entry.gives)
            best = max(best, FAMILY_NEAR if alike else FAMILY_APART)
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
