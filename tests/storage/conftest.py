"""A store for every test of storage, once on SQLite and once on PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from storage.database import Database
from tests.standins.clock import FakeClock
from tests.storage.stores import PostgresTemplate, postgres_template, sqlite_copy, sqlite_template


@pytest.fixture(scope="session")
def sqlite_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an empty SQLite store with every table, to be copied."""
    return sqlite_template(tmp_path_factory.mktemp("store"))


@pytest.fixture(scope="session")
def postgres_store(postgres_url: str) -> Iterator[PostgresTemplate]:
    """Return an empty PostgreSQL store with every table, to be copied."""
    with postgres_template(postgres_url) as template:
        yield template


@pytest.fixture(params=["sqlite", "postgres"])
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Yield the URL of a fresh store: each test runs on both databases."""
    with ExitStack() as stack:
        if request.param == "sqlite":
            template = request.getfixturevalue("sqlite_store")
            yield stack.enter_context(sqlite_copy(template, tmp_path))
        else:
            store = request.getfixturevalue("postgres_store")
            yield stack.enter_context(store.copy())


@pytest.fixture
def database(store_url: str, clock: FakeClock) -> Iterator[Database]:
    """Yield a fresh store whose clock is the test's."""
    database = Database(store_url, clock)
    yield database
    database.close()
