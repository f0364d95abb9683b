"""What a question is about, in so few marks that two can be told to ask the same.

Questions that nobody could answer are gathered by it, over both languages: words count by what
they mean where the vocabulary knows it, else by their stem as it sounds. Two ask the same if

- both ask for the same kind of answer: who, when, how much money;
- both speak of the same time, or of none;
- most of what either names is named by the other, and not each of them something else: "how many
  doctors" and "how many nurses" work there differ by one word on both sides.

What only one names may be a name that the other takes for granted, or says what kind of answer
is asked for; anything else of weight makes it another question: when somebody comes is not when
they leave. The rules are held against 150 wordings of three questions, and against near misses.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from bot.answering.analysis import analyse, sound
from bot.answering.asked_kind import VAGUE
from bot.answering.lexicon import lexicon
from bot.answering.rank import Ranked
from bot.answering.reading import PROPER_WEIGHT, Reading, Term
from bot.answering.words import edit_distance_at_most_one

ALIKE: Final = 0.6
"""The share of what both name together that they have in common, from which they are alike."""

SLIGHT: Final = 0.5
"""So much weight makes no difference by itself: more than a light word's, less than any other."""

OF_SUBJECT: Final = 0.75
"""The share of its name from which a question is about a subject: its words are then that name."""

_MONEY: Final = frozenset({"=price", "=cost", "=expensive"})
"""What asks for money, whatever stands around it."""

_WHO_OR_WHAT: Final = frozenset({"who_or_what", "which"})
"""What asks for a person as well as for a thing: "kas", "kurš"."""

_CONCEPT, _SOUND, _FAMILY, _SUBJECT = "=", "^", "#", "@"
"""How each kind of mark begins."""

_HOUR: Final = frozenset({"pulksten", "plkst"})
"""What "when" says already."""

SURELY_SPELT: Final = 5
"""Letters from which on two words one slip apart are the same word."""

