"""What a question is about, in so few marks that thousands of them can be kept and compared.

Only the part that asks is read (`asked_part.py`). Of each word is kept what it may mean, where
the vocabulary knows it, or else how its stem sounds; what attribute it asks for; and whether it is
a name, what is counted, or a word that only says which kind of answer is wanted. Beside the words
stand the kinds of answer, and whether the question word itself says so; the forms of a quantity;
the time spoken of; and whether the question is turned round by a "not".
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from itertools import pairwise
from typing import Final

from bot.answering.analysis import Word, analyse, sound
from bot.answering.kind_meant import (
    PLAIN,
    TRUE,
    WAIT,
    WHETHER,
    forms_meant,
    is_plain,
    kinds_meant,
    kinds_said,
)
from bot.answering.rank import Ranked
from bot.answering.reading import CONTENT_WEIGHT, LIGHT_WEIGHT, PROPER_WEIGHT, Reading, Term
from bot.answering.sections import are_deeds, are_qualities
from bot.answering.words import lemmas

CONCEPT, SOUND, FAMILY, SUBJECT = "=", "^", "#", "@"
"""How each kind of mark begins."""

OF_SUBJECT: Final = 0.75
"""The share of its name from which a question is about a subject: its words are then that name."""

DEED: Final = 0.5
"""What a verb weighs that asks for no attribute: people say "takes part", "joins", "is there"."""

MOST_REMEMBERED: Final = 4000
"""Gists that are kept as they were read: some megabytes."""

_NOT: Final = "not"
_SURELY: Final = "surely"
"""What stands among the kinds of answer in a stored gist, and is none."""

_UNTIL: Final = frozenset(
    {("until", "when"), ("till", "when"), ("how", "long")}
    | {("cik", "ilgi"), ("lidz", "kad"), ("lidz", "kuram"), ("lidz", "kurai")}
)
"""How it is asked until when something goes on."""

CLOSED: Final = frozenset(
    {"=close_v", "=closed_q", "=closed_n", "=stop_v", "=suspended", "=cancel", "=outage"}
    | {"=switch_off"}
)
"""What says that something is not there, for a time."""

_LACKING_ENGLISH: Final = frozenset({"no", "without", "off", "down"})
_LACKING: Final = frozenset({"bez", "без"})
"""Before, or behind, what is not there; "no" is "from" in Latvian."""

_HOUR: Final = frozenset({"pulksten", "plkst"})
"""What "when" says already."""

_SHORTEST_COMPOUND, _SHORTEST_PART = 8, 5
"""Letters of a word that may be put together, and of what it ends with: "pusmaratons"."""

_SHORTEST_TURNED: Final = 7
"""Letters of a verb with "ne" before it, so that "nest" is none."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """One word of a question.

    Attributes:
        marks: what it may mean.
        weight: how much it counts.
        plain: it only says what kind of answer is asked for.
        name: it is a name or a number.
        counted: it is what is to be counted.
    """

    marks: frozenset[str]
    weight: float
    plain: bool = False
    name: bool = False
    counted: bool = False

    @property
    def sound(self) -> str:
        """How the word sounds, or empty."""
        return min((each for each in self.marks if each[0] == SOUND), default="")

    @property
    def concepts(self) -> frozenset[str]:
        """What it means, where the vocabulary knows it."""
        return frozenset(each for each in self.marks if each[0] == CONCEPT)

    @property
    def is_known(self) -> bool:
        """Whether the vocabulary knows it."""
        return any(each[0] == CONCEPT for each in self.marks)

    @property
    def families(self) -> frozenset[str]:
        """The attributes that it asks for, marked."""
        return frozenset(each for each in self.marks if each[0] == FAMILY)


_AGAIN: Final = Meaning(frozenset({"#opening", "#resumption"}), 1.0)
"""What asks when something is there again, in whichever words."""

_ENDS: Final = frozenset({"#end", "#deadline", "#duration"})
"""What "until when" asks for, of what does not stop to be closed."""


@dataclass(frozen=True, slots=True)
class Gist:
    """What a question is about.

    Attributes:
        asks: the kinds of answer asked for.
        forms: in which forms a quantity is asked for; empty: in any.
        time: the time spoken of, or empty.
        meanings: its words.
        surely: the question word itself says what is asked for.
        turned: it asks what is not so.
    """

    asks: frozenset[str]
    forms: frozenset[str]
    time: str
    meanings: tuple[Meaning, ...]
    surely: bool = False
    turned: bool = False

    def __str__(self) -> str:
        """Return it as it is stored; `read_gist` takes it."""
        words = sorted(map(_written, self.meanings))
        asks = self.asks | ({_SURELY} if self.surely else set())
        asks |= {_NOT} if self.turned else set()
        head = (",".join(sorted(each)) for each in (asks, self.forms))
        return "|".join([*head, self.time, *words])

    @property
    def said(self) -> tuple[Meaning, ...]:
        """What it names, beyond the kind of answer that is asked for."""
        return tuple(each for each in self.meanings if each.weight and not each.plain)

    @property
    def subjects(self) -> frozenset[str]:
        """The subject that it names, marked, if the store knows it."""
        marks = (mark for each in self.meanings for mark in each.marks)
        return frozenset(mark for mark in marks if mark[0] == SUBJECT)

    @property
    def families(self) -> frozenset[str]:
        """The attributes that any of its words asks for, marked."""
        return frozenset[str]().union(*(each.families for each in self.meanings))


def gist_of(
    reading: Reading, at: datetime, named: Mapping[str, Iterable[str]] | None = None
) -> Gist:
    """Return what a question is about.

    Args:
        reading: the part of the question that asks.
        at: when it was asked, aware: a time that is now is none.
        named: the names of each subject that it may be about, by key; the one whose names
            take up most of its words is the one.
    """
    said = kinds_said(reading)
    asks = kinds_meant(reading, said)
    silent = _HOUR | TRUE | WAIT if WHETHER in said else _HOUR
    terms = [term for term in reading.terms if term.word.folded not in silent]
    subject, naming = _named_by(terms, named or {})
    counted = _counted(reading, terms) if "quantity" in said else []
    meanings = {
        _meaning(term, asks, reading, counted=term in counted)
        for term in terms
        if term not in naming
    }
    meanings |= {_with(subject, _meaning(term, asks, reading, counted=False)) for term in naming}
    told = PLAIN.union(*(term.families for term in terms if term.weight))
    meanings |= {Meaning(frozenset({f"{FAMILY}{name}"}), 1.0) for name in reading.measures - told}
    marked = tuple(sorted((each for each in meanings if each.marks), key=_written))
    forms, surely = forms_meant(reading), WHETHER in said or bool(reading.kinds & said)
    until = _asks_until(reading)
    turned = _is_turned(reading) or ((until or "why" in asks) and _lacks(reading))
    gist = Gist(asks, forms, _time(reading, at), marked, surely, turned)
    return _begun_again(gist) if until else gist


def _lacks(reading: Reading) -> bool:
    """Tell whether something is said not to be there: "no trains", "bez ūdens", "it is off"."""
    lacking = _LACKING_ENGLISH if reading.language == "en" else _LACKING
    return any(word.folded in lacking for word in reading.words)


def _asks_until(reading: Reading) -> bool:
    """Tell whether it is asked how long something goes on, or until when."""
    if reading.forms == {"duration"} or "duration" in reading.families:
        return True
    return any(pair in _UNTIL for pair in pairwise(word.folded for word in reading.words))


def _begun_again(gist: Gist) -> Gist:
    """Return what asks until when something is closed as what asks when it opens."""
    closed = [each for each in gist.meanings if not each.concepts.isdisjoint(CLOSED)]
    if not (closed or gist.turned):
        return gist
    left = (each for each in gist.meanings if each not in closed)
    meanings = {each for each in left if each.marks.isdisjoint(_ENDS)} | {_AGAIN}
    marked = tuple(sorted(meanings, key=_written))
    return Gist(frozenset({"when"}), frozenset(), gist.time, marked, surely=True)


def subjects_named(ranked: Iterable[Ranked]) -> tuple[str, ...]:
    """Return the keys of the subjects that a question names, of those of its candidates."""
    named = (one.entry.subject for one in ranked if one.features.name >= OF_SUBJECT)
    return tuple(dict.fromkeys(named))


def _named_by(
    terms: Sequence[Term], named: Mapping[str, Iterable[str]]
) -> tuple[str, Sequence[Term]]:
    """Return the subject whose names take up most words, or empty, and these words."""
    subject, taken, best = "", list[int](), (0, 0)
    for key, names in named.items():
        called = frozenset[str]().union(*(w.keys.every for name in names for w in analyse(name)))
        at = [n for n, term in enumerate(terms) if not called.isdisjoint(term.keys.every)]
        # Of two that take up as many words, that is meant whose words stand together.
        if at and (len(at), at[0] - at[-1]) > best:
            subject, taken, best = key, at, (len(at), at[0] - at[-1])
    return subject, [terms[n] for n in taken]


def _with(subject: str, meaning: Meaning) -> Meaning:
    """Return a word of a name: what it means for itself tells it to who names less of it."""
    return replace(meaning, marks=meaning.marks | {f"{SUBJECT}{subject}"}, plain=False)


@lru_cache(maxsize=MOST_REMEMBERED)
def read_gist(key: str) -> Gist:
    """Return what `str` of a gist was made of."""
    asks, forms, time, *words = key.split("|")
    kinds = _set(asks)
    meanings = tuple(map(_read, words))
    plain = kinds - {_SURELY, _NOT}
    return Gist(plain, _set(forms), time, meanings, _SURELY in kinds, _NOT in kinds)


def subject_in(key: str) -> str:
    """Return the key of the subject that a stored gist is about, or empty."""
    marks = (mark for each in read_gist(key).meanings for mark in each.marks)
    return next((mark[1:] for mark in marks if mark[0] == SUBJECT), "")


def is_about(key: str, subject: str, names: Iterable[str]) -> bool:
    """Tell whether a stored gist may speak of a subject, by its key and its names."""
    if f"{SUBJECT}{subject}" in key:
        return True
    words = [word for name in names for word in analyse(name)]
    return any(
        mark in key for word in words for mark in (word.keys.sound, *word.keys.concepts) if mark
    )


def _time(reading: Reading, at: datetime) -> str:
    time = reading.time
    if time is None or time.start <= at < time.end:
        return ""
    return f"{time.start:%Y-%m-%d}/{time.end:%Y-%m-%d}"


def _counted(reading: Reading, terms: Sequence[Term]) -> list[Term]:
    """Return what is to be counted: the word after "how many", and the next after a light one.

    "How many different countries" counts countries, "how many people work" those who work.
    """
    if "count" not in forms_meant(reading):
        return []
    words = list(reading.words)
    asked = (at for at, word in enumerate(words) if word.folded in {"cik", "many"})
    start = next(asked, len(words))
    weighty = (term for term in terms if term.weight >= LIGHT_WEIGHT and not term.proper)
    after = {at: term for term in weighty if (at := words.index(term.word)) > start}
    if not after:
        return []
    first = min(after)
    light = after[first].weight < CONTENT_WEIGHT
    return [after[at] for at in (first, first + 1) if at in after and (at == first or light)]


def _is_turned(reading: Reading) -> bool:
    """Tell whether a question asks what is not so; "vai nevarat pateikt" is only polite."""
    words = reading.words
    return bool(reading.turned) or any(
        _is_turned_verb(word) and not (at and words[at - 1].folded == "vai")
        for at, word in enumerate(words)
    )


def _is_turned_verb(word: Word) -> bool:
    """Tell whether a word is a Latvian verb with "ne" before it: "nepiedalās"."""
    if len(word.folded) < _SHORTEST_TURNED or not word.folded.startswith("ne"):
        return False
    plain = analyse(word.folded[2:])[0].keys.sure
    verbs = {f"ne{each}" for each in plain if each.endswith(("t", "ties"))}
    return not verbs.isdisjoint(word.keys.sure)


def _meaning(term: Term, asks: frozenset[str], reading: Reading, *, counted: bool) -> Meaning:
    """Return what a word means; one without any weight only helps to meet another."""
    keys = term.keys
    if not term.weight:
        return Meaning(keys.concepts, 0.0)
    number = term.word.folded[0].isdigit()
    concepts = keys.concepts or (
        frozenset[str]() if term.proper else _end_of_compound(term.word.folded)
    )
    marks = concepts | {keys.sound or term.word.folded}
    if not keys.concepts and not number:
        # "Jens" and "Jenss" have not the same stem.
        marks |= {f"{SOUND}{sound(term.word.folded)}"}
    families = term.families - PLAIN
    if are_qualities(concepts):
        # An old mill asks for no age; "how old" does.
        families &= reading.measures
    marks |= {f"{FAMILY}{name}" for name in families}
    is_name = term.proper or number or (term.weight >= PROPER_WEIGHT and not concepts)
    is_deed = not is_name and not families & reading.families and are_deeds(concepts)
    weight = min(term.weight, DEED) if is_deed else term.weight
    return Meaning(frozenset(marks), weight, is_plain(term, asks), is_name, counted)


@lru_cache(maxsize=MOST_REMEMBERED)
def _end_of_compound(folded: str) -> frozenset[str]:
    """Return what the end of a word means that the vocabulary does not know as a whole."""
    if len(folded) < _SHORTEST_COMPOUND or not folded.isalpha() or lemmas(folded, "en"):
        return frozenset()
    ends = (folded[at:] for at in range(2, len(folded) - _SHORTEST_PART + 1))
    known = (analyse(end)[0].keys.concepts for end in ends)
    return next(filter(None, known), frozenset())


def _set(listed: str) -> frozenset[str]:
    return frozenset(filter(None, listed.split(",")))


def _written(meaning: Meaning) -> str:
    kind = ("!" if meaning.plain else "") + ("'" if meaning.name else "")
    kind += "+" if meaning.counted else ""
    return f"{kind}{meaning.weight:g} {' '.join(sorted(meaning.marks))}"


def _read(word: str) -> Meaning:
    head, *marks = word.split(" ")
    weight = float(head.lstrip("!'+"))
    return Meaning(frozenset(marks), weight, "!" in head, "'" in head, "+" in head)
