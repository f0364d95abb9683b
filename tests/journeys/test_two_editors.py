"""Two editors in two processes at the same facts: nothing is lost, and everything is remembered."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import IO, Final

import pytest

from bot.answering.following import Follower
from bot.context import About
from bot.desk import Desk
from bot.editing.change import Draft, Editor, add
from storage.clock import system_clock
from storage.content import Held
from storage.database import Database, Transaction
from storage.people import Role
from tests.journeys.second_editor import KEYS, VALUE
from tests.standins.speakers import reader
from tests.storage.stores import new_database

EDITS: Final = 100
"""By each of the two."""

ROOT: Final = Path(__file__).parents[2]
HEADING: Final = re.compile(r"has been changed since you saw it")


class Terminal:
    """Somebody at the console of the program, over the same store."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self._said = 0

    def say(self, line: str) -> str:
        """Type a line; return what is printed until a word of our own is answered."""
        self._said += 1
        mark = f"zz{self._said}zz"
        self._pipe(self._process.stdin).write(f"{line}\n/{mark}\n")
        self._pipe(self._process.stdin).flush()
        told: list[str] = []
        while mark not in (printed := self._pipe(self._process.stdout).readline()):
            assert printed, told
            told.append(printed.rstrip("\n"))
        return "\n".join(told)

    def counts_up(self, key: str) -> int:
        """Look at a fact and set it to one more, until nobody was quicker; say how often."""
        tries = 0
        while True:
            tries += 1
            value = int(VALUE.findall(self.say(f"/fact show {key}"))[0])
            if not HEADING.search(self.say(f"/fact set {key} {value + 1}")):
                return tries

    @staticmethod
    def _pipe(pipe: IO[str] | None) -> IO[str]:
        assert pipe is not None
        return pipe


@pytest.fixture(params=["sqlite", "postgres"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Yield the URL of a new store: both databases must stand it."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'factdesk.db'}"
        return
    with new_database(request.getfixturevalue("postgres_url")) as url:
        yield url


def test_two_hundred_edits_lose_nothing(url: str, tmp_path: Path) -> None:
    """One at the console and one on Telegram each count a hundred times, as fast as they can."""
    database = Database(url, system_clock)
    _prepare(database)
    with _started(url, tmp_path) as (terminal, other), ThreadPoolExecutor(1) as pool:
        theirs = pool.submit(_other_counts, other)
        tries = sum(terminal.counts_up(KEYS[n % len(KEYS)]) for n in range(EDITS))
        looks = theirs.result()

    assert tries + len(looks) >= 2 * EDITS
    with database.read() as tx:
        for key in KEYS:
            _check(tx, key)
    _check_told(database, looks)
    database.close()


def _check_told(database: Database, looks: list[tuple[str, datetime, int]]) -> None:
    """Check that a reader is shown each answer as it was told, by asking for it."""
    about = About("1.2.3", "news@example.org")
    desk = Desk(database, Follower(), system_clock, about, "en", "Europe/Riga")
    berta = reader(desk, "7", "en")
    for key, at, value in looks:
        told = berta.say(f"/fact show {key} as told on {at.isoformat()}")
        assert VALUE.findall(told) == [str(value)], told


def _check(tx: Transaction, key: str) -> None:
    """Check that every edit of a fact is there, in one order, in the history and in the audit."""
    fact = tx.facts.find(key)
    assert fact is not None
    each_way = 2 * EDITS // len(KEYS)
    changes = tx.changes.of(fact.id)
    assert [_value(held) for held in tx.facts.timeline(fact.id)] == list(range(each_way + 1))
    assert fact.revision == len(changes) == each_way + 1
    audited = [entry.seq for entry in reversed(tx.audit.latest(2 * EDITS, target=key))]
    assert audited == [change.seq for change in changes]
    assert all(a.recorded_at < b.recorded_at for a, b in pairwise(changes))
    assert len({change.author for change in changes[1:]}) == len(("console", "telegram"))


def _value(held: Held | None) -> int:
    assert held is not None
    return int(held.version.content.value["en"])


def _prepare(database: Database) -> None:
    database.upgrade()
    with database.write() as tx:
        tx.subjects.add("shared", "thing", "", {"en": ("Shared",), "lv": ("Kopīgais",)})
        for key in KEYS:
            draft = Draft(value={"en": "0", "lv": "0"}, words={"en": (key[-7:],)})
            add(Editor(tx, None, "test", "Europe/Riga"), key, draft)
        tx.people.set_role(tx.people.seen("telegram", "9").id, Role.EDITOR)


@contextmanager
def _started(url: str, folder: Path) -> Iterator[tuple[Terminal, subprocess.Popen[str]]]:
    """Start the console, and the editor on Telegram."""
    environment = os.environ | {
        "DATABASE_URL": url,
        "FACTDESK_LANGUAGE": "en",
        "PYTHONPATH": str(ROOT),
        "PYTHONUNBUFFERED": "1",
    }
    calls = (
        [sys.executable, "-m", "bot", "console"],
        [sys.executable, str(ROOT / "tests" / "journeys" / "second_editor.py"), url],
    )
    running = [
        subprocess.Popen(
            call,
            cwd=folder,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for call in calls
    ]
    try:
        yield Terminal(running[0]), running[1]
    finally:
        for process in running:
            process.communicate(timeout=30)


def _other_counts(process: subprocess.Popen[str]) -> list[tuple[str, datetime, int]]:
    """Have the editor on Telegram count up; return each look: at what, the instant, the value."""
    assert process.stdin is not None
    assert process.stdout is not None
    looks: list[tuple[str, datetime, int]] = []
    for n in range(EDITS):
        key = KEYS[n % len(KEYS)]
        process.stdin.write(f"{key}\n")
        process.stdin.flush()
        for look in process.stdout.readline().strip().split(","):
            at, _, value = look.partition(" ")
            looks.append((key, datetime.fromisoformat(at), int(value)))
    return looks
