"""What goes wrong on the way, in the order in which a test wrote it down."""

from __future__ import annotations

import asyncio
import threading
from collections import defaultdict, deque
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Final

from tests.standins.loopback import PATIENCE
from tests.standins.telegram.calls import Call
from tests.standins.telegram.refusals import Refusal, broken, too_many

ANY: Final = "*"
"""Any method."""


class Dropped(Exception):
    """The connection breaks, and nobody will know whether the call was carried out."""


class Hold:
    """A call that hangs until the test lets it go."""

    def __init__(self) -> None:
        self._reached = threading.Event()
        self._released: Future[None] = Future()

    def wait_reached(self, patience: float = PATIENCE) -> None:
        """Wait until a call hangs here."""
        assert self._reached.wait(patience), "no call came to be held"

    def release(self) -> None:
        """Let it go on."""
        if not self._released.done():
            self._released.set_result(None)

    def drop(self) -> None:
        """Break its connection instead."""
        if not self._released.done():
            self._released.set_exception(Dropped())

    async def stand(self) -> None:
        """Hang, in the server's loop."""
        self._reached.set()
        # Shielded, as a cancelled request must not take the test's own handle with it.
        await asyncio.shield(asyncio.wrap_future(self._released))


@dataclass(eq=False, slots=True)
class Fault:
    """One thing that goes wrong.

    Attributes:
        refusal: what is answered; without any, and without a hold, the connection breaks.
        after: the call is carried out first.
        chat: only a call to that chat.
        left: how many calls it still befalls; negative: each one.
    """

    refusal: Refusal | None = None
    hold: Hold | None = None
    after: bool = False
    chat: int | None = None
    left: int = 1

    async def strike(self) -> None:
        """Do what goes wrong.

        Raises:
            Refusal: the call is answered so.
            Dropped: the connection breaks.
        """
        if self.hold:
            await self.hold.stand()
        elif self.refusal:
            raise self.refusal
        else:
            raise Dropped


@dataclass(slots=True)
class Faults:
    """A script of faults, a queue a method; each befalls the next call that fits, then is over.

    A method is named as in Telegram's documentation; `ANY` fits each but getUpdates.
    """

    _script: defaultdict[str, deque[Fault]] = field(default_factory=lambda: defaultdict(deque))
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def too_many(
        self, method: str, retry_after: int, *, chat: int | None = None, times: int = 1
    ) -> None:
        """Answer 429: come back in so many seconds. Nothing is carried out."""
        self._add(method, Fault(too_many(retry_after), chat=chat, left=times))

    def fails(
        self, method: str, *, after: bool = False, chat: int | None = None, times: int = 1
    ) -> None:
        """Answer 500: before the call is carried out, or `after`."""
        self._add(method, Fault(broken(), after=after, chat=chat, left=times))

    def refuses(
        self, method: str, refusal: Refusal, *, chat: int | None = None, times: int = 1
    ) -> None:
        """Answer with any refusal. Nothing is carried out."""
        self._add(method, Fault(refusal, chat=chat, left=times))

    def drops(
        self, method: str, *, after: bool = False, chat: int | None = None, times: int = 1
    ) -> None:
        """Break the connection: before the call is carried out, or `after`."""
        self._add(method, Fault(after=after, chat=chat, left=times))

    def holds(self, method: str, *, after: bool = False, chat: int | None = None) -> Hold:
        """Let a call hang until released: before it is carried out, or `after` (a late answer)."""
        hold = Hold()
        self._add(method, Fault(hold=hold, after=after, chat=chat))
        return hold

    def clear(self) -> None:
        """Forget what has not happened yet: from now on all goes well."""
        with self._lock:
            self._script.clear()

    @property
    def left(self) -> int:
        """Return how many faults have not happened yet."""
        with self._lock:
            return sum(len(queue) for queue in self._script.values())

    def next(self, call: Call) -> Fault | None:
        """Take the fault that befalls this call, if any."""
        if not self._script:
            return None
        with self._lock:
            keys = [call.method] if call.method == "getupdates" else [call.method, ANY]
            return next((each for key in keys if (each := self._take(key, call))), None)

    def _add(self, method: str, fault: Fault) -> None:
        with self._lock:
            self._script[method.lower()].append(fault)

    def _take(self, key: str, call: Call) -> Fault | None:
        queue = self._script.get(key)
        if not queue:
            return None
        fits = (each for each in queue if each.chat is None or str(each.chat) == call.chat)
        fault = next(fits, None)
        if fault and fault.left > 0:
            fault.left -= 1
            if not fault.left:
                queue.remove(fault)
        return fault
