"""The timer ticks at once, every second, and whatever is done to the machine's clock."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime, timedelta, tzinfo
from unittest.mock import patch

from handlers.timer import OVERDUE, TICK, Timer

WITHIN = (OVERDUE * 2 + TICK).total_seconds() * 2
"""Seconds: twice what a tick takes that has to be ordered anew."""


class SetClock(datetime):
    """The clock of the scheduler, which can be set."""

    ahead = timedelta()

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override] # a plain one will do
        """Return what the machine shows."""
        return datetime.now(tz) + cls.ahead


@contextmanager
def set_clock() -> Iterator[type[SetClock]]:
    """Give the scheduler a clock of its own until the block ends."""
    clock = type("OwnClock", (SetClock,), {})
    with ExitStack() as stack:
        for module in ("schedulers.base", "triggers.interval"):
            stack.enter_context(patch(f"apscheduler.{module}.datetime", clock))
        yield clock


async def ticks_after(change: timedelta) -> None:
    """Let a timer tick, set the clock, and wait until it ticks again twice."""
    ticks: asyncio.Queue[None] = asyncio.Queue()

    async def tick() -> None:
        ticks.put_nowait(None)

    async def sweep() -> None: ...

    with set_clock() as clock:
        timer = Timer(tick, sweep)
        timer.start()
        await asyncio.wait_for(ticks.get(), WITHIN)
        clock.ahead = change
        for _ in range(2):
            await asyncio.wait_for(ticks.get(), WITHIN)
        timer.stop()
    assert ticks.qsize() <= 1


def test_clock_that_is_set_back_stops_nothing() -> None:
    """The scheduler would sleep until the clock has come round again."""
    asyncio.run(ticks_after(-timedelta(hours=1)))


def test_clock_that_is_set_ahead_makes_nobody_hurry() -> None:
    """An hour of calls that were missed is one call."""
    asyncio.run(ticks_after(timedelta(hours=1)))
