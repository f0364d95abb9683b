"""The index: which facts could a question mean?

A search (`engine`) gives candidates; beside it stand what is known of each fact (`shelf`), the
subjects with their names, and the vocabulary. Everything is derived from documents and follows
them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Final

from bot.answering.analysis import Word
from bot.answering.engine import COMMON, Clause, Engine
from bot.answering.entry import Alias, Analysis, Entry, Keyset
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

    def __init__(
        self,
        facts: Iterable[Analysis] = (),
        *,
        searched: bool = True,
        beneath: Index | None = None,
    ) -> None:
        """Take in facts.

        Args:
            facts: what it knows at first.
            searched: else every fact is a candidate of every question, as few can be.
            beneath: what another audience may see, and this one, too, but for the facts that
                it may see more of. What is here is never looked at from there.
        """
        self._beneath = beneath
        if beneath is None:
            self.vocabulary = Vocabulary()
            self.shelf = Shelf(self.vocabulary)
            self.subjects = Subjects(self.vocabulary)
        else:
            self.vocabulary = Vocabulary(beneath.vocabulary)
            self.shelf = Shelf(self.vocabulary, beneath.shelf)
            self.subjects = Subjects(self.vocabulary, beneath.subjects)
        self._engine = Engine() if searched else None
        self.update(facts)

    def __len__(self) -> int:
        return len(self.shelf)

    def update(
        self, facts: Iterable[Analysis], gone: Iterable[int] = (), settled: Iterable[str] = ()
    ) -> None:
        """Add or replace facts, and drop those that are gone; one commit for all of them.

        Args:
            facts: what is new.
            gone: the ids of what is not here any more.
            settled: keys of subjects of which something beneath has just changed.
        """
        for fact_id in gone:
            self._remove(fact_id)
        for fact in facts:
            self._remove(fact.fact_id)
            self._add(fact)
        for number in map(self.subjects.find, settled):
            if number is not None:
                self.subjects.settle(number)
        self.subjects.forget_weights()
        if self._engine is not None:
            self._engine.commit()

    def weight(self, keys: frozenset[str]) -> float:
        """Return how telling a word of a name is: 1 for a name of few subjects, else less."""
        return self.subjects.weight(keys)

    def seek(self, reading: Reading) -> tuple[Sought, ...]:
        """Return the terms of a question as this store knows them."""
        return tuple(self.vocabulary.seek(term, self.subjects.is_name) for term in reading.terms)

    def recognises(self, word: Word) -> bool:
        """Tell whether a word of a question is, or may be a slip of, one of this store."""
        return self.vocabulary.recognises(word, self.subjects.is_name)

    def meeting(self, sought: Iterable[Sought], families: frozenset[str]) -> Met:
        """Return what a question with these terms asks for, as this store knows it."""
        keys = frozenset[str]().union(*(one.every for one in sought))
        return Met(self.vocabulary.meeting(keys), families)

    def candidates(
        self, sought: Iterable[Sought], families: Iterable[str], met: Met
    ) -> list[Entry]:
        """Return the facts that a question with these terms could mean, in no order."""
        sought = tuple(sought)
        clauses = [self._clause(one) for one in sought]
        found = dict.fromkeys(self.searched(clauses, tuple(families), len(self)))
        for number in self.subjects.named(sought):
            found.update(dict.fromkeys(self.subjects.facts(number)[:FACTS_OF_A_SUBJECT]))
        return [
            self.shelf.entry(fact_id, self.subjects.key(self.shelf.subject(fact_id)), met)
            for fact_id in found
        ]

    def subject(self, key: str, met: Met) -> SubjectEntry:
        """Return what a question finds in the subject with that key, which has facts."""
        number = self.subjects.find(key)
        if number is None:
            raise LookupError(key)
        facts = self.subjects.facts(number)
        told, places = self.shelf.said(facts, met)
        roles = dict.fromkeys(alias for each in facts for alias in self.shelf.offices(each))
        return SubjectEntry(self.subjects.aliases(number, met), told, places, tuple(roles))

    def kin(self, key: str) -> list[str]:
        """Return the keys of the subjects that belong to that with a key, or it to them."""
        number = self.subjects.find(key)
        return (
            []
            if number is None
            else [self.subjects.key(each) for each in self.subjects.kin(number)]
        )

    def find(self, words: Iterable[Keyset]) -> list[int]:
        """Return the facts whose names, topic or attribute have each of `words`, by their keys."""
        return sorted(self.called(tuple(words)), key=self._key)

    def called(self, words: Collection[Keyset]) -> list[int]:
        """Return the same facts in no order."""
        if self._engine is None:
            return list(self.shelf)
        own = self._engine.called(words)
        return own if self._beneath is None else self._with(own, self._beneath.called(words))

    def searched(
        self, clauses: Collection[Clause], families: Collection[str], facts: int
    ) -> list[int]:
        """Return the facts that a search finds among `facts`."""
        if self._engine is None:
            return list(self.shelf)
        own = self._engine.search(clauses, families, facts)
        if self._beneath is None:
            return own
        return self._with(own, self._beneath.searched(clauses, families, facts))

    # --- building ---------------------------------------------------------------------

    def _add(self, fact: Analysis) -> None:
        self.shelf.put(fact, self.subjects.add(fact))
        if self._engine is not None:
            self._engine.put(fact)

    def _remove(self, fact_id: int) -> None:
        if not self.shelf.has(fact_id):
            return
        if self._engine is not None:
            self._engine.drop(fact_id)
        number = self.shelf.subject(fact_id)
        self.shelf.drop(fact_id)
        self.subjects.remove(fact_id, number)

    # --- searching --------------------------------------------------------------------

    def _with(self, own: list[int], beneath: Iterable[int]) -> list[int]:
        return [*own, *(each for each in beneath if not self.shelf.has(each))]

    def _clause(self, one: Sought) -> Clause:
        """Return what is searched of a word: the keys that some word of this store has.

        A common word leads nowhere by itself, so its commonest key is enough of it.
        """
        facts_of_each = len(self) // max(len(self.subjects), 1) + 1
        uses = self.vocabulary.uses(one.every) + self.subjects.uses(one.every) * facts_of_each
        named = [key for key in one.every if self.subjects.is_name(key)]
        told = [key for key in one.every if self.vocabulary.knows(key)]
        if uses > COMMON:
            named = sorted(named, key=lambda key: (-self.subjects.uses([key]), key))[:1]
            told = sorted(told, key=lambda key: (-self.vocabulary.uses([key]), key))[:1]
        return Clause(uses, named, told, max(one.term.weight, LEAST_BOOST))

    def _key(self, fact_id: int) -> str:
        subject = self.subjects.key(self.shelf.subject(fact_id))
        return f"{subject}.{self.shelf.attribute(fact_id)}"
