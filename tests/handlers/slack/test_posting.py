"""Who may post to a conversation of Slack, and what becomes of a post that is taken away."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.outcomes import Refused, Sent
from bot.port import Fault, Place, Posting, Whereto
from tests.handlers.slack.doors import asked, sent, word
from tests.standins.slack.people import Channel, User
from tests.standins.slack.server import Slack


def may(slack: Slack, id: str, person: User | None = None) -> Posting:
    """Ask whether may be posted to a conversation, by us and by somebody."""
    whereto = Whereto("slack", id, person.id if person else "")
    return asked(slack, lambda door: door.platform.may_post(whereto))


def test_channel_is_found_with_its_name(slack: Slack, newsroom: Channel, anna: User) -> None:
    """To a public one whoever is in the workspace may post."""
    said = may(slack, newsroom.id, anna)

    assert said.fault is None
    assert said.chat is not None
    assert (said.chat.id, said.chat.place) == (newsroom.id, Place.GROUP)
    assert said.chat.title


def test_what_is_not_there_is_not_found(slack: Slack, anna: User) -> None:
    """Nor is a direct conversation a channel."""
    assert may(slack, "C0NOWHERE").fault is Fault.NOT_FOUND
    assert may(slack, anna.room.id).fault is Fault.NOT_FOUND


def test_we_have_to_be_in_it(slack: Slack) -> None:
    """Slack shows a public channel to us also where we are not."""
    outside = slack.workspace.channel("citur", bot_in=False)
    assert may(slack, outside.id).fault is Fault.NOT_OURS


def test_private_channel_is_its_members(slack: Slack, anna: User) -> None:
    """An editor who is not in it has no say there."""
    other = slack.workspace.user("vilis")
    private = slack.workspace.channel("slepens", (anna,), private=True)

    assert may(slack, private.id, anna).fault is None
    assert may(slack, private.id, other).fault is Fault.NOT_THEIRS
    assert may(slack, private.id).fault is None


def test_ill_slack_says_nothing_of_the_channel(slack: Slack, newsroom: Channel) -> None:
    """It is out of reach, and may be asked again."""
    slack.faults.break_down("conversations.info")
    assert may(slack, newsroom.id).fault is Fault.OUT_OF_REACH


def test_message_is_taken_away(slack: Slack, newsroom: Channel) -> None:
    """Once; that it is gone already is as good."""
    posted = sent(slack, word(newsroom))
    assert isinstance(posted, Sent)
    away = replace(word(newsroom), message=(), edits=posted.message, withdraws=True)

    assert sent(slack, away) == posted
    assert sent(slack, away) == posted
    assert slack.said(newsroom)[-1].deleted


def test_message_of_somebody_else_stays(slack: Slack, newsroom: Channel, anna: User) -> None:
    """Slack's own words are kept for the editors."""
    theirs = anna.says("hello", newsroom)
    away = replace(word(newsroom), message=(), edits=theirs.ts, withdraws=True)

    assert isinstance(sent(slack, away), Refused)


@pytest.mark.parametrize("preview", [True, False])
def test_link_is_looked_at_only_where_asked_for(
    slack: Slack, newsroom: Channel, *, preview: bool
) -> None:
    """A post may ask for it."""
    sent(slack, replace(word(newsroom), preview=preview))
    (call,) = slack.counted("chat.postMessage")

    assert bool(call.arguments.get("unfurl_links")) is preview
