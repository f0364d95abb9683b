"""Reading a question: what is asked, before anything is searched.

Each word gets a weight: how much it hurts if no part of a fact explains it. Question
words and function words weigh nothing; the name of a place that no fact knows weighs
most, since it says that the question is about something else.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Final

from bot.answering.analysis import Keys, Word, analyse
from bot.answering.asked_kind import (
    counted,
    forms_asked,
    head_of,
    kinds_asked,
    measures_asked,
)
from bot.answering.asked_time import AskedTime, asked_time
from bot.answering.courtesy import without_courtesy
from bot.answering.language import question_language
from bot.answering.lexicon import lexicon
from bot.answering.marks import Marks, marks_of
from bot.answering.mending import mended
from bot.answering.places import is_place_name
from bot.answering.succession import Neighbour, neighbour_in
from bot.answering.words import tokens

LONGEST_QUESTION: Final = 400
"""Characters that are read: nobody asks one plain thing in more."""
CONTENT_WEIGHT: Final = 1.0
LIGHT_WEIGHT: Final = 0.35
PROPER_WEIGHT: Final = 1.6
YEAR: Final = re.compile(r"(?:19|20)\d\d")
_WHEN: Final = frozenset({"in", "since", "by", "during", "until", "before", "after", "from", "for"})
"""What stands before a year that says when, and names nothing."""
_QUOTED: Final = re.compile(r"[\"“„”«»][^\"“„”«»]+[\"“„”«»]")
_IF: Final = frozenset({"if", "ja", "если"})
_RESTRICTING: Final = frozenset({"in", "at", "of", "for", "from", "near", "into", "within"})


@dataclass(frozen=True, slots=True)
class Term:
    """A word of the question that a fact should explain.

    Attributes:
        weight: how much it counts if nothing explains it.
        families: the attribute families that it asks for.
        proper: it looks like a name.
        counted: it follows "how many": the answer must count exactly this.
        run: the number of the name of several words that it is part of, or 0.
    """

    word: Word
    weight: float
    families: frozenset[str]
    proper: bool = False
    counted: bool = False
    run: int = 0

    @property
    def keys(self) -> Keys:
        """The keys of the word."""
        return self.word.keys


@dataclass(frozen=True, slots=True)
class Reading:
    """A question, read.

    Attributes:
        kinds: what kinds of answer are asked for; may be empty.
        families: every attribute family that the words ask for.
        forms: in which forms a quantity is asked for (money, a count …); empty: in any.
        measures: those that the question word itself asks for: "how old", "cik dziļa".
        time: the time spoken of, or None for "now".
        version: -1 asks for the one before that in force, 1 for the next, 0 for neither.
        neighbour: whom it asks for the one before or after, rather than that in force.
        small_talk, orders: how many of the words are no question.
        years: those that something is named by: "the 2021 census", not "in 2021".
        turned: how many turn it round ("not", "before"), those of a time left out.
    """

    text: str
    language: str | None
    terms: tuple[Term, ...]
    kinds: frozenset[str]
    families: frozenset[str]
    time: AskedTime | None
    forms: frozenset[str] = frozenset()
    measures: frozenset[str] = frozenset()
    version: int = 0
    small_talk: int = 0
    orders: int = 0
    turned: int = 0
    words: tuple[Word, ...] = ()
    years: frozenset[str] = frozenset()
    neighbour: Neighbour | None = None


def read(
    question: str, at: datetime, zone: str, known: Callable[[Word], bool] = lambda _: True
) -> Reading:
    """Return what `question` asks.

    Args:
        question: as typed.
        at: when, aware; it gives "last year" its meaning.
        zone: where, IANA.
        known: tells which words the store can recognise, so that nobody mends its names.
    """
    whole = _plain(question[:LONGEST_QUESTION])
    asked = without_courtesy(whole)
    words = mended(analyse(asked), known)
    runs = _runs(asked)
    time = asked_time(words, at, zone)
    language = question_language(whole)
    marks = marks_of(words, language)
    in_time = time.words if time else frozenset()
    for position in in_time:
        marks.families.pop(position, None)
    terms = tuple(
        term
        for position in range(len(words))
        if position not in in_time
        for term in [_term(words, position, marks, runs.get(position, 0))]
        if term is not None
    )
    kinds = kinds_asked(words, marks)
    neighbour = neighbour_in(words, in_time)
    turning = set(range(len(words))) - in_time - ({neighbour.at} if neighbour else set())
    return Reading(
        text=question,
        language=language,
        terms=terms,
        kinds=kinds,
        families=marks.asked,
        forms=forms_asked(words, marks, kinds),
        time=time,
        measures=measures_asked(words, marks),
        version=neighbour.step if neighbour else _version(marks),
        small_talk=marks.count("small_talk"),
        orders=_orders(marks),
        turned=sum(_turns(words, marks, at) for at in turning),
        words=words,
        years=_naming_years(words, in_time, runs),
        neighbour=neighbour,
    )


def _plain(question: str) -> str:
    """Return a question in which capitals mean something: one all in capitals, in small letters."""
    return question if any(map(str.islower, question)) else question.lower()


def _naming_years(
    words: Sequence[Word], in_time: Collection[int], runs: Collection[int]
) -> frozenset[str]:
    """Return the years that something is named by.

    "The 2021 census", "2021. gada skaitīšana", „Dzelzs bebrs 2021”, "Iron Beaver 2021".
    """
    found = set()
    for at, word in enumerate(words):
        after = words[at + 1 : at + 3]
        alone = not {at - 1, at + 1} & set(in_time)
        if after and after[0].folded == "gada":
            names = len(after) > 1 and not after[1].folded.isdigit()
        else:
            in_name = at in runs or at - 1 in runs
            names = alone and (in_name or (bool(after) and _before(words, at) not in _WHEN))
        if names and YEAR.fullmatch(word.folded):
            found.add(word.folded)
    return frozenset(found)


def _before(words: Sequence[Word], at: int) -> str:
    return words[at - 1].folded if at else ""


def _runs(question: str) -> dict[int, int]:
    """Number the names of several words: quoted, or capitalised one after another."""
    words = tokens(question)
    runs: dict[int, int] = {}
    for number, match in enumerate(_QUOTED.finditer(question), start=len(words)):
        inside = [at for at, word in enumerate(words) if match.start() <= word.start < match.end()]
        if len(inside) > 1:
            runs.update(dict.fromkeys(inside, number))
    for at, (first, second) in enumerate(pairwise(words), start=1):
        between = question[first.start + len(first.text) : second.start]
        if at > 1 and first.capitalised and second.capitalised and between == " ":
            number = runs.setdefault(at - 1, at)
            runs.setdefault(at, number)
    return runs


def _term(words: Sequence[Word], position: int, marks: Marks, run: int) -> Term | None:
    """Return the term at a position, or None where the word asks for no explanation."""
    word = words[position]
    families = frozenset(marks.families.get(position, ()))
    tags = marks.tags.get(position, set())
    silent = position in marks.kind_words or "function" in tags
    if silent and not families:
        return None
    if len(word.folded) == 1 and not word.folded.isdigit():
        return None
    previous = words[position - 1].folded if position else ""
    proper = (word.capitalised and position > 0) or is_place_name(word.keys)
    weight = CONTENT_WEIGHT
    if silent or "small_talk" in tags:
        weight = 0.0
    elif _says_little(words, position, marks):
        weight = LIGHT_WEIGHT
    elif proper or (previous in _RESTRICTING and not families):
        weight = PROPER_WEIGHT
    how_many = (
        "quantity" in marks.kinds
        and position not in marks.forms
        and counted(words, marks, position)
    )
    return Term(word, weight, families, proper, how_many, run)


def _says_little(words: Sequence[Word], position: int, marks: Marks) -> bool:
    """Tell whether it seldom matters that nothing explains a word: "the three ministers"."""
    tags = marks.tags.get(position, set())
    return (
        not tags.isdisjoint(("light", "previous", "next"))
        or words[position].folded in lexicon().numbers
        or position == head_of(words, marks)
    )


def _turns(words: Sequence[Word], marks: Marks, position: int) -> bool:
    """Tell whether a word turns the question round.

    Not in "… or not?", nor after "if", nor where it belongs to what is asked for: "nav jāmaksā".
    """
    if "turned" not in marks.tags.get(position, ()) or marks.families.get(position):
        return False
    before = [word.folded for word in words[:position]]
    return before[-1:] != ["or"] and before[-1:] != ["vai"] and _IF.isdisjoint(before)


def _orders(marks: Marks) -> int:
    """Count the words of orders; after a question word they are none: "may I ignore it"."""
    asks = min(marks.kind_words, default=None)
    return sum(
        "orders" in tags and (asks is None or position < asks)
        for position, tags in marks.tags.items()
    )


def _version(marks: Marks) -> int:
    return -1 if marks.count("previous") else 1 if marks.count("next") else 0
