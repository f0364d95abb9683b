"""The stand-in of Slack, through Slack's own client: what it answers and what it refuses."""

from __future__ import annotations

import asyncio

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.standins.slack.calling import actions, button, call, post, refusal, section
from tests.standins.slack.people import Channel, User
from tests.standins.slack.server import Slack
from tests.standins.slack.shown import shown
from tests.standins.slack.world import Json


def test_bot_learns_who_it_is(slack: Slack) -> None:
    """`auth.test` tells the ids that events and messages carry."""
    answer = call(slack, "auth.test")

    assert answer["user_id"] == slack.me.user
    assert answer["bot_id"] == slack.me.bot
    assert answer["url"] == "https://redakcija.slack.com/"


def test_wrong_token_is_refused_with_success_of_http(slack: Slack) -> None:
    """A refusal is `ok: false` in an answer of status 200, as Slack does it."""
    assert refusal(slack, "auth.test", token="xoxb-wrong") == "invalid_auth"  # noqa: S106 - no token
    assert refusal(slack, "auth.test", token=slack.me.app_token) == "not_allowed_token_type"
    assert refusal(slack, "chat.shout") == "unknown_method"


def test_dead_token_is_named(slack: Slack) -> None:
    """Every call of a revoked app says so."""
    slack.workspace.revoke()

    assert refusal(slack, "auth.test") == "token_revoked"


def test_token_may_come_in_the_form(slack: Slack) -> None:
    """Form, query and JSON are read alike."""

    async def ask() -> Json:
        async with aiohttp.ClientSession() as session:
            form = {"token": slack.me.bot_token}
            async with session.post(f"{slack.api_url}auth.test", data=form) as response:
                answer: Json = await response.json()
                return answer

    assert asyncio.run(ask())["ok"] is True


def test_bot_writes_and_people_see_it(slack: Slack, newsroom: Channel) -> None:
    """What was posted is in the channel, with its metadata, options and thread."""
    metadata = {"event_type": "factdesk", "event_payload": {"key": "7"}}
    parent = post(slack, newsroom.id, "*Vilks*", unfurl_links=False, metadata=metadata)
    post(slack, newsroom.id, "jā", thread_ts=parent["ts"])

    first, second = newsroom.messages
    assert shown(first).text == "Vilks"
    assert shown(first).of("bold") == ["Vilks"]
    assert first.options == {"unfurl_links": False}
    assert first.metadata == metadata
    assert second.thread_ts == first.ts


@pytest.mark.parametrize(
    ("more", "error"),
    [
        ({"text": ""}, "no_text"),
        ({"text": "x" * 4001}, "msg_too_long"),
        ({"blocks": [{"type": "marquee"}]}, "invalid_blocks"),
        ({"blocks": [{"type": "divider"}] * 51}, "invalid_blocks"),
        ({"blocks": [section("")]}, "invalid_blocks"),
        ({"blocks": [section("x" * 3001)]}, "invalid_blocks"),
        ({"blocks": [section("x" * 3000)] * 5}, "msg_blocks_too_long"),
        ({"blocks": [{"type": "section"}]}, "invalid_blocks"),
        ({"blocks": [{"type": "divider", "color": "red"}]}, "invalid_blocks"),
        ({"blocks": [{"type": "divider", "block_id": "a"}] * 2}, "invalid_blocks"),
        (
            {"blocks": [{"type": "header", "text": {"type": "plain_text", "text": "x" * 151}}]},
            "invalid_blocks",
        ),
        (
            {"blocks": [{"type": "header", "text": {"type": "mrkdwn", "text": "x"}}]},
            "invalid_blocks",
        ),
        ({"blocks": [section("x") | {"fields": [section("x")["text"]] * 11}]}, "invalid_blocks"),
        (
            {"blocks": [section("x") | {"fields": [section("x" * 2001)["text"]]}]},
            "invalid_blocks",
        ),
        ({"blocks": [actions(button("x" * 76))]}, "invalid_blocks"),
        ({"blocks": [actions(button(value="x" * 2001))]}, "invalid_blocks"),
        ({"blocks": [actions(button(action_id="x" * 256))]}, "invalid_blocks"),
        ({"blocks": [actions(button(url="https://x.lv/" + "x" * 3000))]}, "invalid_blocks"),
        ({"blocks": [actions(button(url="x.lv"))]}, "invalid_blocks"),
        ({"blocks": [actions(button(style="loud"))]}, "invalid_blocks"),
        ({"blocks": [actions(*[button(action_id="a")] * 2)]}, "invalid_blocks"),
        ({"blocks": [actions(*[button() for _ in range(26)])]}, "invalid_blocks"),
        ({"blocks": [actions()]}, "invalid_blocks"),
        ({"blocks": [{"type": "rich_text", "elements": [{"type": "text"}]}]}, "invalid_blocks"),
        ({"blocks": "[{"}, "invalid_blocks_format"),
        ({"metadata": {"event_type": "x"}}, "invalid_metadata_format"),
        ({"thread_ts": "1.5"}, "invalid_arguments"),
        ({"thread_ts": "1700000000.000001"}, "thread_not_found"),
        ({"attachments": [{"text": "x"}]}, "invalid_arguments"),
    ],
)
def test_message_against_the_rules_is_refused(
    slack: Slack, newsroom: Channel, more: Json, error: str
) -> None:
    """Each rule of Slack's has its error, and nothing is posted."""
    arguments = {"channel": newsroom.id, "text": "x", **more}

    assert refusal(slack, "chat.postMessage", **arguments) == error
    assert newsroom.messages == []


