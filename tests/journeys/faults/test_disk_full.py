"""The disk is full: nothing is acknowledged, nothing is lost, and all goes on once there is room.

For a file the desk's process may write none beyond a size, as if the disk ended there; a server
refuses every row of what comes in and what leaves, with the error that it has for a full disk.
"""

from __future__ import annotations

import resource
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import timedelta
from typing import Final, TypeAlias

import pytest
from sqlalchemy import text

from storage.deliveries import State
from tests.journeys.crashes.killing import House
from tests.journeys.crashes.planning import Office, Told, reach
from tests.journeys.crashes.speaking import OnSlack, OnTelegram

HOUR: Final = timedelta(hours=1)
NOTHING: Final = 0
FREE: Final = resource.RLIM_INFINITY
TRIES: Final = 2
"""Refused commits that show that the desk has met the end of its disk."""
TABLES: Final = ("deliveries", "inbox", "paces")
REFUSING: Final = """
CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = 'disk_full';
END $$
"""


Disk: TypeAlias = Callable[[House], AbstractContextManager[None]]
"""Leaves no room for what a desk stores until the block ends."""


@contextmanager
def full_disk(house: House) -> Iterator[None]:
    """Let the desk write no file beyond nothing."""
    resource.prlimit(house.process, resource.RLIMIT_FSIZE, (NOTHING, FREE))
    yield
    resource.prlimit(house.process, resource.RLIMIT_FSIZE, (FREE, FREE))


@contextmanager
def full_server(house: House) -> Iterator[None]:
    """Let the server take no row of what comes in and what leaves."""
    with house.database.write() as tx:
        tx.connection.execute(text(REFUSING))
        for table in TABLES:
            row = f"BEFORE INSERT OR UPDATE ON {table} FOR EACH ROW"
            tx.connection.execute(
                text(f"CREATE TRIGGER full_disk {row} EXECUTE FUNCTION full_disk()")
            )
    yield
    # Where the desk's own disk is full its log has no room either; here it says what is wrong.
    house.telegram.world.wait_until(lambda: "DiskFull" in house.whole_log(), "a word of it")
    with house.database.write() as tx:
        for table in TABLES:
            tx.connection.execute(text(f"DROP TRIGGER full_disk ON {table}"))


@pytest.mark.parametrize(
    ("filled_store", "full"),
    [("sqlite", full_disk), ("postgres", full_server)],
    indirect=["filled_store"],
)
def test_full_disk_loses_nothing(house: House, full: Disk) -> None:
    """What is said and what is due meanwhile is answered and sent afterwards, once each.

    Whoever asks meanwhile is told that the desk is not ready.
    """
    anna, clara = OnTelegram(house, "Anna"), OnSlack(house, "clara")
    gala = Office(house).plans("gala", 2 * HOUR)
    house.start()
    for each in (anna, clara):
        each.says("/remind gala 1h")
    house.wait_settled()
    told = [Told(each) for each in (anna, clara)]

    with full(house):
        reach(house, gala - HOUR)
        asked = anna.user.says("/events")
        house.telegram.world.wait_until(
            lambda: house.telegram.calls.count("getUpdates") > TRIES and not house.is_ready(),
            "a desk that cannot write",
        )
        assert asked.update
        assert not asked.update.confirmed
        assert [each.heard() for each in told] == [[], []]

    house.telegram.world.wait_confirmed(asked)
    house.wait_settled()
    house.wait_ready()
    assert [each.marks() for each in told] == [[False, False], [False]]
    assert {(row.state, row.attempts, row.doubts) for row in house.planned()} == {
        (State.SENT, 1, 0)
    }
