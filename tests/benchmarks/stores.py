"""Stores of made-up facts, filled as a desk fills its own: by an import."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from bot import exchange
from bot.answering.following import Follower
from bot.answering.verdict import Verdict
from bot.context import About
from bot.desk import Desk
from bot.port import Account, Chat, Place, Reply, Update
from storage.content import Audience
from storage.database import Database, throwaway
from tests.benchmarks.corpus import Question, corpus

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
        questions: what is asked of it.
        desk: over the same store and follower.
    """

    questions: tuple[Question, ...]
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
    return followed(database, made.questions)


def followed(database: Database, questions: tuple[Question, ...]) -> Filled:
    """Let a follower read a store."""
    follower = Follower()
    desk = Desk(database, follower, clock, About("benchmark"), "en", ZONE)
    store = Filled(questions, database, follower, desk)
    store.ask(questions[0].text)
    return store


class Stores:
    """SQLite stores of the sizes that are asked for, each filled once for the whole run."""

    def __init__(self, stack: ExitStack, questions: int, kept: Path | None) -> None:
        self._stack = stack
        self._questions = questions
        self._kept = kept
        self._filled: dict[int, Filled] = {}

    def of(self, facts: int) -> Filled:
        """Return the store of so many facts."""
        if facts not in self._filled:
            self._filled[facts] = self._new(facts)
        return self._filled[facts]

    def _new(self, facts: int) -> Filled:
        if self._kept is None:
            database = self._stack.enter_context(throwaway(clock))
            return filled(database, facts, self._questions)
        file, questions = _kept(self._kept, facts, self._questions)
        copy = Path(self._stack.enter_context(TemporaryDirectory(prefix="factdesk-")), file.name)
        shutil.copyfile(file, copy)
        database = Database(f"sqlite:///{copy}", clock)
        database.upgrade()
        self._stack.callback(database.close)
        return followed(database, questions)


def _kept(folder: Path, facts: int, questions: int) -> tuple[Path, tuple[Question, ...]]:
    """Return a store that an earlier run left, to be copied, and its questions; fill a new one."""
    file = folder / f"{facts}-facts.db"
    asked = folder / f"{facts}-facts-{questions}-questions.json"
    if asked.exists():
        return file, tuple(Question(*each) for each in json.loads(asked.read_text("utf-8")))
    made = corpus(facts, questions)
    if not file.exists():
        database = Database(f"sqlite:///{file}", clock)
        database.upgrade()
        fill(database, made.file)
        database.close()
    asked.write_text(json.dumps([(each.text, each.key) for each in made.questions]), "utf-8")
    return file, made.questions


@contextmanager
def stores(questions: int, kept: Path | None = None) -> Iterator[Stores]:
    """Open stores with so many questions each; they are gone afterwards.

    Args:
        questions: how many are asked of each.
        kept: a folder where filled stores are kept for the next run.
    """
    with ExitStack() as stack:
        yield Stores(stack, questions, kept)
