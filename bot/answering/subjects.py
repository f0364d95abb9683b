"""The subjects of an index: what they are called, which facts they have, which of them is meant."""

from __future__ import annotations

import math
from array import array
from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Final

from bot.answering.analysis import Keys
from bot.answering.entry import Alias, Analysis, Keyset, Names, sure_keys
from bot.answering.numbered import Numbered
from bot.answering.places import is_place_name
from bot.answering.rows import Rows
from bot.answering.shelf import Met
from bot.answering.vocabulary import Sought, Vocabulary

NAMED: Final = 3
"""Subjects best named by the question, of which every fact is looked at."""
COMMON_NAME: Final = 300
"""Subjects that share a word: it then names none of them by itself."""
MOST_KIN: Final = 12
"""Subjects that may share a noun and belong together by it: as many as one story has. A noun of
more ("school" in a store of schools) joins what has nothing to do with each other."""
LEAST_WEIGHT: Final = 0.15
"""Even a word of every name ("hospital") is part of them."""


class Subjects:
    """Every subject that has a fact, by number."""

    def __init__(self, vocabulary: Vocabulary, beneath: Subjects | None = None) -> None:
        """Begin with no subject.

        Args:
            vocabulary: the words of names.
            beneath: other subjects, known here, too, by the same numbers.
        """
        self._vocabulary = vocabulary
        self._beneath = beneath
        self.keys: Final[Numbered[str]] = Numbered() if beneath is None else beneath.keys
        self._facts = Rows()
        self._unlike: dict[int, Keys] = {}
        self._names = Rows()
        # Of subjects here that are beneath, too: they are found there.
        self._aside = Rows()
        # Most words are of one name, and a number takes less than an array.
        self._by_word: dict[int, int | array[int]] = {}
        self._weights: dict[frozenset[str], float] = {}
        self._kin: dict[int, frozenset[int]] = {}
        # Facts of a subject come together, and have the same names.
        self._latest: tuple[int, Names] | None = None

    def __len__(self) -> int:
        """Return how many have a name or a fact."""
        return len(self._names) + (0 if self._beneath is None else len(self._beneath))

    def __contains__(self, number: int) -> bool:
        return number in self._names or (self._beneath is not None and number in self._beneath)

    def is_name(self, key: str) -> bool:
        """Tell whether a name of some subject has a key."""
        if not self._by_word.keys().isdisjoint(self._vocabulary.having(key)):
            return True
        return self._beneath is not None and self._beneath.is_name(key)

    def uses(self, keys: Iterable[str]) -> int:
        """Return how many subjects have a name with one of `keys`, at the most."""
        return sum(map(len, self._having(keys)))

    def add(self, fact: Analysis) -> int:
        """Take in a fact with its subject, and return the number of that.

        All facts of a subject share its names; those that come last are the right ones.
        """
        number = self.keys.number(fact.subject)
        self._facts.put(number, sorted({*self._facts.get(number), fact.fact_id}))
        if self._latest != (number, fact.names):
            self._rename(number, self._row(fact.names))
            self._latest = number, fact.names
        return number

    def remove(self, fact_id: int, number: int) -> None:
        """Forget a fact; a subject without any is nameless."""
        facts = [each for each in self._facts.get(number) if each != fact_id]
        self._facts.put(number, facts)
        if not facts:
            self._facts.drop(number)
            self._rename(number, None)

    def settle(self, number: int) -> None:
        """Find a subject here by its names unless it is beneath, where it may be new, or gone."""
        for rows in (self._names, self._aside):
            if number in rows:
                self._rename(number, list(rows.get(number)))

    def forget_weights(self) -> None:
        """Weigh every word anew: there are more subjects, or fewer, or other names."""
        self._weights.clear()
        self._kin.clear()

    def key(self, number: int) -> str:
        """Return the key of a subject."""
        return self.keys[number]

    def find(self, key: str) -> int | None:
        """Return the number of the subject with that key, if it was ever known."""
        return self.keys.find(key)

    def facts(self, number: int) -> Sequence[int]:
        """Return the facts of a subject, by id."""
        own = self._facts.get(number)
        if self._beneath is None:
            return own
        return sorted({*own, *self._beneath.facts(number)})

    def aliases(self, number: int, met: Met | None = None) -> tuple[Alias, ...]:
        """Return the names of a subject; with `met` those with a word that is asked for."""
        if self._beneath is not None and number in self._beneath:
            return self._beneath.aliases(number, met)
        return tuple(
            self._alias(words)
            for words in _split(self._names.get(number))
            if met is None or not met.numbers.isdisjoint(words)
        )

    def kin(self, number: int) -> frozenset[int]:
        """Return the subjects that are called after a subject, if they are few.

        "The rules of the park" are the park's, as they have a noun of its names; "the Aero share
        offer" is Aero's, as it has one of them whole. What shares the name of a town, or a part
        of anybody's, belongs to nothing.
        """
        known = self._kin.get(number)
        if known is None:
            own = self.aliases(number)
            found = self._of_one_noun(own).union(*map(self._called_after, own))
            known = self._kin[number] = found - {number}
        return known

    def _of_one_noun(self, aliases: Iterable[Alias]) -> frozenset[int]:
        # By its keys, which know their hash: a word computes its own anew.
        nouns = {word.every: word for alias in aliases for word in alias.words}
        found: set[int] = set()
        for noun in nouns.values():
            if noun.concepts and not is_place_name(noun):
                lists = self._having(sure_keys(noun))
                if sum(map(len, lists)) <= MOST_KIN:
                    found.update(*lists)
        return frozenset(found)

    def _called_after(self, alias: Alias) -> frozenset[int]:
        """Return the subjects that have every word of a name in theirs, if one word is rare."""
        if all(map(is_place_name, alias.words)):
            return frozenset()
        having = [self._having(sure_keys(word)) for word in alias.words]
        having.sort(key=lambda lists: sum(map(len, lists)))
        if not having or sum(map(len, having[0])) > MOST_KIN:
            return frozenset()
        rare = frozenset[int]().union(*having[0])
        return frozenset(
            number
            for number in rare
            if all(any(_has(each, number) for each in lists) for lists in having[1:])
        )

    def weight(self, keys: frozenset[str]) -> float:
        """Return how telling a word of a name is: 1 for a name of few subjects, else less."""
        known = self._weights.get(keys)
        if known is None:
            known = self._weights[keys] = self._weight(keys)
        return known

    def named(self, sought: Iterable[Sought]) -> list[int]:
        """Return the subjects of which a question names most, best first.

        A word of many names leads to none of them; it counts for those that others lead to, or
        together with another such word.
        """
        scores: defaultdict[int, float] = defaultdict(float)
        common: list[list[Sequence[int]]] = []
        for one in sought:
            lists = self._having((*one.every, one.term.keys.sound))
            if sum(map(len, lists)) > COMMON_NAME:
                common.append(lists)
                continue
            found = {number for each in lists for number in each}
            for number in found:
                scores[number] += 1 / (1 + math.log(len(found)))
        if not scores:
            scores.update(dict.fromkeys(_shared(common), 0.0))
        for lists in common:
            worth = 1 / (1 + math.log(sum(map(len, lists))))
            for number in scores:
                if any(_has(each, number) for each in lists):
                    scores[number] += worth
        ranked = sorted(scores, key=lambda number: (-scores[number], self.keys[number]))
        return ranked[:NAMED]

    def _having(self, keys: Iterable[str]) -> list[Sequence[int]]:
        """Return the subjects in whose names words with any of `keys` are, in order, by word."""
        return self.bearing({word for key in keys for word in self._vocabulary.having(key)})

    def bearing(self, words: Iterable[int]) -> list[Sequence[int]]:
        """Return the subjects that have each of these words in a name, in order."""
        own = [_listed(self._by_word[word]) for word in words if word in self._by_word]
        return own if self._beneath is None else own + self._beneath.bearing(words)

    def _weight(self, keys: Iterable[str]) -> float:
        having = (self._having([key]) for key in keys)
        subjects = max((len(set[int]().union(*lists)) for lists in having), default=0)
        total = len(self)
        if total <= 1 or subjects <= 1:
            return 1.0
        return max(1.0 - math.log(subjects) / math.log(total + 1), LEAST_WEIGHT)

    def _rename(self, number: int, row: list[int] | None) -> None:
        """Give a subject the names of a row, or none; those of one that is beneath lie aside."""
        self._latest = None
        self._aside.drop(number)
        if row is not None and self._beneath is not None and number in self._beneath:
            self._aside.put(number, row)
            row = None
        if number in self._names:
            if list(self._names.get(number)) == row:
                return
            self._unname(number)
        if row is not None:
            self._name(number, row)

    def _name(self, number: int, row: list[int]) -> None:
        self._names.put(number, row)
        words = {word for each in _split(row) for word in each}
        self._vocabulary.add(words)
        for word in words:
            others = self._by_word.get(word)
            if isinstance(others, array):
                insort(others, number)
            else:
                both = number if others is None else array("I", sorted([others, number]))
                self._by_word[word] = both

    def _unname(self, number: int) -> None:
        words = {word for each in _split(self._names.get(number)) for word in each}
        self._vocabulary.remove(words)
        for word in words:
            others = self._by_word[word]
            if isinstance(others, array):
                others.remove(number)
            if not isinstance(others, array) or not others:
                del self._by_word[word]
        self._names.drop(number)

    def _row(self, names: Names) -> list[int]:
        """Return the words of each name after their number."""
        row: list[int] = []
        for alias in names.aliases:
            row.append(len(alias.words))
            row += map(self._word, alias.words, alias.met_by)
        return row

    def _word(self, keys: Keys, met_by: Keyset) -> int:
        word = self._vocabulary.spellings.number(met_by)
        if keys != _told_apart(self._vocabulary.spelt(word)):
            self._unlike[word] = keys
        return word

    def _alias(self, words: Sequence[int]) -> Alias:
        spelt = [self._vocabulary.spelt(word) for word in words]
        keys = [
            self._unlike.get(one) or _told_apart(each)
            for one, each in zip(words, spelt, strict=True)
        ]
        met_by = tuple(map(_met_by, spelt))
        return Alias(tuple(keys), met_by, frozenset[str]().union(*met_by))


