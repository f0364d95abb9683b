"""Does a question ask for what a fact tells: this attribute, in this kind of answer?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Final

from bot.answering.asked_kind import OFTEN
from bot.answering.entry import PLACE, Entry
from bot.answering.evidence import EXPLAINED, Evidence, Levels, Naming
from bot.answering.index import Index
from bot.answering.lexicon import lexicon
from bot.answering.parts import Off, sought_without
from bot.answering.places import is_place_name
from bot.answering.reading import CONTENT_WEIGHT, Reading
from bot.answering.strange import competes
from bot.answering.values import MEASURED
from bot.answering.vocabulary import Sought

SILENT_WEIGHT: Final = 0.5
"""Weight of a function word that also names an attribute ("since")."""
LIGHT_EVIDENCE: Final = 0.4
"""A word like "country" says little even where it is met: its evidence counts 0.4 + weight."""
BY_WORDS: Final = 0.16
"""What a key counts for that says nothing, where the words beside it are asked for."""
WITHIN_NAME: Final = 0.55
"""How surely a word that also belongs to the subject's name asks for an attribute."""
PLAINLY: Final = 0.55
"""How surely "when" asks for the date beside words that ask for nothing else."""
REASON: Final = 0.6
"""How surely "why" alone asks for a reason, whatever else is said."""
TOLD: Final = 0.6
"""From this evidence on a fact tells the measure that is asked for, by whatever word."""
PLAIN_KIND: Final = 1.0
"""How surely "when is X" asks for its date, …"""
OWN_KIND: Final = 0.8
"""… for another attribute that tells a time …"""
SOME_KIND: Final = 0.5
"""… and for one of which only the value is a time."""
_DESCRIBING: Final = {
    "who": frozenset({"office", "role"}),
    "which": frozenset({"office", "role"}),
    "who_or_what": frozenset({"office", "role", "identity", "purpose", "type", "size", "amount"}),
}
"""What "who is X", "kurš ir X" and "what is X" ask for."""
SHOWN: Final = frozenset({"who", "where", "when", "quantity", "why"})
"""Kinds of answer that a value shows to be, or not to be."""
_BY_FORM: Final = frozenset({"duration", "cost", "price", "amount", "length", "frequency"})
"""Measures that any value of their form tells: "how much is" money."""
_QUALIFYING: Final = frozenset({"largest", "maximum", "minimum", "deputy", "plan"})
"""Families whose words make another attribute of one: "largest contingent", "deputy head"."""
_PLAIN: Final = {
    "when": frozenset({"time", "start"}),
    "where": frozenset({"place"}),
    "quantity": frozenset({"amount", "size", "count", "cost"}),
}
"""What a question asks for that only has "when", "where" or "how much" beside a name."""

_SIZE: Final = frozenset({"size"})
"""What "how large" asks for."""

