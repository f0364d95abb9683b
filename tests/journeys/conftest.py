"""A house for every journey: a store with the briefing, both platforms, a desk to be started.

What starts desks takes seconds to be warm, and is started once for all journeys.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from bot import briefings, exchange
from storage.clock import system_clock
from storage.database import Database
from tests.journeys.crashes.killing import House, Launcher, launching
from tests.standins.slack.server import running_slack
from tests.standins.telegram.server import telegram_server
from tests.storage.stores import PostgresTemplate, postgres_template, sqlite_template

BRIEFING = "riga-2021"


def fill(url: str) -> None:
    """Import the briefing."""
    database = Database(url, system_clock)
    records = exchange.read(briefings.open_briefing(BRIEFING).read_bytes(), BRIEFING)
    with database.write() as tx:
        exchange.import_records(tx, records, author=None, zone="Europe/Riga")
    database.close()


@pytest.fixture(scope="session")
def filled_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a SQLite store with the briefing, to be copied."""
    file = sqlite_template(tmp_path_factory.mktemp("filled"))
    fill(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def filled_server(postgres_url: str) -> Iterator[PostgresTemplate]:
    """Yield a PostgreSQL store with the briefing, to be copied."""
    with postgres_template(postgres_url) as template, template.copy() as url:
        fill(url)
        yield PostgresTemplate(postgres_url, url.rpartition("/")[2])


@pytest.fixture(params=["sqlite", "postgres"])
def filled_store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Yield the URL of a fresh store with the briefing: each test runs on both databases."""
    with ExitStack() as stack:
        if request.param == "sqlite":
            file = shutil.copyfile(request.getfixturevalue("filled_file"), tmp_path / "desk.db")
            yield f"sqlite:///{file}"
        else:
            template: PostgresTemplate = request.getfixturevalue("filled_server")
            yield stack.enter_context(template.copy())


@pytest.fixture(scope="session")
def launcher(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Launcher]:
    """Yield what starts desks."""
    with launching(tmp_path_factory.mktemp("launcher")) as launcher:
        yield launcher


@pytest.fixture
def house(launcher: Launcher, filled_store: str, tmp_path: Path) -> Iterator[House]:
    """Yield a house whose desk is not started yet."""
    with telegram_server() as telegram, running_slack() as slack:
        house = House(launcher, tmp_path, filled_store, telegram, slack)
        try:
            yield house
        finally:
            house.close()
