"""An aiohttp application served on loopback, in a thread beside the test."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from aiohttp import web

HOST: Final = "127.0.0.1"
PATIENCE: Final = 30.0
"""Seconds in which anything happens on the slowest machine, else it never will."""
GRACE: Final = 0.05
"""Seconds that requests under way are given at the end; they hang on purpose, or nobody waits."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Served:
    """An application that is being served.

    Attributes:
        url: where: `http://127.0.0.1:PORT`, without a slash at the end.
        port: the port alone.
        loop: the loop of its thread; other threads may `call_soon_threadsafe` on it.
    """

    url: str
    port: int
    loop: asyncio.AbstractEventLoop

    def run(self, coroutine: Coroutine[Any, Any, T]) -> T:
        """Run `coroutine` on its loop, from another thread, and return what it returns."""
        return asyncio.run_coroutine_threadsafe(coroutine, self.loop).result(PATIENCE)


@contextmanager
def serving(application: web.Application, port: int = 0) -> Iterator[Served]:
    """Serve `application` until the end of the block, on `port` or a free one.

    At the end whatever still runs on its loop is cancelled, and every connection closed.
    """
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, name="loopback", daemon=True)
    thread.start()
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=GRACE)
    try:
        port = asyncio.run_coroutine_threadsafe(_start(runner, port), loop).result(PATIENCE)
        yield Served(f"http://{HOST}:{port}", port, loop)
    finally:
        asyncio.run_coroutine_threadsafe(_stop(runner), loop).result(PATIENCE)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(PATIENCE)
        loop.close()


async def _start(runner: web.AppRunner, port: int) -> int:
    await runner.setup()
    site = web.TCPSite(runner, HOST, port)
    await site.start()
    return site.port


async def _stop(runner: web.AppRunner) -> None:
    await runner.cleanup()
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
    loop = asyncio.get_running_loop()
    await loop.shutdown_asyncgens()
    await loop.shutdown_default_executor()
