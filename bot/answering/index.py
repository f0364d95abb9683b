"""The index: which facts could a question mean?

One tantivy index in memory, one document a fact, gives candidates; beside it stand the
analysed entries, the subjects with their names, and the vocabulary. Everything is
derived from documents and follows them.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

import tantivy

from bot.answering.analysis import Word
from bot.answering.entry import Alias, Entry, Names, names_of
from bot.answering.reading import Reading
from bot.answering.vocabulary import Sought, Vocabulary

CANDIDATES: Final = 32
"""Facts taken from the search; 96 changed one answer of 655 in a store of 10,000 facts."""
SUBJECTS: Final = 4
"""Subjects best named by the question, of which every fact is looked at …"""
FACTS_OF_A_SUBJECT: Final = 40
"""… up to this many."""
OFFICE: Final = "office"
"""The family whose values name a person as well as the name does: "the foreign minister"."""
PLACE: Final = "place"
"""The family whose values may be said with the name: "the centre in Riga"."""
FIELDS: Final = {"names": 2.0, "attribute": 2.0, "text": 1.0}
"""The fields of the search, and what a word found there counts for."""
FAMILY_BOOST: Final = 3.0
"""What an attribute of a family asked for counts for: more than any of its words."""
LEAST_BOOST: Final = 0.2
"""What a word counts for that needs no explanation: "since" finds the attribute "since"."""
TIE_BREAKER: Final = 0.1
"""What further keys of a word add to its best one: they are the same word."""
LEAST_WEIGHT: Final = 0.15
"""Even a word of every name ("hospital") is part of them."""
_HEAP: Final = 15_000_000
"""Bytes of the search index's writer: the least that tantivy takes."""


@dataclass(slots=True)
class SubjectEntry:
    """A subject: its names, the keys of what its facts say, where it is, what office it holds."""

    key: str
    names: Names = field(default_factory=Names)
    facts: set[int] = field(default_factory=set)
    context: Counter[str] = field(default_factory=Counter)
    places: Counter[str] = field(default_factory=Counter)
    roles: Counter[Alias] = field(default_factory=Counter)


