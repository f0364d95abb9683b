"""Every door that is served, each on both databases; each is opened once, and met anew.

What a scenario changes it changes for everybody at that door, so each changes facts of its own.
Doors are closed with this folder: whoever is tested next has the log, and the machine, alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack
from functools import partial
from typing import Final, TypeAlias, cast

import pytest

from storage.database import Clock
from tests.journeys.doors.on_console import ConsoleVenue, console_venue
from tests.journeys.doors.on_slack import SlackVenue, slack_venue
from tests.journeys.doors.on_telegram import TelegramVenue, telegram_venue
from tests.journeys.doors.serving import fill
from tests.journeys.doors.venues import Town, Venue
from tests.standins.clock import FakeClock
from tests.storage.stores import new_database

Door: TypeAlias = Callable[[str, Clock], AbstractContextManager[object]]
"""Opens a venue over a store, by its URL, with the time of a clock."""

DATABASES: Final = ("sqlite", "postgres")
DOORS: Final[Mapping[str, Door]] = {
    "telegram-polling": partial(telegram_venue, webhook=False),
    "telegram-webhook": partial(telegram_venue, webhook=True),
    "slack-socket": partial(slack_venue, http=False),
    "slack-http": partial(slack_venue, http=True),
    "console": console_venue,
}
EVERY: Final = [f"{door}-{database}" for door in DOORS for database in DATABASES]
TOWNS: Final = [each for each in EVERY if not each.startswith("console")]
TELEGRAMS: Final = [each for each in EVERY if each.startswith("telegram")]
SLACKS: Final = [each for each in EVERY if each.startswith("slack")]

Stores: TypeAlias = Callable[[str], str]
"""Makes a new store with the briefing, of one of `DATABASES`; returns its URL."""
Opened: TypeAlias = Callable[[str], object]
"""Opens a door by its name, the first time it is asked for."""


@pytest.fixture(scope="session")
def stores(postgres_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stores]:
    """Yield what makes stores, which are gone at the end."""
    with ExitStack() as stack:

        def make(kind: str) -> str:
            file = tmp_path_factory.mktemp("venue") / "factdesk.db"
            server = kind == "postgres"
            url = stack.enter_context(new_database(postgres_url)) if server else f"sqlite:///{file}"
            fill(url, FakeClock())
            return url

        yield make


class Street:
    """The doors that stand open."""

    def __init__(self, stores: Stores) -> None:
        self._stores = stores
        self._venues: dict[str, object] = {}
        self._open = ExitStack()

    def open(self, name: str) -> object:
        """Return a venue, opened if it is not."""
        if name not in self._venues:
            door, _, kind = name.rpartition("-")
            venue = DOORS[door](self._stores(kind), FakeClock())
            self._venues[name] = self._open.enter_context(venue)
        return self._venues[name]

    def close(self) -> None:
        """Close every door."""
        self._venues.clear()
        self._open.close()


@pytest.fixture(scope="session")
def street(stores: Stores) -> Street:
    """Return where the doors are, all still closed."""
    return Street(stores)


@pytest.fixture
def opened(request: pytest.FixtureRequest, street: Street) -> Opened:
    """Return what opens doors; all are closed when the last test of this folder is done."""
    node: pytest.Function = request.node
    folder = next(each for each in node.iter_parents() if isinstance(each, pytest.Dir))
    folder.addfinalizer(street.close)
    return street.open


@pytest.fixture(params=EVERY)
def venue(request: pytest.FixtureRequest, opened: Opened) -> Venue:
    """Return each door on each database."""
    return cast("Venue", opened(request.param))


@pytest.fixture(params=TOWNS)
def town(request: pytest.FixtureRequest, opened: Opened) -> Town:
    """Return each door where people meet; at the console nobody does."""
    return cast("Town", opened(request.param))


@pytest.fixture(params=TELEGRAMS)
def on_telegram(request: pytest.FixtureRequest, opened: Opened) -> TelegramVenue:
    """Return Telegram, each way on each database."""
    return cast("TelegramVenue", opened(request.param))


@pytest.fixture
def on_console(opened: Opened) -> ConsoleVenue:
    """Return the terminal; it asks no database itself."""
    return cast("ConsoleVenue", opened("console-sqlite"))


@pytest.fixture(params=SLACKS)
def on_slack(request: pytest.FixtureRequest, opened: Opened) -> SlackVenue:
    """Return Slack, each way on each database."""
    return cast("SlackVenue", opened(request.param))
