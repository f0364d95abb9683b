"""`factdesk run`: every configured platform, the relay, the timer and HTTP, until told to stop.

The other half of the composition root: it alone knows every door. Stopping goes along the
way of a message, so that nothing is lost on it: the doors take nothing more, what was
stored is handled, what was claimed is sent, then HTTP and every connection close.
"""

from __future__ import annotations

import asyncio
import gc
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Final, TypeVar

import structlog

from bot.admission import owners
from bot.forms.windows import Windows
from bot.platforms import Watch
from bot.port import Update
from bot.posting import daily, holding
from bot.posting.relay import Relay
from bot.receiving.reception import Reception
from bot.receiving.seats import LeasedSeat, OnlySeat, Seat
from bot.upkeep import keeping, processes
from bot.upkeep.hostclock import HostClock
from handlers.app import SQLITE, App, standing
from handlers.door import Accept, Door
from handlers.metrics import Meters, Waiting
from handlers.settings import Settings
from handlers.timer import TICK, Timer
from handlers.web.health import Health
from handlers.web.server import Server
from storage.database import Clock, Database, Transaction
from storage.errors import StoreError
from storage.group_commit import GroupCommit
from storage.people import Role

log = structlog.get_logger(__name__)
T = TypeVar("T")

PATIENCE: Final = 3.0
"""Seconds that what was stored, and then what was claimed, may take after a stop: with the
doors' and the server's own seconds the whole stays below the ten of contract, section 5."""


class ServingFailedError(Exception):
    """Something ended that must not end; the log says what."""


def doors(
    settings: Settings,
    accept: Accept,
    watch: Watch,
    seat: Seat,
    clock: HostClock,
    windows: Windows | None = None,
) -> list[Door]:
    """Return a door for every platform that is configured, all still closed.

    Args:
        settings: what is configured.
        accept: stores updates.
        watch: counts.
        seat: whether to fetch, where many processes could.
        clock: is told what time each platform says it is.
        windows: shows forms; None: nothing is said to anybody.
    """
    built: list[Door] = []
    # Each platform's libraries take a third of a second to import.
    if settings.telegram_bot_token:
        from handlers.telegram.door import TelegramDoor  # noqa: PLC0415 - as said above

        built.append(TelegramDoor(settings, accept, watch, seat, partial(clock.hear, "telegram")))
    if settings.slack_bot_token:
        from handlers.slack.door import SlackDoor  # noqa: PLC0415 - as said above

        hear = partial(clock.hear, "slack")
        built.append(SlackDoor(settings, accept, watch, hear=hear, windows=windows))
    return built


@dataclass(frozen=True, slots=True)
class Serving:
    """What is being served.

    Attributes:
        port: that of the HTTP server.
        doors: open, or trying to.
        claims: what a person opens or types to become the first owner, while there is none.
        failed: set once something ended that must not end; the program then has to stop.
    """

    port: int
    doors: Sequence[Door]
    claims: Sequence[str]
    failed: asyncio.Event


@asynccontextmanager
async def serving(app: App, every: timedelta = TICK) -> AsyncIterator[Serving]:
    """Serve every configured platform, the relay, the timer and HTTP until the block ends.

    Args:
        app: what is served.
        every: how often the clock is looked at.

    Raises:
        StoreError: another `run` serves this store, or it cannot be written.
        WrongTokenError: a platform refuses its token.
        PortTakenError: nothing can be served at the HTTP port.
    """
    settings, database, desk = app.settings, app.database, app.desk
    async with AsyncExitStack() as stack:
        stack.enter_context(database.hold())
        commits = GroupCommit(database)
        stack.callback(commits.close)
        meters = Meters(partial(_waiting, database))
        takes_in: list[Reception] = []

        async def accept(updates: Sequence[Update]) -> None:
            # The doors come first: the reception has to know them as platforms.
            await takes_in[0].accept(updates)

        clock, seat, windows = HostClock(), _seat(settings, commits), Windows(desk)
        opened = doors(settings, accept, meters, seat, clock, windows)
        platforms = {door.platform.name: door.platform for door in opened}
        relay = Relay(commits, platforms, meters, desk.clock, desk.home, clock)
        reception = Reception(desk, commits, relay, platforms, meters)
        takes_in.append(reception)
        mornings = partial(_each_morning, commits, daily.Mornings(desk.home), desk.clock)
        tick = partial(_tick, reception, relay, mornings)
        timer = Timer(tick, partial(_sweep, app, commits, opened), every)
        fetchers = {door.platform.name: door.fetched_by for door in opened}
        parts = _parts(app, opened, relay, timer)
        on_hold = partial(_on_hold, app)
        health = Health(parts, meters.text, settings.metrics_token, fetchers, on_hold)
        routes = [*health.routes(), *(route for door in opened for route in door.routes())]
        server = Server(settings.http_host, settings.http_port, routes)
        word = await _committed(commits, partial(_take_over, settings))
        # The first question would wait a second for dictionaries and index.
        await asyncio.to_thread(_index_trouble, app)
        # What stops last is put here first.
        for door in opened:
            stack.push_async_callback(door.release)
        stack.push_async_callback(server.stop)
        stack.callback(timer.stop)
        stack.push_async_callback(_sent, relay)
        failed = asyncio.Event()
        working = asyncio.create_task(_working(reception, failed))
        stack.push_async_callback(_handled, reception, working)
        for door in opened:
            stack.push_async_callback(door.close)
        stack.callback(health.stop)
        await asyncio.gather(*(door.open() for door in opened))
        port = await server.start()
        reception.wake()
        timer.start()
        claims = [_claim(door, word) for door in opened] if word else []
        yield Serving(port, opened, claims, failed)


