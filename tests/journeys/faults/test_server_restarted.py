"""PostgreSQL is restarted while a message is claimed, worded or settled: it is heard once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Final

import pytest

from storage.clock import system_clock
from storage.database import Database
from storage.deliveries import State
from tests.journeys.conftest import fill
from tests.journeys.crashes.dying import Step
from tests.journeys.crashes.killing import House, Launcher
from tests.journeys.crashes.planning import Office, Told, reach
from tests.journeys.crashes.speaking import OnSlack, OnTelegram
from tests.standins.postgres import Server, server
from tests.standins.slack.server import running_slack
from tests.standins.telegram.server import telegram_server

HOUR: Final = timedelta(hours=1)


@pytest.fixture
def its_server() -> Iterator[Server]:
    """Yield a server of the test's own, with the briefing in it, so that nobody else is cut off."""
    # Other servers of tests forget what they have just committed when they are cut off.
    with server(synchronous_commit="on") as started:
        database = Database(started.url, system_clock)
        database.upgrade()
        database.close()
        fill(started.url)
        yield started


@pytest.fixture
def its_house(launcher: Launcher, its_server: Server, tmp_path: Path) -> Iterator[House]:
    """Yield a house over it whose desk is not started yet."""
    with telegram_server() as telegram, running_slack() as slack:
        house = House(launcher, tmp_path, its_server.url, telegram, slack)
        try:
            yield house
        finally:
            house.close()


@pytest.mark.parametrize("step", [Step.DOZING, Step.ASLEEP])
def test_restart_loses_and_doubles_nothing(
    its_house: House, its_server: Server, step: Step
) -> None:
    """Within the claim it is undone, and made anew; after it, it is sent and settled later."""
    house = its_house
    berta, clara = OnTelegram(house, "Berta"), OnSlack(house, "clara")
    gala = Office(house).plans("gala", 2 * HOUR)
    house.start()
    for each in (berta, clara):
        each.says("/remind gala 1h")
    house.wait_settled()
    assert house.stop() == 0
    told = [Told(each) for each in (berta, clara)]
    reach(house, gala - HOUR)

    house.start(step)
    house.wait_asleep()
    its_server.restart()
    house.database.close()
    house.wake()
    house.wait_settled()

    assert [each.marks() for each in told] == [[False], [False]]
    assert {(row.state, row.attempts, row.doubts) for row in house.planned()} == {
        (State.SENT, 1, 0)
    }
