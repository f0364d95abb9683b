"""Newsrooms on both platforms over a store with the briefing, on the morning of 22 November."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.journeys.crashes.killing import Launcher
from tests.journeys.doors.serving import fill
from tests.journeys.reminders.newsrooms import Newsrooms, at
from tests.standins.clock import FakeClock
from tests.standins.slack.server import running_slack
from tests.standins.telegram.server import telegram_server
from tests.storage.stores import new_database


@pytest.fixture(params=["sqlite", "postgres"])
def newsrooms(
    request: pytest.FixtureRequest, launcher: Launcher, tmp_path: Path
) -> Iterator[Newsrooms]:
    """Yield newsrooms whose desk is not started yet, on each database."""
    morning = at(22, 9)
    with ExitStack() as stack:
        url = f"sqlite:///{tmp_path / 'desk.db'}"
        if request.param == "postgres":
            url = stack.enter_context(new_database(request.getfixturevalue("postgres_url")))
        fill(url, FakeClock(morning))
        telegram = stack.enter_context(telegram_server())
        slack = stack.enter_context(running_slack(lambda: house.now()))  # noqa: PLW0108 - the house, which knows the time, is built around Slack
        house = Newsrooms(launcher, tmp_path, url, telegram, slack)
        stack.callback(house.close)
        house.pass_time(morning)
        yield house
