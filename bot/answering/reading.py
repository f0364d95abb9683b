"""Reading a question: what is asked, before anything is searched.

Each word gets a weight: how much it hurts if no part of a fact explains it. Question
words and function words weigh nothing; the name of a place that no fact knows weighs
most, since it says that the question is about something else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise
from typing import Final

from bot.answering.analysis import Keys, Word, analyse
from bot.answering.asked_time import AskedTime, asked_time
from bot.answering.language import question_language
from bot.answering.lexicon import Hit, lexicon
from bot.answering.words import tokens

LONGEST_QUESTION: Final = 400
"""Characters that are read: nobody asks one plain thing in more."""
CONTENT_WEIGHT: Final = 1.0
LIGHT_WEIGHT: Final = 0.35
PROPER_WEIGHT: Final = 1.6
_QUOTED: Final = re.compile(r"[\"“„”«»][^\"“„”«»]+[\"“„”«»]")
_VAGUE_MEASURES: Final = frozenset({"size", "largest"})
"""How "big" something is may be told by any of its numbers."""
_MEASURING: Final = frozenset({"how", "cik"})
_VAGUE: Final = frozenset({"which", "who_or_what", "how", "whether"})
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
        measures: those that the question word itself asks for: "how old", "cik dziļa".
        time: the time spoken of, or None for "now".
        version: -1 asks for the one before that in force, 1 for the next, 0 for neither.
        small_talk, orders: how many of the words are no question.
        turned: how many turn it round ("not", "before"), those of a time left out.
    """

    text: str
    language: str | None
    terms: tuple[Term, ...]
    kinds: frozenset[str]
    families: frozenset[str]
    time: AskedTime | None
    measures: frozenset[str] = frozenset()
    version: int = 0
    small_talk: int = 0
    orders: int = 0
    turned: int = 0
    words: tuple[Word, ...] = ()


@dataclass(slots=True)
class _Marks:
    """What the lexicon says about each position."""

    families: dict[int, set[str]] = field(default_factory=dict)
    tags: dict[int, set[str]] = field(default_factory=dict)
    kinds: dict[str, int] = field(default_factory=dict)
    kind_words: set[int] = field(default_factory=set)


def read(question: str, at: datetime, zone: str) -> Reading:
    """Return what `question` asks; `at` (aware) and `zone` give "last year" its meaning."""
    asked = question[:LONGEST_QUESTION]
    words = analyse(asked)
    runs = _runs(asked)
    time = asked_time(words, at, zone)
    language = question_language(asked)
    marks = _marks(words, language)
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
    families = {name for found in marks.families.values() for name in found}
    return Reading(
        text=question,
        language=language,
        terms=terms,
        kinds=_kinds(marks),
        families=frozenset(families),
        time=time,
        measures=_measures(words, marks),
        version=_version(marks),
        small_talk=_count(marks, "small_talk"),
        orders=_count(marks, "orders"),
        turned=sum("turned" in tags for at, tags in marks.tags.items() if at not in in_time),
        words=words,
    )


def _marks(words: Sequence[Word], language: str | None) -> _Marks:
    marks = _Marks()
    foreign = {"en": "function:lv", "lv": "function:en"}.get(language or "")
    hits = [hit for hit in lexicon().find(words) if hit.tag != foreign]
    silent = {
        position
        for hit in hits
        if hit.tag.startswith(("function:", "kind:"))
        for position in range(hit.start, hit.end)
    }
    for hit in hits:
        group, _, name = hit.tag.partition(":")
        span = range(hit.start, hit.end)
        if group == "family":
            if not _inside(hit, hits) and not _only_by_lemma(hit, words, silent):
                for position in span:
                    marks.families.setdefault(position, set()).add(name)
        elif group == "kind":
            marks.kinds.setdefault(name, hit.start)
            marks.kind_words.update(span)
        else:
            for position in span:
                marks.tags.setdefault(position, set()).add(group)
    return marks


def _only_by_lemma(hit: Hit, words: Sequence[Word], silent: set[int]) -> bool:
    """Tell whether a function word meets a family by accident of its lemma ("is", "ir")."""
    if hit.end - hit.start > 1 or hit.start not in silent:
        return False
    name = hit.tag.removeprefix("family:")
    return name not in lexicon().spelt(words[hit.start].folded)


def _inside(hit: Hit, hits: Iterable[Hit]) -> bool:
    """Tell whether a longer family phrase contains this hit: "in charge of" over "charge"."""
    return any(
        other.tag.startswith("family:")
        and other.start <= hit.start
        and hit.end <= other.end
        and hit.end - hit.start < other.end - other.start
        for other in hits
    )


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


def _term(words: Sequence[Word], position: int, marks: _Marks, run: int) -> Term | None:
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
    proper = word.capitalised and position > 0
    weight = CONTENT_WEIGHT
    if silent:
        weight = 0.0
    elif "light" in tags or tags & {"previous", "next"}:
        weight = LIGHT_WEIGHT
    elif proper or (previous in _RESTRICTING and not families):
        weight = PROPER_WEIGHT
    counted = _counted(words, position, marks)
    return Term(word, weight, families, proper, counted, run)


def _counted(words: Sequence[Word], position: int, marks: _Marks) -> bool:
    """Tell whether the answer must count this: "how many X", "cik Xu" (genitive plural)."""
    before = [word.folded for word in words[max(position - 2, 0) : position]]
    if "quantity" not in marks.kinds:
        return False
    genitive = before[-1:] == ["cik"] and words[position].folded.endswith("u")
    return genitive or before == ["how", "many"]


def _kinds(marks: _Marks) -> frozenset[str]:
    """Return the kinds asked for; where the question word is vague, what its families give."""
    asked = {name: at for name, at in marks.kinds.items() if name != "whether"}
    first = {name for name, at in asked.items() if at == min(asked.values())}
    if first - _VAGUE:
        return frozenset(first - _VAGUE)
    later = {name for name in asked if name not in _VAGUE}
    if later and not first & {"which", "who_or_what"}:
        return frozenset(later)
    families = {name for found in marks.families.values() for name in found}
    given = [lexicon().families[name].gives for name in families]
    common = frozenset.intersection(*given) if given else frozenset()
    if "which" in marks.kinds and common and common <= {"when", "where", "why"}:
        return common
    return frozenset(marks.kinds)


def _measures(words: Sequence[Word], marks: _Marks) -> frozenset[str]:
    """Return the families that stand with "how" or "cik": the measure that is asked for."""
    found: set[str] = set()
    for position, families in marks.families.items():
        before = words[position - 1].folded if position else ""
        if before in _MEASURING:
            found |= families
    return frozenset(found - _VAGUE_MEASURES)


def _version(marks: _Marks) -> int:
    tags = {tag for found in marks.tags.values() for tag in found}
    return -1 if "previous" in tags else 1 if "next" in tags else 0


def _count(marks: _Marks, tag: str) -> int:
    return sum(tag in tags for tags in marks.tags.values())
