"""The journal: what editors see of the ledger, and in which order."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event

from storage.database import Database
from storage.deliveries import Reason, State
from storage.journal import Filter, Wanted
from storage.ledger import Delivery, Message
from storage.plans import Planned
from storage.turns import Claim, Pace
from tests.standins.clock import FakeClock

LEASE = timedelta(seconds=90)
MINUTE = timedelta(minutes=1)
LATE_AFTER = 10 * MINUTE
ALL = Wanted(None)


class Desk:
    """Somebody who plans, queues and settles messages, each in a chat of its own."""

    def __init__(self, database: Database, clock: FakeClock) -> None:
        self.database = database
        self.clock = clock

    def _chat(self, name: str) -> int:
        with self.database.write() as tx:
            return tx.chats.seen("telegram", name, "", "private").id

    def plans(self, key: str, after: timedelta) -> None:
        """Plan a reminder so long from now."""
        planned = Planned(key, self._chat(key), self.clock() + after, 2, {})
        with self.database.write() as tx:
            tx.plans.add("reminder", None, [planned])

    def queues(self, key: str, kind: str = "reply") -> None:
        """Queue a message that leaves at once."""
        chat = self._chat(key)
        with self.database.write() as tx:
            tx.ledger.add(Message(key, kind, chat, {}))

    def claims(self, key: str) -> Delivery:
        """Claim what is due in the chat of that name, whose message it is."""
        with self.database.write() as tx:
            chat = tx.chats.find("telegram", key)
            assert chat is not None
            (found,) = tx.ledger.claim("token", 1, LEASE, chat.id)
            return found

    def sends(self, key: str) -> None:
        """Send what was queued."""
        found = self.claims(key)
        with self.database.write() as tx:
            tx.ledger.sent(found, "77")

    def holds(self, key: str) -> int:
        """Have a queued message held; return its number."""
        found = self.claims(key)
        with self.database.write() as tx:
            return tx.ledger.hold(found, Reason.IN_DOUBT)

    def sends_planned(self, ahead: timedelta = timedelta(0)) -> None:
        """Claim every planned message that is due, at a pace of one in `ahead`, and send it."""
        pace = Pace(ahead or timedelta(milliseconds=1), *2 * [timedelta(0)])
        with self.database.write() as tx:
            claim = Claim("token", LEASE, timedelta(seconds=1), LATE_AFTER)
            for each in tx.turns.claim(claim, "telegram", pace, [2]):
                tx.ledger.sent(each, "77")

    def reads(self, wanted: Wanted, first: int = 0, most: int | None = None) -> list[str]:
        """Return the keys of what the journal shows."""
        with self.database.read() as tx:
            found = tx.journal.read(tx.journal.ids(wanted, first, most))
            assert most is not None or len(found) == tx.journal.count(wanted)
            return [each.key for each in found]


@pytest.fixture
def desk(database: Database, clock: FakeClock) -> Desk:
    """Return somebody at the desk."""
    return Desk(database, clock)


def test_held_comes_first_then_what_is_due_then_what_was(desk: Desk) -> None:
    """What waits for somebody is on top, then the nearest to leave, then the latest that left."""
    for key in ("first", "second", "held"):
        desk.queues(key)
    desk.plans("far", timedelta(days=7))
    desk.plans("near", timedelta(days=1))
    desk.sends("first")
    desk.clock.advance(MINUTE)
    desk.sends("second")
    desk.holds("held")

    whole = ["held", "near", "far", "second", "first"]
    assert desk.reads(ALL) == whole
    assert desk.reads(ALL, 0, 2) + desk.reads(ALL, 2, 2) + desk.reads(ALL, 4, 2) == whole


def test_held_are_ordered_by_the_number_that_calls_them(desk: Desk) -> None:
    """And are found by it, whatever became of them."""
    for key in ("b", "a"):
        desk.queues(key)
    numbers = [desk.holds("a"), desk.holds("b")]

    assert desk.reads(replace(ALL, filter=Filter.HELD)) == ["a", "b"]
    with desk.database.write() as tx:
        tx.held.decide(numbers[0], None)
        found = tx.journal.numbered(numbers[0])
        assert found is not None
        assert (found.key, found.state, found.why) == ("a", State.DROPPED, Reason.BY_EDITOR)
        assert tx.journal.numbered(99) is None
    assert desk.reads(replace(ALL, filter=Filter.HELD)) == ["b"]


def test_failed_is_what_will_not_be_sent_though_it_should(desk: Desk) -> None:
    """What could not be sent or came too late; what was dropped on purpose is neither."""
    for key in ("failed", "expired", "dropped"):
        desk.queues(key)
        found = desk.claims(key)
        with desk.database.write() as tx:
            match key:
                case "failed":
                    tx.ledger.fail(found, "Forbidden")
                case "expired":
                    tx.ledger.expire(found, Reason.OVER)
                case _:
                    tx.ledger.drop(found, Reason.MERGED)

    assert set(desk.reads(replace(ALL, filter=Filter.FAILED))) == {"failed", "expired"}
    assert set(desk.reads(ALL)) == {"failed", "expired", "dropped"}


def test_late_is_what_left_or_waits_ten_minutes_past_its_time(desk: Desk) -> None:
    """Ten minutes exactly are not late; what is still ahead is not; what is held waits as well."""
    late = replace(ALL, filter=Filter.LATE)
    for key in ("in time", "late", "held", "waits"):
        desk.queues(key)
    desk.plans("reminder", MINUTE)
    desk.plans("ahead", timedelta(days=1))
    desk.clock.advance(LATE_AFTER)
    desk.sends("in time")
    assert desk.reads(late) == []

    desk.clock.advance(2 * MINUTE)
    desk.sends("late")
    desk.holds("held")

    assert desk.reads(late) == ["held", "waits", "reminder", "late"]


def test_late_counts_from_the_turn_where_the_pace_was_busy(desk: Desk) -> None:
    """The last of a long crowd has only waited for its turn."""
    for number in range(4):
        desk.plans(f"{number}", timedelta(0))
    for _ in range(4):
        desk.sends_planned(ahead=5 * MINUTE)
        desk.clock.advance(5 * MINUTE)

    assert desk.reads(ALL) == ["3", "2", "1", "0"]
    assert desk.reads(replace(ALL, filter=Filter.LATE)) == []


def test_kinds_may_be_wanted_only_where_they_were_not_sent(desk: Desk) -> None:
    """Replies that arrived would hide the rest; those that did not are shown."""
    for key, kind in (("sent", "answer"), ("waits", "answer"), ("alarm", "alarm")):
        desk.queues(key, kind)
    desk.sends("sent")
    desk.sends("alarm")

    assert desk.reads(replace(ALL, unsent_replies=True)) == ["waits", "alarm"]


def test_nothing_is_read_of_nothing(desk: Desk) -> None:
    """An empty ledger is an empty journal, and so is what lies behind its end."""
    assert desk.reads(ALL) == []
    desk.queues("a")
    assert desk.reads(ALL, 5, 5) == []


def test_what_is_planned_for_later_is_counted_apart(desk: Desk) -> None:
    """Only what is due and has not left is a backlog."""
    desk.queues("reply")
    desk.plans("ahead", timedelta(days=1))
    desk.plans("soon", MINUTE)

    with desk.database.read() as tx:
        assert tx.plans.ahead() == 2
    desk.clock.advance(MINUTE)
    with desk.database.read() as tx:
        assert tx.plans.ahead() == 1


@pytest.mark.parametrize(("why", "repeats"), [(Reason.IN_DOUBT, 1), (Reason.PAST_REVIEW, 0)])
def test_what_may_have_been_sent_is_a_repeat_when_an_editor_sends_it(
    desk: Desk, why: Reason, repeats: int
) -> None:
    """Its reader is told so; what was surely not sent before is no repeat."""
    desk.queues("a")
    found = desk.claims("a")
    with desk.database.write() as tx:
        number = tx.ledger.hold(found, why)
        assert tx.held.decide(number, {"message": []})
        assert not tx.held.decide(number, None)

    again = desk.claims("a")
    assert (again.doubts, again.why) == (repeats, Reason.BY_EDITOR)


def test_what_was_planned_long_ago_and_said_now_is_not_forgotten(desk: Desk) -> None:
    """The keeping time of words begins when they are said."""
    desk.plans("reminder", timedelta(days=100))
    desk.clock.advance(timedelta(days=100))
    desk.sends_planned()

    kept = timedelta(days=90)
    with desk.database.read() as tx:
        assert tx.ledger.settled_before(tx.now - kept, 10) == ()
    desk.clock.advance(kept + MINUTE)
    with desk.database.read() as tx:
        assert len(tx.ledger.settled_before(tx.now - kept, 10)) == 1


def test_what_left_late_has_an_index_of_its_own(database: Database) -> None:
    """However much was ever sent in time, none of it is looked at to tell what was late."""
    asked: list[tuple[str, Any]] = []
    with database.write() as tx:
        if tx.connection.dialect.name == "postgresql":
            # It would read a small table whole.
            tx.connection.exec_driver_sql("SET LOCAL enable_seqscan = off")

        def hear(*said: Any) -> None:  # noqa: ANN401 - the library's own form
            asked.append((said[2], said[3]))

        event.listen(tx.connection, "before_cursor_execute", hear)
        tx.journal.ids(replace(ALL, filter=Filter.LATE, unsent_replies=True), 0, 8)
        event.remove(tx.connection, "before_cursor_execute", hear)
        statement, given = asked[-1]
        word = "EXPLAIN" if tx.connection.dialect.name == "postgresql" else "EXPLAIN QUERY PLAN"
        plan = tx.connection.exec_driver_sql(f"{word} {statement}", given).all()

    assert "ix_deliveries_late" in str(plan)