_LOOSE: Final = frozenset({"time", "place"})
_PLAIN: Final = _LOOSE | {"cost", "price", "count", "amount", "identity", "fee"}
"""Families that say no more than what kind of answer is asked for."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """One word of a question.

    Attributes:
        marks: what it may mean; two words with one in common are the same.
        weight: how much it counts.
        plain: it only says what kind of answer is asked for.
        name: it is a name.
    """

    marks: frozenset[str]
    weight: float
    plain: bool = False
    name: bool = False

    def is_in(self, others: Iterable[Meaning]) -> bool:
        """Tell whether one of `others` means the same."""
        return any(self.is_as(other) for other in others)

    def is_as(self, other: Meaning) -> bool:
        """Tell whether another word means the same, or is the same but for a slip.

        What the vocabulary does not know is the same as what asks for the same.
        """
        common = self.marks & other.marks
        if self.known and other.known:
            return any(mark[0] != _FAMILY for mark in common)
        return bool(common) or self._is_slip_of(other)

    def _is_slip_of(self, other: Meaning) -> bool:
        one, two = self.sound, other.sound
        return min(len(one), len(two)) > SURELY_SPELT and edit_distance_at_most_one(one, two)

    @property
    def sound(self) -> str:
        """How the word sounds, or empty."""
        return min((each for each in self.marks if each[0] == _SOUND), default="")

    @property
    def known(self) -> bool:
        """Whether the vocabulary knows it."""
        return any(each[0] == _CONCEPT for each in self.marks)


@dataclass(frozen=True, slots=True)
class Gist:
    """What a question is about.

    Attributes:
        asks: the kinds of answer asked for.
        forms: in which forms a quantity is asked for; empty: in any.
        time: the time spoken of, or empty.
        meanings: its words.
    """

    asks: frozenset[str]
    forms: frozenset[str]
    time: str
    meanings: tuple[Meaning, ...]

    def __str__(self) -> str:
        """Return it as it is stored; `read_gist` takes it."""
        words = sorted(map(_written, self.meanings))
        head = (",".join(sorted(each)) for each in (self.asks, self.forms))
        return "|".join([*head, self.time, *words])


def gist_of(reading: Reading, named: Mapping[str, Iterable[str]] | None = None) -> Gist:
    """Return what a question is about.

    Args:
        reading: the question.
        named: the names of each subject that it may be about, by key; the one whose names
            take up most of its words is the one, and stands for those words.
    """
    asks = _asks(reading)
    subject, terms = _without_names(reading.terms, named or {})
    meanings = {_meaning(term, asks) for term in terms if term.word.folded not in _HOUR}
    said = _PLAIN.union(*(term.families for term in terms if term.weight))
    meanings |= {Meaning(frozenset({f"{_FAMILY}{name}"}), 1.0) for name in reading.measures - said}
    if subject:
        meanings.add(Meaning(frozenset({f"{_SUBJECT}{subject}"}), PROPER_WEIGHT, name=True))
    told = (each for each in meanings if each.marks)
    return Gist(asks, reading.forms, _time(reading), tuple(sorted(told, key=_written)))


def subjects_named(ranked: Iterable[Ranked]) -> tuple[str, ...]:
    """Return the keys of the subjects that a question names, of those of its candidates."""
    named = (one.entry.subject for one in ranked if one.features.name >= OF_SUBJECT)
    return tuple(dict.fromkeys(named))


def _without_names(
    terms: Sequence[Term], named: Mapping[str, Iterable[str]]
) -> tuple[str, Sequence[Term]]:
    """Return the subject whose names take up most words, or empty, and the words that are left."""
    subject, taken, best = "", list[int](), (0, 0)
    for key, names in named.items():
        called = frozenset[str]().union(*(w.keys.every for name in names for w in analyse(name)))
        at = [n for n, term in enumerate(terms) if not called.isdisjoint(term.keys.every)]
        # Of two that take up as many words, that is meant whose words stand together.
        if at and (len(at), at[0] - at[-1]) > best:
            subject, taken, best = key, at, (len(at), at[0] - at[-1])
    return subject, [term for n, term in enumerate(terms) if n not in taken]


def read_gist(key: str) -> Gist:
    """Return what `str` of a gist was made of."""
    asks, forms, time, *words = key.split("|")
    return Gist(_set(asks), _set(forms), time, tuple(map(_read, words)))


def subject_in(key: str) -> str:
    """Return the key of the subject that a stored gist is about, or empty."""
    marks = (mark for each in read_gist(key).meanings for mark in each.marks)
    return next((mark[1:] for mark in marks if mark[0] == _SUBJECT), "")


def is_about(key: str, subject: str, names: Iterable[str]) -> bool:
    """Tell whether a stored gist may speak of a subject, by its key and its names."""
    if f"{_SUBJECT}{subject}" in key:
        return True
    words = [word for name in names for word in analyse(name)]
    return any(
        mark in key for word in words for mark in (word.keys.sound, *word.keys.concepts) if mark
    )


def alike(one: Gist, other: Gist) -> bool:
    """Tell whether two questions ask the same."""
    if one.time != other.time or not (one.meanings and other.meanings):
        return False
    ours, theirs = _beyond(one, other), _beyond(other, one)
    if one.asks.isdisjoint(other.asks) and (one.asks or other.asks):
        return False
    if one.forms and other.forms and one.forms.isdisjoint(other.forms):
        return False
    if min(_weight(ours), _weight(theirs)) > SLIGHT:
        return False
    if _weight(each for each in (*ours, *theirs) if not each.name) > SLIGHT:
        return False
    whole = _weight(one.meanings) + _weight(other.meanings)
    return whole - _weight(ours) - _weight(theirs) >= ALIKE * whole


def likest(gist: Gist, keys: Mapping[int, str]) -> int | None:
    """Return by which number the first of some gists that asks the same is kept, if one does.

    Args:
        gist: what is asked.
        keys: gists as they are stored, by number.
    """
    marks = [mark for each in gist.meanings if not each.plain for mark in each.marks]
    for number, key in keys.items():
        # To read what has nothing in common would take a hundred times as long.
        if any(mark in key for mark in marks) and alike(read_gist(key), gist):
            return number
    return None


def _beyond(one: Gist, other: Gist) -> list[Meaning]:
    """Return what only `one` names, and does not only say what it asks for."""
    return [each for each in one.meanings if not each.plain and not each.is_in(other.meanings)]


def _weight(meanings: Iterable[Meaning]) -> float:
    return sum(each.weight for each in meanings)


def _asks(reading: Reading) -> frozenset[str]:
    """Return the kinds of answer asked for; where a word is vague, those that the rest gives."""
    kinds = reading.kinds - VAGUE
    if kinds:
        return kinds
    if any(not _MONEY.isdisjoint(term.keys.concepts) for term in reading.terms):
        return frozenset({"quantity"})
    families = lexicon().families
    asked = (reading.families - _LOOSE) or reading.families
    if not asked and not _WHO_OR_WHAT.isdisjoint(reading.kinds):
        return frozenset({"who", "what"})
    return frozenset[str]().union(*(families[name].gives for name in asked))


def _time(reading: Reading) -> str:
    time = reading.time
    return "" if time is None else f"{time.start:%Y-%m-%d}/{time.end:%Y-%m-%d}"


def _meaning(term: Term, asks: frozenset[str]) -> Meaning:
    """Return what a word means; one without any weight only helps to meet another."""
    keys = term.keys
    if not term.weight:
        return Meaning(keys.concepts, 0.0)
    marks = keys.concepts | {keys.sound or term.word.folded}
    if not keys.concepts and not term.word.folded[0].isdigit():
        # "Jens" and "Jenss" have not the same stem.
        marks |= {f"{_SOUND}{sound(term.word.folded)}"}
    marks |= {f"{_FAMILY}{name}" for name in term.families - _PLAIN}
    return Meaning(marks, term.weight, _is_plain(term, asks), _is_name(term))


def _is_plain(term: Term, asks: frozenset[str]) -> bool:
    """Tell whether a word only says what is asked for; what tells a time mostly says more."""
    if not _MONEY.isdisjoint(term.keys.concepts) and "quantity" in asks:
        return True
    own = (term.families & _PLAIN) - _LOOSE if term.families - _LOOSE else term.families
    families = lexicon().families
    return any(not families[name].gives.isdisjoint(asks) for name in own)


def _is_name(term: Term) -> bool:
    return term.proper or term.weight >= PROPER_WEIGHT


def _set(listed: str) -> frozenset[str]:
    return frozenset(filter(None, listed.split(",")))


def _written(meaning: Meaning) -> str:
    kind = ("!" if meaning.plain else "") + ("'" if meaning.name else "")
    return f"{kind}{meaning.weight:g} {' '.join(sorted(meaning.marks))}"


def _read(word: str) -> Meaning:
    head, *marks = word.split(" ")
    weight = float(head.lstrip("!'"))
    return Meaning(frozenset(marks), weight, head[:1] == "!", "'" in head)
