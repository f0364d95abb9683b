"""Outages: while a platform does not answer, nothing is sent there, and nobody is taken for gone.

Whatever is tried during one may have arrived or not, and then has to be repeated with a word, or
decided on by an editor. So after the first call that was not answered the platform is asked
something that does no harm, again and again, less and less often; until it answers, what is due
stays queued in its order, and what was claimed waits a moment and is given back.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Final

import structlog

log = structlog.get_logger(__name__)

A_MOMENT: Final = 1.0
"""Seconds that a message waits: most connections that break are followed by one that does not."""
FIRST: Final = 0.5
LONGEST: Final = 30.0
"""Seconds between two questions: with each that is not answered twice as many."""


class Outage:
    """Whether one platform answers, as far as this process knows.

    Args:
        name: the platform's.
        answers: asks it something that does no harm.
    """

    def __init__(self, name: str, answers: Callable[[], Awaitable[bool]]) -> None:
        self._name = name
        self._answers = answers
        self._over = asyncio.Event()
        self._over.set()
        self._asking: asyncio.Task[None] | None = None

    @property
    def is_on(self) -> bool:
        """Tell whether the platform is waited for; any thread may ask."""
        return not self._over.is_set()

    def suspect(self) -> None:
        """Note that a call was not answered."""
        if not self.is_on:
            self._over.clear()
            self._asking = asyncio.create_task(self._ask(), name=f"outage-{self._name}")

    async def passes(self) -> bool:
        """Wait a moment for the platform to answer; tell whether it does."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._over.wait(), A_MOMENT)
        return not self.is_on

    async def _ask(self) -> None:
        pause = FIRST
        while not await self._answers():
            log.warning("platform_is_out", platform=self._name, asked_again_in=pause)
            await asyncio.sleep(pause)
            pause = min(2 * pause, LONGEST)
        self._over.set()
