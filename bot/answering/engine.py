"""The search: one tantivy index in memory, one document a fact, of the keys of words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

import tantivy

from bot.answering.analysis import analyse
from bot.answering.entry import Analysis, Keyset, sure_keys

CANDIDATES: Final = 20
"""Facts taken from a search; 16 changed two answers of 945 in a store of all topics, 32 none."""
MOST_FOUND: Final = 10_000
"""Facts that can be looked through: nobody turns a thousand pages."""
COMMON: Final = 2_000
"""A word that so many facts have is never searched alone: it would be all that takes time."""
FIELDS: Final = {"names": 2.0, "attribute": 2.0, "text": 1.0}
"""The fields of the search, and what a word found there counts for."""
FAMILY_BOOST: Final = 3.0
"""What an attribute of a family asked for counts for: more than any of its words."""
TIE_BREAKER: Final = 0.1
"""What further keys of a word add to its best one: they are the same word."""
_FILED: Final = "filed"
"""The field of the subject's topic and key, by which facts are looked through, not asked."""
_CALLED: Final = ("names", "attribute", _FILED)
_HEAP: Final = 15_000_000
"""Bytes of the writer: the least that tantivy takes."""


class Clause(NamedTuple):
    """A word to be searched.

    Attributes:
        uses: how many facts have it, at the most.
        named, told: its keys that names have, and what facts say.
        weight: what it counts for.
    """

    uses: int
    named: Sequence[str]
    told: Sequence[str]
    weight: float


class Engine:
    """What finds facts by words."""

    def __init__(self) -> None:
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

    def put(self, fact: Analysis) -> None:
        """Take in a fact that is not there; it is found from the next commit on."""
        about = fact.attribute
        self._writer.add_document(
            tantivy.Document(
                fact=fact.fact_id,
                names=" ".join(fact.names.keys),
                attribute=" ".join((*about.keys, *map(_tag, about.asked_by))),
                filed=" ".join(_filed(f"{fact.topic} {fact.subject}")),
                text=" ".join(frozenset[str]().union(*fact.statement, *fact.value)),
            )
        )

    def drop(self, fact_id: int) -> None:
        """Forget a fact, from the next commit on."""
        self._writer.delete_documents_by_term("fact", fact_id)

    def commit(self) -> None:
        """Let what was put be found, and what was dropped not."""
        self._writer.commit()
        self._tantivy.reload()
        self._searcher = self._tantivy.searcher()

    def search(self, clauses: Iterable[Clause], families: Iterable[str], facts: int) -> list[int]:
        """Return the best facts of `facts` for some words and attribute families."""
        query = self._query(clauses, families, facts)
        return [] if query is None else self._found(query, CANDIDATES)

    def called(self, words: Iterable[Keyset]) -> list[int]:
        """Return the facts whose names, topic, key or attribute have each of `words`."""
        wanted = [_any([self._in(field, [*word], 1.0) for field in _CALLED]) for word in words]
        return self._found(_all(wanted, ()), MOST_FOUND) if wanted else []

    def _found(self, query: tantivy.Query, most: int) -> list[int]:
        hits = self._searcher.search(query, limit=most, count=False).hits
        ids = self._searcher.fast_field_values("fact", [address for _, address in hits])
        return [int(fact_id) for fact_id in ids if fact_id is not None]

    def _query(
        self, clauses: Iterable[Clause], families: Iterable[str], facts: int
    ) -> tantivy.Query | None:
        """Return what finds any of these, by a word that few facts have, or by two others."""
        by_use = sorted((one for one in clauses if one.uses), key=lambda one: one.uses)
        queries = [self._anywhere(one) for one in by_use]
        rare = sum(one.uses <= COMMON for one in by_use)
        tags = [self._term("attribute", _tag(family)) for family in families]
        if tags:
            alike = [tantivy.Query.const_score_query(tag, FAMILY_BOOST) for tag in tags]
            queries.append(tantivy.Query.disjunction_max_query(alike))
            rare += facts <= COMMON
        if rare == len(queries):
            return _any(queries) if queries else None
        if rare:
            return _all([_any(queries[:rare])], queries[rare:])
        return _all(queries[:2], queries[2:]) if len(queries) > 1 else None

    def _anywhere(self, one: Clause) -> tantivy.Query:
        keys = {"names": one.named, "attribute": one.told, "text": one.told}
        return _any(
            self._in(field, keys[field], boost * one.weight)
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
