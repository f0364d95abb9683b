"""Leases: one holder at a time, and what is over is anybody's."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from storage.database import Database
from storage.leases import Lease
from tests.standins.clock import FakeClock

LASTS = timedelta(seconds=15)
NAME = "polling:telegram"


def take(database: Database, holder: str, name: str = NAME) -> str:
    """Have somebody try to take a lease; return whose it is then."""
    with database.write() as tx:
        return tx.leases.take(name, holder, LASTS).holder


def test_one_has_it_until_it_is_over(database: Database, clock: FakeClock) -> None:
    """Who comes second gets it when the first was silent for as long as it lasts, no sooner."""
    assert take(database, "anna") == "anna"
    clock.advance(LASTS - timedelta(seconds=1))
    assert take(database, "berta") == "anna"
    clock.advance(timedelta(seconds=1))

    assert take(database, "berta") == "berta"
    assert take(database, "anna") == "berta"


def test_who_prolongs_it_keeps_it(database: Database, clock: FakeClock) -> None:
    """Each prolonging counts from then, and other names are other leases."""
    for _ in range(4):
        assert take(database, "anna") == "anna"
        assert take(database, "berta") == "anna"
        clock.advance(LASTS / 2)

    assert take(database, "berta", "polling:other") == "berta"
    with database.write() as tx:
        lease = tx.leases.take(NAME, "anna", LASTS)
        assert lease == Lease("anna", tx.now + LASTS)


def test_who_leaves_frees_their_own_alone(database: Database) -> None:
    """What was left is free at once; nobody frees what another one has."""
    take(database, "anna")
    with database.write() as tx:
        tx.leases.leave(NAME, "berta")
    assert take(database, "berta") == "anna"

    with database.write() as tx:
        tx.leases.leave(NAME, "anna")
    assert take(database, "berta") == "berta"


def test_clock_that_is_set_back_keeps_nobody_waiting(database: Database, clock: FakeClock) -> None:
    """A lease that would last longer than any does is over: nobody waits an hour for it."""
    take(database, "anna")
    clock.advance(timedelta(hours=-1))

    assert take(database, "berta") == "berta"


@pytest.mark.parametrize("store_url", ["postgres"], indirect=True)
def test_of_many_who_come_at_once_one_gets_it(store_url: str, clock: FakeClock) -> None:
    """Eight processes that start together agree on whose it is."""
    databases = [Database(store_url, clock) for _ in range(8)]
    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(lambda each: take(*each), [(d, str(id(d))) for d in databases]))
    for database in databases:
        database.close()

    assert len(found) == 1
