"""The inbox: each update once, in the order of each person, by whoever holds it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from storage.database import Database
from storage.errors import LostLease
from storage.inbox import Arrival, Claimed
from tests.standins.clock import FakeClock

LEASE = timedelta(seconds=30)
TEN = 10


def arrival(event: str, lane: str = "chat anna") -> Arrival:
    """Return an update that says nothing."""
    return Arrival("telegram", event, lane, {"text": event})


def add(database: Database, *arrivals: Arrival) -> int:
    """Store updates, as one batch."""
    with database.write() as tx:
        return tx.inbox.add(arrivals)


def claim(database: Database, holder: str = "ours", most: int = TEN) -> tuple[Claimed, ...]:
    """Claim what can be claimed."""
    with database.write() as tx:
        return tx.inbox.claim(holder, most, LEASE)


def finish(database: Database, claimed: Claimed) -> None:
    """End an update."""
    with database.write() as tx:
        tx.inbox.finish(claimed)


def events(claimed: tuple[Claimed, ...]) -> list[str]:
    """Return which updates were claimed."""
    return [each.payload["text"] for each in claimed]


def test_what_comes_again_is_stored_once(database: Database) -> None:
    """However often a platform brings an update, in one batch or later, it is one."""
    assert add(database, arrival("1"), arrival("1"), arrival("2")) == 2
    assert add(database, arrival("1"), arrival("2", lane="elsewhere")) == 0

    (first,) = claim(database)
    finish(database, first)

    assert add(database, arrival("1")) == 0


def test_what_came_is_known_by_its_id(database: Database) -> None:
    """Whether it waits or was handled; the same id of another platform is another update."""
    add(database, arrival("1"), arrival("2"))
    (first,) = claim(database)
    finish(database, first)

    with database.read() as tx:
        assert tx.inbox.came("telegram", "1")
        assert tx.inbox.came("telegram", "2")
        assert not tx.inbox.came("telegram", "3")
        assert not tx.inbox.came("slack", "1")


def test_one_person_is_heard_in_order(database: Database) -> None:
    """The second line of a person waits for the first, those of others do not."""
    add(database, arrival("1"), arrival("2"), arrival("3", lane="chat berta"))

    begun = claim(database)
    assert events(begun) == ["1", "3"]
    assert claim(database, "another") == ()

    finish(database, begun[0])
    assert events(claim(database)) == ["2"]


def test_no_more_is_claimed_than_asked_for(database: Database) -> None:
    """What is left waits for the next, oldest first."""
    add(database, *(arrival(str(number), lane=str(number)) for number in range(5)))

    assert events(claim(database, most=3)) == ["0", "1", "2"]
    assert events(claim(database, most=3)) == ["3", "4"]


def test_claim_that_was_taken_over_settles_nothing(database: Database, clock: FakeClock) -> None:
    """Who was silent past the lease finds that the update is another's now."""
    add(database, arrival("1"))
    (ours,) = claim(database)
    clock.advance(LEASE)
    with database.write() as tx:
        assert tx.inbox.release() == 1
    (theirs,) = claim(database, "theirs")

    with pytest.raises(LostLease):
        finish(database, ours)

    finish(database, theirs)
    assert theirs.attempts == 2


def test_lease_that_lasts_is_not_taken(database: Database, clock: FakeClock) -> None:
    """Another process waits for the lease; one that is alone on its store need not."""
    add(database, arrival("1"))
    claim(database)
    clock.advance(LEASE - timedelta(seconds=1))

    with database.write() as tx:
        assert tx.inbox.release() == 0
        assert tx.inbox.release(everybody=True) == 1


def test_what_was_begun_before_is_handed_out_alone(database: Database) -> None:
    """If it ended the program, it takes no other update with it the next time."""
    add(database, arrival("1"), arrival("2", lane="other"))
    claim(database, most=1)
    with database.write() as tx:
        tx.inbox.release(everybody=True)

    assert events(claim(database)) == ["1"]
    assert events(claim(database)) == ["2"]


def test_parked_update_blocks_nobody(database: Database) -> None:
    """It keeps what it said, and the next of the same person is heard."""
    add(database, arrival("1"), arrival("2"))
    (first,) = claim(database)
    with database.write() as tx:
        tx.inbox.park(first)

    assert events(claim(database)) == ["2"]


def test_parked_secret_is_forgotten(database: Database) -> None:
    """What must not be known keeps nothing of what it said, for nobody to look into."""
    add(database, arrival("1"), arrival("2", lane="elsewhere"))
    open_one, secret = claim(database)
    with database.write() as tx:
        tx.inbox.park(open_one)
        tx.inbox.park(secret, secret=True)

        query = "SELECT CAST(payload AS VARCHAR) FROM inbox ORDER BY id"
        kept = tx.connection.exec_driver_sql(query).scalars()
        assert ["text" in payload for payload in kept] == [True, False]


def test_try_that_was_nobodys_fault_is_not_counted(database: Database) -> None:
    """A store out of reach does not bring an update nearer to being put aside."""
    add(database, arrival("1"))
    for counted, attempts in ((False, 1), (True, 1), (True, 2)):
        (claimed,) = claim(database)
        assert claimed.attempts == attempts
        with database.write() as tx:
            tx.inbox.give_back(claimed, counted=counted)


def test_finished_update_forgets_what_it_said(database: Database, clock: FakeClock) -> None:
    """What is kept is that it came, and that only as long as it must be."""
    add(database, arrival("1"))
    (claimed,) = claim(database)
    finish(database, claimed)

    with database.write() as tx:
        assert "text" not in str(tx.connection.exec_driver_sql("SELECT payload FROM inbox").all())
        assert tx.inbox.sweep(clock()) == 0
        assert tx.inbox.sweep(clock.advance(timedelta(days=2))) == 1
        assert tx.inbox.waiting() == 0
