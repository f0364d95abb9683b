"""What goes wrong with the next calls, as a test scripts it, in the order of the script."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final, Literal

from aiohttp import web

from tests.standins.loopback import PATIENCE

ANY: Final = "*"
FOREVER: Final = 1_000_000_000
What = Literal["limited", "broken", "dropped", "hanging", "refused"]


@dataclass(slots=True, eq=False)
class Fault:
    """One fault, for as many calls as `left` says.

    Attributes:
        method: of which method, or `*`; `response_url` is one too.
        channel: in which conversation only, if any.
        after: the call is carried out, and only its answer goes wrong.
        seconds: the Retry-After of a 429.
        error: what a refusal is called.
    """

    what: What
    method: str = ANY
    channel: str = ""
    after: bool = False
    seconds: int = 0
    error: str = ""
    left: int = 1
    reached: threading.Event = field(default_factory=threading.Event)
    released: asyncio.Event = field(default_factory=asyncio.Event)
    loop: asyncio.AbstractEventLoop | None = None

    def fits(self, method: str, channel: str) -> bool:
        """Tell whether it is for this call."""
        return self.left > 0 and self.method in {ANY, method} and self.channel in {"", channel}

    def wait(self) -> None:
        """Wait until a call has met it.

        Raises:
            AssertionError: none did.
        """
        assert self.reached.wait(PATIENCE), f"no call of {self.method} came to be {self.what}"

    def release(self) -> None:
        """Let the calls that hang go on, and those that would have hung."""
        assert self.loop is not None
        self.left = 0
        self.loop.call_soon_threadsafe(self.released.set)

    async def strike(self, request: web.Request) -> web.Response | None:
        """Do to a call what the script says; None: nothing more, carry on."""
        self.reached.set()
        if self.what == "limited":
            body = {"ok": False, "error": "ratelimited"}
            headers = {"Retry-After": str(self.seconds)}
            return web.json_response(body, status=429, headers=headers)
        if self.what == "broken":
            return web.Response(
                status=500, text="<html>Server Error</html>", content_type="text/html"
            )
        if self.what == "refused":
            return web.json_response({"ok": False, "error": self.error})
        if self.what == "dropped":
            return drop(request)
        await self.released.wait()
        return None


def drop(request: web.Request) -> web.Response:
    """Break the connection of a call; what is returned never arrives."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


class Faults:
    """The script. Each call takes the first fault that fits it, if any."""

    def __init__(self) -> None:
        self.loop: asyncio.AbstractEventLoop | None = None
        self._script: list[Fault] = []

    def add(self, fault: Fault) -> Fault:
        """Put `fault` at the end of the script."""
        fault.loop = self.loop
        self._script.append(fault)
        return fault

    def take(self, method: str, channel: str) -> Fault | None:
        """Return the fault for a call, which uses it up by one."""
        for fault in self._script:
            if fault.fits(method, channel):
                fault.left -= 1
                return fault
        return None

    def clear(self) -> None:
        """Forget the script; what hangs goes on."""
        for fault in self._script:
            if fault.what == "hanging":
                fault.release()
        self._script.clear()

    def limit(self, method: str, seconds: int, times: int = 1, channel: str = "") -> Fault:
        """Answer 429 with this Retry-After, without carrying out."""
        return self.add(Fault("limited", method, channel, seconds=seconds, left=times))

    def break_down(
        self, method: str, *, after: bool = False, times: int = 1, channel: str = ""
    ) -> Fault:
        """Answer 500, before or after carrying out."""
        return self.add(Fault("broken", method, channel, after, left=times))

    def drop(self, method: str, *, after: bool = False, times: int = 1, channel: str = "") -> Fault:
        """Break the connection, before or after carrying out."""
        return self.add(Fault("dropped", method, channel, after, left=times))

    def hang(self, method: str, *, after: bool = False, times: int = 1, channel: str = "") -> Fault:
        """Say nothing until released, before or after carrying out."""
        return self.add(Fault("hanging", method, channel, after, left=times))

    def refuse(self, method: str, error: str, times: int = 1, channel: str = "") -> Fault:
        """Answer `ok: false` with this error."""
        return self.add(Fault("refused", method, channel, error=error, left=times))

    @contextmanager
    def outage(self, method: str = ANY) -> Iterator[Fault]:
        """Drop every call until the end of the block."""
        fault = self.drop(method, times=FOREVER)
        try:
            yield fault
        finally:
            fault.left = 0
