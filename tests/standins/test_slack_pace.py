"""The stand-in of Slack: how fast a bot may post, where a test asks for the limits."""

from __future__ import annotations

import math

import pytest
from slack_sdk.errors import SlackApiError

from tests.standins.slack.calling import call, post
from tests.standins.slack.people import Channel, User
from tests.standins.slack.server import Slack


def stand(slack: Slack, now: float) -> None:
    """Let the clock of the limits stand at a second."""
    slack.pace.clock = lambda: now


def wait(slack: Slack, channel: str) -> int:
    """Post, and return in how many seconds to come again, 0 if it was taken."""
    try:
        post(slack, channel)
    except SlackApiError as error:
        answer = error.response
    else:
        return 0
    assert (answer.status_code, answer["error"]) == (429, "ratelimited")
    return int(answer.headers["Retry-After"])


def test_nothing_is_limited_until_asked(slack: Slack, newsroom: Channel) -> None:
    """Other tests post as fast as they can, and nothing is counted."""
    assert [wait(slack, newsroom.id) for _ in range(3)] == [0, 0, 0]
    assert slack.pace.most_a_minute == 0


def test_channel_gets_one_a_second(slack: Slack, newsroom: Channel) -> None:
    """A message too early is refused with Retry-After, and is not there."""
    slack.pace.enforce()
    waits = []

    for now in (100, 100.25, 101):
        stand(slack, now)
        waits.append(wait(slack, newsroom.id))

    assert waits == [0, 1, 0]
    assert len(newsroom.messages) == 2
    assert (slack.pace.refused, slack.pace.smallest_gap) == (1, 1)
    assert slack.pace.most_a_second_in_a_channel == 1
    outcomes = [each.outcome for each in slack.counted("chat.postMessage")]
    assert outcomes == ["ok", "ratelimited", "ok"]


def test_channel_may_be_let_have_more(slack: Slack, newsroom: Channel) -> None:
    """Another count is a parameter, as short bursts are borne."""
    slack.pace.enforce(channel_second=2)
    stand(slack, 100)

    assert [wait(slack, newsroom.id) for _ in range(3)] == [0, 0, 1]


def test_workspace_has_a_limit_of_its_own(slack: Slack, anna: User) -> None:
    """Many channels together get so many a minute."""
    channels = [slack.workspace.channel(f"c{n}", (anna,), creator=anna) for n in range(4)]
    slack.pace.enforce(workspace_minute=3)
    stand(slack, 100)

    assert [wait(slack, channel.id) for channel in channels] == [0, 0, 0, 60]
    assert slack.pace.most_a_minute == 3


def test_direct_conversation_is_one_however_it_is_named(slack: Slack, anna: User) -> None:
    """A message to a user goes to the same conversation as one to its id."""
    slack.pace.enforce()
    stand(slack, 100)

    direct = call(slack, "conversations.open", users=anna.id)["channel"]["id"]

    assert [wait(slack, anna.id), wait(slack, direct)] == [0, 1]


def test_only_posting_is_limited(slack: Slack, newsroom: Channel) -> None:
    """An edit has limits of another kind, which are not for a bot as slow as ours."""
    slack.pace.enforce()
    stand(slack, 100)
    ts = post(slack, newsroom.id)["ts"]

    assert call(slack, "chat.update", channel=newsroom.id, ts=ts, text="Lapsa")["ok"]


def test_message_that_is_refused_for_itself_does_not_count(slack: Slack, newsroom: Channel) -> None:
    """Who mends what was wrong with it need not wait."""
    slack.pace.enforce()
    stand(slack, 100)

    with pytest.raises(SlackApiError, match="no_text"):
        post(slack, newsroom.id, "")

    assert wait(slack, newsroom.id) == 0


def test_scale_divides_all_windows(slack: Slack, newsroom: Channel) -> None:
    """At a scale of 10 the next message may come after a tenth of a second."""
    slack.pace.enforce(scale=10)
    waits = []

    for now in (100, 100.05, 100.125):
        stand(slack, now)
        waits.append(wait(slack, newsroom.id))

    assert waits == [0, 1, 0]
    assert slack.pace.smallest_gap == pytest.approx(1.25)


def test_limits_begin_with_a_clean_slate(slack: Slack, newsroom: Channel) -> None:
    """What was seen before they were set again is forgotten."""
    slack.pace.enforce()
    stand(slack, 100)
    for _ in range(2):
        wait(slack, newsroom.id)

    slack.pace.enforce()

    pace = slack.pace
    assert (pace.refused, pace.most_a_minute, pace.smallest_gap) == (0, 0, math.inf)
    assert wait(slack, newsroom.id) == 0
