"""Lanes: how what was claimed goes through to one platform.

What answers somebody has a lane of its own, and waits for nothing that was planned. What was
planned goes at its turn. Turns alone keep a pace only as long as everybody is on time; so there
are as many places as may be said in a second, and whatever is said keeps one until a second after
it was answered, as nobody knows when between the two it arrived. What was planned waits for a
place, and leaves some: whatever stands still for a moment, we, the network or the platform, no
second has too much. An answer, too, waits where a platform would refuse it because of what was
planned, which is over in a moment where a refusal costs a second.
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

PLANNED: Final = 0.95
"""There are places for what is planned by so much nearer to each other than the pace wants turns to
be, so that what is late catches up: on Telegram 27 in a second, of the 30 that it takes."""

ALL: Final = 0.9
"""The same with answers, while anything planned is said: on Telegram 28."""

SECOND: Final = 1.0
"""Platforms count by the second."""


class Lanes:
    """The two lanes of a platform, to be used in one event loop.

    Args:
        gap: how long after one planned message the next may leave.
    """

    def __init__(self, gap: timedelta) -> None:
        self._for_plans = ceil(SECOND / (PLANNED * gap.total_seconds()))
        self._for_all = ceil(SECOND / (ALL * gap.total_seconds()))
        self._taken = self._taken_by_plans = 0
        self._late = 0
        self._answers = asyncio.Semaphore(AT_ONCE)
        self._plans = asyncio.Semaphore(AT_ONCE)
        self._next = asyncio.Lock()
        self._room = asyncio.Event()

    @property
    def are_behind(self) -> bool:
        """Tell whether a second's worth waits though its turn has come; any thread may ask."""
        return self._late > self._for_plans

    @asynccontextmanager
    async def answer(self) -> AsyncIterator[None]:
        """Let an answer go within the block, at once if not too many do."""
        async with self._answers:
            while self._taken_by_plans and self._taken >= self._for_all:
                await self._change()
            with self._place(planned=False):
                yield

    @asynccontextmanager
    async def planned(self) -> AsyncIterator[None]:
        """Let a planned message whose turn has come go within the block, once it has a place."""
        self._late += 1
        try:
            async with self._plans:
                await self._wait()
                with self._place(planned=True):
                    yield
        finally:
            self._late -= 1

    async def _wait(self) -> None:
        async with self._next:
            while self._taken >= self._for_plans:
                await self._change()

    async def _change(self) -> None:
        self._room.clear()
        await self._room.wait()

    @contextmanager
    def _place(self, *, planned: bool) -> Iterator[None]:
        self._taken += 1
        self._taken_by_plans += planned
        try:
            yield
        finally:
            asyncio.get_running_loop().call_later(SECOND, self._give_back, planned)

    def _give_back(self, planned: bool) -> None:  # noqa: FBT001 - passed on by the loop
        self._taken -= 1
        self._taken_by_plans -= planned
        self._room.set()