def test_refusal_of_blocks_says_where(slack: Slack, newsroom: Channel) -> None:
    """Slack points at what is wrong, so does the stand-in."""
    with pytest.raises(SlackApiError) as caught:
        post(slack, newsroom.id, blocks=[{"type": "divider"}, section("")])

    assert "/blocks/1/text/text" in caught.value.response["errors"][0]


def test_answer_in_a_thread_has_no_thread(slack: Slack, newsroom: Channel) -> None:
    """The ts of an answer is no thread; its parent's is."""
    parent = post(slack, newsroom.id)
    answer = post(slack, newsroom.id, thread_ts=parent["ts"])

    arguments = {"channel": newsroom.id, "text": "x", "thread_ts": answer["ts"]}
    assert refusal(slack, "chat.postMessage", **arguments) == "cannot_reply_to_message"


def test_conversation_must_be_one_that_the_bot_may_write_to(slack: Slack, anna: User) -> None:
    """Unknown, private, foreign and archived channels are refused by different names."""
    private = slack.workspace.channel("secret", (anna,), private=True, bot_in=False)
    foreign = slack.workspace.channel("foreign", (anna,), bot_in=False)
    archived = slack.workspace.channel("archived", (anna,))
    archived.archive(anna)

    def error(channel: str) -> str:
        return refusal(slack, "chat.postMessage", channel=channel, text="x")

    assert error("C0NOWHERE") == "channel_not_found"
    assert error(private.id) == "channel_not_found"
    assert error(foreign.id) == "not_in_channel"
    assert error(archived.id) == "is_archived"
    assert error(slack.me.user) == "cannot_dm_bot"
    assert error("U0NOBODY") == "channel_not_found"


def test_ephemeral_message_needs_its_reader_there(slack: Slack, newsroom: Channel) -> None:
    """Only a member of the channel can be shown what only they see."""
    outsider = slack.workspace.user("jānis")
    arguments = {"channel": newsroom.id, "user": outsider.id, "text": "x"}

    assert refusal(slack, "chat.postEphemeral", **arguments) == "user_not_in_channel"
    outsider.joins(newsroom)
    call(slack, "chat.postEphemeral", **arguments)
    assert slack.whispered(outsider, newsroom).text == "x"


def test_edit_takes_blocks_away_with_text_and_keeps_metadata(
    slack: Slack, newsroom: Channel
) -> None:
    """Text alone replaces all, blocks alone leave the text, metadata stays unless given."""
    metadata = {"event_type": "factdesk", "event_payload": {}}
    ts = post(slack, newsroom.id, blocks=[section("old")], metadata=metadata)["ts"]
    (message,) = newsroom.messages

    call(slack, "chat.update", channel=newsroom.id, ts=ts, blocks=[section("new")])
    assert shown(message).text == "new"
    assert message.edited == ""
    call(slack, "chat.update", channel=newsroom.id, ts=ts, text="last")
    assert shown(message).text == "last"
    assert message.edited
    assert message.metadata == metadata
    assert slack.updated(message) is message


def test_edit_and_deletion_are_of_own_messages(slack: Slack, anna: User, newsroom: Channel) -> None:
    """What others wrote, or nobody, cannot be changed."""
    theirs = {"channel": newsroom.id, "ts": anna.says("mine", newsroom).ts}
    nobodys = theirs | {"ts": "1700000000.000001"}

    assert refusal(slack, "chat.update", **theirs, text="x") == "cant_update_message"
    assert refusal(slack, "chat.delete", **theirs) == "cant_delete_message"
    assert refusal(slack, "chat.update", **nobodys, text="x") == "message_not_found"
    slack.chat.edit_window = -1.0
    own = {"channel": newsroom.id, "ts": post(slack, newsroom.id)["ts"]}
    assert refusal(slack, "chat.update", **own, text="x") == "edit_window_closed"
    call(slack, "chat.delete", **own)
    assert refusal(slack, "chat.delete", **own) == "message_not_found"