@lru_cache(maxsize=1 << 12)
def _met_by(spelt: str) -> Keyset:
    return frozenset(spelt.split(" "))


@lru_cache(maxsize=1 << 12)
def _told_apart(spelt: str) -> Keys:
    """Return the keys of a word by their marks, which suffices but for Russian words."""
    met_by = _met_by(spelt)
    marked = {mark: frozenset(key for key in met_by if key.startswith(mark)) for mark in "~=^"}
    stem = min(marked["~"], default="")
    every = met_by - marked["^"]
    return Keys(every - marked["~"] - marked["="], stem, marked["="], every)


def _shared(common: Sequence[Sequence[Sequence[int]]]) -> set[int]:
    """Return what the shortest two of several have in common; each is several lists."""
    shortest = sorted(common, key=lambda lists: sum(map(len, lists)))[:2]
    found = [set[int]().union(*lists) for lists in shortest]
    return set.intersection(*found) if len(found) > 1 else set()


def _split(row: Sequence[int]) -> Iterator[Sequence[int]]:
    """Yield the words of each name in a row."""
    at = 0
    while at < len(row):
        end = at + 1 + row[at]
        yield row[at + 1 : end]
        at = end


def _listed(numbers: int | Sequence[int]) -> Sequence[int]:
    return (numbers,) if isinstance(numbers, int) else numbers


def _has(numbers: Sequence[int], number: int) -> bool:
    at = bisect_left(numbers, number)
    return at < len(numbers) and numbers[at] == number
