"""HTTP mode: what is not signed, or not Slack's, is turned away; 200 means it is stored."""

from __future__ import annotations

import json
import time

import pytest

from tests.handlers.slack.doors import Inbox, http_settings, opened, settings
from tests.standins.slack.calling import actions, button, post
from tests.standins.slack.http_mode import FORM
from tests.standins.slack.people import Channel, User
from tests.standins.slack.server import Slack

EVENT = json.dumps({"type": "event_callback", "event_id": "Ev1", "event": {"type": "x"}}).encode()


def test_events_commands_and_taps_are_stored(slack: Slack, anna: User, newsroom: Channel) -> None:
    """All three come to one address; the answer is empty, so nobody sees anything by it."""
    with opened(slack, http_settings(slack)) as bot:
        said = anna.direct("hello").wait()
        assert bot.inbox.next().text == "hello"
        asked = anna.slash("who?", newsroom).wait()
        assert bot.inbox.next().text == "/factdesk who?"
        offered = post(slack, newsroom.id, blocks=[actions(button("A", value="t-1"))])["ts"]
        tapped = anna.taps(newsroom.room.messages[offered], 1).wait()
        assert bot.inbox.next().choice == "t-1"

    assert [each.answer for each in (said, asked, tapped)] == [None, None, None]


def test_question_for_the_address_is_answered(slack: Slack) -> None:
    """Slack asks once whether the address is ours, signed as everything."""
    with opened(slack, http_settings(slack)) as bot:
        assert slack.challenge()
        body = json.dumps({"type": "url_verification", "challenge": "x"}).encode()
        assert slack.forge(body, secret="wrong").status == 401  # noqa: S106 - it opens nothing
        assert bot.counts.away == ["signature"]


def test_forged_and_stale_requests_are_refused(slack: Slack) -> None:
    """A wrong secret, no signature, a changed body, an old timestamp: 401, counted, not stored."""
    now = int(time.time())
    with opened(slack, http_settings(slack)) as bot:
        sealed = slack.http.sealed(EVENT, "application/json")
        statuses = [
            slack.forge(EVENT, secret="wrong").status,  # noqa: S106 - it opens nothing
            slack.forge(EVENT + b" ", headers=sealed).status,
            slack.forge(EVENT, headers=sealed | {"X-Slack-Signature": ""}).status,
            slack.forge(EVENT, headers=sealed | {"X-Slack-Signature": "v0=ā"}).status,
            slack.forge(EVENT, timestamp=now - 301).status,
            slack.forge(EVENT, timestamp=now + 400).status,
        ]

        assert statuses == [401] * 6
        assert bot.counts.away == ["signature"] * 4 + ["stale"] * 2
        assert bot.inbox.updates.empty()


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"[]",
        b"null",
        b"7",
        b"\xff\xfe",
        b"",
        b"{}",
        b"[" * 100_000,
        b'{"authorizations": [7]}',
    ],
    ids=["half", "list", "null", "number", "bytes", "nothing", "empty", "deep", "odd"],
)
def test_malformed_request_is_refused(slack: Slack, body: bytes) -> None:
    """Signed, and yet nothing that Slack sends: 400, counted, not stored."""
    with opened(slack, http_settings(slack)) as bot:
        assert slack.forge(body).status == 400
        assert bot.counts.away == ["malformed"]
        assert bot.inbox.updates.empty()


def test_malformed_form_and_timestamp_are_refused(slack: Slack) -> None:
    """A form whose payload is no JSON, and a time that is no number."""
    with opened(slack, http_settings(slack)) as bot:
        sealed = slack.http.sealed(EVENT, "application/json")

        assert slack.forge(b"payload=%7B", kind=FORM).status == 400
        for timestamp in ("now", "", "²", "9" * 5000):
            headers = sealed | {"X-Slack-Request-Timestamp": timestamp}
            assert slack.forge(EVENT, headers=headers).status == 400
        assert bot.counts.away == ["malformed"] * 5


def test_oversized_request_is_refused(slack: Slack) -> None:
    """More than Slack ever sends is not read to its end."""
    with opened(slack, http_settings(slack)) as bot:
        assert slack.forge(b"x" * 1_000_001).status == 413
        assert bot.counts.away == ["oversized"]


def test_replayed_request_is_the_same_update(slack: Slack, anna: User) -> None:
    """Within five minutes a replay passes the signature; its id tells that it is known."""
    with opened(slack, http_settings(slack)) as bot:
        attempt = anna.direct("hello").wait().attempts[0]

        assert slack.forge(attempt.body, headers=attempt.headers).status == 200
        assert bot.inbox.next() == bot.inbox.next()


def test_what_could_not_be_stored_is_brought_again(slack: Slack, anna: User) -> None:
    """503 until it is stored; Slack says with each try that it is one more."""
    with opened(slack, http_settings(slack), inbox=Inbox(failures=2)) as bot:
        said = anna.direct("hello").wait()

        assert [each.outcome and each.outcome.status for each in said.attempts] == [503, 503, 200]
        assert said.attempts[2].headers["X-Slack-Retry-Num"] == "2"
        assert bot.inbox.next().text == "hello"
        assert bot.inbox.updates.empty()


def test_nothing_is_answered_before_it_is_stored(slack: Slack, anna: User) -> None:
    """The answer waits for the store."""
    with opened(slack, http_settings(slack)) as bot:
        bot.inbox.open.clear()
        said = anna.direct("hello")
        assert bot.inbox.reached.wait(30)
        assert not said.acknowledged
        bot.inbox.open.set()

        assert said.wait().attempts[0].number == 0


def test_events_are_not_taken_before_we_know_who_we_are(slack: Slack, anna: User) -> None:
    """Whether a mention is one of us cannot be told then: Slack is asked to come again."""
    slack.faults.drop("auth.test", times=2)
    slack.courier.hold_retries()
    with opened(slack, http_settings(slack)) as bot:
        said = anna.direct("hello")
        slack.world.wait(lambda: len(slack.counted("auth.test")) >= 3, "third auth.test")
        slack.courier.release_retries()
        said.wait()

        assert bot.inbox.next().text == "hello"


def test_socket_is_preferred_where_both_are_set(slack: Slack) -> None:
    """Events come by one way only, in Slack's own setting."""
    both = settings(slack, SLACK_SIGNING_SECRET=slack.me.signing_secret)
    with opened(slack, both) as bot:
        assert bot.door.routes() == []
        slack.sockets.wait_for()
