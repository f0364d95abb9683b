"""Evidence: what in a fact explains a word of the question, and how surely."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from bot.answering.entry import Alias, Entry
from bot.answering.index import Index, SubjectEntry
from bot.answering.lexicon import lexicon
from bot.answering.vocabulary import Sought

SURE, STEM, MEANT, NEAR, KIN = 1.0, 0.9, 0.85, 0.8, 0.6
"""How surely two words are the same: by spelling or lemma, stem, meaning, slip, beginning."""

IN_ATTRIBUTE, IN_STATEMENT, IN_VALUE, IN_CONTEXT = 1.0, 0.75, 0.7, 0.45
"""How far a word in that part of a fact explains a word of the question."""

FAMILY, FAMILY_NEAR, FAMILY_HINTED = 0.95, 0.65, 0.6
"""The same for an attribute family: the fact's own, a near one, one in its statement."""

ROLE: Final = 0.8
"""How surely "the foreign minister" names the person who holds that office."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What explains one term: by the name, by the attribute, by the subject's other facts."""

    name: float
    attribute: float
    context: float

    @property
    def best(self) -> float:
        """The strongest of the three."""
        return max(self.name, self.attribute, self.context)


@dataclass(frozen=True, slots=True)
class Naming:
    """How fully a question names a subject, and how far each term belongs to its names."""

    share: float
    belongs: tuple[float, ...]


def level(sought: Sought, keys: frozenset[str]) -> float:
    """Return how surely one of `keys` is the word sought, 0..1."""
    own = sought.term.word.keys
    if not own.sure.isdisjoint(keys):
        return SURE
    if own.stem in keys:
        return STEM
    if not own.concepts.isdisjoint(keys):
        return MEANT
    if sought.near and not sought.near.isdisjoint(keys):
        return NEAR
    if sought.kin and not sought.kin.isdisjoint(keys):
        return KIN
    return 0.0


def naming_of(sought: Sequence[Sought], subject: SubjectEntry, index: Index) -> Naming:
    """Return how fully the best alias is named, and how each term belongs to any name."""
    asked = frozenset(key for one in sought for key in one.every)
    best = 0.0
    belongs = [0.0] * len(sought)
    for aliases, trust in ((subject.aliases, 1.0), (tuple(subject.roles), ROLE)):
        for alias in aliases:
            if asked.isdisjoint(alias.keys):
                continue
            share, levels = _alias(sought, alias, index)
            best = max(best, share * trust)
            belongs = [max(old, new * trust) for old, new in zip(belongs, levels, strict=True)]
    return Naming(best, tuple(belongs))


def _alias(sought: Sequence[Sought], alias: Alias, index: Index) -> tuple[float, list[float]]:
    levels = [0.0] * len(sought)
    met = [(at, one) for at, one in enumerate(sought) if not one.every.isdisjoint(alias.keys)]
    named = total = 0.0
    for word in alias.words:
        keys = word.every | {word.sound}
        weight = index.weight(word.every)
        total += weight
        best = 0.0
        for at, one in met:
            found = level(one, keys)
            best = max(best, found)
            levels[at] = max(levels[at], found)
        named += weight * best
    return (named / total if total else 0.0), levels


def evidence_of(one: Sought, by_name: float, entry: Entry, subject: SubjectEntry) -> Evidence:
    """Return what explains one term; `by_name` is how far it belongs to the subject's names."""
    asked = max(IN_ATTRIBUTE * level(one, entry.attribute), family_level(one.families, entry))
    told = max(IN_STATEMENT * level(one, entry.statement), IN_VALUE * level(one, entry.value))
    attribute = max(asked, told)
    context = 0.0
    if attribute < IN_CONTEXT and by_name < IN_CONTEXT:
        context = IN_CONTEXT * level(one, frozenset(_present(one, subject)))
    return Evidence(by_name, attribute, context)


def _present(one: Sought, subject: SubjectEntry) -> Iterable[str]:
    keys = one.term.keys.every | one.near | one.kin
    return (key for key in keys if subject.context[key] > 0)


def family_level(families: Iterable[str], entry: Entry) -> float:
    """Return how surely the fact tells what one of `families` asks for."""
    best = 0.0
    for name in families:
        if name in entry.asked_by:
            return FAMILY
        if not lexicon().families[name].near.isdisjoint(entry.asked_by):
            best = max(best, FAMILY_NEAR)
        if name in entry.hinted:
            best = max(best, FAMILY_HINTED)
    return best