def _seat(settings: Settings, commits: GroupCommit) -> Seat:
    """Return from where Telegram's updates are fetched: a file has one process, a server many."""
    if settings.database_url.startswith(SQLITE):
        return OnlySeat()
    return LeasedSeat(commits, "telegram", processes.token())


def _claim(door: Door, word: str) -> str:
    return f"{door.platform.name.capitalize()}: {door.claim_address(f'c-{word}')}"


async def run(settings: Settings) -> None:
    """Serve until SIGTERM or SIGINT.

    Raises:
        What `standing` and `serving` raise.
        ServingFailedError: something ended that must not end.
    """
    told = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, told.set)
    with standing(settings) as app:
        async with serving(app) as served:
            # What stands now stays to the end. Looking through it for garbage again and again
            # took a tenth of the time of a message.
            gc.freeze()
            _announce(served)
            await _first(told, served.failed)
    if served.failed.is_set():
        raise ServingFailedError


def _announce(served: Serving) -> None:
    platforms = [door.platform.name for door in served.doors]
    log.info("serving", platforms=platforms, port=served.port)
    for claim in served.claims:
        # To a person and to no log: it makes an owner of who uses it.
        sys.stderr.write(
            f"Nobody owns this desk yet. To become its owner within an hour: {claim}\n"
        )
    if not platforms:
        sys.stderr.write(
            "No platform is configured: set TELEGRAM_BOT_TOKEN or SLACK_BOT_TOKEN; "
            "until then only HTTP is served.\n"
        )


async def _first(*events: asyncio.Event) -> None:
    waiting = [asyncio.create_task(event.wait()) for event in events]
    await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
    for task in waiting:
        task.cancel()


async def _committed(commits: GroupCommit, work: Callable[[Transaction], T]) -> T:
    return await commits.submit(work)


def _take_over(settings: Settings, tx: Transaction) -> str:
    """Take up what an earlier run left; return the word that makes the first owner, if any."""
    alone = settings.database_url.startswith(SQLITE)
    tx.inbox.release(everybody=alone)
    tx.ledger.orphan(everybody=alone)
    owners.appoint(tx, settings.first_owners)
    return owners.claim_word(tx)


async def _tick(
    reception: Reception, relay: Relay, mornings: Callable[[], Awaitable[None]]
) -> None:
    reception.wake()
    await mornings()
    await relay.tick()


async def _each_morning(commits: GroupCommit, mornings: daily.Mornings, clock: Clock) -> None:
    if mornings.is_due(clock()):
        await _committed(commits, mornings.look)


async def _sweep(app: App, commits: GroupCommit, opened: Sequence[Door]) -> None:
    """Forget what is past its keeping time, and show new editors what they can do."""
    while await _committed(commits, partial(_swept, app.settings)):
        pass
    await _tell_editors(app.database, opened)


async def _tell_editors(database: Database, opened: Sequence[Door]) -> None:
    with database.read() as tx:
        editors = (*tx.people.with_role(Role.EDITOR), *tx.people.with_role(Role.OWNER))
        chats = [chat for person in editors for chat in tx.chats.private(person.id)]
    for door in opened:
        name = door.platform.name
        await door.tell_editors([each.external_id for each in chats if each.platform == name])


def _swept(settings: Settings, tx: Transaction) -> bool:
    return keeping.sweep(tx, settings.keep_days)


async def _working(reception: Reception, failed: asyncio.Event) -> None:
    try:
        await reception.run()
    except Exception:  # without it nobody is answered: the program has to end, and say so
        log.exception("reception_failed")
        failed.set()


async def _handled(reception: Reception, working: asyncio.Task[None]) -> None:
    """Let what was stored be handled; what is left is handled after the next start."""
    reception.close()
    await asyncio.wait([working], timeout=PATIENCE)
    working.cancel()


async def _sent(relay: Relay) -> None:
    """Let what was claimed be sent; what is left is in doubt after the next start."""
    with suppress(TimeoutError):
        await asyncio.wait_for(relay.idle(), PATIENCE)


def _parts(
    app: App, opened: Sequence[Door], relay: Relay, timer: Timer
) -> dict[str, Callable[[], str]]:
    """Return what can be unready, by name, each with what tells its trouble."""
    return {
        "store": partial(_store_trouble, app.database),
        "index": partial(_index_trouble, app),
        "relay": relay.trouble,
        "timer": timer.trouble,
        **{door.platform.name: door.trouble for door in opened},
    }


def _store_trouble(database: Database) -> str:
    try:
        with database.read() as tx:
            tx.changes.latest_seq()
    except StoreError as error:
        return str(error)
    return ""


def _index_trouble(app: App) -> str:
    try:
        with app.database.read() as tx:
            return app.desk.answerer.trouble(tx)
    except StoreError as error:
        return str(error)


def _on_hold(app: App) -> str:
    # A store out of reach is a trouble of its own.
    with suppress(StoreError), app.database.read() as tx:
        return holding.described(tx, app.settings.timezone)
    return ""


def _waiting(database: Database) -> Waiting:
    with database.read() as tx:
        rows = {state.value: number for state, number in tx.ledger.counts().items()}
        # What is planned for later is no backlog.
        planned = tx.plans.ahead()
        rows |= {"planned": planned, "queued": rows.get("queued", 0) - planned}
        return Waiting(tx.inbox.waiting(), rows)
