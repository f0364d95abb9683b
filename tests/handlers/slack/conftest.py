"""Slack, somebody in it, and a channel that the bot is in."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.standins.clock import FakeClock
from tests.standins.slack.people import Channel, User
from tests.standins.slack.server import Slack, running_slack


@pytest.fixture
def slack(clock: FakeClock) -> Iterator[Slack]:
    """Run Slack for one test, on the test's own clock."""
    with running_slack(clock) as running:
        yield running


@pytest.fixture
def anna(slack: Slack) -> User:
    """Return a member of the workspace."""
    return slack.workspace.user("anna")


@pytest.fixture
def newsroom(slack: Slack, anna: User) -> Channel:
    """Return a channel that she made and the bot is in."""
    return slack.workspace.channel("newsroom", (), creator=anna)
