"""Floors: the least that has to be done, by the bare libraries, to compare ours with."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Final, TypeAlias

import psycopg
import tantivy

from bot.answering.document import Document, Texts, documents_of
from bot.answering.words import fold, tokens
from storage.database import Database

Rows: TypeAlias = Sequence[Sequence[Any]]
ReadRows: TypeAlias = Callable[[list[int]], Rows]
"""Reads the rows of facts by their ids."""

CANDIDATES: Final = 20
"""Facts that a bare search finds, and whose rows are then read."""
FIELDS: Final = ("names", "attribute", "text")
_HEAP: Final = 15_000_000
"""Bytes: the least that tantivy's writer takes."""
_ROWS: Final = """
    SELECT * FROM periods JOIN versions ON versions.id = version_id
    JOIN facts ON facts.id = versions.fact_id WHERE superseded_at IS NULL
"""


PART: Final = 2_000
"""Facts that are read at once."""


def documents(database: Database) -> Iterator[Document]:
    """Yield what can be searched of each fact of a store, read a part at a time."""
    reached = 0
    with database.read() as tx:
        while part := tx.facts.after(reached, PART):
            found = (documents_of(dossier)[1] for dossier in part)
            yield from (document for document in found if document is not None)
            reached = part[-1].fact.id


class BareSearch:
    """A tantivy index of facts' words, with no more around it, and the rows of what it finds."""

    def __init__(self, documents: Iterable[Document], read: ReadRows) -> None:
        self._schema, self._index, self._writer = _new_index(FIELDS)
        for document in documents:
            self._writer.add_document(_document(document))
        self._searcher = _searcher(self._index, self._writer)
        self._read = read

    def add(self, name: str) -> None:
        """Take in a fact of a subject with that name."""
        fields = {"names": fold(name), "attribute": "director", "text": fold(name)}
        self._writer.add_document(tantivy.Document(fact=0, **fields))
        self._searcher = _searcher(self._index, self._writer)

    def search(self, question: str) -> list[int]:
        """Return the ids of the facts that share most words with the question."""
        query = _any_of(self._schema, FIELDS, [token.folded for token in tokens(question)])
        hits = self._searcher.search(query, limit=CANDIDATES, count=False).hits
        found = self._searcher.fast_field_values("fact", [address for _, address in hits])
        return [int(fact) for fact in found if fact is not None]

    def search_and_read(self, question: str) -> Rows:
        """Return the rows of the facts that share most words with the question."""
        return self._read(self.search(question))


@contextmanager
def sqlite_rows(file: str) -> Iterator[ReadRows]:
    """Open a SQLite store to read rows with its driver alone."""
    with closing(sqlite3.connect(file)) as connection:

        def read(facts: list[int]) -> Rows:
            places = ",".join("?" * len(facts))
            return connection.execute(f"{_ROWS} AND facts.id IN ({places})", facts).fetchall()

        yield read


@contextmanager
def postgres_rows(url: str) -> Iterator[ReadRows]:
    """Open a PostgreSQL store to read rows with its driver alone."""
    with psycopg.connect(url, autocommit=True) as connection:
        yield lambda facts: connection.execute(
            f"{_ROWS} AND facts.id = ANY(%s)", [facts]
        ).fetchall()


def bare_start(file: str, question: str) -> int:
    """Read the rows of a store into a tantivy index as they are, and search it once."""
    schema, index, writer = _new_index(("text",))
    with closing(sqlite3.connect(file)) as connection:
        for row in connection.execute(_ROWS):
            writer.add_document(tantivy.Document(text=fold(" ".join(map(str, row)))))
    query = _any_of(schema, ("text",), [token.folded for token in tokens(question)])
    return len(_searcher(index, writer).search(query, CANDIDATES).hits)


def bare_import(file: str, store: str) -> int:
    """Read a JSON Lines file and write each line as a row, in one synced transaction."""
    lines = Path(file).read_text(encoding="utf-8").splitlines()
    rows = [(row["id"], json.dumps(row)) for row in map(json.loads, lines)]
    with closing(bare_store(store)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany("INSERT INTO lines VALUES (?, ?)", rows)
        connection.execute("COMMIT")
    return len(rows)


def bare_store(store: str) -> sqlite3.Connection:
    """Make a SQLite file as safe as ours, with one table; each statement is a transaction."""
    connection = sqlite3.connect(store, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL").close()
    connection.execute("PRAGMA synchronous = FULL").close()
    connection.execute("CREATE TABLE lines (id TEXT PRIMARY KEY, line TEXT)").close()
    return connection


def _new_index(
    fields: Sequence[str],
) -> tuple[tantivy.Schema, tantivy.Index, tantivy.IndexWriter]:
    builder = tantivy.SchemaBuilder()
    builder.add_integer_field("fact", fast=True)
    for field in fields:
        builder.add_text_field(field, index_option="freq")
    schema = builder.build()
    index = tantivy.Index(schema)
    # Else it also reloads by itself after a commit, and the two wait for one another.
    index.config_reader(reload_policy="manual")
    return schema, index, index.writer(heap_size=_HEAP, num_threads=1)


def _searcher(index: tantivy.Index, writer: tantivy.IndexWriter) -> tantivy.Searcher:
    writer.commit()
    index.reload()
    return index.searcher()


def _document(document: Document) -> tantivy.Document:
    words = (document.names, document.words, document.statements, document.values)
    names, attribute, *text = map(_folded, words)
    fields = {"names": names, "attribute": attribute, "text": " ".join(text)}
    return tantivy.Document(fact=document.fact_id, **fields)


def _folded(texts: Texts) -> str:
    return fold(" ".join(text for found in texts.values() for text in found))


def _any_of(schema: tantivy.Schema, fields: Sequence[str], words: Sequence[str]) -> tantivy.Query:
    return tantivy.Query.boolean_query(
        [
            (tantivy.Occur.Should, tantivy.Query.term_query(schema, field, word))
            for word in words
            for field in fields
        ]
    )
