"""The seat: from where a platform's updates are fetched, one process at a time.

A platform that two ask at once refuses one of them. So of all processes that serve one store
that one asks which has the lease. It prolongs it every few seconds; the others look as often, and
take over when it is over. Who stood still for longer knows it by a clock that nobody sets, and
lets go of what it fetched last: that was confirmed to nobody, and comes again to who sits now.
Should two ask all the same, nothing is lost or doubled, as an update is stored once.
"""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Final, Protocol

import structlog

from storage.errors import StoreError
from storage.group_commit import GroupCommit

log = structlog.get_logger(__name__)

BEAT: Final = timedelta(seconds=5)
"""How often the lease is prolonged, and looked at."""

LASTS: Final = timedelta(seconds=10)
"""How long a lease lasts: one beat may be missed, and a dead process is replaced within 15 s."""


class Seat(Protocol):
    """Whether to fetch. Of many who ask for a seat one has it."""

    @property
    def is_ours(self) -> bool:
        """Tell whether what is fetched now may be acted on."""
        ...

    @property
    def holder(self) -> str:
        """Return which process has it, as was seen last; empty if that is not known."""
        ...

    async def wait(self) -> None:
        """Wait until it is ours."""
        ...

    async def keep(self) -> None:
        """Take it when it is free, and keep it, until cancelled."""
        ...

    async def leave(self) -> None:
        """Let another one have it at once."""
        ...


class OnlySeat:
    """The seat of a process that serves its store alone."""

    is_ours: Final = True
    holder: Final = ""

    async def wait(self) -> None:
        """Do nothing: it is ours."""

    async def keep(self) -> None:
        """Do nothing: nobody else wants it."""

    async def leave(self) -> None:
        """Do nothing, as above."""


class LeasedSeat:
    """The seat of one of many.

    Args:
        commits: of the store that all of them serve.
        name: of the lease.
        process: a name that no other process has.
        seconds: a clock that nobody sets.
    """

    def __init__(
        self,
        commits: GroupCommit,
        name: str,
        process: str,
        seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        self._commits = commits
        self._seconds = seconds
        self._name = name
        self._process = process
        self._holder = ""
        self._until = -math.inf
        self._taken = asyncio.Event()

    @property
    def is_ours(self) -> bool:
        """Tell whether our lease, by a clock that nobody sets, is not over."""
        return self._seconds() < self._until

    @property
    def holder(self) -> str:
        """Return which process had it at our last look."""
        return self._holder

    async def wait(self) -> None:
        """Wait until it is ours."""
        while not self.is_ours:
            self._taken.clear()
            await self._taken.wait()

    async def keep(self) -> None:
        """Take it when it is free, and prolong it at each beat, until cancelled."""
        while True:
            await self.look()
            await asyncio.sleep(BEAT.total_seconds())

    async def look(self) -> None:
        """Take it if it is free, prolong it if it is ours, and see whose it is.

        A store out of reach changes nothing: what is ours stays so until it is over.
        """
        # Counted from before the commit: in the store it is over later, never sooner.
        begun = self._seconds()
        try:
            lease = await self._commits.submit(
                lambda tx: tx.leases.take(self._name, self._process, LASTS)
            )
        except StoreError as error:
            log.warning("seat_not_looked_at", seat=self._name, error=type(error).__name__)
            return
        if lease.holder != self._holder:
            log.info("seat_taken", seat=self._name, holder=lease.holder)
        self._holder = lease.holder
        self._until = -math.inf
        if lease.holder == self._process:
            self._until = begun + LASTS.total_seconds()
            self._taken.set()

    async def leave(self) -> None:
        """Let another one have it at its next look."""
        self._until = -math.inf
        try:
            await self._commits.submit(lambda tx: tx.leases.leave(self._name, self._process))
        except StoreError as error:
            log.warning("seat_not_left", seat=self._name, error=type(error).__name__)
