"""HTTP mode: signed requests to the bot, and forged ones."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import time
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

import aiohttp

from tests.standins.loopback import PATIENCE
from tests.standins.slack.delivery import Attempt, Delivery, Outcome
from tests.standins.slack.world import Json, World

FORM: Final = "application/x-www-form-urlencoded"
JSON: Final = "application/json"
SUCCESS: Final = range(200, 300)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the bot answered over HTTP."""

    status: int
    body: str
    headers: dict[str, str]


def sign(secret: str, timestamp: int | str, body: bytes) -> str:
    """Return Slack's signature, version 0, of a body at a time."""
    signed = f"v0:{timestamp}:".encode() + body
    return "v0=" + hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()


def packed(delivery: Delivery) -> tuple[str, bytes]:
    """Return the content type and the body in which Slack sends this kind of thing."""
    if delivery.kind == "events_api":
        return JSON, json.dumps(delivery.payload).encode()
    if delivery.kind == "interactive":
        return FORM, urlencode({"payload": json.dumps(delivery.payload)}).encode()
    return FORM, urlencode(delivery.payload).encode()


class HttpMode:
    """Posts everything to one address of the bot.

    Attributes:
        url: that address, `http://127.0.0.1:8080/slack/events`; empty: nobody is there.
    """

    def __init__(self, world: World) -> None:
        self.world = world
        self.url = ""
        self._session: aiohttp.ClientSession | None = None

    def reachable(self) -> bool:
        """Tell whether there is an address."""
        return bool(self.url)

    async def hand_over(self, delivery: Delivery, attempt: Attempt) -> None:
        """Begin to post; the bot's answer ends the attempt."""
        kind, attempt.body = packed(delivery)
        attempt.headers = self.sealed(attempt.body, kind)
        if attempt.number:
            failed = delivery.attempts[-1].outcome
            attempt.headers |= {
                "X-Slack-Retry-Num": str(attempt.number),
                "X-Slack-Retry-Reason": failed.reason if failed else "unknown_error",
            }
        posting = asyncio.ensure_future(self._post(attempt))
        attempt.future.add_done_callback(lambda _: posting.cancel())

    def sealed(
        self, body: bytes, kind: str, secret: str = "", timestamp: int | None = None
    ) -> dict[str, str]:
        """Return the headers of a request: signed by our secret, now, unless told otherwise."""
        moment = int(time.time()) if timestamp is None else timestamp
        return {
            "Content-Type": kind,
            "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
            "X-Slack-Request-Timestamp": str(moment),
            "X-Slack-Signature": sign(secret or self.world.me.signing_secret, moment, body),
        }

    async def _post(self, attempt: Attempt) -> None:
        try:
            answer = await self.post(attempt.body, attempt.headers)
        except aiohttp.ClientError:
            attempt.settle(Outcome("connection_failed"))
            return
        again = answer.headers.get("x-slack-no-retry") != "1"
        if answer.status in SUCCESS:
            attempt.settle(Outcome(answer=_read(answer), status=answer.status))
        else:
            attempt.settle(Outcome("http_error", status=answer.status, again=again))

    async def post(self, body: bytes, headers: dict[str, str]) -> Answer:
        """Post once, and return what the bot answers."""
        if self._session is None:
            # A bot that was restarted must not be sought through a connection to the old one.
            connector = aiohttp.TCPConnector(force_close=True)
            timeout = aiohttp.ClientTimeout(total=PATIENCE)
            self._session = aiohttp.ClientSession(connector=connector, timeout=timeout)
        async with self._session.post(self.url, data=body, headers=headers) as response:
            found = {name.lower(): value for name, value in response.headers.items()}
            return Answer(response.status, await response.text(), found)

    async def close(self) -> None:
        """Close what is open towards the bot."""
        if self._session is not None:
            await self._session.close()


def _read(answer: Answer) -> Json | str | None:
    if answer.headers.get("content-type", "").startswith(JSON) and answer.body:
        read: Json = json.loads(answer.body)
        return read
    return answer.body or None
