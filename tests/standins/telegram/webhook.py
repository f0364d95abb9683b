"""The webhook: Telegram comes by itself, in order, and again until it is heard."""

from __future__ import annotations

import asyncio
import contextlib
import re
import time
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

import aiohttp

from tests.standins.telegram.arguments import Arguments
from tests.standins.telegram.refusals import Json, bad_request
from tests.standins.telegram.updates import Update, Updates

SECRET: Final = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the header's name, no secret
SECRET_FORM: Final = re.compile(r"[A-Za-z0-9_-]*")
LONGEST_SECRET: Final = 256
LOOPBACK: Final = frozenset({"127.0.0.1", "localhost"})


@dataclass(slots=True)
class Settings:
    """What setWebhook set."""

    url: str = ""
    secret: str = ""
    max_connections: int = 40
    error: str = ""
    error_at: int = 0


class Webhook:
    """Posts each update to the bot's address until it is answered with 2xx.

    Updates of one chat go one after another; `at_once` chats are served side by side.

    Attributes:
        settings: what the bot asked for.
        through: where to post instead, as a proxy before the bot would; the address that the
            bot gave may then be any, and nothing ever leaves this machine.
        retry_delay: seconds until a failed update is posted again.
        timeout: seconds that an answer may take.
        at_once: how many posts may be under way.
    """

    def __init__(self, updates: Updates) -> None:
        self._updates: Final = updates
        self._wake = asyncio.Event()
        self._busy: dict[int, asyncio.Task[None]] = {}
        self._failed: dict[int, float] = {}
        self.settings = Settings()
        self.through = ""
        self.retry_delay = 0.05
        self.timeout = 30.0
        self.at_once = 1
        self.answers: list[tuple[int, int]] = []

    def set(self, arguments: Arguments) -> bool:
        """Set the webhook, or without an address remove it."""
        url, secret = arguments.text("url"), arguments.text("secret_token")
        if url:
            self._check(url, secret)
        self._updates.allow(arguments.structure("allowed_updates", "allowed updates"))
        if arguments.flag("drop_pending_updates"):
            self._updates.drop()
        most = arguments.number("max_connections", 40)
        self.settings = Settings(url, secret if url else "", most)
        self._failed.clear()
        self.wake()
        return True

    def delete(self, arguments: Arguments) -> bool:
        """Remove the webhook."""
        kept = {"drop_pending_updates": arguments.text("drop_pending_updates")}
        return self.set(Arguments(kept))

    def info(self) -> Json:
        """Tell of the webhook, and how it fares."""
        told: Json = {
            "url": self.settings.url,
            "has_custom_certificate": False,
            "pending_update_count": len(self._updates.pending),
        }
        if self.settings.url:
            told["max_connections"] = self.settings.max_connections
        if self.settings.error:
            told["last_error_date"] = self.settings.error_at
            told["last_error_message"] = self.settings.error
        if self._updates.allowed_names:
            told["allowed_updates"] = self._updates.allowed_names
        return told

    def wake(self) -> None:
        """Look again: there may be something new."""
        self._wake.set()

    async def run(self) -> None:
        """Post until cancelled."""
        connector = aiohttp.TCPConnector(limit=0)
        async with aiohttp.ClientSession(connector=connector) as session:
            try:
                while True:
                    self._start(session)
                    await self._wait()
            finally:
                for task in self._busy.values():
                    task.cancel()

    def _start(self, session: aiohttp.ClientSession) -> None:
        while self.settings.url and len(self._busy) < self.at_once:
            now = time.monotonic()
            resting = {chat for chat, until in self._failed.items() if until > now}
            if resting and self.at_once == 1:
                return
            update = self._updates.next_of_other_chats(self._busy.keys() | resting)
            if update is None:
                return
            post = asyncio.create_task(self._post(session, update))
            self._busy[update.chat_id] = post

    async def _wait(self) -> None:
        soonest = min(self._failed.values(), default=None)
        pause = None if soonest is None else max(soonest - time.monotonic(), 0.001)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(pause):
                await self._wake.wait()
        self._wake.clear()

    async def _post(self, session: aiohttp.ClientSession, update: Update) -> None:
        generation = self.settings
        self._failed.pop(update.chat_id, None)
        try:
            error = await self._deliver(session, update)
            if not error:
                self._updates.confirm(update)
            elif generation is self.settings:
                generation.error, generation.error_at = error, int(time.time())
                self._failed[update.chat_id] = time.monotonic() + self.retry_delay
        finally:
            self._busy.pop(update.chat_id, None)
            self.wake()

    async def _deliver(self, session: aiohttp.ClientSession, update: Update) -> str:
        self._updates.hand_over(update)
        headers = {SECRET: self.settings.secret} if self.settings.secret else {}
        url = self.through or self.settings.url
        if urlsplit(url).hostname not in LOOPBACK:
            return "Connection refused"
        limit = aiohttp.ClientTimeout(self.timeout)
        try:
            async with session.post(
                url, json=update.body, headers=headers, timeout=limit
            ) as answer:
                await answer.read()
                self.answers.append((update.id, answer.status))
                return "" if 200 <= answer.status < 300 else _wrong(answer)
        except TimeoutError:
            return "Read timeout expired"
        except aiohttp.ClientError:
            return "Connection refused"

    def _check(self, url: str, secret: str) -> None:
        address = urlsplit(url)
        local = address.scheme == "http" and address.hostname in LOOPBACK
        if address.scheme not in {"http", "https"} or not address.hostname:
            raise bad_request("invalid webhook URL specified")
        if address.scheme != "https" and not local:
            raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
        if len(secret) > LONGEST_SECRET:
            raise bad_request("secret token is too long")
        if not SECRET_FORM.fullmatch(secret):
            raise bad_request("secret token contains unallowed characters")


def _wrong(answer: aiohttp.ClientResponse) -> str:
    return f"Wrong response from the webhook: {answer.status} {answer.reason}"
