"""The index: which facts could a question mean?

One tantivy index in memory, one document a fact, gives candidates; beside it stand what is
known of each fact (`shelf`), the subjects with their names, and the vocabulary. Everything is
derived from documents and follows them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import tantivy

from bot.answering.analysis import Word, analyse
from bot.answering.entry import Alias, Analysis, Entry, Keyset, Names, sure_keys
from bot.answering.reading import Reading
from bot.answering.shelf import Met, Shelf
from bot.answering.subjects import Subjects
from bot.answering.vocabulary import Sought, Vocabulary

CANDIDATES: Final = 20
"""Facts taken from the search; 16 changed two answers of 945 in a store of all topics, 32 none."""
FACTS_OF_A_SUBJECT: Final = 40
"""Facts that are looked at of a subject which the question names."""
COMMON: Final = 5_000
"""A word that so many facts have is never searched alone: it would be all that takes time."""
FIELDS: Final = {"names": 2.0, "attribute": 2.0, "text": 1.0}
"""The fields of the search, and what a word found there counts for."""
FAMILY_BOOST: Final = 3.0
"""What an attribute of a family asked for counts for: more than any of its words."""
LEAST_BOOST: Final = 0.2
"""What a word counts for that needs no explanation: "since" finds the attribute "since"."""
TIE_BREAKER: Final = 0.1
"""What further keys of a word add to its best one: they are the same word."""
MOST_FOUND: Final = 10_000
"""Facts that can be looked through: nobody turns a thousand pages."""
_FILED: Final = "filed"
"""The field of the subject's topic and key, by which facts are looked through, not asked."""
_CALLED: Final = ("names", "attribute", _FILED)
_HEAP: Final = 15_000_000
"""Bytes of the search index's writer: the least that tantivy takes."""


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

    def __init__(self, facts: Iterable[Analysis] = ()) -> None:
        self._vocabulary = Vocabulary()
        self._shelf = Shelf(self._vocabulary)
        self._subjects = Subjects(self._vocabulary)
        builder = tantivy.SchemaBuilder()
        builder.add_integer_field("fact", indexed=True, fast=True)
        for name in (*FIELDS, _FILED):
            builder.add_text_field(name, tokenizer_name="whitespace", index_option="basic")
        self._schema = builder.build()
        self._tantivy = tantivy.Index(self._schema)
        # Else it also reloads by itself after a commit, and the two wait 100 ms for one another.
        self._tantivy.config_reader(reload_policy="manual")
        self._writer = self._tantivy.writer(heap_size=_HEAP, num_threads=1)
        self._searcher = self._tantivy.searcher()
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
        self._writer.commit()
        self._tantivy.reload()
        self._searcher = self._tantivy.searcher()

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
        wanted = [_any([self._in(field, [*word], 1.0) for field in _CALLED]) for word in words]
        if not wanted:
            return []
        hits = self._searcher.search(_all(wanted, ()), limit=MOST_FOUND, count=False).hits
        return sorted(self._ids(hits), key=self._key)

    # --- building ---------------------------------------------------------------------

    def _add(self, fact: Analysis) -> None:
        about = fact.attribute
        number = self._subjects.add(fact)
        self._shelf.put(fact, number)
        self._writer.add_document(
            tantivy.Document(
                fact=fact.fact_id,
                names=" ".join(fact.names.keys),
                attribute=" ".join((*about.keys, *map(_tag, about.asked_by))),
                filed=" ".join(_filed(f"{fact.topic} {fact.subject}")),
                text=" ".join(frozenset[str]().union(*fact.statement, *fact.value)),
            )
        )

    def _remove(self, fact_id: int) -> None:
        if fact_id not in self._shelf:
            return
        self._writer.delete_documents_by_term("fact", fact_id)
        number = self._shelf.subject(fact_id)
        self._shelf.drop(fact_id)
        self._subjects.remove(fact_id, number)

    # --- searching --------------------------------------------------------------------

    def _search(self, sought: Iterable[Sought], families: Iterable[str]) -> list[int]:
        query = self._query(sought, families)
        if query is None:
            return []
        hits = self._searcher.search(query, limit=CANDIDATES, count=False).hits
        return self._ids(hits)

    def _ids(self, hits: Iterable[tuple[float, tantivy.DocAddress]]) -> list[int]:
        ids = self._searcher.fast_field_values("fact", [address for _, address in hits])
        return [int(fact_id) for fact_id in ids if fact_id is not None]

    def _key(self, fact_id: int) -> str:
        subject = self._subjects.key(self._shelf.subject(fact_id))
        return f"{subject}.{self._shelf.attribute(fact_id)}"

    def _names(self, number: int) -> Names:
        aliases = self._subjects.aliases(number)
        return Names(aliases, frozenset[str]().union(*(alias.keys for alias in aliases)))

    def _query(self, sought: Iterable[Sought], families: Iterable[str]) -> tantivy.Query | None:
        """Return what finds any of these, by a word that few facts have, or by two others."""
        by_use = [(self._uses(one), self._anywhere(one)) for one in sought]
        by_use = sorted((each for each in by_use if each[0]), key=lambda each: each[0])
        tags = [self._term("attribute", _tag(family)) for family in families]
        if tags:
            alike = [tantivy.Query.const_score_query(tag, FAMILY_BOOST) for tag in tags]
            by_use.append((len(self), tantivy.Query.disjunction_max_query(alike)))
        queries = [query for _, query in by_use]
        rare = sum(uses <= COMMON for uses, _ in by_use)
        if rare == len(queries):
            return _any(queries) if queries else None
        if rare:
            return _all([_any(queries[:rare])], queries[rare:])
        return _all(queries[:2], queries[2:]) if len(queries) > 1 else None

    def _uses(self, one: Sought) -> int:
        """Return how many facts have a word, in what they say or in a name, at the most."""
        named = self._subjects.uses(one.every)
        facts_of_each = len(self) // max(len(self._subjects), 1) + 1
        return self._vocabulary.uses(one.every) + named * facts_of_each

    def _anywhere(self, one: Sought) -> tantivy.Query:
        """Return what finds a word in any field; keys that no word has are not looked for."""
        weight = max(one.term.weight, LEAST_BOOST)
        named = [key for key in one.every if self._subjects.is_name(key)]
        told = [key for key in one.every if self._vocabulary.knows(key)]
        keys = {"names": named, "attribute": told, "text": told}
        return _any(
            self._in(field, keys[field], boost * weight)
            for field, boost in FIELDS.items()
            if keys[field]
        )

    def _in(self, field: str, keys: Sequence[str], boost: float) -> tantivy.Query:
        terms = [self._term(field, key) for key in keys]
        best = tantivy.Query.disjunction_max_query(terms, TIE_BREAKER) if terms[1:] else terms[0]
        return tantivy.Query.boost_query(best, boost)

    def _term(self, field: str, key: str) -> tantivy.Query:
        return tantivy.Query.term_query(self._schema, field, key, "basic")


def _any(queries: Iterable[tantivy.Query]) -> tantivy.Query:
    return tantivy.Query.boolean_query([(tantivy.Occur.Should, query) for query in queries])


def _all(needed: Iterable[tantivy.Query], welcome: Iterable[tantivy.Query]) -> tantivy.Query:
    return tantivy.Query.boolean_query(
        [
            *((tantivy.Occur.Must, query) for query in needed),
            *((tantivy.Occur.Should, query) for query in welcome),
        ]
    )


@lru_cache(maxsize=1 << 10)
def _filed(text: str) -> frozenset[str]:
    return frozenset[str]().union(*(sure_keys(word.keys) for word in analyse(text)))


def _tag(family: str) -> str:
    """Return how the search index writes a family beside the words of an attribute."""
    return f"#{family}"
