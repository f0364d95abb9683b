"""The change log: gapless, in the order of its commits, and what can be taken back."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from storage.changes import TICK
from storage.database import Database, Transaction
from storage.facts import ChangeKind, Fact
from tests.standins.clock import FakeClock


def new_fact(tx: Transaction, key: str = "battle-group.leader") -> Fact:
    """Add a subject and one fact of it."""
    subject, attribute = key.split(".")
    return tx.facts.create(tx.subjects.add(subject).id, attribute)


def touch(tx: Transaction, kind: ChangeKind, fact: Fact, undoes: int | None = None) -> int:
    """Make a change that touches one fact; return its seq."""
    change = tx.changes.begin(kind, None, undoes=undoes)
    tx.changes.touch(change, [fact.id])
    return change.seq


def test_changes_follow_one_another_although_the_clock_stands(
    database: Database, clock: FakeClock
) -> None:
    """Each change is recorded after the one before, also where the clock stands or goes back."""
    recorded = []
    for by in (timedelta(), timedelta(), timedelta(hours=-1), timedelta(hours=2)):
        clock.advance(by)
        with database.write() as tx:
            recorded.append(tx.changes.begin(ChangeKind.SET, None))
    start = recorded[0].recorded_at
    assert [change.seq for change in recorded] == [1, 2, 3, 4]
    assert [change.recorded_at for change in recorded] == [
        start,
        start + TICK,
        start + 2 * TICK,
        clock(),
    ]


def test_a_change_that_fails_leaves_no_gap(database: Database) -> None:
    """A transaction that fails gives its number back."""

    def fail() -> None:
        with database.write() as tx:
            tx.changes.begin(ChangeKind.SET, None)
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    with database.write() as tx:
        assert tx.changes.begin(ChangeKind.SET, None).seq == 1
        assert tx.changes.latest_seq() == 1


def test_what_an_edit_reads_is_dated_behind_the_lock(database: Database, clock: FakeClock) -> None:
    """The instant of an edit is that of the lock, not of an earlier look at the clock."""
    with database.write() as tx:
        early = tx.now
        clock.advance(timedelta(seconds=3))
        assert tx.now == early
        tx.changes.lock()
        assert tx.now == early + timedelta(seconds=3)


def test_what_nothing_changes_under_is_dated_behind_the_lock(
    database: Database, clock: FakeClock
) -> None:
    """Who holds the store still tells what it holds then: their instant is not before that."""
    with database.write() as tx:
        early = tx.now
        clock.advance(timedelta(seconds=3))
        assert tx.changes.hold_still()
        assert tx.now == early + timedelta(seconds=3)


def test_the_latest_change_not_taken_back(database: Database) -> None:
    """Undoing goes back change by change, past undos and past what was done to the subject."""
    with database.write() as tx:
        fact, other = new_fact(tx), new_fact(tx, "a.b")
        latest = [tx.changes.latest_for(fact.id)]
        for kind, undoes in (
            (ChangeKind.ADD, None),
            (ChangeKind.SET, None),
            (ChangeKind.SUBJECT, None),
            (ChangeKind.UNDO, 2),
            (ChangeKind.CORRECT, None),
            (ChangeKind.UNDO, 5),
            (ChangeKind.UNDO, 1),
        ):
            touch(tx, kind, fact, undoes)
            latest.append(tx.changes.latest_for(fact.id))
        touch(tx, ChangeKind.SET, other)
        assert [change and change.seq for change in latest] == [None, 1, 2, 2, 1, 5, 1, None]
        assert tx.changes.latest_for(fact.id) is None


def test_an_import_is_taken_back_fact_by_fact(database: Database) -> None:
    """Taking a change back for one fact leaves it standing for the others."""
    with database.write() as tx:
        one, other = new_fact(tx), new_fact(tx, "a.b")
        change = tx.changes.begin(ChangeKind.IMPORT, None)
        tx.changes.touch(change, [one.id, other.id])
        touch(tx, ChangeKind.UNDO, one, undoes=change.seq)
        assert tx.changes.latest_for(one.id) is None
        assert tx.changes.latest_for(other.id) == change
        assert tx.changes.facts_of(change.seq) == {one.id, other.id}
        assert [each.kind for each in tx.changes.of(one.id)] == [ChangeKind.IMPORT, ChangeKind.UNDO]


def test_a_fact_is_touched_once_a_change(database: Database) -> None:
    """The database itself refuses to log a fact twice in one change."""

    def twice() -> None:
        with database.write() as tx:
            fact = new_fact(tx)
            change = tx.changes.begin(ChangeKind.SET, None)
            tx.changes.touch(change, [fact.id])
            tx.changes.touch(change, [fact.id])

    with pytest.raises(IntegrityError):
        twice()


@pytest.mark.parametrize(("kind", "undoes"), [(ChangeKind.UNDO, None), (ChangeKind.SET, 1)])
def test_an_undo_names_its_change(database: Database, kind: ChangeKind, undoes: int | None) -> None:
    """The database itself refuses an undo of nothing, and a set that undoes."""
    with database.write() as tx:
        tx.changes.begin(ChangeKind.SET, None)

    def confuse() -> None:
        with database.write() as tx:
            tx.changes.begin(kind, None, undoes=undoes)

    with pytest.raises(IntegrityError, match="undo_names_its_change"):
        confuse()


def test_there_is_one_counter(database: Database) -> None:
    """The database itself refuses a second row that counts."""

    def second() -> None:
        with database.write() as tx:
            tx.connection.execute(text("INSERT INTO change_counter (id, seq) VALUES (2, 0)"))

    with pytest.raises(IntegrityError, match="one_row"):
        second()


@pytest.mark.parametrize("store_url", ["postgres"], indirect=True)
def test_nothing_changes_while_it_is_held_still(
    store_url: str, database: Database, clock: FakeClock
) -> None:
    """It is refused at once while somebody changes something, and who comes then waits for it."""
    other = Database(store_url, clock)
    with ThreadPoolExecutor(1) as pool:
        with database.write() as tx:
            tx.changes.lock()
            with other.write() as ours:
                assert not ours.changes.hold_still()
        with other.write() as ours, other.read() as watching:
            assert ours.changes.hold_still()
            editing = pool.submit(begin, database)
            while not editing.done() and not somebody_waits(watching):
                pass
            assert not editing.done()
        assert editing.result() == 1
    other.close()


def begin(database: Database) -> int:
    """Make a change; return its seq."""
    with database.write() as tx:
        return tx.changes.begin(ChangeKind.SET, None).seq


def somebody_waits(tx: Transaction) -> bool:
    """Tell whether a connection to this server waits for another one's row."""
    return bool(tx.connection.execute(text("SELECT 1 FROM pg_locks WHERE NOT granted")).first())


def test_who_changes_something_may_hold_the_rest_still(database: Database) -> None:
    """Within one transaction both can be had, in either order."""
    with database.write() as tx:
        assert tx.changes.hold_still()
        assert tx.changes.begin(ChangeKind.SET, None).seq == 1
        assert tx.changes.hold_still()
        assert tx.changes.latest()[0] == 1
