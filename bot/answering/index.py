"""The index: which facts could a question mean?

A search (`engine`) gives candidates; beside it stand what is known of each fact (`shelf`), the
subjects with their names, and the vocabulary. Everything is derived from documents and follows
them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from bot.answering.analysis import Word
from bot.answering.engine import COMMON, Clause, Engine
from bot.answering.entry import Alias, Analysis, Entry, Keyset, Names
from bot.answering.reading import Reading
from bot.answering.shelf import Met, Shelf
from bot.answering.subjects import Subjects
from bot.answering.vocabulary import Sought, Vocabulary

FACTS_OF_A_SUBJECT: Final = 40
"""Facts that are looked at of a subject which the question names."""
LEAST_BOOST: Final = 0.2
"""What a word counts for that needs no explanation: "since" finds the attribute "since"."""


@dataclass(frozen=True, slots=True)
class SubjectEntry:
    """What a question finds in a subject.

    Attributes:
        aliases: the names with a word that it asks for.
        context: the keys of what its facts say that it asks for, too.
        places: the same of where they say that it is.
        roles: what it is called by its office.
    """

    aliases: tuple[Alias, ...]
    context: Keyset
    places: Keyset
    roles: tuple[Alias, ...]


class Index:
    """Facts that one audience may see, ready to be asked."""

    def __init__(self, facts: Iterable[Analysis] = (), *, searched: bool = True) -> None:
        """Take in facts.

        Args:
            facts: what it knows at first.
            searched: else every fact is a candidate of every question, as few can be.
        """
        self._vocabulary = Vocabulary()
        self._shelf = Shelf(self._vocabulary)
        self._subjects = Subjects(self._vocabulary)
        self._engine = Engine() if searched else None
        self.update(facts)

    def __len__(self) -> int:
        return len(self._shelf)

    def __iter__(self) -> Iterator[Analysis]:
        """Yield every fact as it was taken in."""
        for fact_id in self._shelf:
            number = self._shelf.subject(fact_id)
            key = self._subjects.key(number)
            yield self._shelf.analysis(
                fact_id, key, self._subjects.topic(number), self._names(number)
            )

    def update(self, facts: Iterable[Analysis], gone: Iterable[int] = ()) -> None:
        """Add or replace facts, and drop those that are gone; one commit for all of them."""
        for fact_id in gone:
            self._remove(fact_id)
        for fact in facts:
            self._remove(fact.fact_id)
            self._add(fact)
        self._subjects.forget_weights()
        if self._engine is not None:
            self._engine.commit()

    def weight(self, keys: frozenset[str]) -> float:
        """Return how telling a word of a name is: 1 for a name of few subjects, else less."""
        return self._subjects.weight(keys)

    def seek(self, reading: Reading) -> tuple[Sought, ...]:
        """Return the terms of a question as this store knows them."""
        return tuple(self._vocabulary.seek(term, self._subjects.is_name) for term in reading.terms)

    def recognises(self, word: Word) -> bool:
        """Tell whether a word of a question is, or may be a slip of, one of this store."""
        return self._vocabulary.recognises(word, self._subjects.is_name)

    def meeting(self, sought: Iterable[Sought], families: frozenset[str]) -> Met:
        """Return what a question with these terms asks for, as this store knows it."""
        keys = frozenset[str]().union(*(one.every for one in sought))
        return Met(self._vocabulary.meeting(keys), families)

    def candidates(
        self, sought: Iterable[Sought], families: Iterable[str], met: Met
    ) -> list[Entry]:
        """Return the facts that a question with these terms could mean, in no order."""
        sought = tuple(sought)
        found = dict.fromkeys(self._search(sought, families))
        for number in self._subjects.named(sought):
            found.update(dict.fromkeys(self._subjects.facts(number)[:FACTS_OF_A_SUBJECT]))
        return [
            self._shelf.entry(fact_id, self._subjects.key(self._shelf.subject(fact_id)), met)
            for fact_id in found
        ]

    def subject(self, key: str, met: Met) -> SubjectEntry:
        """Return what a question finds in the subject with that key, which has facts."""
        number = self._subjects.find(key)
        if number is None:
            raise LookupError(key)
        facts = self._subjects.facts(number)
        told, places = self._shelf.said(facts, met)
        roles = dict.fromkeys(alias for each in facts for alias in self._shelf.offices(each))
        return SubjectEntry(self._subjects.aliases(number, met), told, places, tuple(roles))

    def find(self, words: Iterable[Keyset]) -> list[int]:
        """Return the facts whose names, topic or attribute have each of `words`, by their keys."""
        found = list(self._shelf) if self._engine is None else self._engine.called(words)
        return sorted(found, key=self._key)

    # --- building ---------------------------------------------------------------------

    def _add(self, fact: Analysis) -> None:
        self._shelf.put(fact, self._subjects.add(fact))
        if self._engine is not None:
            self._engine.put(fact)

    def _remove(self, fact_id: int) -> None:
        if fact_id not in self._shelf:
            return
        if self._engine is not None:
            self._engine.drop(fact_id)
        number = self._shelf.subject(fact_id)
        self._shelf.drop(fact_id)
        self._subjects.remove(fact_id, number)

    # --- searching --------------------------------------------------------------------

    def _search(self, sought: Iterable[Sought], families: Iterable[str]) -> list[int]:
        if self._engine is None:
            return list(self._shelf)
        return self._engine.search(map(self._clause, sought), families, len(self))

    def _clause(self, one: Sought) -> Clause:
        """Return what is searched of a word: the keys that some word of this store has.

        A common word leads nowhere by itself, so its commonest key is enough of it.
        """
        facts_of_each = len(self) // max(len(self._subjects), 1) + 1
        uses = self._vocabulary.uses(one.every) + self._subjects.uses(one.every) * facts_of_each
        named = [key for key in one.every if self._subjects.is_name(key)]
        told = [key for key in one.every if self._vocabulary.knows(key)]
        if uses > COMMON:
            named = sorted(named, key=lambda key: (-self._subjects.uses([key]), key))[:1]
            told = sorted(told, key=lambda key: (-self._vocabulary.uses([key]), key))[:1]
        return Clause(uses, named, told, max(one.term.weight, LEAST_BOOST))

    def _key(self, fact_id: int) -> str:
        subject = self._subjects.key(self._shelf.subject(fact_id))
        return f"{subject}.{self._shelf.attribute(fact_id)}"

    def _names(self, number: int) -> Names:
        aliases = self._subjects.aliases(number)
        return Names(aliases, frozenset[str]().union(*(alias.keys for alias in aliases)))
