"""Claims: how quickly what leaves next is found among all that is due, beside the pace."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from statistics import median
from time import perf_counter
from typing import Final

import psycopg

from bot.port import Kind, Place
from bot.posting import reminders
from bot.posting.policies import LATE_AFTER, PACED, POLICIES
from bot.posting.relay import AHEAD, LEASE
from handlers.telegram.reading import PLATFORM
from handlers.telegram.sending import PACE
from storage.database import Database, throwaway
from storage.deliveries import Delivery
from storage.plans import Planned
from storage.turns import Claim
from tests.benchmarks.sizes import Backlog, Sizes
from tests.benchmarks.stores import Stores
from tests.benchmarks.tables import RATIO, Row, Table
from tests.standins.clock import FakeClock
from tests.standins.postgres import NoServerError, running_server

DUE: Final = datetime(2021, 11, 30, 9, tzinfo=UTC)
TICK: Final = timedelta(seconds=1)

NOTES: Final = """\
{rows:,} messages are due in {chats:,} private chats, each as many; a claim is the transaction of
one tick, without the words: what the pace of Telegram has room for in a second. Median of {claims}.
The ratio: the time it takes a message, and the time the pace gives it."""


def claims(sizes: Sizes, _stores: Stores) -> Table:
    """Measure claims on both databases."""
    backlog = sizes.backlog
    notes = NOTES.format(rows=backlog.rows, chats=backlog.chats, claims=backlog.claims)
    return Table("Claims from a backlog", [*_on_sqlite(backlog), *_on_postgres(backlog)], notes)


def _on_sqlite(backlog: Backlog) -> Iterator[Row]:
    clock = FakeClock(DUE)
    with throwaway(clock) as database:
        _fill(database, backlog)
        yield _row("SQLite", _claimed(database, clock, backlog.claims))


def _on_postgres(backlog: Backlog) -> Iterator[Row]:
    clock = FakeClock(DUE)
    try:
        with running_server() as url:
            database = Database(url, clock)
            database.upgrade()
            _fill(database, backlog)
            with psycopg.connect(url, autocommit=True) as server:
                # A server does so by itself, in the minute after so many rows are new.
                server.execute("ANALYZE")
            yield _row("PostgreSQL", _claimed(database, clock, backlog.claims))
            database.close()
    except NoServerError as error:
        yield {"store": "PostgreSQL", "what": str(error)}


def _fill(database: Database, backlog: Backlog) -> None:
    with database.write() as tx:
        chats = [
            tx.chats.seen(PLATFORM, str(number), "", Place.PRIVATE).id
            for number in range(1, backlog.chats + 1)
        ]
        for event in range(backlog.rows // backlog.chats):
            planned = [_planned(event, chat) for chat in chats]
            tx.plans.add(Kind.REMINDER, event, planned)


def _planned(event: int, chat: int) -> Planned:
    rank = POLICIES[Kind.REMINDER].rank
    return Planned(f"{event}:{chat}", chat, DUE, rank, {"compose": reminders.NAME, "offset": "1h"})


def _claimed(database: Database, clock: FakeClock, ticks: int) -> list[tuple[int, float]]:
    """Return how many messages each tick claimed, and how many seconds that took."""
    found = []
    for _ in range(1 + ticks):
        clock.advance(TICK)
        begun = perf_counter()
        claimed = _claim(database)
        found.append((len(claimed), perf_counter() - begun))
        with database.write() as tx:
            for delivery in claimed:
                tx.ledger.sent(delivery, f"m{delivery.id}")
    # The first one puts its statements together.
    return found[1:]


def _claim(database: Database) -> tuple[Delivery, ...]:
    with database.write() as tx:
        return tx.turns.claim(Claim("ours", LEASE, AHEAD, LATE_AFTER), PLATFORM, PACE, PACED)


def _row(store: str, ticks: list[tuple[int, float]]) -> Row:
    rate = median(count / seconds for count, seconds in ticks)
    return {
        "store": store,
        "rows a claim": median(count for count, _ in ticks),
        "claim ms": 1000 * median(seconds for _, seconds in ticks),
        "rows/s": rate,
        RATIO: 1 / (rate * PACE.bot.total_seconds()),
    }