_PLAINLY_ASKED: Final = _PLAIN.keys() - {"quantity"}


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as a store understands it: what is the same for all candidates.

    Attributes:
        sought: its terms with the keys that they stand for in this store.
        families: the attribute families asked for, misspelt or not.
        weight: of all terms together.
        levels: how surely each is one of some words.
        keys: of all its words, those that no fact must explain included.
    """

    reading: Reading
    sought: tuple[Sought, ...]
    families: frozenset[str]
    weight: float
    levels: Levels
    keys: frozenset[str]

    @classmethod
    def of(cls, reading: Reading, index: Index, off: Off) -> Asked:
        """Return how `index` understands a question; `off` as in `parts`."""
        sought = sought_without(index.seek(reading), off)
        return cls(
            reading,
            sought,
            reading.families.union(*(one.families for one in sought)),
            sum(one.term.weight for one in sought) or 1.0,
            Levels(sought),
            frozenset[str]().union(*(word.keys.every for word in reading.words)),
        )


def attribute_asked(reading: Reading, evidence: Sequence[Evidence], entry: Entry) -> float:
    """Return how surely the words that are not the subject's name ask for this attribute."""
    where = "where" in reading.kinds
    asked = [
        (max(found.weight, SILENT_WEIGHT), found.attribute)
        for found in evidence
        # What is not the subject's name, or sooner what is told: "dance dancers".
        if (found.name < EXPLAINED or found.attribute > found.name)
        and not (where and _answers_itself(found))
    ]
    within = WITHIN_NAME if _told_by_name(reading, evidence, entry) else 0.0
    if "why" in reading.kinds & entry.gives:
        within = REASON
    counted = [found.attribute for found in evidence if found.sought.term.counted]
    within = max(within, *counted, 0.0)
    if _plainly(reading, evidence, entry):
        within = max(within, PLAINLY)
    if not any(found.weight for found in evidence if found.name < EXPLAINED):
        within = max(within, _by_kind_alone(reading, entry))
    if not asked:
        return within
    asked = [(weight, found * min(1.0, LIGHT_EVIDENCE + weight)) for weight, found in asked]
    best = max(found for _, found in asked)
    mean = sum(weight * found for weight, found in asked) / sum(weight for weight, _ in asked)
    return max(within, (best + mean) / 2)


def _plainly(reading: Reading, evidence: Iterable[Evidence], entry: Entry) -> bool:
    """Tell whether "when" or "where" asks for the date or place, and no word for anything else."""
    kinds = reading.kinds & _PLAINLY_ASKED
    if not kinds:
        return False
    plain = frozenset[str]().union(*(_PLAIN[kind] for kind in kinds))
    if entry.asked_by.isdisjoint(plain):
        return False
    beside = [found for found in evidence if found.name < EXPLAINED]
    return all(
        not found.sought.families.isdisjoint(plain)
        if found.sought.families
        else found.weight < CONTENT_WEIGHT or found.best >= EXPLAINED
        for found in beside
    )


def _answers_itself(found: Evidence) -> bool:
    """Tell whether a place stands in a question for a place: it says of what, and asks nothing.

    "Where is Poland's battle group" does not ask for a list with Poland in it.
    """
    return is_place_name(found.sought.term.keys)


def _told_by_name(reading: Reading, evidence: Sequence[Evidence], entry: Entry) -> bool:
    """Tell whether a word of the subject's name also asks for this: "who builds the building".

    Not where another word asks for something else: "the salary of Danish soldiers".
    """
    asked_by = entry.asked_by
    kinds = reading.kinds & SHOWN
    return any(
        found.name >= EXPLAINED and not found.sought.families.isdisjoint(asked_by)
        for found in evidence
    ) and not any(found.best < EXPLAINED and competes(found.sought, kinds) for found in evidence)


def _by_kind_alone(reading: Reading, entry: Entry) -> float:
    """A question that only names a subject: "when is X", "who is X", "where is X".

    How large something is no sum of money tells that is not called its size or amount.
    """
    describing = frozenset().union(*(_DESCRIBING.get(kind, ()) for kind in reading.kinds))
    if entry.asked_by & describing:
        return OWN_KIND
    shown = reading.kinds & SHOWN
    sized = "size" in reading.families
    if not shown or (sized and entry.forms == {"money"} and not _own_or_near(_SIZE, entry)):
        return 0.0
    families = lexicon().families
    persons = [name for name in reading.families if "who" in families[name].gives]
    if shown == {"who"} and persons and not _own_or_near(persons, entry):
        return 0.0
    plain = frozenset().union(*(_PLAIN.get(kind, ()) for kind in shown))
    if _own_or_near(_SIZE, entry) if sized else entry.asked_by & plain:
        return PLAIN_KIND
    if any(families[name].gives & shown for name in entry.asked_by):
        return OWN_KIND
    return SOME_KIND if entry.gives & shown else 0.0


