"""The timer: wakes whoever has to look at the clock. It knows no job and no local time.

The scheduler sleeps until the clock shows the time of its next call. A clock that is set back
by an hour shows that an hour later, so it is watched by one that nobody sets.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Final

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

from storage.errors import StoreError

log = structlog.get_logger(__name__)

TICK: Final = timedelta(seconds=1)
"""How often the ledger is looked at: platforms ask for patience in whole seconds."""

SWEEP: Final = timedelta(hours=1)
"""How often what is past its keeping time is forgotten; it is kept in days. The first time is the
start: a program that is never up for so long would never forget anything."""

OVERDUE: Final = 3 * TICK
"""Without a tick for so long, it is ordered anew."""


class Timer:
    """Calls `tick` and `sweep` at once and ever after, one call of each at a time."""

    def __init__(
        self,
        tick: Callable[[], Awaitable[None]],
        sweep: Callable[[], Awaitable[None]],
        every: timedelta = TICK,
    ) -> None:
        # That a call was passed over while the last was still at work is as it should be.
        logging.getLogger("apscheduler").setLevel(logging.ERROR)
        self._scheduler = AsyncIOScheduler(timezone="UTC")
        self._every = every
        self._ticked_at = 0.0
        self._watch: asyncio.TimerHandle | None = None
        self._call("tick", self._noted(tick), every)
        self._call("sweep", sweep, SWEEP)

    def start(self) -> None:
        """Begin to call, in the running loop."""
        self._scheduler.start()
        self._ticked_at = asyncio.get_running_loop().time()
        self._look()

    def stop(self) -> None:
        """Call no more."""
        if self._watch:
            self._watch.cancel()
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)

    def trouble(self) -> str:
        """Return why nothing is called, or nothing if all is well."""
        return "" if self._scheduler.running else "stopped"

    def _call(self, name: str, work: Callable[[], Awaitable[None]], every: timedelta) -> None:
        # A late call is still wanted, and one for all that were missed.
        self._scheduler.add_job(
            _guarded(name, work),
            _each(every),
            id=name,
            coalesce=True,
            max_instances=1,
            misfire_grace_time=None,
            # What a program that died left behind does not wait for a second more.
            next_run_time=datetime.now(UTC),
        )

    def _noted(self, tick: Callable[[], Awaitable[None]]) -> Callable[[], Awaitable[None]]:
        async def call() -> None:
            self._ticked_at = asyncio.get_running_loop().time()
            await tick()

        return call

    def _look(self) -> None:
        """Order the tick anew if it does not come, and look again a while later."""
        loop, patience = asyncio.get_running_loop(), OVERDUE.total_seconds()
        if loop.time() - self._ticked_at > patience:
            self._scheduler.reschedule_job("tick", trigger=_each(self._every))
        self._watch = loop.call_later(patience, self._look)


def _each(every: timedelta) -> IntervalTrigger:
    return IntervalTrigger(seconds=every.total_seconds())


def _guarded(name: str, work: Callable[[], Awaitable[None]]) -> Callable[[], Awaitable[None]]:
    async def call() -> None:
        try:
            await work()
        except StoreError as error:
            log.error("store_out_of_reach", timer=name, error=type(error).__name__)  # noqa: TRY400 - no fault of ours
        except Exception:  # the next call may well succeed, and must come
            log.exception("timer_failed", timer=name)

    return call
