"""A message leaves once, the way it must, and is never sent twice by the library."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.outcomes import Refused, Sent
from bot.port import Choice, Code, Strong, Text
from handlers.slack.calling import Calls
from tests.handlers.slack.doors import sent, word
from tests.standins.clock import FakeClock
from tests.standins.slack.calling import actions, button, call, post
from tests.standins.slack.people import Channel, User
from tests.standins.slack.server import RESPONSE, Slack
from tests.standins.slack.shown import shown


def test_answer_is_posted_with_its_key(slack: Slack, newsroom: Channel) -> None:
    """It stands in the thread, has its styles and buttons, and bears the key unseen."""
    question = post(slack, newsroom.id, "who?")["ts"]
    answer = word(newsroom, key="reply:slack:7:0")
    answer = replace(answer, thread=question, choices=(Choice("Rādīt", "t-1"),))
    answer = replace(answer, message=(Strong("Vilks"), Text(" "), Code("/ask")))

    outcome = sent(slack, answer)

    message = newsroom.messages[-1]
    assert outcome == Sent(message.ts)
    assert message.thread_ts == question
    assert shown(message).text == "Vilks /ask"
    assert shown(message).of("bold") == ["Vilks"]
    assert (shown(message).labels, shown(message).buttons[0].value) == (["Rādīt"], "t-1")
    payload = {"key": "reply:slack:7:0"}
    assert message.metadata == {"event_type": "factdesk_message", "event_payload": payload}
    assert not message.options["unfurl_links"]


def test_direct_message_has_no_thread(slack: Slack, anna: User) -> None:
    """An answer to what was not said in a thread opens none."""
    sent(slack, word(anna.room))

    assert slack.posted(anna.room, thread="").via == "chat.postMessage"


def test_edit_takes_the_place_of_a_message(slack: Slack, newsroom: Channel) -> None:
    """The buttons go with the text that bore them."""
    offered = post(slack, newsroom.id, "which?", blocks=[actions(button("A", value="a"))])["ts"]

    assert sent(slack, replace(word(newsroom), edits=offered)) == Sent(offered)
    assert shown(newsroom.messages[-1]).text == "Vilks"
    assert shown(newsroom.messages[-1]).buttons == ()


def test_edit_where_a_person_is_known_by_name(slack: Slack, anna: User) -> None:
    """What was posted to a person is edited in their conversation."""
    to_anna = replace(word(anna.room), chat=replace(word(anna.room).chat, id=anna.id))
    posted = sent(slack, to_anna)
    assert isinstance(posted, Sent)

    edited = replace(to_anna, message=(Text("Lūsis"),), edits=posted.message)

    assert sent(slack, edited) == posted
    assert shown(slack.said(anna.room)[-1]).text == "Lūsis"


def test_empty_message_is_refused_here(slack: Slack, newsroom: Channel) -> None:
    """What has nothing to see never leaves."""
    assert sent(slack, word(newsroom, "\u202e \x00")) == Refused("empty")
    assert slack.calls == []


def test_reply_to_a_command_is_seen_by_its_author_alone(
    slack: Slack, anna: User, newsroom: Channel
) -> None:
    """It goes by the response_url, where we are no member too."""
    elsewhere = slack.workspace.channel("elsewhere", (anna,), bot_in=False)
    for room in (newsroom, elsewhere):
        asked = anna.slash("who?", room)
        reply = replace(word(room), alone=anna.id, via=asked.response_url)

        assert sent(slack, reply) == Sent()
        said = slack.responded(asked)
        assert (said.only_for, shown(said).text) == (anna.id, "Vilks")
    assert slack.counted("chat.postEphemeral") == []


def test_response_url_that_opens_no_more_is_done_without(
    slack: Slack, anna: User, newsroom: Channel, clock: FakeClock
) -> None:
    """After half an hour, or five uses, the reply is an ephemeral message all the same."""
    asked = anna.slash("who?", newsroom)
    reply = replace(word(newsroom), alone=anna.id, via=asked.response_url)
    clock.advance(timedelta(minutes=31))

    assert sent(slack, reply) == Sent()
    said = slack.whispered(anna, newsroom.room)
    assert (said.via, shown(said).text) == ("chat.postEphemeral", "Vilks")


def test_tap_on_an_ephemeral_message_replaces_it(
    slack: Slack, anna: User, newsroom: Channel
) -> None:
    """What one person sees is changed by the response_url of their tap."""
    blocks = [actions(button("A", value="a"))]
    call(slack, "chat.postEphemeral", channel=newsroom.id, user=anna.id, text="?", blocks=blocks)
    offer = slack.whispered(anna)
    tap = anna.taps(offer, 1)
    reply = word(newsroom)
    reply = replace(reply, alone=anna.id, via=tap.response_url, edits=offer.ts)

    assert sent(slack, reply) == Sent()
    assert shown(slack.updated(offer)).text == "Vilks"


def test_word_aside_leaves_the_message_as_it_is(
    slack: Slack, anna: User, newsroom: Channel
) -> None:
    """Who tapped hears it, even where the reply names a message to take the place of."""
    offered = post(slack, newsroom.id, "which?", blocks=[actions(button("A", value="a"))])["ts"]
    tap = anna.taps(newsroom.room.messages[offered], 1)
    reply = replace(word(newsroom), alone=anna.id, aside=True, via=tap.response_url)

    assert sent(slack, replace(reply, edits=offered)) == Sent()
    assert slack.responded(tap).only_for == anna.id
    assert newsroom.room.messages[offered].versions == []


def test_word_aside_needs_no_response_url(slack: Slack, anna: User, newsroom: Channel) -> None:
    """Without one it is an ephemeral message, in the thread."""
    question = post(slack, newsroom.id, "who?")["ts"]
    reply = replace(word(newsroom), alone=anna.id, aside=True, thread=question)

    assert sent(slack, reply) == Sent()
    assert slack.whispered(anna).thread_ts == question
    assert sent(slack, replace(reply, alone="")) == Refused("nobody to tell")


def test_what_is_shared_is_posted(slack: Slack, anna: User, newsroom: Channel) -> None:
    """After a tap on what one person saw, everybody sees it."""
    tap = anna.slash("who?", newsroom)

    outcome = sent(slack, replace(word(newsroom), via=tap.response_url))

    assert outcome == Sent(slack.posted(newsroom.room).ts)


@pytest.mark.parametrize("kind", ["public", "private"])
def test_who_cannot_share_is_told_how_to_let_us_in(slack: Slack, anna: User, kind: str) -> None:
    """Where we are no member nothing is posted, and the person hears it in their language."""
    private = kind == "private"
    elsewhere = slack.workspace.channel("elsewhere", (anna,), private=private, bot_in=False)
    tap = anna.slash("who?", elsewhere)
    share = replace(word(elsewhere), via=tap.response_url, language="en")

    outcome = sent(slack, share)

    assert outcome == Refused("not_in_channel")
    assert isinstance(outcome, Refused)
    assert outcome.told
    said = slack.responded(tap)
    assert said.only_for == anna.id
    assert "Invite me first: /invite" in shown(said).text
    assert elsewhere.messages == []


@pytest.mark.parametrize(
    "via",
    [
        "http://169.254.169.254/latest",
        "https://hooks.slack.com.evil.example/x",
        "https://hooks.slack.com@evil.example/x",
        "http://hooks.slack.com/x",
        "file:///etc/passwd",
    ],
)
def test_only_addresses_of_slack_are_posted_to(
    slack: Slack, anna: User, newsroom: Channel, via: str
) -> None:
    """Anything else that came as a response_url is never called."""
    reply = replace(word(newsroom), alone=anna.id, via=via)

    assert sent(slack, reply) == Sent()
    assert slack.counted(RESPONSE) == []
    assert slack.whispered(anna).via == "chat.postEphemeral"


def test_response_urls_of_slack_itself_open() -> None:
    """Slack's own open always; those of the configured root where that is another."""
    real = Calls("xoxb-1", "https://slack.com/api/")
    local = Calls("xoxb-1", "http://127.0.0.1:9/api/")

    assert real.opens("https://hooks.slack.com/actions/1")
    assert not real.opens("https://slack.com/api/chat.postMessage")
    assert local.opens("http://127.0.0.1:9/response/1")
    assert not local.opens("http://127.0.0.1:99/response/1")