def key_recall(asked: Asked, naming: Naming, entry: Entry) -> float:
    """Return which share of the words of the attribute's key the question asks for."""
    if any(word.families & _QUALIFYING - asked.families for word in entry.key_words):
        return 0.0
    told = not asked.families.isdisjoint(entry.asked_by)
    kinds = asked.reading.kinds if told or not asked.families else frozenset[str]()
    met = [
        word
        for word in entry.key_words
        if not (
            word.families.isdisjoint(asked.families)
            and word.gives.isdisjoint(kinds)
            and word.keys.isdisjoint(naming.beside)
        )
    ]
    return max(BY_WORDS if told else 0.0, len(met) / len(entry.key_words) if met else 0.0)


def phrased(asked: Asked, entry: Entry) -> bool:
    """Tell whether the question has every word of a phrase that an editor gave."""
    return any(
        phrase and all(not word.isdisjoint(asked.keys) for word in phrase)
        for phrase in entry.phrases
    )


def denied(reading: Reading, evidence: Iterable[Evidence], entry: Entry) -> bool:
    """Tell whether a measure is asked for ("how old") that the fact does not tell."""
    measures = reading.measures
    if not measures or (measures & _BY_FORM and reading.forms & entry.forms):
        return False
    if "when" in reading.kinds & entry.gives and (reading.families - measures) & entry.asked_by:
        return False
    told = [found for found in evidence if found.sought.families & measures]
    return all(found.attribute < TOLD for found in told) and not _own_or_near(measures, entry)


def _own_or_near(families: Iterable[str], entry: Entry) -> bool:
    known = lexicon().families
    return any(not entry.asked_by.isdisjoint({name, *known[name].near}) for name in families)


def kind_fits(reading: Reading, entry: Entry) -> float:
    """Return 1 if the value is the kind of answer asked for, -1 if it cannot be."""
    asked = reading.kinds & SHOWN
    if not asked:
        return 0.0
    if asked == {"why"} and "why" not in entry.gives:
        return -1.0
    if asked == {"who"} and entry.gives == {"quantity"}:
        return -1.0
    named = not reading.families.isdisjoint(entry.asked_by)
    if asked & entry.gives:
        cannot = (not named and _only_looks(asked, entry)) or _in_another_form(reading, entry)
        return -1.0 if cannot else 1.0
    if asked <= MEASURED or (entry.gives <= MEASURED and not _tells(reading, entry, asked)):
        return -1.0
    return -1.0 if asked & MEASURED and ("where" in asked or not named) else 0.0


def _tells(reading: Reading, entry: Entry, asked: AbstractSet[str]) -> bool:
    """Tell whether what is asked for tells such a thing, whatever the value looks like."""
    families = lexicon().families
    told = reading.families & entry.asked_by
    return any(not asked.isdisjoint(families[name].gives) for name in told)


def _only_looks(asked: AbstractSet[str], entry: Entry) -> bool:
    """Tell whether the value only looks like what is asked: a head office is not who runs it.

    Nor are the countries of those who take part where something is.
    """
    families = lexicon().families
    own = entry.asked_by if entry.about.is_place else entry.asked_by - {PLACE}
    given = frozenset[str]().union(*(families[name].gives for name in own))
    if asked == {"who"} and given and "who" not in given:
        # Capitals are the least sign: "the European Union" on an agenda is nobody who comes.
        return True
    told = given & entry.gives & SHOWN
    return bool(told) and asked.isdisjoint(told | MEASURED)


def _in_another_form(reading: Reading, entry: Entry) -> bool:
    """Tell whether money is asked for and a count is told, or the like."""
    told_otherwise = reading.kinds & entry.gives - {"quantity"}
    # A budget of "12 million" is money, though nobody wrote of which currency.
    unnamed = entry.forms == {"count"} and not reading.families.isdisjoint(entry.asked_by)
    unnamed = unnamed and OFTEN not in reading.forms
    return bool(
        reading.forms
        and entry.forms
        and not (told_otherwise or unnamed)
        and reading.forms.isdisjoint(entry.forms)
    )
