"""Stores of made-up facts, filled as a desk fills its own: by an import."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from bot import exchange
from bot.answering.following import Follower
from bot.answering.verdict import Verdict
from bot.context import About
from bot.desk import Desk
from bot.port import Account, Chat, Place, Reply, Update
from storage.content import Audience
from storage.database import Database, throwaway
from tests.benchmarks.corpus import Corpus, corpus

ZONE: Final = "Europe/Riga"
PART: Final = 50_000
"""Facts that are imported at once: a million of them would not fit into memory."""
FILE: Final = "benchmark.jsonl"
EDITOR: Final = Account("console", "operator", "console", operator=True)
CHAT: Final = Chat("console", "terminal", Place.PRIVATE)


def clock() -> datetime:
    """Return the present instant, aware, UTC: each edit is later than the one before."""
    return datetime.now(UTC)


def fill(database: Database, file: bytes) -> int:
    """Import a JSON Lines file into a store, in parts, and return how many facts are new."""
    lines = file.splitlines(keepends=True)
    return sum(
        _import(database, b"".join(lines[first : first + PART]))
        for first in range(0, len(lines), PART)
    )


def _import(database: Database, part: bytes) -> int:
    with database.write() as tx:
        records = exchange.read(part, FILE)
        return exchange.import_records(tx, records, author=None, zone=ZONE).new


@dataclass(frozen=True, slots=True)
class Filled:
    """A store that holds a corpus, with a follower that knows it already.

    Attributes:
        desk: over the same store and follower.
    """

    corpus: Corpus
    database: Database
    follower: Follower
    desk: Desk

    def ask(self, question: str) -> Verdict:
        """Return what is to be said to a question, asked in a transaction of its own."""
        with self.database.read() as tx:
            return self.follower.ask(tx, question, at=tx.now, zone=ZONE, audience=Audience.EVERYONE)

    def say(self, text: str) -> Reply:
        """Return what the desk replies to somebody who may do everything."""
        return self.desk.handle(Update("benchmark", EDITOR, CHAT, text))


def filled(database: Database, facts: int, questions: int) -> Filled:
    """Fill an empty store, and let a follower read it."""
    made = corpus(facts, questions)
    fill(database, made.file)
    follower = Follower()
    desk = Desk(database, follower, clock, About("benchmark"), "en", ZONE)
    store = Filled(made, database, follower, desk)
    store.ask(made.questions[0].text)
    return store


class Stores:
    """SQLite stores of the sizes that are asked for, each filled once for the whole run."""

    def __init__(self, stack: ExitStack, questions: int) -> None:
        self._stack = stack
        self._questions = questions
        self._filled: dict[int, Filled] = {}

    def of(self, facts: int) -> Filled:
        """Return the store of so many facts."""
        if facts not in self._filled:
            database = self._stack.enter_context(throwaway(clock))
            self._filled[facts] = filled(database, facts, self._questions)
        return self._filled[facts]


@contextmanager
def stores(questions: int) -> Iterator[Stores]:
    """Open stores with so many questions each; they are gone afterwards."""
    with ExitStack() as stack:
        yield Stores(stack, questions)
