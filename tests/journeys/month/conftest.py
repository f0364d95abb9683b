"""A press office on both platforms, on the morning of Monday, 18 October 2021."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Final

import pytest

from bot import exchange
from storage.database import Database
from tests.journeys.crashes.killing import Launcher
from tests.journeys.month.cast import OCTOBER, SECONDS_IN, Office
from tests.journeys.reminders.newsrooms import at
from tests.standins.clock import FakeClock
from tests.standins.slack.server import running_slack
from tests.standins.telegram.server import telegram_server
from tests.storage.stores import new_database

FACTS: Final = Path(__file__).with_name("facts.jsonl")


@pytest.fixture(params=["sqlite", "postgres"])
def office(request: pytest.FixtureRequest, launcher: Launcher, tmp_path: Path) -> Iterator[Office]:
    """Yield a press office whose desk is not started yet, on each database."""
    morning = at(18, 9, month=OCTOBER)
    with ExitStack() as stack:
        url = f"sqlite:///{tmp_path / 'desk.db'}"
        if request.param == "postgres":
            url = stack.enter_context(new_database(request.getfixturevalue("postgres_url")))
        fill(url, FakeClock(morning - SECONDS_IN))
        telegram = stack.enter_context(telegram_server())
        slack = stack.enter_context(running_slack(lambda: house.now()))  # noqa: PLW0108 - the house, which knows the time, is built around Slack
        house = Office(launcher, tmp_path, url, telegram, slack)
        stack.callback(house.close)
        house.pass_time(morning)
        yield house


def fill(url: str, clock: FakeClock) -> None:
    """Put the tables and the two facts of the office into an empty store."""
    database = Database(url, clock)
    database.upgrade()
    records = exchange.read(FACTS.read_bytes(), FACTS.name)
    with database.write() as tx:
        exchange.import_records(tx, records, author=None, zone="Europe/Riga")
    database.close()
