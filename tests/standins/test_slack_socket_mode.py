"""The stand-in of Slack with Bolt as the bot: Socket Mode, acknowledgements and retries."""

from __future__ import annotations

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from tests.standins.slack.bolt import BoltBot, bolt_app, bolt_by_socket
from tests.standins.slack.calling import actions, button, call, post
from tests.standins.slack.delivery import Delivery, Outcome
from tests.standins.slack.people import Channel, User
from tests.standins.slack.server import Slack
from tests.standins.slack.shown import shown
from tests.standins.slack.socket_mode import Reason
from tests.standins.slack.world import Json


def test_mention_comes_twice_with_one_ts(
    slack: Slack, bot: BoltBot, anna: User, newsroom: Channel
) -> None:
    """Slack sends an app_mention and a message: other event ids, the same channel and ts."""
    with bolt_by_socket(slack, bot):
        asked = anna.mentions("who leads R&D?", newsroom)
        bodies = {body["event"]["type"]: body for body in (bot.hear(), bot.hear())}

        mention, message = bodies["app_mention"], bodies["message"]
        assert mention["event"]["text"] == f"<@{slack.me.user}> who leads R&amp;D?"
        assert mention["event"]["ts"] == message["event"]["ts"] == asked.ts
        assert mention["event_id"] != message["event_id"]
        assert asked.wait().acknowledged
        assert asked.twin is not None
        assert asked.twin.wait().event_id == message["event_id"]


def test_bot_answers_in_the_thread(
    slack: Slack, bot: BoltBot, anna: User, newsroom: Channel
) -> None:
    """The whole way: a mention, Bolt's listener, a message that the test waits for."""

    async def answer(body: Json, client: AsyncWebClient) -> None:
        event = body["event"]
        if event["type"] == "app_mention":
            where = {"channel": event["channel"], "thread_ts": event["ts"]}
            await client.chat_postMessage(text="*Vilks*", **where)

    bot.reply = answer
    with bolt_by_socket(slack, bot):
        asked = anna.mentions("who?", newsroom)

        answered = slack.posted(newsroom, after=asked, thread=asked.ts)
        assert shown(answered).text == "Vilks"


def test_silence_is_known_by_the_next_answer(
    slack: Slack, bot: BoltBot, anna: User, newsroom: Channel
) -> None:
    """Nobody waits for nothing to happen: what is answered later shows what was not."""

    async def answer(body: Json, client: AsyncWebClient) -> None:
        if "help" in body["event"]["text"] or "loud" in body["event"]["text"]:
            await client.chat_postMessage(channel=newsroom.id, text=body["event"]["text"])

    bot.reply = answer
    slack.events.twins = "off"
    with bolt_by_socket(slack, bot):

        def until() -> Delivery:
            return anna.mentions("help", newsroom)

        assert slack.unanswered(anna.says("thanks!", newsroom), until, "help") == []
        assert len(slack.unanswered(anna.says("loud", newsroom), until, "help")) == 1


def test_own_messages_are_told_and_passed_over_by_bolt(
    slack: Slack, bot: BoltBot, anna: User
) -> None:
    """Slack tells the bot of what itself said; Bolt acknowledges without calling anybody."""
    with bolt_by_socket(slack, bot):
        post(slack, anna.id, "said by me")
        slack.courier.deliveries[-1].wait()
        anna.direct("said by her")

        assert bot.hear()["event"]["text"] == "said by her"


def test_command_tap_and_form_come_with_what_they_need(
    slack: Slack, bot: BoltBot, anna: User, newsroom: Channel
) -> None:
    """A command is answered in its acknowledgement; a tap tells its message; a form its values."""
    label = {"type": "plain_text", "text": "Value"}
    element = {"type": "plain_text_input", "action_id": "a"}
    field = {"type": "input", "block_id": "value", "label": label, "element": element}
    modal = {"type": "modal", "title": label, "submit": label, "blocks": [field]}
    with bolt_by_socket(slack, bot):
        bot.acknowledge = {"text": "one moment"}
        asked = anna.slash("fact show nato.members", newsroom).wait()
        assert bot.hear()["text"] == "fact show nato.members"
        assert slack.responded(asked).text == "one moment"
        assert slack.responded(asked).only_for == anna.id

        bot.acknowledge = {}
        offered = post(slack, newsroom.id, blocks=[actions(button("Yes", value="ref-1"))])
        tap = anna.taps(newsroom.room.messages[offered["ts"]], "Yes").wait()
        body = bot.hear()
        assert body["actions"][0]["value"] == "ref-1"
        assert body["message"]["ts"] == offered["ts"]
        trigger = tap.payload["trigger_id"]
        view = call(slack, "views.open", trigger_id=trigger, view=modal)["view"]

        bot.acknowledge = {"response_action": "errors", "errors": {"value": "too long"}}
        sent = anna.submits(view, value="x").wait()
        assert bot.hear()["view"]["state"]["values"]["value"]["a"]["value"] == "x"
        assert sent.answer == bot.acknowledge
        bot.acknowledge = {}
        anna.submits(view, value="7").wait()
        assert view["id"] not in slack.world.views


