"""Progress: how far a fan-out is, and what got into trouble, read from the rows themselves."""

from __future__ import annotations

from collections import Counter
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from storage.database import Database
from storage.deliveries import Delivery, Message, Reason
from storage.journal import Progress, Trouble, Wanted
from tests.standins.clock import FakeClock
from tests.storage.planned import KIND, LEASE, SUBJECT, chats, claim, plan_each, sent
from tests.storage.stores import sqlite_copy

MINUTE = timedelta(minutes=1)
LATE_AFTER = 10 * MINUTE


def progress(database: Database, most_small: int = 2) -> tuple[Progress, ...]:
    """Return how far what is larger than that is."""
    with database.read() as tx:
        return tx.journal.progress(most_small, tx.now - MINUTE)


class TestProgress:
    """How far a fan-out is."""

    def test_it_counts_what_has_left_and_what_left_of_late(
        self, database: Database, clock: FakeClock
    ) -> None:
        """Of all rows of one time; one of those that wait is named."""
        begun = clock()
        plan_each(database, chats(database, 60), begun)
        assert [each.done for each in progress(database)] == [0]
        sent(database, claim(database))
        clock.advance(2 * MINUTE)
        later = claim(database)
        sent(database, later)

        (found,) = progress(database)
        assert (found.kind, found.subject, found.planned_at) == (KIND, SUBJECT, begun)
        assert (found.rows, found.done, found.of_late) == (60, 2 * len(later), len(later))
        with database.read() as tx:
            (example,) = tx.journal.read([found.example])
        assert example.sent_at is None

    def test_it_ends_with_the_last(self, database: Database, clock: FakeClock) -> None:
        """What is over, ahead or small has no progress."""
        plan_each(database, chats(database, 3), clock())
        sent(database, claim(database))
        plan_each(database, chats(database, 3), clock() + timedelta(hours=1))
        plan_each(database, chats(database, 2), clock())

        assert progress(database) == ()

    def test_two_at_once_are_told_apart(self, database: Database, clock: FakeClock) -> None:
        """By their time, the oldest first."""
        plan_each(database, chats(database, 4), clock())
        clock.advance(MINUTE)
        plan_each(database, chats(database, 5), clock())

        assert [each.rows for each in progress(database)] == [4, 5]


class TestTroubles:
    """What is counted of a time."""

    def test_each_trouble_is_counted_by_kind(self, database: Database, clock: FakeClock) -> None:
        """Within the time alone; a reply that arrived late is none."""
        start = clock()
        for key, kind in (("1", "reply"), ("2", "alarm"), ("3", "alarm"), ("4", "alarm")):
            queue(database, key, kind)
        clock.advance(2 * LATE_AFTER)
        sent(database, [take(database, "1"), take(database, "2")])
        with database.write() as tx:
            tx.ledger.expire(take_in(tx.ledger.claim("t", 1, LEASE, 3)), Reason.OVER)
            tx.ledger.hold(take_in(tx.ledger.claim("t", 1, LEASE, 4)), Reason.IN_DOUBT)

        with database.read() as tx:
            found = tx.journal.troubles(start, clock(), LATE_AFTER)
            before = tx.journal.troubles(start - MINUTE, start, LATE_AFTER)
        assert found == Counter(
            {(Trouble.LATE, "alarm"): 1, (Trouble.EXPIRED, "alarm"): 1, (Trouble.HELD, "alarm"): 1}
        )
        assert before == Counter()

    def test_page_and_count_are_read_by_indexes(
        self, sqlite_store: Path, tmp_path: Path, clock: FakeClock
    ) -> None:
        """SQLite goes through no table, and sorts nothing, to show what was sent of late."""
        statements: list[str] = []
        with sqlite_copy(sqlite_store, tmp_path) as url, closing(Database(url, clock)) as database:
            queue(database, "1", "alarm")
            with database.read() as tx:
                raw = tx.connection.connection.driver_connection
                assert raw is not None
                raw.set_trace_callback(statements.append)
                tx.journal.ids(Wanted(None, unsent_replies=True), 0, 8)
                tx.journal.count(Wanted(None, unsent_replies=True))
                tx.journal.progress(2, tx.now)
                raw.set_trace_callback(None)
                plans = [
                    str(step[-1])
                    for each in statements
                    for step in raw.execute(f"EXPLAIN QUERY PLAN {each}").fetchall()
                ]

        assert plans
        assert not [step for step in plans if step == "SCAN deliveries" or "ORDER BY" in step]


def queue(database: Database, key: str, kind: str) -> None:
    """Queue a message in a chat of its own."""
    with database.write() as tx:
        chat = tx.chats.seen("telegram", key, "", "private")
        tx.ledger.add(Message(key, kind, chat.id, {}))


def take(database: Database, key: str) -> Delivery:
    """Claim the message of a chat."""
    with database.write() as tx:
        chat = tx.chats.find("telegram", key)
        assert chat is not None
        return take_in(tx.ledger.claim("t", 1, LEASE, chat.id))


def take_in(claimed: tuple[Delivery, ...]) -> Delivery:
    """Return the one message that was claimed."""
    (found,) = claimed
    return found
