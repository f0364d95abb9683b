"""Stores for the tests of exchange."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.database import Database
from tests.bot.exchange.desk import Desk
from tests.standins.clock import FakeClock
from tests.storage.stores import sqlite_copy, sqlite_template


@pytest.fixture(scope="session")
def empty_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an empty store with every table, to be copied."""
    return sqlite_template(tmp_path_factory.mktemp("exchange"))


@pytest.fixture
def desk(empty_store: Path, tmp_path: Path, clock: FakeClock) -> Iterator[Desk]:
    """Yield a desk over an empty store."""
    with sqlite_copy(empty_store, tmp_path) as url:
        database = Database(url, clock)
        yield Desk(database)
        database.close()


@pytest.fixture
def other_desk(
    empty_store: Path, tmp_path_factory: pytest.TempPathFactory, clock: FakeClock
) -> Iterator[Desk]:
    """Yield a desk over another empty store."""
    with sqlite_copy(empty_store, tmp_path_factory.mktemp("other")) as url:
        database = Database(url, clock)
        yield Desk(database)
        database.close()
