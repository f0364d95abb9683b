"""How tests call the stand-in as a bot: through slack_sdk's client, without its second tries."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.standins.slack.server import Slack
from tests.standins.slack.world import Json


def call(slack: Slack, method: str, token: str = "", **arguments: Any) -> Json:  # noqa: ANN401 - as the client takes them
    """Call a method and return the answer.

    Raises:
        SlackApiError: it was refused.
    """
    client = AsyncWebClient(token or slack.me.bot_token, slack.api_url, retry_handlers=[])
    answer = asyncio.run(client.api_call(method, json=arguments))
    assert isinstance(answer.data, dict)
    return answer.data


def refusal(slack: Slack, method: str, token: str = "", **arguments: Any) -> str:  # noqa: ANN401 - as the client takes them
    """Call a method that Slack refuses, with status 200, and return the name of the error."""
    with pytest.raises(SlackApiError) as caught:
        call(slack, method, token, **arguments)
    assert caught.value.response.status_code == 200
    return str(caught.value.response["error"])


def post(slack: Slack, channel: str, text: str = "Vilks", **more: Any) -> Json:  # noqa: ANN401 - as the client takes them
    """Post a message and return Slack's answer."""
    return call(slack, "chat.postMessage", channel=channel, text=text, **more)


def section(text: str) -> Json:
    """Return a section of mrkdwn."""
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}


def button(label: str = "Send", **more: Any) -> Json:  # noqa: ANN401 - any field of a button
    """Return a button."""
    return {"type": "button", "text": {"type": "plain_text", "text": label}, **more}


def actions(*buttons: Json) -> Json:
    """Return a row of buttons."""
    return {"type": "actions", "elements": list(buttons)}
