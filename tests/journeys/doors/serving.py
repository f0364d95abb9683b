"""The real composition root, in a loop of its own beside the test."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass

from bot import briefings, exchange
from handlers import app, serving
from handlers.settings import Settings
from storage.database import Clock, Database
from tests.standins.loopback import PATIENCE

BRIEFING = "riga-2021"
ZONE = "Europe/Riga"


@dataclass(frozen=True, slots=True)
class Started:
    """What is being served, and how to end it."""

    serving: serving.Serving
    loop: asyncio.AbstractEventLoop
    told: asyncio.Event


def fill(url: str, clock: Clock) -> None:
    """Put the tables and the briefing into an empty store."""
    database = Database(url, clock)
    database.upgrade()
    records = exchange.read(briefings.open_briefing(BRIEFING).read_bytes(), BRIEFING)
    with database.write() as tx:
        exchange.import_records(tx, records, author=None, zone=ZONE)
    database.close()


@contextmanager
def served(settings: Settings, clock: Clock) -> Iterator[serving.Serving]:
    """Serve the desk of `settings` until the block ends, by the test's own clock."""
    database = Database(settings.database_url, clock)
    ready: Future[Started] = Future()
    built = app.build(settings, database, clock)
    work = _serve(built, ready)
    thread = threading.Thread(target=asyncio.run, args=(work,), name="serving", daemon=True)
    thread.start()
    try:
        started = ready.result(PATIENCE)
        try:
            yield started.serving
            assert not started.serving.failed.is_set()
        finally:
            started.loop.call_soon_threadsafe(started.told.set)
    finally:
        thread.join(PATIENCE)
        database.close()


async def _serve(built: app.App, ready: Future[Started]) -> None:
    told = asyncio.Event()
    try:
        async with serving.serving(built) as begun:
            ready.set_result(Started(begun, asyncio.get_running_loop(), told))
            await told.wait()
    except Exception as error:  # whatever it is, the test is to see it
        if ready.done():
            raise
        ready.set_exception(error)
