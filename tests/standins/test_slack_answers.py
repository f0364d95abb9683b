"""The stand-in of Slack: answers to commands and taps, modals and the home tab."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

from slack_sdk.webhook.async_client import AsyncWebhookClient

from tests.standins.clock import FakeClock
from tests.standins.slack.calling import actions, button, call, refusal, section
from tests.standins.slack.people import User
from tests.standins.slack.server import Slack, running_slack
from tests.standins.slack.shown import shown
from tests.standins.slack.world import Json


def test_response_url_serves_five_times_for_half_an_hour(clock: FakeClock) -> None:
    """The sixth answer, and a late one, are refused with 404."""
    with running_slack(clock) as slack:
        anna = slack.workspace.user("anna")
        asked, late = anna.slash("help"), anna.slash("events")

        def respond(url: str, **message: Any) -> tuple[int, str]:  # noqa: ANN401 - as the client takes them
            client = AsyncWebhookClient(url)
            response = asyncio.run(client.send(**message))
            return response.status_code, response.body

        assert respond(asked.response_url, text="one") == (200, "ok")
        assert slack.responded(asked).only_for == anna.id
        assert respond(asked.response_url, blocks=[section("")])[0] == 400
        for _ in range(4):
            respond(asked.response_url, text="more", response_type="in_channel")
        assert not slack.responded(asked, 5).only_for
        status, body = respond(asked.response_url, text="six")
        assert (status, "used_url" in body) == (404, True)
        clock.advance(timedelta(minutes=31))
        status, body = respond(late.response_url, text="late")
        assert (status, "expired_url" in body) == (404, True)


def test_response_url_of_a_tap_replaces_or_deletes_the_message(slack: Slack, anna: User) -> None:
    """Only so can what one person sees be changed."""
    channel = slack.workspace.channel("newsroom", (anna,))
    for name in ("first", "second"):
        arguments = {"channel": channel.id, "user": anna.id, "text": name}
        call(slack, "chat.postEphemeral", **arguments, blocks=[actions(button())])
    first = slack.whispered(anna, channel)
    second = slack.said(channel)[1]

    async def answer() -> None:
        replacing = AsyncWebhookClient(anna.taps(first, "Send").response_url)
        await replacing.send(replace_original=True, text="sent")
        deleting = AsyncWebhookClient(anna.taps(second, 1).response_url)
        await deleting.send(delete_original=True)

    asyncio.run(answer())
    assert shown(slack.updated(first)).text == "sent"
    assert slack.deleted(second).deleted


def modal(*blocks: Json, **more: Any) -> Json:  # noqa: ANN401 - any field of a view
    """Return a modal."""
    title = {"type": "plain_text", "text": "Fact"}
    return {"type": "modal", "title": title, "blocks": list(blocks), **more}


def test_trigger_opens_one_modal(slack: Slack, anna: User) -> None:
    """A second one, a late one and an unknown one are refused by name."""
    trigger = anna.slash("").payload["trigger_id"]
    late = anna.slash("").payload["trigger_id"]
    slack.views.expire(late)

    view = call(slack, "views.open", trigger_id=trigger, view=modal(section("x")))["view"]
    assert slack.opened(anna)["id"] == view["id"]

    def error(trigger: str) -> str:
        return refusal(slack, "views.open", trigger_id=trigger, view=modal())

    assert error(trigger) == "exchanged_trigger_id"
    assert error(late) == "expired_trigger_id"
    assert error("1.2.x") == "invalid_trigger_id"
    call(slack, "views.update", view_id=view["id"], view=modal(section("y")), hash=view["hash"])
    conflict = {"view_id": view["id"], "view": modal(), "hash": view["hash"]}
    assert refusal(slack, "views.update", **conflict) == "hash_conflict"
    assert refusal(slack, "views.update", view_id="V1", view=modal()) == "not_found"


def test_view_against_the_rules_is_refused(slack: Slack, anna: User) -> None:
    """A long title, and an input without a submit button, are invalid arguments."""
    label = {"type": "plain_text", "text": "Value"}
    field = {"type": "input", "label": label, "element": {"type": "plain_text_input"}}
    long = {"title": {"type": "plain_text", "text": "x" * 25}}

    for view in (modal(field), modal(**long), modal({"type": "marquee"})):
        trigger = anna.slash("").payload["trigger_id"]
        error = refusal(slack, "views.open", trigger_id=trigger, view=view)
        assert error == "invalid_arguments"


def test_home_tab_is_kept_for_each_user(slack: Slack, anna: User) -> None:
    """What was published is what its user sees."""
    home = {"type": "home", "blocks": [actions(button("Help"))]}

    call(slack, "views.publish", user_id=anna.id, view=home)

    assert anna.taps_home("Help").payload["view"]["type"] == "home"
