"""The stand-in of Slack: what goes wrong when a test says so, and how a test waits."""

from __future__ import annotations

import asyncio
import time
import warnings

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.standins.slack.calling import post, refusal, section
from tests.standins.slack.people import Channel
from tests.standins.slack.server import Slack


def test_limit_names_the_seconds(slack: Slack, newsroom: Channel) -> None:
    """The next call gets 429 with Retry-After, the one after it goes through."""
    slack.faults.limit("chat.postMessage", 7, channel=newsroom.id)

    with pytest.raises(SlackApiError) as caught:
        post(slack, newsroom.id)

    assert caught.value.response.status_code == 429
    assert caught.value.response.headers["Retry-After"] == "7"
    assert caught.value.response["error"] == "ratelimited"
    assert post(slack, newsroom.id)["ok"]
    assert [c.outcome for c in slack.counted("chat.postMessage")] == ["limited", "ok"]


def test_broken_answer_may_hide_a_message(slack: Slack, newsroom: Channel) -> None:
    """With 500 or a broken connection the message may be there, or not: as the script says."""
    slack.faults.break_down("chat.postMessage")
    slack.faults.break_down("chat.postMessage", after=True)
    slack.faults.drop("chat.postMessage")
    slack.faults.drop("chat.postMessage", after=True)

    for name in ("one", "two"):
        with pytest.raises(SlackApiError) as caught:
            post(slack, newsroom.id, name)
        assert caught.value.response.status_code == 500
    for name in ("three", "four"):
        with pytest.raises(aiohttp.ClientError):
            post(slack, newsroom.id, name)

    assert [message.text for message in newsroom.messages] == ["two", "four"]


def test_own_second_try_of_the_client_posts_twice(slack: Slack, newsroom: Channel) -> None:
    """The danger that the door must turn off: the client repeats after a broken connection."""
    slack.faults.drop("chat.postMessage", after=True)
    client = AsyncWebClient(slack.me.bot_token, slack.api_url)

    asyncio.run(client.chat_postMessage(channel=newsroom.id, text="Vilks"))

    assert len(newsroom.messages) == 2


def test_call_hangs_until_it_is_released(slack: Slack, newsroom: Channel) -> None:
    """The test knows that the call has come, and says when it goes on."""
    hanging = slack.faults.hang("chat.postMessage")

    async def post_and_release() -> None:
        client = AsyncWebClient(slack.me.bot_token, slack.api_url)
        posting = asyncio.create_task(client.chat_postMessage(channel=newsroom.id, text="Vilks"))
        await asyncio.to_thread(hanging.wait)
        assert newsroom.messages == []
        hanging.release()
        await posting

    asyncio.run(post_and_release())
    assert len(newsroom.messages) == 1


def test_outage_lasts_until_its_end(slack: Slack, newsroom: Channel) -> None:
    """Nothing gets through, then everything."""
    with slack.faults.outage():
        for _ in range(3):
            with pytest.raises(aiohttp.ClientError):
                post(slack, newsroom.id)
    slack.faults.refuse("chat.postMessage", "fatal_error")

    assert refusal(slack, "chat.postMessage", channel=newsroom.id, text="x") == "fatal_error"
    assert post(slack, newsroom.id)["ok"]


def test_failed_wait_tells_what_happened_instead(slack: Slack, newsroom: Channel) -> None:
    """Who reads the failure sees what the bot did say."""
    post(slack, newsroom.id, "something else")

    with pytest.raises(AssertionError, match="something else"):
        slack.world.wait(lambda: None, "answer", patience=0.01)


def test_calls_are_counted_with_their_times(slack: Slack, newsroom: Channel) -> None:
    """A benchmark reads how many calls there were, and when, by a clock that only goes on."""
    before = time.monotonic()
    for _ in range(3):
        post(slack, newsroom.id)

    times = [made.at for made in slack.wait_called("chat.postMessage", 3)]
    assert before < times[0] < times[1] < times[2] < time.monotonic()


def test_client_warns_of_blocks_without_text(slack: Slack, newsroom: Channel) -> None:
    """Blocks alone are taken, though the client warns: what a notification says is missing."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        client = AsyncWebClient(slack.me.bot_token, slack.api_url)
        asyncio.run(client.chat_postMessage(channel=newsroom.id, blocks=[section("x")]))

    assert len(caught) == 1
    assert newsroom.messages[0].text == ""