def test_tap_on_an_ephemeral_message_tells_but_the_place(
    slack: Slack, bot: BoltBot, anna: User, newsroom: Channel
) -> None:
    """There is no message in it, as it is kept nowhere."""
    arguments = {"channel": newsroom.id, "user": anna.id, "text": "x"}
    call(slack, "chat.postEphemeral", **arguments, blocks=[actions(button())])
    with bolt_by_socket(slack, bot):
        anna.taps(slack.whispered(anna), 1)

        body = bot.hear()
        assert body["container"]["is_ephemeral"]
        assert "message" not in body


def test_unacknowledged_event_comes_again_elsewhere(slack: Slack, bot: BoltBot, anna: User) -> None:
    """What went to a deaf connection is sent again, by the same id, to one that hears."""
    other = bolt_app(slack)
    with bolt_by_socket(slack, bot), bolt_by_socket(slack, other):
        for connection in slack.sockets.live:
            connection.make_deaf()
        lost = anna.direct("anybody there?")
        lost.wait_attempts(1)
        lost.time_out()
        slack.sockets.live[1].heal()

        assert other.hear()["event_id"] == lost.event_id
        assert [attempt.number for attempt in lost.wait().attempts] == [0, 1]
        assert bot.heard.empty()
        retried = slack.sockets.live[1].sent[-1]
        assert retried is lost


def test_client_leaves_a_connection_that_answers_no_pings(
    slack: Slack, bot: BoltBot, anna: User
) -> None:
    """Without pongs the client opens another connection, and what was lost comes there."""
    with bolt_by_socket(slack, bot, ping_interval=0.2):
        first = slack.sockets.wait_for()
        first.make_deaf(answers_pings=False)
        lost = anna.direct("hello?")
        slack.sockets.wait_for(2)
        slack.sockets.wait_closed(first)

        assert bot.hear()["event_id"] == lost.event_id


@pytest.mark.parametrize("reason", ["warning", "refresh_requested"])
def test_client_follows_the_request_to_reconnect(
    slack: Slack, bot: BoltBot, anna: User, reason: Reason
) -> None:
    """A `disconnect` message brings a new connection, and events go there."""
    with bolt_by_socket(slack, bot):
        first = slack.sockets.wait_for()
        first.disconnect(reason)
        second = slack.sockets.wait_for(2)
        slack.sockets.wait_closed(first)
        anna.direct("hello").wait()

        assert [delivery.name for delivery in second.sent] == ["message"]


def test_broken_connection_is_made_anew(slack: Slack, bot: BoltBot, anna: User) -> None:
    """Whether Slack closes or breaks it, the client returns."""
    with bolt_by_socket(slack, bot, ping_interval=0.2):
        slack.sockets.wait_for().close()
        slack.sockets.wait_for(2).break_off()
        slack.sockets.wait_for(3)

        anna.direct("hello")
        assert bot.hear()["event"]["text"] == "hello"


def test_event_waits_for_a_bot_that_is_away(slack: Slack, bot: BoltBot, anna: User) -> None:
    """What happens while nobody is connected comes later; a command fails at once."""
    command = anna.slash("help").wait_done()
    anna.direct("hello")
    with bolt_by_socket(slack, bot):
        assert bot.hear()["event"]["text"] == "hello"

    assert command.attempts[0].outcome == Outcome("dispatch_failed")


def test_event_can_be_repeated(slack: Slack, bot: BoltBot, anna: User) -> None:
    """Slack may deliver anything twice; then the event id is the same."""
    with bolt_by_socket(slack, bot):
        first = anna.direct("hello")
        slack.repeat(first, 2)

        assert {bot.hear()["event_id"] for _ in range(3)} == {first.event_id}
