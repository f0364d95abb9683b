"""The subjects of an index: what they are called, which facts they have, which of them is meant."""

from __future__ import annotations

import math
from array import array
from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Sized
from sys import intern
from typing import Final

from bot.answering.analysis import Keys
from bot.answering.entry import Alias, Analysis, Names, alias_of
from bot.answering.numbered import Numbered
from bot.answering.rows import Rows
from bot.answering.shelf import Met
from bot.answering.vocabulary import Sought, Vocabulary

NAMED: Final = 3
"""Subjects best named by the question, of which every fact is looked at."""
COMMON_NAME: Final = 2_000
"""Subjects that share a word: it then names none of them by itself."""
LEAST_WEIGHT: Final = 0.15
"""Even a word of every name ("hospital") is part of them."""


class Subjects:
    """Every subject that has a fact, by number."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._keys: Numbered[str] = Numbered()
        self._topics: list[str] = []
        self._facts: list[array[int]] = []
        self._spelt: Numbered[Keys] = Numbered()
        self._names = Rows()
        self._by_name: dict[str, array[int]] = {}
        self._weights: dict[frozenset[str], float] = {}

    def __len__(self) -> int:
        """Return how many have a name or a fact."""
        return len(self._names)

    @property
    def by_name(self) -> Mapping[str, Sized]:
        """The subjects that have a name with a key."""
        return self._by_name

    def add(self, fact: Analysis) -> int:
        """Take in a fact with its subject, and return the number of that.

        All facts of a subject share its names and topic; those that come last are the right ones.
        """
        number = self._keys.number(fact.subject)
        if number == len(self._facts):
            self._facts.append(array("I"))
            self._topics.append("")
        insort(self._facts[number], fact.fact_id)
        self._topics[number] = intern(fact.topic)
        self._rename(number, fact.names)
        return number

    def remove(self, fact_id: int, number: int) -> None:
        """Forget a fact; a subject without any is nameless."""
        facts = self._facts[number]
        facts.remove(fact_id)
        if not facts:
            self._rename(number, None)

    def forget_weights(self) -> None:
        """Weigh every word anew: there are more subjects, or fewer, or other names."""
        self._weights.clear()

    def key(self, number: int) -> str:
        """Return the key of a subject."""
        return self._keys[number]

    def topic(self, number: int) -> str:
        """Return the topic of a subject."""
        return self._topics[number]

    def find(self, key: str) -> int | None:
        """Return the number of the subject with that key, if it was ever known."""
        return self._keys.find(key)

    def facts(self, number: int) -> Sequence[int]:
        """Return the facts of a subject, by id."""
        return self._facts[number]

    def aliases(self, number: int, met: Met | None = None) -> tuple[Alias, ...]:
        """Return the names of a subject; with `met` those with a word that is asked for."""
        row = self._names.get(number)
        found: list[Alias] = []
        at = 0
        while at < len(row):
            end = at + 1 + 2 * row[at]
            if met is None or not met.numbers.isdisjoint(row[at + 2 : end : 2]):
                found.append(alias_of([self._spelt[keys] for keys in row[at + 1 : end : 2]]))
            at = end
        return tuple(found)

    def weight(self, keys: frozenset[str]) -> float:
        """Return how telling a word of a name is: 1 for a name of few subjects, else less."""
        known = self._weights.get(keys)
        if known is None:
            known = self._weights[keys] = self._weight(keys)
        return known

    def named(self, sought: Iterable[Sought]) -> list[int]:
        """Return the subjects of which a question names most, best first.

        A word of very many names leads to none of them; it counts for those that others lead to.
        """
        scores: defaultdict[int, float] = defaultdict(float)
        common: list[list[array[int]]] = []
        for one in sought:
            lists = [
                self._by_name[key]
                for key in {*one.every, one.term.keys.sound}
                if key in self._by_name
            ]
            if sum(map(len, lists)) > COMMON_NAME:
                common.append(lists)
                continue
            found = {number for each in lists for number in each}
            for number in found:
                scores[number] += 1 / (1 + math.log(len(found)))
        for lists in common:
            worth = 1 / (1 + math.log(sum(map(len, lists))))
            for number in scores:
                if any(_has(each, number) for each in lists):
                    scores[number] += worth
        ranked = sorted(scores, key=lambda number: (-scores[number], self._keys[number]))
        return ranked[:NAMED]

    def _weight(self, keys: Iterable[str]) -> float:
        subjects = max((len(self._by_name.get(key, ())) for key in keys), default=0)
        total = len(self)
        if total <= 1 or subjects <= 1:
            return 1.0
        return max(1.0 - math.log(subjects) / math.log(total + 1), LEAST_WEIGHT)

    def _rename(self, number: int, names: Names | None) -> None:
        row = [] if names is None else self._row(names)
        old = self._names.get(number)
        if names is not None and number in self._names and list(old) == row:
            return
        self._unname(number)
        if names is None:
            return
        self._names.put(number, row)
        self._vocabulary.add(_words(row))
        for key in names.keys:
            numbers = self._by_name.setdefault(key, array("I"))
            if not _has(numbers, number):
                insort(numbers, number)

    def _unname(self, number: int) -> None:
        words = _words(self._names.get(number))
        self._vocabulary.remove(words)
        for key in {key for word in words for key in self._vocabulary.word(word)}:
            numbers = self._by_name[key]
            numbers.remove(number)
            if not numbers:
                del self._by_name[key]
        self._names.drop(number)

    def _row(self, names: Names) -> list[int]:
        row: list[int] = []
        for alias in names.aliases:
            row.append(len(alias.words))
            for keys, met_by in zip(alias.words, alias.met_by, strict=True):
                row += (self._spelt.number(keys), self._vocabulary.number(met_by))
        return row


def _words(row: Sequence[int]) -> set[int]:
    """Return the words of a row of names, each once."""
    found: set[int] = set()
    at = 0
    while at < len(row):
        end = at + 1 + 2 * row[at]
        found.update(row[at + 2 : end : 2])
        at = end
    return found


def _has(numbers: array[int], number: int) -> bool:
    at = bisect_left(numbers, number)
    return at < len(numbers) and numbers[at] == number
