"""Slack's stand-in, with somebody in it, for the tests of it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.standins.slack.bolt import BoltBot, bolt_app
from tests.standins.slack.people import Channel, User
from tests.standins.slack.server import Slack, running_slack


@pytest.fixture
def slack() -> Iterator[Slack]:
    """Run Slack."""
    with running_slack() as running:
        yield running


@pytest.fixture
def anna(slack: Slack) -> User:
    """Return a member of the workspace."""
    return slack.workspace.user("anna")


@pytest.fixture
def newsroom(slack: Slack, anna: User) -> Channel:
    """Return a channel that the bot is in."""
    return slack.workspace.channel("newsroom", (anna,), creator=anna)


@pytest.fixture
def bot(slack: Slack) -> BoltBot:
    """Return an app that is not connected yet."""
    return bolt_app(slack)
