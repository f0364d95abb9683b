"""The stand-in of Slack: what the bot is told of what people do."""

from __future__ import annotations

import pytest

from tests.standins.slack.calling import actions, button, call, post, refusal
from tests.standins.slack.events import Twins
from tests.standins.slack.people import Channel, User
from tests.standins.slack.server import Slack
from tests.standins.slack.world import Json


def told(slack: Slack) -> list[Json]:
    """Return the events that are on their way to the bot."""
    return [d.payload["event"] for d in slack.courier.deliveries if d.kind == "events_api"]


def test_message_is_as_slack_keeps_it(slack: Slack, anna: User) -> None:
    """What is typed is escaped and its addresses are links; `raw` is left as it is."""
    anna.direct("R&D <b> https://nato.int/a?b=1&c")
    anna.direct("<@U1> &amp;", raw=True)

    first, second = told(slack)
    assert first["text"] == "R&amp;D &lt;b&gt; <https://nato.int/a?b=1&amp;c>"
    assert second["text"] == "<@U1> &amp;"
    assert first["channel_type"] == "im"
    assert first["channel"] == anna.room.id


def test_mention_in_a_thread_names_the_thread(slack: Slack, anna: User, newsroom: Channel) -> None:
    """Both events do; `channel_type` and `subtype` are those of the message only."""
    parent = anna.says("hello", newsroom)
    anna.mentions("who?", newsroom, thread=parent.ts)

    _, mention, message = told(slack)
    assert mention["thread_ts"] == message["thread_ts"] == parent.ts
    assert "channel_type" not in mention
    assert message["channel_type"] == "channel"


@pytest.mark.parametrize(
    ("twins", "expected"),
    [
        ("after", ["app_mention", "message"]),
        ("before", ["message", "app_mention"]),
        ("off", ["app_mention"]),
    ],
)
def test_order_of_the_twins_can_be_chosen(
    slack: Slack, anna: User, newsroom: Channel, twins: Twins, expected: list[str]
) -> None:
    """Slack promises no order, so a test tries both."""
    slack.events.twins = twins

    asked = anna.mentions("who?", newsroom)

    assert [event["type"] for event in told(slack)] == expected
    assert asked.name == "app_mention"
    assert (asked.twin is None) == (twins == "off")


def test_edit_tells_both_versions(slack: Slack, anna: User, newsroom: Channel) -> None:
    """A changed message has the new and the old text; an unfurled one the same text twice."""
    asked = anna.says("who laeds?", newsroom)
    assert asked.message is not None
    anna.edits(asked.message, "who leads?")
    anna.sees_unfurled(asked.message)
    anna.deletes(asked.message)

    _, edited, unfurled, deleted = told(slack)
    assert edited["subtype"] == unfurled["subtype"] == "message_changed"
    assert edited["message"]["text"] == "who leads?"
    assert edited["message"]["edited"]["user"] == anna.id
    assert edited["message"]["ts"] == edited["previous_message"]["ts"] == asked.ts
    assert edited["previous_message"]["text"] == "who laeds?"
    assert unfurled["message"]["text"] == unfurled["previous_message"]["text"]
    assert unfurled["previous_message"].keys() < unfurled["message"].keys()
    assert deleted["subtype"] == "message_deleted"
    assert deleted["deleted_ts"] == asked.ts
    assert newsroom.messages == []


def test_own_deeds_come_back_as_events(slack: Slack, newsroom: Channel) -> None:
    """With a bot to tell, Slack tells it of its own messages, edits and deletions."""
    slack.use_http("http://127.0.0.1:9/")
    own = {"channel": newsroom.id, "ts": post(slack, newsroom.id)["ts"]}
    call(slack, "chat.update", **own, text="new")
    call(slack, "chat.delete", **own)

    said, changed, deleted = told(slack)
    assert said["bot_id"] == slack.me.bot
    assert changed["message"]["text"] == "new"
    assert deleted["previous_message"]["user"] == slack.me.user


def test_other_kinds_of_messages_have_their_subtypes(
    slack: Slack, anna: User, newsroom: Channel
) -> None:
    """A file, a broadcast answer, an old integration and a modern bot can be told apart."""
    robot = slack.workspace.bot("robot")
    robot.joins(newsroom)
    root = anna.shares("list.csv", newsroom, "here")
    anna.broadcasts("to all", newsroom, root.ts)
    robot.posts_as_integration("beep", newsroom)
    robot.says("boop", newsroom)

    joined, notice, file, broadcast, old, modern = told(slack)
    assert joined["type"] == "member_joined_channel"
    assert notice["subtype"] == "channel_join"
    assert file["subtype"] == "file_share"
    assert file["files"][0]["name"] == "list.csv"
    assert (broadcast["subtype"], broadcast["thread_ts"]) == ("thread_broadcast", root.ts)
    assert old["subtype"] == "bot_message"
    assert "user" not in old
    assert "subtype" not in modern
    assert modern["bot_id"] == robot.profile.bot_id


