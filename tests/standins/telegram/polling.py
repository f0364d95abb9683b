"""getUpdates: the bot asks, and waits until there is something to tell."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Final

from tests.standins.telegram.arguments import Arguments
from tests.standins.telegram.refusals import Json, Refusal, conflict
from tests.standins.telegram.updates import Updates

MOST: Final = 100
LONGEST_WAIT: Final = 50
OTHER: Final = (
    "terminated by other getUpdates request; make sure that only one bot instance is running"
)
WEBHOOK_IS_SET: Final = (
    "can't use getUpdates method while webhook is active; use deleteWebhook to delete the "
    "webhook first"
)


class Polling:
    """The one question that may hang at a time; its methods belong to the server's loop."""

    def __init__(self, updates: Updates) -> None:
        self._updates: Final = updates
        self._waiting: asyncio.Future[None] | None = None
        self._gone: Callable[[], bool] = lambda: True

    @property
    def hangs(self) -> bool:
        """Tell whether somebody who is still there waits for an answer."""
        return self._waiting is not None and not self._waiting.done() and not self._gone()

    async def get_updates(self, arguments: Arguments, gone: Callable[[], bool]) -> list[Json]:
        """Hand out what is new since `offset`, now or within `timeout` seconds.

        `gone` tells whether the connection was lost meanwhile.

        Raises:
            Refusal: 409, when another question comes while this one waits.
        """
        self._updates.allow(arguments.structure("allowed_updates", "allowed updates"))
        self._updates.confirm_below(arguments.number("offset"))
        limit = min(max(arguments.number("limit", MOST), 1), MOST)
        timeout = min(arguments.number("timeout"), LONGEST_WAIT)
        taken = self._updates.take(limit)
        if not taken and timeout > 0:
            await self._wait(timeout, gone)
            # Who was killed while asking is told nothing, and nothing counts as told.
            taken = [] if gone() else self._updates.take(limit)
        return [update.body for update in taken]

    def wake(self) -> None:
        """Look again: there may be something new."""
        if self._waiting and not self._waiting.done():
            self._waiting.set_result(None)

    def abort(self, why: Refusal) -> None:
        """Refuse the question that waits."""
        if self._waiting and not self._waiting.done():
            self._waiting.set_exception(why)

    async def _wait(self, seconds: int, gone: Callable[[], bool]) -> None:
        self.abort(conflict(OTHER))
        self._gone = gone
        self._waiting = waiting = asyncio.get_running_loop().create_future()
        try:
            async with asyncio.timeout(seconds):
                await waiting
        except TimeoutError:
            return
