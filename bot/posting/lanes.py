"""Lanes: how what was claimed goes through to one platform.

What answers somebody has a lane of its own, and waits for nothing that was planned. What was
planned goes at its turn. Turns alone keep a pace only as long as everybody is on time; so there
are as many places as may be said in a second, and whatever is said keeps one until a second after
it was answered, as nobody knows when between the two it arrived. What was planned waits for a
place: whatever stands still for a moment, we, the network or the platform, no second has too much.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import timedelta
from math import ceil
from typing import Final

AT_ONCE: Final = 8
"""Messages in one lane at the same time. More does not help: Telegram takes 30 a second
and answers in some 50 ms, and each waits for its own chat anyway."""

CATCHING_UP: Final = 0.9
"""There are places for messages by so much nearer to each other than the pace wants turns to be: on
Telegram for 28 of the 30 that it takes. So what is late catches up, and answers delay nothing."""

SECOND: Final = 1.0
"""Platforms count by the second."""


class Lanes:
    """The two lanes of a platform, to be used in one event loop.

    Args:
        gap: how long after one planned message the next may leave.
    """

    def __init__(self, gap: timedelta) -> None:
        self._places = ceil(SECOND / (CATCHING_UP * gap.total_seconds()))
        self._taken = 0
        self._late = 0
        self._answers = asyncio.Semaphore(AT_ONCE)
        self._planned = asyncio.Semaphore(AT_ONCE)
        self._next = asyncio.Lock()
        self._room = asyncio.Event()

    @property
    def are_behind(self) -> bool:
        """Tell whether a second's worth waits though its turn has come; any thread may ask."""
        return self._late > self._places

    @asynccontextmanager
    async def answer(self) -> AsyncIterator[None]:
        """Let an answer go within the block, at once if not too many do."""
        async with self._answers:
            with self._place():
                yield

    @asynccontextmanager
    async def planned(self) -> AsyncIterator[None]:
        """Let a planned message whose turn has come go within the block, once it has a place."""
        self._late += 1
        try:
            async with self._planned:
                await self._wait()
                with self._place():
                    yield
        finally:
            self._late -= 1

    async def _wait(self) -> None:
        async with self._next:
            while self._taken >= self._places:
                self._room.clear()
                await self._room.wait()

    @contextmanager
    def _place(self) -> Iterator[None]:
        self._taken += 1
        try:
            yield
        finally:
            asyncio.get_running_loop().call_later(SECOND, self._give_back)

    def _give_back(self) -> None:
        self._taken -= 1
        self._room.set()
