"""`factdesk doctor`: what an operator wants to know before relying on an installation.

Nothing is changed, and no store is made. Each part is looked at as far as it can be,
whatever became of the others, and beside a `factdesk run` as well as without one.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from functools import partial
from typing import Final, TypeAlias

import aiohttp

from bot.port import Update
from bot.posting import holding
from bot.receiving.seats import OnlySeat
from bot.upkeep.hostclock import HostClock
from handlers import app as parts
from handlers.door import Check, Door
from handlers.metrics import Meters, Waiting
from handlers.serving import doors
from handlers.settings import Settings, WrongSettingsError, load
from handlers.web.server import SERVER, PortTakenError, Server
from storage.content import Audience
from storage.database import Database, Transaction
from storage.errors import NoStore, StoreError
from storage.moments import time_zone

Doors: TypeAlias = Callable[[Settings], Sequence[Door]]
"""Builds a door for every platform that is configured, without opening it."""

PATIENCE: Final = 20.0
"""Seconds in which a platform tells all that is asked of it, or is out of reach."""
NEARBY: Final = aiohttp.ClientTimeout(total=3)
"""For a program on this machine, or a port that belongs to something else."""
EVERYWHERE: Final = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - nothing is bound to it here
"""Where to knock at what is served on every address."""


def configured(settings: Settings) -> Sequence[Door]:
    """Return a door for every platform that is configured; nothing is ever taken in by them."""
    counting = Meters(partial(Waiting, 0, {}))
    return doors(settings, _refuse, counting, OnlySeat(), HostClock())


async def _refuse(_: Sequence[Update]) -> None:
    raise AssertionError("a door that was not opened took something in")


def examine(doors: Doors = configured) -> list[Check]:
    """Return every check."""
    try:
        settings = load()
    except WrongSettingsError as error:
        return [Check("settings", passed=False, found=line) for line in str(error).splitlines()]
    return [
        Check("settings", passed=True, found=_described(settings)),
        *_store(settings),
        *asyncio.run(_outside(settings, doors)),
    ]


async def _outside(settings: Settings, doors: Doors) -> list[Check]:
    """Look at the platforms, all at once, and at our own port."""
    looks = [_platform(door) for door in doors(settings)]
    found = await asyncio.gather(*looks, _port(settings.http_host, settings.http_port))
    return [check for checks in found for check in checks]


async def _platform(door: Door) -> Sequence[Check]:
    name = door.platform.name
    try:
        async with asyncio.timeout(PATIENCE):
            return await door.examine()
    except TimeoutError:
        return [Check(name, passed=False, found=f"no answer within {PATIENCE:.0f} s")]
    except Exception as error:  # noqa: BLE001 - one platform's trouble must not hide the others
        return [Check(name, passed=False, found=type(error).__name__)]
    finally:
        await door.release()


async def _port(host: str, port: int) -> Sequence[Check]:
    server = Server(host, port, ())
    where = f"port {port} of {host}"
    try:
        await server.start()
    except PortTakenError as error:
        if not await _is_ours(EVERYWHERE.get(host, host), port):
            return [Check("http", passed=False, found=str(error))]
        return [Check("http", passed=True, found=f"a running factdesk answers at {where}")]
    await server.stop()
    return [Check("http", passed=True, found=f"{where} is free")]


async def _is_ours(host: str, port: int) -> bool:
    address = f"[{host}]" if ":" in host else host
    try:
        async with (
            aiohttp.ClientSession(f"http://{address}:{port}", timeout=NEARBY) as client,
            client.get("/healthz") as answer,
        ):
            return answer.ok and answer.headers.get("Server") == SERVER
    except (aiohttp.ClientError, TimeoutError):
        return False


def _described(settings: Settings) -> str:
    return f"language {settings.language}, time zone {settings.timezone}"


def _store(settings: Settings) -> Iterator[Check]:
    try:
        database = Database(settings.database_url, parts.utc_now)
    except StoreError as error:
        yield Check("store", passed=False, found=str(error))
        return
    try:
        with database.write() as tx:
            # A write that nobody sees: a file that may only be read refuses no sooner.
            tx.choices.sweep()
            yield Check("store", passed=True, found=f"{database.where}, can be written")
            facts = tx.shown.count(Audience.DESK)
            yield Check("facts", passed=True, found=_counted(facts))
            yield Check("clock", passed=True, found=_clock(tx.now, settings.timezone))
            yield Check("hold", passed=True, found=_held(tx, settings.timezone))
        if _is_file(settings):
            yield Check("run", passed=True, found=_served(database))
    except NoStore as error:
        # A file is made at the first use; a database on a server waits to be upgraded.
        made = _is_file(settings)
        found = f"{error.where}: not there yet; the first use makes it" if made else str(error)
        yield Check("store", passed=made, found=found)
    except StoreError as error:
        yield Check("store", passed=False, found=str(error))
    finally:
        database.close()


def _is_file(settings: Settings) -> bool:
    return settings.database_url.startswith(parts.SQLITE)


def _served(database: Database) -> str:
    return f"{'a' if database.is_held() else 'no'} `factdesk run` serves this store"


def _clock(now: datetime, zone: str) -> str:
    return now.astimezone(time_zone(zone)).isoformat(timespec="seconds")


def _held(tx: Transaction, zone: str) -> str:
    """Return what an editor has put on hold, which is no fault, but may be forgotten."""
    return holding.described(tx, zone) or "nothing is on hold"


def _counted(facts: int) -> str:
    return f"{facts} indexed" if facts else "none yet; `factdesk import riga-2021` brings some"
