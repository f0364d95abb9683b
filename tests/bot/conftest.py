"""A desk over a store that holds the Riga briefing, fresh for every test."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot import briefings, exchange
from bot.answering.following import Follower
from bot.context import About
from bot.desk import Desk
from handlers.app import ROOMS
from storage.database import Database
from tests.standins.clock import FakeClock

ZONE = "Europe/Riga"
BRIEFING = "riga-2021"


def fill(database: Database) -> None:
    """Import the briefing, as nobody."""
    records = exchange.read(briefings.open_briefing(BRIEFING).read_bytes(), BRIEFING)
    with database.write() as tx:
        exchange.import_records(tx, records, author=None, zone=ZONE)


@pytest.fixture(scope="session")
def riga_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a SQLite store with the briefing, to be copied."""
    file = tmp_path_factory.mktemp("riga") / "template.db"
    database = Database(f"sqlite:///{file}", FakeClock())
    database.upgrade()
    fill(database)
    database.close()
    return file


@pytest.fixture
def store_file(riga_store: Path, tmp_path: Path) -> Path:
    """Return the file of the test's own store."""
    return Path(shutil.copyfile(riga_store, tmp_path / "factdesk.db"))


@pytest.fixture
def desk(store_file: Path, clock: FakeClock) -> Iterator[Desk]:
    """Yield a desk that speaks Latvian and lives in Riga, until told otherwise."""
    database = Database(f"sqlite:///{store_file}", clock)
    about = About("1.2.3", "news@example.org")
    yield Desk(database, Follower(), clock, about, "lv", ZONE, rooms=ROOMS)
    database.close()


@pytest.fixture
def holdings(desk: Desk) -> Callable[[], str]:
    """Return what tells everything that is held, to see that nothing has changed."""

    def told() -> str:
        with desk.database.read() as tx:
            return "".join(exchange.export(tx)) + str(tx.changes.latest_seq())

    return told