class Index:
    """Facts that one audience may see, ready to be asked."""

    def __init__(self, entries: Iterable[Entry] = ()) -> None:
        self.entries: dict[int, Entry] = {}
        self.subjects: dict[str, SubjectEntry] = {}
        self._by_name: defaultdict[str, set[str]] = defaultdict(set)
        self._weights: dict[frozenset[str], float] = {}
        self._vocabulary = Vocabulary()
        builder = tantivy.SchemaBuilder()
        builder.add_integer_field("fact", indexed=True, fast=True)
        for name in FIELDS:
            builder.add_text_field(name, tokenizer_name="whitespace", index_option="freq")
        self._schema = builder.build()
        self._tantivy = tantivy.Index(self._schema)
        # Else it also reloads by itself after a commit, and the two wait 100 ms for one another.
        self._tantivy.config_reader(reload_policy="manual")
        self._writer = self._tantivy.writer(heap_size=_HEAP, num_threads=1)
        self._searcher = self._tantivy.searcher()
        self.update(entries)

    def __len__(self) -> int:
        return len(self.entries)

    def update(self, entries: Iterable[Entry], gone: Iterable[int] = ()) -> None:
        """Add or replace facts, and drop those that are gone; one commit for all of them."""
        for fact_id in gone:
            self._remove(fact_id)
        for entry in entries:
            self._remove(entry.document.fact_id)
            self._add(entry)
        self._weights.clear()
        self._writer.commit()
        self._tantivy.reload()
        self._searcher = self._tantivy.searcher()

    def weight(self, keys: frozenset[str]) -> float:
        """Return how telling a word of a name is: 1 for a name of few subjects, else less."""
        known = self._weights.get(keys)
        if known is None:
            known = self._weights[keys] = self._weight(keys)
        return known

    def _weight(self, keys: Iterable[str]) -> float:
        subjects = max((len(self._by_name.get(key, ())) for key in keys), default=0)
        total = len(self.subjects)
        if total <= 1 or subjects <= 1:
            return 1.0
        return max(1.0 - math.log(subjects) / math.log(total + 1), LEAST_WEIGHT)

    def seek(self, reading: Reading) -> tuple[Sought, ...]:
        """Return the terms of a question as this store knows them."""
        return tuple(self._vocabulary.seek(term, self._by_name) for term in reading.terms)

    def recognises(self, word: Word) -> bool:
        """Tell whether a word of a question is, or may be a slip of, one of this store."""
        return self._vocabulary.recognises(word, self._by_name)

    def candidates(self, sought: Iterable[Sought], families: Iterable[str]) -> list[Entry]:
        """Return the facts that a question with these terms could mean, in no order."""
        sought = tuple(sought)
        found = dict.fromkeys(self._search(sought, families))
        for subject in self._named(sought):
            for fact_id in sorted(self.subjects[subject].facts)[:FACTS_OF_A_SUBJECT]:
                found[fact_id] = None
        return [self.entries[fact_id] for fact_id in found]

    # --- building ---------------------------------------------------------------------

    def _add(self, entry: Entry) -> None:
        fact_id, key = entry.document.fact_id, entry.document.subject
        told = entry.told
        self.entries[fact_id] = entry
        subject = self.subjects.setdefault(key, SubjectEntry(key))
        self._rename(subject, entry.names)
        subject.facts.add(fact_id)
        subject.context.update(told)
        subject.places.update(_places(entry))
        subject.roles.update(_offices(entry))
        self._vocabulary.add(entry.names.keys | told)
        self._writer.add_document(
            tantivy.Document(
                fact=fact_id,
                names=" ".join(entry.names.keys),
                attribute=" ".join((*entry.attribute, *map(_tag, entry.asked_by))),
                text=" ".join(entry.statement | entry.value),
            )
        )

    def _remove(self, fact_id: int) -> None:
        entry = self.entries.pop(fact_id, None)
        if entry is None:
            return
        told = entry.told
        self._writer.delete_documents_by_term("fact", fact_id)
        self._vocabulary.remove(entry.names.keys | told)
        subject = self.subjects[entry.document.subject]
        subject.facts.discard(fact_id)
        subject.context.subtract(told)
        subject.context += Counter()  # drops what no other fact says
        subject.places.subtract(_places(entry))
        subject.places += Counter()
        subject.roles.subtract(_offices(entry))
        subject.roles += Counter()
        if not subject.facts:
            self._rename(subject, Names())
            del self.subjects[subject.key]

    def _rename(self, subject: SubjectEntry, names: Names) -> None:
        """Take the names of the newest entry; all facts of a subject share them."""
        if subject.names == names:
            return
        for key in subject.names.keys:
            self._by_name[key].discard(subject.key)
        subject.names = names
        for key in names.keys:
            self._by_name[key].add(subject.key)

    # --- searching --------------------------------------------------------------------

    def _search(self, sought: Iterable[Sought], families: Iterable[str]) -> list[int]:
        queries = [
            self._any(field, one.every, boost * max(one.term.weight, LEAST_BOOST))
            for one in sought
            for field, boost in FIELDS.items()
        ]
        tags = [self._term("attribute", _tag(family)) for family in families]
        if tags:
            alike = [tantivy.Query.const_score_query(tag, FAMILY_BOOST) for tag in tags]
            queries.append(tantivy.Query.disjunction_max_query(alike))
        if not queries:
            return []
        hits = self._searcher.search(
            tantivy.Query.boolean_query([(tantivy.Occur.Should, query) for query in queries]),
            limit=CANDIDATES,
            count=False,
        ).hits
        ids = self._searcher.fast_field_values("fact", [address for _, address in hits])
        return [int(fact_id) for fact_id in ids if fact_id is not None]

    def _any(self, field: str, keys: Iterable[str], boost: float) -> tantivy.Query:
        terms = [self._term(field, key) for key in keys]
        return tantivy.Query.boost_query(
            tantivy.Query.disjunction_max_query(terms, TIE_BREAKER), boost
        )

    def _term(self, field: str, key: str) -> tantivy.Query:
        return tantivy.Query.term_query(self._schema, field, key, "freq")

    def _named(self, sought: Iterable[Sought]) -> list[str]:
        """Return the subjects of which the question names most, best first."""
        scores: defaultdict[str, float] = defaultdict(float)
        for one in sought:
            keys = (*one.every, one.term.keys.sound)
            found = {subject for key in keys for subject in self._by_name.get(key, ())}
            for subject in found:
                scores[subject] += 1 / (1 + math.log(len(found)))
        return sorted(scores, key=lambda subject: (-scores[subject], subject))[:SUBJECTS]


def _offices(entry: Entry) -> tuple[Alias, ...]:
    """Return what a fact calls its subject by its office."""
    return names_of(entry.document.values).aliases if OFFICE in entry.asked_by else ()


def _places(entry: Entry) -> frozenset[str]:
    """Return the keys of where a fact says that its subject is."""
    return entry.value if PLACE in entry.asked_by else frozenset()


def _tag(family: str) -> str:
    """Return how the search index writes a family beside the words of an attribute."""
    return f"#{family}"
