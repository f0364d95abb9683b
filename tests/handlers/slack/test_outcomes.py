"""Whatever goes wrong with a call, it is known whether the message may be there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
from aiohttp import web

from bot.outcomes import Gone, InDoubt, Later, Outcome, Refused, Sent, Wait
from bot.port import Outgoing
from handlers.slack.door import SlackDoor
from tests.handlers.slack.doors import asked, sent, word
from tests.standins.loopback import serving
from tests.standins.slack.people import Channel, User
from tests.standins.slack.server import RESPONSE, Slack

POST = "chat.postMessage"

# The errors of chat.postMessage, chat.update and chat.delete (docs.slack.dev, Web API methods).
GONE = [
    "cannot_dm_bot",
    "channel_not_found",
    "is_archived",
    "is_inactive",
    "messages_tab_disabled",
    "not_in_channel",
    "restricted_action_read_only_channel",
    "user_disabled",
    "user_not_found",
]
LATER = [
    "accesslimited",
    "account_inactive",
    "ekm_access_denied",
    "external_channel_migrating",
    "invalid_auth",
    "message_limit_exceeded",
    "not_allowed_token_type",
    "not_authed",
    "org_login_required",
    "request_timeout",
    "service_unavailable",
    "team_access_not_granted",
    "team_added_to_org",
    "team_not_found",
    "team_quota_exceeded",
    "token_expired",
    "token_revoked",
    "two_factor_setup_required",
]
UNCLEAR = ["fatal_error", "internal_error", "update_failed"]
REFUSED = [
    "access_denied",
    "as_user_not_supported",
    "block_mismatch",
    "cannot_reply_to_message",
    "cant_broadcast_message",
    "cant_delete_message",
    "cant_update_message",
    "compliance_exports_prevent_deletion",
    "deprecated_endpoint",
    "duplicate_channel_not_found",
    "duplicate_message_not_found",
    "edit_window_closed",
    "enterprise_is_restricted",
    "invalid_arg_name",
    "invalid_arguments",
    "invalid_array_arg",
    "invalid_attachments",
    "invalid_blocks",
    "invalid_blocks_format",
    "invalid_charset",
    "invalid_form_data",
    "invalid_metadata_format",
    "invalid_metadata_schema",
    "invalid_post_type",
    "markdown_text_conflict",
    "message_not_found",
    "metadata_must_be_sent_from_app",
    "metadata_too_large",
    "method_deprecated",
    "missing_post_type",
    "missing_scope",
    "msg_blocks_too_long",
    "msg_too_long",
    "news_to_us",
    "no_dual_broadcast_content_update",
    "no_permission",
    "no_text",
    "restricted_action",
    "restricted_action_non_threadable_channel",
    "restricted_action_thread_locked",
    "restricted_action_thread_only_channel",
    "slack_connect_file_link_sharing_blocked",
    "streaming_state_conflict",
    "too_many_attachments",
    "too_many_contact_cards",
]


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        *((name, Gone(name)) for name in GONE),
        *((name, Later(name)) for name in LATER),
        *((name, InDoubt(name)) for name in UNCLEAR),
        *((name, Refused(name)) for name in REFUSED),
        ("rate_limited", Wait(30)),
        ("ratelimited", Wait(30)),
    ],
)
def test_every_error_has_its_outcome(
    slack: Slack, newsroom: Channel, error: str, outcome: Outcome
) -> None:
    """Errors by name; what we have never heard of is refused, not repeated."""
    slack.faults.refuse(POST, error)

    assert sent(slack, word(newsroom)) == outcome
    assert len(slack.counted(POST)) == 1


def test_patience_is_asked_for_in_seconds(slack: Slack, newsroom: Channel) -> None:
    """A 429 says how long, and nothing waits for it here."""
    slack.faults.limit(POST, 17)
    slack.faults.limit(POST, 10**12)
    slack.faults.limit(POST, -1)

    assert [sent(slack, word(newsroom)) for _ in range(3)] == [Wait(17), Wait(3600), Wait(30)]


@pytest.mark.parametrize("when", ["before", "after"])
def test_failed_server_leaves_a_doubt(slack: Slack, newsroom: Channel, when: str) -> None:
    """Whether Slack posted before it answered 500 cannot be told, so it is not repeated."""
    slack.faults.break_down(POST, after=when == "after")

    assert sent(slack, word(newsroom)) == InDoubt("HTTP 500")
    assert len(slack.counted(POST)) == 1


@pytest.mark.parametrize("when", ["before", "after"])
def test_broken_connection_leaves_a_doubt(slack: Slack, newsroom: Channel, when: str) -> None:
    """The library alone would post once more: there is never more than one call."""
    slack.faults.drop(POST, after=when == "after")

    assert isinstance(sent(slack, word(newsroom)), InDoubt)
    assert len(slack.counted(POST)) == 1
    assert len(newsroom.messages) == (when == "after")


def test_slack_out_of_reach_is_for_later(slack: Slack, newsroom: Channel) -> None:
    """Where there is no connection nothing was sent."""
    nobody = {"SLACK_API_URL": "http://127.0.0.1:9/api/"}

    outcome = asked(slack, lambda door: door.platform.send(word(newsroom)), **nobody)

    assert outcome == Later("ClientConnectorError")


def test_nothing_is_sent_once_released(slack: Slack, newsroom: Channel) -> None:
    """A door that was released opens no connection of its own."""

    async def late(door: SlackDoor) -> Outcome:
        await door.release()
        return await door.platform.send(word(newsroom))

    assert isinstance(asked(slack, late), Later)
    assert slack.calls == []


@contextmanager
def answering(response: web.Response) -> Iterator[str]:
    """Serve something that is not Slack, and yield its root."""

    async def answer(_: web.Request) -> web.Response:
        return web.Response(body=response.body, headers=response.headers, status=response.status)

    application = web.Application()
    application.router.add_post("/api/{method}", answer)
    with serving(application) as served:
        yield f"{served.url}/api/"


@pytest.mark.parametrize(
    "response",
    [
        web.Response(text="please log in", content_type="text/plain"),
        web.Response(text="<html>", content_type="text/html"),
        web.Response(text="{", content_type="application/json"),
        web.Response(text="[]", content_type="application/json"),
        web.Response(body=b"\xff\xfe", content_type="application/json"),
        web.Response(text="null", content_type="application/json"),
        web.Response(text="", status=502, content_type="application/json"),
    ],
    ids=["text", "page", "half", "list", "bytes", "null", "empty"],
)
def test_answer_that_is_none_of_slacks_leaves_a_doubt(
    slack: Slack, newsroom: Channel, response: web.Response
) -> None:
    """Somebody between us and Slack may have passed the message on, or not."""
    with answering(response) as root:
        outcome = asked(slack, lambda door: door.platform.send(word(newsroom)), SLACK_API_URL=root)

    assert isinstance(outcome, InDoubt)


@pytest.fixture
def whisper(anna: User, newsroom: Channel) -> Outgoing:
    """Return the reply to a command, on its way to a response_url."""
    return replace(word(newsroom), alone=anna.id, via=anna.slash("who?", newsroom).response_url)


def test_failed_response_url_has_the_same_outcomes(slack: Slack, whisper: Outgoing) -> None:
    """Patience, doubt and refusal are told from each other there too."""
    slack.faults.limit(RESPONSE, 5)
    slack.faults.break_down(RESPONSE, after=True)
    slack.faults.drop(RESPONSE)

    assert sent(slack, whisper) == Wait(5)
    assert sent(slack, whisper) == InDoubt("HTTP 500")
    assert isinstance(sent(slack, whisper), InDoubt)
    assert sent(slack, replace(whisper, thread="1.000001")) == Refused("HTTP 400")
    assert sent(slack, whisper) == Sent()


def test_what_fails_for_one_person_says_nothing_of_the_channel(
    slack: Slack, anna: User, newsroom: Channel
) -> None:
    """A channel is not gone because somebody in it cannot be told something."""
    reply = replace(word(newsroom), alone=anna.id)
    slack.faults.refuse("chat.postEphemeral", "user_not_in_channel")
    slack.faults.refuse("chat.postEphemeral", "not_in_channel")

    assert sent(slack, reply) == Refused("user_not_in_channel")
    assert sent(slack, reply) == Refused("not_in_channel")


def test_edit_in_doubt_is_said_to_be(slack: Slack, newsroom: Channel) -> None:
    """Whoever asked for it may repeat it."""
    edit = replace(word(newsroom), edits="1637910000.000001")
    slack.faults.break_down("chat.update")
    slack.faults.refuse("chat.update", "is_inactive")

    assert sent(slack, edit) == InDoubt("HTTP 500")
    assert sent(slack, edit) == Gone("is_inactive")
    assert sent(slack, edit) == Refused("message_not_found")
