"""Which language somebody's Slack speaks: what they write does not tell, so Slack is asked.

At most once an hour a person, and for a second at most: what they wrote waits for it to be
stored and acknowledged, for which Slack gives three. Lines of one person that wait for the same
answer go on in their order.
"""

from __future__ import annotations

import asyncio
import time
from collections import defaultdict
from typing import Final

from handlers.slack.calling import Calls
from handlers.slack.outcomes import FAILURES

WITHIN: Final = 1.0
"""Seconds that Slack is waited for; it mostly answers in a tenth."""
AGAIN_AFTER: Final = 3600.0
"""Seconds for which an answer counts, and the want of one: people rarely change it."""


class Languages:
    """The languages of people, as their Slack has them."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls
        self._known: dict[str, tuple[str, float]] = {}
        self._asking: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def of(self, user: str) -> str:
        """Return the language, as `en`; nothing where Slack does not tell."""
        async with self._asking[user]:
            language, until = self._known.get(user, ("", float("-inf")))
            if until < time.monotonic():
                language = await self._asked(user)
                self._known[user] = language, time.monotonic() + AGAIN_AFTER
            return language

    async def _asked(self, user: str) -> str:
        try:
            async with asyncio.timeout(WITHIN):
                answer = await self._calls.web.users_info(user=user, include_locale=True)
        except FAILURES:
            return ""
        told = answer.get("user") or {}
        return str(told.get("locale") or "").partition("-")[0]
