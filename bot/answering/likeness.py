"""Which questions ask the same, over both languages; what nobody could answer is gathered by it.

Two are **linked** if either says what the other says, but for little:

- they can have the same kind of answer, in the same form, for the same time or one within the
  other (a month may be left out), and both or neither ask what is not so;
- what only one of them names weighs little: who asks "after the repairs" asks the same;
- most of what they name together they have in common.

Two **contradict** each other if each names something that the other does not: another name, another
of its kind where kinds exclude each other ("adult" and "child", not "brown" and "murky"), another
attribute ("begins" and "ends"), the contrary, another thing that is counted. As people have many
words for one thing, only what cannot be said otherwise (the kind of answer that a question word
names, a time, a "not") keeps two questions apart by itself. Else a group decides as a whole
(`belonging.py`). What is counted, or called by a word of the same kind, has to be the very same:
doctors are no nurses, though both ask for the staff. So what is asked in fifty ways comes together,
each way by its nearest, and what differs in one word stays outside, although somebody has left that
word out.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from enum import Enum, auto
from functools import lru_cache
from math import ceil
from typing import Final

from bot.answering.analysis import section_of
from bot.answering.gist import (
    CLOSED,
    CONCEPT,
    FAMILY,
    MOST_REMEMBERED,
    Gist,
    Meaning,
)
from bot.answering.lexicon import lexicon
from bot.answering.sections import DEEDS, EXCLUSIVE, QUALITIES, are_deeds, in_one_of
from bot.answering.words import edit_distance_at_most_one

ALIKE: Final = 0.55
"""The share of what both name together that they have in common, from which they are linked."""

MOST_BESIDE: Final = 1.5
"""What only one of two may name, names apart: a word and a verb. With 1.0 each of twelve questions
makes half a group more, and no near question less joins."""

SLIGHT: Final = 0.5
"""So much weight makes no difference by itself, where each names something of its own."""

_ENDS: Final = frozenset({"#end", "#closing", "#departure", "#deadline"})
"""What asks when something is over; where nothing says so, it is its beginning that is meant."""

_BEGINNINGS: Final = frozenset({"#opening", "#resumption"})
"""What asks when something is there again."""

_OPPOSITES: Final = (
    (frozenset({"=open_v", "=open_q", "=resume", "=start_v"}), CLOSED | {"=finish", "=end"}),
    (frozenset({"=arrive", "=enter"}), frozenset({"=depart", "=leave"})),
    (frozenset({"=increase"}), frozenset({"=decrease", "=cheaper"})),
    (frozenset({"=buy"}), frozenset({"=sell"})),
    (frozenset({"=win"}), frozenset({"=lose"})),
    (frozenset({"=hire"}), frozenset({"=dismiss"})),
)
"""What somebody does, and what undoes it."""

_MONTH: Final = range(28, 32)
"""Days of a month: some name it and some do not, while a year or a day makes another question."""

_NOTHING: Final = frozenset[str]()

_MEANT: Final = (CONCEPT, FAMILY)
"""How marks begin that words of different stems may have in common."""

AKIN: Final = 0.6
"""The share of the longer of two words that both begin with, if they are one word in two languages;
flat from 0.5 to 0.6."""

SURELY_SPELT: Final = 5
"""Letters from which on two words one slip apart are the same word."""


class Relation(Enum):
    """How two questions stand to each other."""

    LINKED = auto()
    APART = auto()
    """Neither says what the other says, nor anything against it."""
    AGAINST = auto()
    """They contradict each other, as far as words can tell."""
    NEVER = auto()
    """They ask different things, in whatever words they are put."""


def alike(one: Gist, other: Gist) -> bool:
    """Tell whether two questions are linked."""
    return relation(one, other) is Relation.LINKED


@lru_cache(maxsize=MOST_REMEMBERED)
def relation(one: Gist, other: Gist) -> Relation:
    """Return how two questions stand to each other."""
    if not (one.meanings and other.meanings) or _never_same(one, other):
        return Relation.NEVER
    if _are_apart(one.asks, other.asks) or _are_apart(one.forms, other.forms):
        return Relation.AGAINST
    if _are_apart(one.subjects, other.subjects):
        return Relation.AGAINST
    ours, theirs = _beyond(one, other), _beyond(other, one)
    if _are_plainly_other(one, other, ours, theirs):
        return Relation.AGAINST
    asks = one.asks & other.asks
    if _ends_only(ours, one, asks) or _ends_only(theirs, other, asks):
        return Relation.APART
    beside = _weight(ours), _weight(theirs)
    unnamed = _weight(each for each in (*ours, *theirs) if not each.name)
    whole = _weight(one.meanings) + _weight(other.meanings)
    differ = min(beside) > SLIGHT or unnamed > MOST_BESIDE or whole - sum(beside) < ALIKE * whole
    return Relation.APART if differ else Relation.LINKED


def _ends_only(beyond: Iterable[Meaning], gist: Gist, asks: frozenset[str]) -> bool:
    """Tell whether a question asks when something is over, and not when another thing begins."""
    told = [_asking(each, asks) & _ENDS for each in beyond]
    return any(told) and gist.families.isdisjoint(_BEGINNINGS)


def _never_same(one: Gist, other: Gist) -> bool:
    """Tell whether two questions cannot be the same, in whatever words they are put."""
    if _are_at_other_times(one.time, other.time):
        return True
    if one.turned != other.turned and not _is_lacking(one, other):
        return True
    if one.surely and other.surely and _are_apart(one.asks, other.asks):
        return True
    return one.surely and other.surely and _are_apart(one.forms, other.forms)


def _are_at_other_times(one: str, other: str) -> bool:
    """Tell whether of two times, as gists have them, neither is within the other."""
    if not (one and other):
        return one != other and not _is_month(one or other)
    (start, end), (its_start, its_end) = one.split("/"), other.split("/")
    return not (start <= its_start <= its_end <= end or its_start <= start <= end <= its_end)


def _is_lacking(one: Gist, other: Gist) -> bool:
    """Tell whether both ask why something is not there: "no trains", or "cancelled" ones."""
    plain = other if one.turned else one
    marks = (mark for each in plain.meanings for mark in each.marks)
    return "why" in one.asks | other.asks and not CLOSED.isdisjoint(marks)


def _are_opposite(one: Meaning, other: Meaning) -> bool:
    """Tell whether one of two words says the contrary of the other: "begin", "stop"."""
    return any(
        not (one.marks.isdisjoint(ours) or other.marks.isdisjoint(theirs))
        for pair in _OPPOSITES
        for ours, theirs in (pair, pair[::-1])
    )


def _is_month(time: str) -> bool:
    """Tell whether a time, as gists have it, is a month."""
    start, end = map(date.fromisoformat, time.split("/"))
    return (end - start).days in _MONTH


def _are_apart(ones: frozenset[str], others: frozenset[str]) -> bool:
    """Tell whether two say something, and not the same."""
    return bool(ones and others) and ones.isdisjoint(others)


def _are_plainly_other(
    one: Gist, other: Gist, ours: Sequence[Meaning], theirs: Sequence[Meaning]
) -> bool:
    """Tell whether what each names beyond the other is something else of the same kind."""
    if any(each.name for each in ours) and any(each.name for each in theirs):
        return True
    asks = one.asks | other.asks
    if any(
        _are_opposite(each, its) or _are_alternatives(each, its, asks)
        for each in ours
        for its in theirs
    ):
        return True
    counted = [each for each in one.meanings if each.counted and each.is_known]
    its = [each for each in other.meanings if each.counted and each.is_known]
    if not (counted and its):
        return False
    ours_told = any(_counts(each, other) for each in counted)
    return not (ours_told and any(_counts(each, one) for each in its))


def _counts(meaning: Meaning, gist: Gist) -> bool:
    """Tell whether what is counted is named by another question, too.

    "People" may be any of those who work there; doctors are no nurses.
    """
    asked = gist.families
    return any(
        _are_same(meaning, each, frozenset())
        or (
            _are_same(meaning, each, asked)
            and not (meaning.weight >= 1 and _are_of_a_kind(meaning, each))
        )
        for each in gist.meanings
    )


def _are_alternatives(one: Meaning, other: Meaning, asks: frozenset[str]) -> bool:
    """Tell whether two words name different things of one kind, or different attributes."""
    ours, theirs = _asking(one, asks), _asking(other, asks)
    if asks - {"where", "why"} and ours and theirs and not _are_near(ours, theirs):
        return min(one.weight, other.weight) > SLIGHT
    if are_deeds(one.concepts) or are_deeds(other.concepts):
        return False
    # Whoever is asked for is called "director" or "boss"; a ticket is an adult's or a child's.
    if "who" in asks and not one.families.isdisjoint(other.families):
        return False
    return in_one_of(one.concepts, other.concepts, EXCLUSIVE)


def _are_of_a_kind(one: Meaning, other: Meaning) -> bool:
    """Tell whether the vocabulary has two words in one part, of those that are no verbs."""
    parts = {section_of(each) for each in one.concepts} - DEEDS
    return any(section_of(each) in parts for each in other.concepts)


def _asking(meaning: Meaning, asks: frozenset[str]) -> frozenset[str]:
    """Return the attributes that a word asks for, of those that give an answer of some kinds."""
    families = lexicon().families
    told = (each for each in meaning.families if not families[each[1:]].gives.isdisjoint(asks))
    return frozenset(told)


def _are_near(ones: frozenset[str], others: frozenset[str]) -> bool:
    families = lexicon().families
    near = ones.union(*({f"{FAMILY}{n}" for n in families[each[1:]].near} for each in ones))
    return not near.isdisjoint(others)


def _beyond(one: Gist, other: Gist) -> list[Meaning]:
    """Return what only `one` names, and does not only say what it asks for."""
    left = [each for each in one.said if not _is_among(each, other.meanings, _NOTHING)]
    # "Adult" and "ticket" both ask for a ticket; who names the ticket, too, has named it.
    free = [each for each in other.meanings if not _is_among(each, one.meanings, _NOTHING)]
    asked = other.families
    return [
        each
        for each in left
        if not _is_among(each, other.meanings if _is_quality(each) else free, asked)
    ]


def _is_quality(meaning: Meaning) -> bool:
    """Tell whether a word says how something is: "strong", of a wind, asks for that wind."""
    return any(section_of(each) in QUALITIES for each in meaning.concepts)


def is_named(meaning: Meaning, gist: Gist) -> bool:
    """Tell whether a question names what a word means, or asks for."""
    return _is_among(meaning, gist.meanings, gist.families)


def _is_among(meaning: Meaning, others: Iterable[Meaning], asked: frozenset[str]) -> bool:
    return any(_are_same(meaning, each, asked) for each in others)


def _are_same(one: Meaning, other: Meaning, asked: frozenset[str]) -> bool:
    """Tell whether two words mean the same, ask for the same, or are the same but for a slip."""
    common = one.marks & other.marks
    if not common:
        return not (one.is_known and other.is_known) and _is_slip(one.sound, other.sound)
    if any(each[0] not in _MEANT for each in common) or not (one.is_known and other.is_known):
        return True
    ours, theirs = one.concepts, other.concepts
    if 2 * len(ours & theirs) > min(len(ours), len(theirs)):
        return True
    # Doctors and nurses both ask for the staff.
    return not common.isdisjoint(asked) and not (_are_of_a_kind(one, other))


def _is_slip(one: str, other: str) -> bool:
    if min(len(one), len(other)) <= SURELY_SPELT:
        return False
    return edit_distance_at_most_one(one, other) or _begin_alike(one, other)


def _begin_alike(one: str, other: str) -> bool:
    """Tell whether two words are one in two languages: "indeksācija" and "indexation"."""
    longer = max(len(one), len(other))
    begin = max(SURELY_SPELT + 1, ceil(AKIN * longer))
    return one[:begin] == other[:begin]


def _weight(meanings: Iterable[Meaning]) -> float:
    return sum(each.weight for each in meanings)