def test_bot_hears_only_where_it_is(slack: Slack, anna: User) -> None:
    """It learns of its own coming and going, and nothing of what is said while it is away."""
    channel = slack.workspace.channel("closed", (anna,), private=True, bot_in=False)
    anna.says("secret", channel)
    channel.invite_bot(by=anna)
    anna.says("welcome", channel)
    channel.remove_bot()
    anna.says("secret again", channel)

    invited, notice, welcome, left = told(slack)
    assert (invited["user"], invited["inviter"]) == (slack.me.user, anna.id)
    assert notice["subtype"] == "channel_join"
    assert (welcome["text"], welcome["channel_type"]) == ("welcome", "group")
    assert left["type"] == "group_left"
    assert refusal(slack, "chat.postMessage", channel=channel.id, text="x") == "channel_not_found"


def test_fate_of_a_channel_is_told(slack: Slack, anna: User, newsroom: Channel) -> None:
    """Renaming, archiving, leaving: each is an event with the id of the channel."""
    newsroom.rename("desk")
    anna.leaves(newsroom)
    newsroom.archive(anna)
    newsroom.unarchive(anna)

    renamed, left, archived, opened = told(slack)
    assert renamed["type"] == "channel_rename"
    assert renamed["channel"]["name"] == "desk"
    assert (left["type"], left["user"]) == ("member_left_channel", anna.id)
    assert archived["type"] == "channel_archive"
    assert opened["type"] == "channel_unarchive"


def test_end_of_the_app_is_told(slack: Slack) -> None:
    """After an admin removes it, its token is dead."""
    slack.workspace.uninstall()

    assert [event["type"] for event in told(slack)] == ["tokens_revoked", "app_uninstalled"]
    assert refusal(slack, "auth.test") == "account_inactive"


def test_stranger_writes_from_elsewhere(slack: Slack, anna: User) -> None:
    """In a shared channel the event names the other workspace."""
    stranger = slack.workspace.stranger("stranger")
    shared = slack.workspace.channel("shared", (anna, stranger))

    asked = stranger.mentions("who?", shared)

    assert asked.payload["is_ext_shared_channel"]
    assert asked.payload["team_id"] == slack.me.team
    assert asked.payload["event"]["user_team"] == stranger.profile.team


def test_group_of_people_is_a_conversation_of_its_own(slack: Slack, anna: User) -> None:
    """An mpim has members, a made-up name, and mentions."""
    group = slack.workspace.group(anna, slack.workspace.user("jānis"))

    anna.mentions("who?", group)

    assert [event.get("channel_type") for event in told(slack)] == [None, "mpim"]


def test_people_choose_in_menus(slack: Slack, anna: User, newsroom: Channel) -> None:
    """An option is found by its words or its value; a channel is given by its id."""
    option = {"text": {"type": "plain_text", "text": "NATO"}, "value": "n"}
    menu = {"type": "static_select", "action_id": "topic", "options": [option]}
    picker = {"type": "conversations_select", "action_id": "where"}
    row = actions(menu, picker, button(url="https://nato.int", action_id="link"))
    ts = post(slack, newsroom.id, blocks=[row])["ts"]
    message = newsroom.room.messages[ts]

    topic = anna.picks(message, "topic", "NATO").payload["actions"][0]
    where = anna.picks(message, "where", newsroom.id).payload["actions"][0]
    link = anna.taps(message, 3).payload["actions"][0]
    assert topic["selected_option"]["value"] == "n"
    assert where["selected_conversation"] == newsroom.id
    assert link["action_id"] == "link"


def test_home_and_shortcuts_reach_the_bot(slack: Slack, anna: User) -> None:
    """Opening the home tab is an event; a shortcut of a message carries the message."""
    said = anna.direct("fix this")
    assert said.message is not None
    anna.opens_home()
    used = anna.uses_shortcut(said.message, "correct")

    assert told(slack)[-1]["type"] == "app_home_opened"
    assert used.payload["callback_id"] == "correct"
    assert used.payload["message"]["text"] == "fix this"


def test_unsubscribed_events_are_not_sent(slack: Slack, anna: User, newsroom: Channel) -> None:
    """An app gets what it asked for."""
    slack.events.unsubscribed = {"message"}
    anna.mentions("who?", newsroom)

    assert [event["type"] for event in told(slack)] == ["app_mention"]
