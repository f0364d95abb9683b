"""A store and an editor for the tests of editing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TypeAlias

import pytest

from bot.editing.change import Editor
from storage.database import Database
from tests.standins.clock import FakeClock
from tests.storage.stores import sqlite_copy, sqlite_template

Editing: TypeAlias = Callable[[], AbstractContextManager[Editor]]
"""Called, it opens a transaction for an editor in Riga, committed at its end."""


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an empty store with every table, to be copied."""
    return sqlite_template(tmp_path_factory.mktemp("editing"))


@pytest.fixture
def database(store: Path, tmp_path: Path, clock: FakeClock) -> Iterator[Database]:
    """Yield a fresh store with one subject, `battle-group`."""
    with sqlite_copy(store, tmp_path) as url:
        database = Database(url, clock)
        with database.write() as tx:
            tx.subjects.add("battle-group", names={"lv": ["kaujas grupa"]})
        yield database
        database.close()


@pytest.fixture
def editing(database: Database) -> Editing:
    """Return what opens a transaction for an editor."""

    @contextmanager
    def opened() -> Iterator[Editor]:
        with database.write() as tx:
            person = tx.people.seen("console", "anna").id
            yield Editor(tx, person, "console:local", "Europe/Riga")

    return opened
