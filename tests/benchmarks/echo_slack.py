"""A bot that echoes, made of Bolt alone: what Slack costs at the least."""

from __future__ import annotations

import asyncio
import os
from typing import Any

from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.say.async_say import AsyncSay
from slack_sdk.web.async_client import AsyncWebClient

from tests.benchmarks.echo_telegram import serve, tell_and_wait
from tests.benchmarks.ways_in import SLACK_PATH


async def echo(event: dict[str, Any], say: AsyncSay) -> None:
    """Reply what was said."""
    await say(event["text"])


async def main() -> None:
    """Echo what comes by a socket, or over HTTP."""
    client = AsyncWebClient(os.environ["SLACK_BOT_TOKEN"], os.environ["SLACK_API_URL"])
    app = AsyncApp(client=client, signing_secret=os.environ.get("SLACK_SIGNING_SECRET"))
    app.event("message")(echo)
    token = os.environ.get("SLACK_APP_TOKEN")
    if not token:
        await tell_and_wait(await serve(app.web_app(SLACK_PATH)))
        return
    handler = AsyncSocketModeHandler(app, token)
    await handler.connect_async()  # type: ignore[no-untyped-call] # Bolt has no types here
    await tell_and_wait(0)


if __name__ == "__main__":
    asyncio.run(main())
