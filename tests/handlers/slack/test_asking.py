"""What Slack can be asked afterwards: whether a message is there, and who runs a channel."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.outcomes import InDoubt, Later, Sent, Wait
from bot.port import Account, Chat, Outgoing, Place
from tests.handlers.slack.doors import asked, chat, sent, word
from tests.standins.slack.calling import post
from tests.standins.slack.people import Channel, User
from tests.standins.slack.server import Slack
from tests.standins.slack.world import Room


def found(slack: Slack, outgoing: Outgoing) -> Sent | Later | Wait | InDoubt:
    """Return whether a message is there."""
    return asked(slack, lambda door: door.platform.find(outgoing))


def runs(slack: Slack, who: User, room: Room | Channel) -> bool:
    """Return whether somebody runs a conversation."""
    account = Account("slack", who.id)
    return asked(slack, lambda door: door.platform.runs_chat(account, chat(room)))


@pytest.mark.parametrize("where", ["thread", "channel"])
def test_message_in_doubt_is_found_by_its_key(slack: Slack, newsroom: Channel, where: str) -> None:
    """Posted, though the answer broke off: it is there, in a thread or not."""
    question = post(slack, newsroom.id, "who?")["ts"]
    answer = word(newsroom, key="reply:1")
    answer = replace(answer, reply_to=question, thread=question if where == "thread" else "")
    slack.faults.break_down("chat.postMessage", after=True)
    assert isinstance(sent(slack, answer), InDoubt)

    assert found(slack, answer) == Sent(newsroom.messages[-1].ts)
    assert found(slack, replace(answer, key="reply:2")) == Later("not found")


def test_message_to_who_never_wrote_is_found(slack: Slack, anna: User) -> None:
    """Written to by their own name, which Slack takes; it is read by that of the conversation."""
    told = replace(word(anna.room), chat=Chat("slack", anna.id, Place.PRIVATE))
    slack.faults.break_down("chat.postMessage", after=True)
    assert isinstance(sent(slack, told), InDoubt)

    assert found(slack, told) == Sent(slack.said(anna)[-1].ts)
    assert found(slack, replace(told, key="other")) == Later("not found")


def test_answer_is_looked_for_back_to_its_question(slack: Slack, newsroom: Channel) -> None:
    """However much was said since, all of it is looked through."""
    question = post(slack, newsroom.id, "who?")["ts"]
    answer = replace(word(newsroom), reply_to=question)
    outcome = sent(slack, answer)
    for number in range(120):
        post(slack, newsroom.id, f"word {number}")

    assert found(slack, answer) == outcome
    assert found(slack, replace(answer, key="other")) == Later("not found")


def test_what_was_not_looked_through_stays_in_doubt(slack: Slack, newsroom: Channel) -> None:
    """Without a question to look back to, too much said since is no proof."""
    for number in range(101):
        post(slack, newsroom.id, f"word {number}")

    assert isinstance(found(slack, word(newsroom)), InDoubt)


def test_what_slack_keeps_nowhere_stays_in_doubt(slack: Slack, newsroom: Channel) -> None:
    """What one person saw, and whether an edit was made, Slack does not tell."""
    answer = word(newsroom)

    assert isinstance(found(slack, replace(answer, alone="U1")), InDoubt)
    assert isinstance(found(slack, replace(answer, edits="1.000001")), InDoubt)
    assert slack.calls == []


def test_slack_that_cannot_be_asked_now_is_asked_later(slack: Slack, newsroom: Channel) -> None:
    """A limit, an outage: the doubt stays until it can be asked."""
    slack.faults.limit("conversations.history", 7)
    slack.faults.drop("conversations.history", times=2)
    slack.faults.refuse("conversations.history", "missing_scope")
    slack.faults.refuse("conversations.history", "not_in_channel")

    assert found(slack, word(newsroom)) == Wait(7)
    assert found(slack, word(newsroom)) == Wait(30)
    assert found(slack, word(newsroom)) == InDoubt("missing_scope")
    assert found(slack, word(newsroom)) == InDoubt("not_in_channel")


def test_channel_is_run_by_its_creator_and_by_admins(slack: Slack, anna: User) -> None:
    """Whoever made it, and whoever runs the workspace; nobody else."""
    egils = slack.workspace.user("egils")
    room = slack.workspace.channel("desk", (egils,), creator=anna)

    assert runs(slack, anna, room)
    assert not runs(slack, egils, room)
    assert runs(slack, slack.workspace.user("admin", admin=True), room)
    assert runs(slack, slack.workspace.user("owner", owner=True), room)


def test_direct_conversation_is_run_by_its_person(slack: Slack, anna: User) -> None:
    """Nobody needs to be asked for that."""
    assert runs(slack, anna, anna.room)
    assert slack.calls == []


def test_outsiders_run_nothing(slack: Slack, anna: User) -> None:
    """Guests, strangers, bots and people who left never do, even where they made the channel."""
    left = slack.workspace.user("left", admin=True)
    left.deactivates()
    outsiders = [
        slack.workspace.user("guest", guest=True),
        slack.workspace.stranger("stranger"),
        slack.workspace.bot("robot"),
        left,
    ]

    for outsider in outsiders:
        room = slack.workspace.channel("made", (anna,), creator=outsider)
        assert not runs(slack, outsider, room)


def test_who_cannot_be_asked_about_runs_nothing(
    slack: Slack, anna: User, newsroom: Channel
) -> None:
    """Where Slack does not say, the answer is no."""
    slack.faults.drop("users.info", times=2)
    assert not runs(slack, anna, newsroom)
    slack.faults.clear()
    slack.faults.refuse("conversations.info", "missing_scope")

    assert not runs(slack, anna, newsroom)