def test_permalink_leads_to_the_message(slack: Slack, newsroom: Channel) -> None:
    """An answer's link names its thread."""
    parent = post(slack, newsroom.id)["ts"]
    answer = post(slack, newsroom.id, thread_ts=parent)["ts"]
    client = AsyncWebClient(slack.me.bot_token, slack.api_url)

    got = asyncio.run(client.chat_getPermalink(channel=newsroom.id, message_ts=answer))

    name = f"p{answer.replace('.', '')}?thread_ts={parent}&cid={newsroom.id}"
    assert got["permalink"] == f"https://redakcija.slack.com/archives/{newsroom.id}/{name}"


def test_history_shows_metadata_when_asked(slack: Slack, newsroom: Channel) -> None:
    """What was posted before a crash is found again by what the bot put beside it."""
    metadata = {"event_type": "factdesk", "event_payload": {"key": "7"}}
    parent = post(slack, newsroom.id, metadata=metadata)["ts"]
    post(slack, newsroom.id, "answer", thread_ts=parent, metadata=metadata)
    post(slack, newsroom.id, "newest")
    client = AsyncWebClient(slack.me.bot_token, slack.api_url)

    async def look() -> tuple[list[Json], list[Json], list[Json]]:
        blind = await client.conversations_history(channel=newsroom.id, oldest="0", limit=1)
        cursor = blind["response_metadata"]["next_cursor"]
        seeing = await client.conversations_history(
            channel=newsroom.id, include_all_metadata=True, cursor=cursor
        )
        thread = await client.conversations_replies(
            channel=newsroom.id, ts=parent, include_all_metadata=True
        )
        return blind["messages"], seeing["messages"], thread["messages"]

    newest, older, thread = asyncio.run(look())
    assert [message["text"] for message in newest] == ["newest"]
    assert [message["ts"] for message in older] == [parent]
    assert older[0]["metadata"] == metadata
    assert [message["text"] for message in thread] == ["Vilks", "answer"]
    assert thread[1]["metadata"] == metadata


def test_people_and_places_are_described(slack: Slack, anna: User, newsroom: Channel) -> None:
    """Rights, guests, strangers, languages and membership can be looked up."""
    guest = slack.workspace.user("guest", guest=True)
    boss = slack.workspace.user("boss", locale="en-US", owner=True)
    stranger = slack.workspace.stranger("stranger")
    shared = slack.workspace.channel("shared", (anna, stranger))
    client = AsyncWebClient(slack.me.bot_token, slack.api_url)

    async def look() -> list[Json]:
        told = [await client.users_info(user=u.id, include_locale=True) for u in (guest, boss)]
        told.append(await client.users_info(user=stranger.id))
        return [one["user"] for one in told]

    first, second, third = asyncio.run(look())
    assert first["is_restricted"]
    assert not first["is_admin"]
    assert second["is_owner"]
    assert second["locale"] == "en-US"
    assert third["is_stranger"]
    assert third["team_id"] != slack.me.team
    members = call(slack, "conversations.members", channel=newsroom.id)["members"]
    assert members == sorted([anna.id, slack.me.user])
    info = call(slack, "conversations.info", channel=shared.id)["channel"]
    assert info["is_ext_shared"]
    listed = call(slack, "users.conversations", types="public_channel,im")["channels"]
    assert [channel["id"] for channel in listed] == [newsroom.id, shared.id]
    assert call(slack, "bots.info", bot=slack.me.bot)["bot"]["app_id"] == slack.me.app
    assert refusal(slack, "users.info", user="U0NOBODY") == "user_not_found"


def test_bot_opens_a_direct_conversation_and_joins_a_channel(slack: Slack, anna: User) -> None:
    """Both give the id under which to write."""
    room = call(slack, "conversations.open", users=anna.id)["channel"]["id"]
    public = slack.workspace.channel("public", (anna,), bot_in=False)
    call(slack, "conversations.join", channel=public.id)

    assert post(slack, anna.id)["channel"] == room == anna.room.id
    assert post(slack, public.id)["ok"]
    assert refusal(slack, "conversations.open", users=slack.me.user) == "cannot_dm_bot"
