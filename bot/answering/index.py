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

from bot.answering.document import Document
from bot.answering.entry import Alias, Entry, aliases_of, entry_of
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
_HEAP: Final = 15_000_000


@dataclass(slots=True)
class SubjectEntry:
    """A subject: its names and the keys of everything that its facts say."""

    key: str
    aliases: tuple[Alias, ...] = ()
    facts: set[int] = field(default_factory=set)
    context: Counter[str] = field(default_factory=Counter)
    roles: Counter[Alias] = field(default_factory=Counter)


class Index:
    """Facts that one audience may see, ready to be asked."""

    def __init__(self, documents: Iterable[Document] = ()) -> None:
        self.entries: dict[int, Entry] = {}
        self.subjects: dict[str, SubjectEntry] = {}
        self._by_name: defaultdict[str, set[str]] = defaultdict(set)
        self._vocabulary = Vocabulary()
        builder = tantivy.SchemaBuilder()
        builder.add_integer_field("fact", indexed=True, fast=True)
        for name in ("names", "attribute", "text"):
            builder.add_text_field(name, tokenizer_name="whitespace", index_option="freq")
        self._schema = builder.build()
        self._tantivy = tantivy.Index(self._schema)
        self._writer = self._tantivy.writer(heap_size=_HEAP, num_threads=1)
        self.update(documents)

    def __len__(self) -> int:
        return len(self.entries)

    def update(self, documents: Iterable[Document], gone: Iterable[int] = ()) -> None:
        """Add or replace documents, and drop the facts that are gone."""
        for fact_id in gone:
            self._remove(fact_id)
        for document in documents:
            self._remove(document.fact_id)
            self._add(entry_of(document))
        self._writer.commit()
        self._tantivy.reload()
        self._searcher = self._tantivy.searcher()

    def weight(self, keys: Iterable[str]) -> float:
        """Return how telling a word of a name is: 1 for a name of few subjects, else less."""
        subjects = max((len(self._by_name.get(key, ())) for key in keys), default=0)
        total = len(self.subjects)
        if total <= 1 or subjects <= 1:
            return 1.0
        return max(1.0 - math.log(subjects) / math.log(total + 1), 0.15)

    def seek(self, reading: Reading) -> tuple[Sought, ...]:
        """Return the terms of a question as this store knows them."""
        return tuple(self._vocabulary.seek(term, self._by_name) for term in reading.terms)

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
        document = entry.document
        fact_id = document.fact_id
        self.entries[fact_id] = entry
        subject = self.subjects.setdefault(document.subject, SubjectEntry(document.subject))
        self._rename(subject, entry.aliases)
        subject.facts.add(fact_id)
        subject.context.update(entry.statement | entry.value | entry.attribute)
        if OFFICE in entry.asked_by:
            subject.roles.update(aliases_of(document.values))
        self._vocabulary.add(_plain(entry))
        self._writer.add_document(
            tantivy.Document(
                fact=fact_id,
                names=" ".join(entry.names),
                attribute=" ".join(entry.attribute | {f"#{name}" for name in entry.asked_by}),
                text=" ".join(entry.statement | entry.value),
            )
        )

    def _rename(self, subject: SubjectEntry, aliases: tuple[Alias, ...]) -> None:
        """Take the names of the newest document; all facts of a subject share them."""
        if subject.aliases == aliases:
            return
        for alias in subject.aliases:
            for key in alias.keys:
                self._by_name[key].discard(subject.key)
        subject.aliases = aliases
        for alias in aliases:
            for key in alias.keys:
                self._by_name[key].add(subject.key)

    def _remove(self, fact_id: int) -> None:
        entry = self.entries.pop(fact_id, None)
        if entry is None:
            return
        self._writer.delete_documents_by_term("fact", fact_id)
        self._vocabulary.remove(_plain(entry))
        subject = self.subjects[entry.document.subject]
        subject.facts.discard(fact_id)
        subject.context.subtract(entry.statement | entry.value | entry.attribute)
        if OFFICE in entry.asked_by:
            subject.roles.subtract(aliases_of(entry.document.values))
            subject.roles += Counter()
        if not subject.facts:
            self._rename(subject, ())
            del self.subjects[subject.key]

    # --- searching --------------------------------------------------------------------

    def _search(self, sought: Iterable[Sought], families: Iterable[str]) -> list[int]:
        queries = []
        for one in sought:
            keys = list(one.term.keys.every | one.near | one.kin)
            for name, boost in (("names", 2.0), ("attribute", 2.0), ("text", 1.0)):
                query = tantivy.Query.disjunction_max_query(
                    [tantivy.Query.term_query(self._schema, name, key, "freq") for key in keys],
                    0.1,
                )
                boosted = tantivy.Query.boost_query(query, boost * max(one.term.weight, 0.2))
                queries.append((tantivy.Occur.Should, boosted))
        tags = [f"#{family}" for family in families]
        if tags:
            query = tantivy.Query.term_set_query(self._schema, "attribute", tags)
            queries.append((tantivy.Occur.Should, tantivy.Query.boost_query(query, 3.0)))
        if not queries:
            return []
        hits = self._searcher.search(
            tantivy.Query.boolean_query(queries), limit=CANDIDATES, count=False
        ).hits
        ids = self._searcher.fast_field_values("fact", [address for _, address in hits])
        return [int(fact_id) for fact_id in ids if fact_id is not None]

    def _named(self, sought: Iterable[Sought]) -> list[str]:
        """Return the subjects of which the question names most, best first."""
        scores: defaultdict[str, float] = defaultdict(float)
        for one in sought:
            keys = (*one.every, one.term.keys.sound)
            found = {subject for key in keys for subject in self._by_name.get(key, ())}
            for subject in found:
                scores[subject] += 1 / (1 + math.log(len(found)))
        return sorted(scores, key=lambda subject: (-scores[subject], subject))[:SUBJECTS]


def _plain(entry: Entry) -> frozenset[str]:
    names = frozenset(key for alias in entry.aliases for word in alias.words for key in word.every)
    return names | entry.attribute | entry.statement | entry.value
