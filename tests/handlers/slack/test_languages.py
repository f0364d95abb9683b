"""A person's language is that of their Slack, of which Slack is asked."""

from __future__ import annotations

import pytest

from tests.handlers.slack.doors import opened
from tests.standins.slack.people import Channel, User
from tests.standins.slack.server import Slack


@pytest.mark.parametrize(("locale", "language"), [("en-GB", "en"), ("lv-LV", "lv"), ("", "")])
def test_what_is_written_to_us_alone_has_its_language(
    slack: Slack, locale: str, language: str
) -> None:
    """By message or by command, without the country; nothing where Slack knows none."""
    boris = slack.workspace.user("boris", locale)
    with opened(slack) as bot:
        boris.direct("hello").wait()
        boris.slash("help").wait()

        assert [bot.inbox.next().language_hint for _ in range(2)] == [language] * 2


def test_slack_is_asked_once_a_person(slack: Slack, anna: User) -> None:
    """However much they write: Slack allows few such questions a minute."""
    with opened(slack) as bot:
        lines = [anna.direct(f"line {number}") for number in range(5)]
        for line in lines:
            line.wait()

        assert [bot.inbox.next().text for _ in lines] == [f"line {n}" for n in range(5)]
        assert len(slack.counted("users.info")) == 1


def test_in_a_channel_nobody_is_asked_about(slack: Slack, anna: User, newsroom: Channel) -> None:
    """There the channel's own language counts."""
    with opened(slack) as bot:
        anna.mentions("who?", newsroom).wait()

        assert bot.inbox.next().language_hint == ""
        assert slack.counted("users.info") == []


def test_slack_that_does_not_tell_delays_nothing(slack: Slack, anna: User) -> None:
    """A refusal leaves the language open, and what was written is stored."""
    slack.faults.refuse("users.info", "fatal_error")
    with opened(slack) as bot:
        anna.direct("hello").wait()
        update = bot.inbox.next()

    assert (update.text, update.language_hint) == ("hello", "")
