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
    attribute_of,
    spelt_as,
)
from bot.answering.numbered import Numbered
from bot.answering.rows import Rows
from bot.answering.vocabulary import Vocabulary

PLACE: Final = "place"
"""The family whose values may be said with the name: "the centre in Riga"."""

_NOTHING: Final[Keyset] = frozenset()
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
        met = self.numbers.intersection(numbers)
        return _NOTHING.union(*[self._words[number] for number in met]) if met else _NOTHING


class _About(NamedTuple):
    """An attribute, with the numbers of its words."""

    name: str
    called: tuple[str, ...]
    words: Sequence[int]
    is_place: bool


class _Shapes:
    """What many facts share, numbered: attributes, what values look like, families."""

    def __init__(self) -> None:
        self.attributes: Final[Numbered[tuple[str, tuple[str, ...]]]] = Numbered()
        self.about: Final[list[_About]] = []
        self.looks: Final[Numbered[tuple[frozenset[str], frozenset[str]]]] = Numbered()
        self.families: Final[Numbered[str]] = Numbered()


class Shelf:
    """Facts by id, as `vocabulary` numbers their words."""

    def __init__(self, vocabulary: Vocabulary, beneath: Shelf | None = None) -> None:
        """Begin with no fact.

        Args:
            vocabulary: the words.
            beneath: a shelf whose facts are seen here, too, but for those that are here.
        """
        self._vocabulary = vocabulary
        self._beneath = beneath
        self._rows = Rows()
        self.shapes: _Shapes = _Shapes() if beneath is None else beneath.shapes
        self._offices: dict[int, tuple[str, ...]] = {}
        self._alone: set[int] = set()

    def __len__(self) -> int:
        if self._beneath is None:
            return len(self._rows)
        return len(self._beneath) + len(self._alone)

    def __iter__(self) -> Iterator[int]:
        """Yield the id of each fact."""
        yield from self._rows
        if self._beneath is not None:
            yield from (each for each in self._beneath if not self.has(each))

    def __contains__(self, fact_id: int) -> bool:
        return self.has(fact_id) or (self._beneath is not None and fact_id in self._beneath)

    def has(self, fact_id: int) -> bool:
        """Tell whether a fact is here, and not only beneath."""
        return fact_id in self._rows

    def put(self, fact: Analysis, subject: int) -> None:
        """Keep a fact that was not here, of a subject by its number."""
        numbers = self._vocabulary.spellings.numbers
        statement, value = numbers(fact.statement), numbers(fact.value)
        look = self.shapes.looks.number((fact.gives, fact.forms))
        head = (subject, self._attribute(fact.attribute), look, len(statement), len(value))
        hinted = map(self.shapes.families.number, fact.hinted)
        self._rows.put(fact.fact_id, (*head, *statement, *value, *hinted))
        if self._beneath is not None and fact.fact_id not in self._beneath:
            self._alone.add(fact.fact_id)
        if fact.offices:
            self._offices[fact.fact_id] = fact.offices
        self._vocabulary.add({*self.shapes.about[head[1]].words, *statement, *value})

    def drop(self, fact_id: int) -> None:
        """Forget a fact that is here."""
        self._vocabulary.remove(self._words(fact_id))
        self._offices.pop(fact_id, None)
        self._rows.drop(fact_id)
        self._alone.discard(fact_id)

    def subject(self, fact_id: int) -> int:
        """Return the number of a fact's subject."""
        return self.row(fact_id)[0]

    def row(self, fact_id: int) -> Sequence[int]:
        """Return the numbers of a fact, as `_HEAD` says; none if there is no such fact."""
        row = self._rows.get(fact_id)
        return row if row or self._beneath is None else self._beneath.row(fact_id)

    def entry(self, fact_id: int, subject: str, met: Met) -> Entry:
        """Return what a question finds in a fact of the subject with that key."""
        row = self.row(fact_id)
        (gives, forms), about = self.shapes.looks[row[2]], self.shapes.about[row[1]]
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
            shape=(row[1], row[2], hinted),
        )

    def said(self, fact_ids: Iterable[int], met: Met) -> tuple[Keyset, Keyset]:
        """Return the keys of all that facts say, and of where they say that their subject is."""
        told: list[int] = []
        places: set[int] = set()
        for fact_id in fact_ids:
            row = self.row(fact_id)
            about = self.shapes.about[row[1]]
            told += _said(row)
            told += about.words
            if about.is_place:
                places.update(_value(row))
        return met.keys(told), met.keys(places)

    def attribute(self, fact_id: int) -> str:
        """Return the name of a fact's attribute."""
        return self.shapes.about[self.row(fact_id)[1]].name

    def offices(self, fact_id: int) -> tuple[Alias, ...]:
        """Return what a fact calls its subject by its office."""
        if self._beneath is not None and not self.has(fact_id):
            return self._beneath.offices(fact_id)
        offices = self._offices.get(fact_id)
        return spelt_as(offices).aliases if offices else ()

    def _attribute(self, attribute: Attribute) -> int:
        number = self.shapes.attributes.number((attribute.name, attribute.called))
        if number == len(self.shapes.about):
            words = tuple(self._vocabulary.spellings.numbers(attribute.words))
            about = _About(attribute.name, attribute.called, words, attribute.is_place)
            self.shapes.about.append(about)
        return number

    def _hinted(self, row: Sequence[int]) -> list[str]:
        return [self.shapes.families[number] for number in row[_HEAD + row[3] + row[4] :]]

    def _words(self, fact_id: int) -> set[int]:
        row = self._rows.get(fact_id)
        return {*self.shapes.about[row[1]].words, *_said(row)}


def _said(row: Sequence[int]) -> Sequence[int]:
    """Return the words of a fact's statement and value."""
    return row[_HEAD : _HEAD + row[3] + row[4]]


def _statement(row: Sequence[int]) -> Sequence[int]:
    return row[_HEAD : _HEAD + row[3]]


def _value(row: Sequence[int]) -> Sequence[int]:
    return row[_HEAD + row[3] : _HEAD + row[3] + row[4]]
