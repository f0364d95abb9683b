"""The shelf: analysed facts, each a row of numbers.

An analysis takes some kilobytes as objects, and 150 bytes as the numbers of its words, of its
attribute and of its subject. A question takes from a row what it asks for, and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from bot.answering.entry import (
    Alias,
    Analysis,
    Attribute,
    Entry,
    Keyset,
    Names,
    attribute_of,
    spelt_as,
)
from bot.answering.numbered import Numbered
from bot.answering.rows import Rows
from bot.answering.vocabulary import Vocabulary

_HEAD: Final = 5
"""What a row begins with: its subject, its attribute, what its value looks like, how many words
its statement has and how many its value. These words follow, and the families it hints at."""


class Met:
    """What a question asks for, as the shelf knows it.

    Args:
        words: the words of the store, by number, each with the keys asked for.
        families: the attribute families.
    """

    def __init__(self, words: Mapping[int, Keyset], families: Keyset) -> None:
        self.numbers: Final = frozenset(words)
        self.families: Final = families
        self._words = words

    def keys(self, numbers: Iterable[int]) -> Keyset:
        """Return the keys that words have of those asked for."""
        return frozenset[str]().union(
            *[self._words[number] for number in self.numbers.intersection(numbers)]
        )


class _About(NamedTuple):
    """An attribute, with the numbers of its words."""

    name: str
    called: tuple[str, ...]
    words: Sequence[int]
    is_place: bool


class Shelf:
    """Facts by id, as `vocabulary` numbers their words."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._rows = Rows()
        self._attributes: Numbered[tuple[str, tuple[str, ...]]] = Numbered()
        self._about: list[_About] = []
        self._looks: Numbered[tuple[frozenset[str], frozenset[str]]] = Numbered()
        self._families: Numbered[str] = Numbered()
        self._offices: dict[int, tuple[str, ...]] = {}

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[int]:
        """Yield the id of each fact, in order."""
        return iter(self._rows)

    def __contains__(self, fact_id: int) -> bool:
        return fact_id in self._rows

    def put(self, fact: Analysis, subject: int) -> None:
        """Keep a fact that was not there, of a subject by its number."""
        number = self._vocabulary.number
        statement, value = list(map(number, fact.statement)), list(map(number, fact.value))
        look = self._looks.number((fact.gives, fact.forms))
        head = (subject, self._attribute(fact.attribute), look, len(statement), len(value))
        hinted = map(self._families.number, fact.hinted)
        self._rows.put(fact.fact_id, (*head, *statement, *value, *hinted))
        if fact.offices:
            self._offices[fact.fact_id] = fact.offices
        self._vocabulary.add(self._words(fact.fact_id))

    def drop(self, fact_id: int) -> None:
        """Forget a fact that is there."""
        self._vocabulary.remove(self._words(fact_id))
        self._offices.pop(fact_id, None)
        self._rows.drop(fact_id)

    def subject(self, fact_id: int) -> int:
        """Return the number of a fact's subject."""
        return self._rows.get(fact_id)[0]

    def entry(self, fact_id: int, subject: str, met: Met) -> Entry:
        """Return what a question finds in a fact of the subject with that key."""
        row = self._rows.get(fact_id)
        (gives, forms), about = self._looks[row[2]], self._about[row[1]]
        hinted = met.families.intersection(self._hinted(row))
        statement, value = met.keys(_statement(row)), met.keys(_value(row))
        return Entry(
            fact_id=fact_id,
            subject=subject,
            about=attribute_of(about.name, about.called),
            statement=statement,
            value=value,
            hinted=hinted,
            gives=gives,
            forms=forms,
            alike=(row[1], row[2], hinted, statement, value),
        )

    def said(self, fact_ids: Iterable[int], met: Met) -> tuple[Keyset, Keyset]:
        """Return the keys of all that facts say, and of where they say that their subject is."""
        told: set[int] = set()
        places: set[int] = set()
        for fact_id in fact_ids:
            row = self._rows.get(fact_id)
            about = self._about[row[1]]
            told |= met.numbers.intersection(_said(row))
            told |= met.numbers.intersection(about.words)
            if about.is_place:
                places.update(_value(row))
        return met.keys(told), met.keys(places)

    def attribute(self, fact_id: int) -> str:
        """Return the name of a fact's attribute."""
        return self._about[self._rows.get(fact_id)[1]].name

    def offices(self, fact_id: int) -> tuple[Alias, ...]:
        """Return what a fact calls its subject by its office."""
        offices = self._offices.get(fact_id)
        return spelt_as(offices).aliases if offices else ()

    def analysis(self, fact_id: int, subject: str, topic: str, names: Names) -> Analysis:
        """Return a fact as it was put; its subject's key, topic and names are not kept here."""
        row = self._rows.get(fact_id)
        (gives, forms), about = self._looks[row[2]], self._about[row[1]]
        word = self._vocabulary.word
        return Analysis(
            fact_id=fact_id,
            subject=subject,
            topic=topic,
            names=names,
            attribute=attribute_of(about.name, about.called),
            statement=frozenset(map(word, _statement(row))),
            value=frozenset(map(word, _value(row))),
            hinted=frozenset(self._hinted(row)),
            gives=gives,
            forms=forms,
            offices=self._offices.get(fact_id, ()),
        )

    def _attribute(self, attribute: Attribute) -> int:
        number = self._attributes.number((attribute.name, attribute.called))
        if number == len(self._about):
            words = tuple(map(self._vocabulary.number, attribute.words))
            about = _About(attribute.name, attribute.called, words, attribute.is_place)
            self._about.append(about)
        return number

    def _hinted(self, row: Sequence[int]) -> list[str]:
        return [self._families[number] for number in row[_HEAD + row[3] + row[4] :]]

    def _words(self, fact_id: int) -> set[int]:
        row = self._rows.get(fact_id)
        return {*self._about[row[1]].words, *_said(row)}


def _said(row: Sequence[int]) -> Sequence[int]:
    """Return the words of a fact's statement and value."""
    return row[_HEAD : _HEAD + row[3] + row[4]]


def _statement(row: Sequence[int]) -> Sequence[int]:
    return row[_HEAD : _HEAD + row[3]]


def _value(row: Sequence[int]) -> Sequence[int]:
    return row[_HEAD + row[3] : _HEAD + row[3] + row[4]]
