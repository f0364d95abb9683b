"""The ledger: each key once for ever, each chat in order, settled by who holds the row."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from storage.database import Database
from storage.deliveries import Holder
from storage.errors import LostLease
from storage.ledger import Delivery, Message, State
from tests.standins.clock import FakeClock
from tests.storage.planned import claim as claim_planned
from tests.storage.planned import plan, planned
from tests.storage.stores import sqlite_copy

LEASE = timedelta(seconds=90)
PAYLOAD = {"message": [{"text": "Hello"}], "language": "en"}


def chat(database: Database, name: str = "1") -> int:
    """Return our id of a private chat."""
    with database.write() as tx:
        return tx.chats.seen("telegram", name, "", "private").id


def queue(database: Database, key: str, chat_id: int) -> int | None:
    """Queue a reply."""
    with database.write() as tx:
        return tx.ledger.add(Message(key, "reply", chat_id, PAYLOAD))


def claim(database: Database, holder: str = "ours") -> tuple[Delivery, ...]:
    """Claim what is due."""
    with database.write() as tx:
        return tx.ledger.claim(holder, 10, LEASE)


def state(database: Database, delivery: Delivery) -> State:
    """Return where a message stands."""
    with database.read() as tx:
        return tx.ledger.get([delivery.id])[0].state


def test_key_is_used_once_for_ever(database: Database) -> None:
    """What was queued, even if it was sent long ago, is not queued again."""
    here = chat(database)
    assert queue(database, "reply:1", here) is not None
    assert queue(database, "reply:1", here) is None
    (delivery,) = claim(database)
    with database.write() as tx:
        tx.ledger.sent(delivery, "77")

    assert queue(database, "reply:1", here) is None
    assert claim(database) == ()


def test_chat_hears_everything_in_order(database: Database) -> None:
    """The second message of a chat waits until the first is settled; other chats do not."""
    here, there = chat(database), chat(database, "2")
    for key, where in (("a", here), ("b", here), ("c", there)):
        queue(database, key, where)

    first, other = claim(database)
    assert (first.key, other.key) == ("a", "c")
    assert claim(database, "another") == ()

    with database.write() as tx:
        tx.ledger.sent(first, "77")
    assert [each.key for each in claim(database)] == ["b"]


def test_platform_takes_only_what_goes_there(database: Database) -> None:
    """What goes to another platform stays queued, untouched, for whoever serves that."""
    queue(database, "a", chat(database))
    with database.write() as tx:
        there = tx.chats.seen("slack", "1", "", "private").id
    queue(database, "b", there)

    with database.write() as tx:
        claimed = tx.ledger.claim("ours", 10, LEASE, platform="slack")

    assert [each.key for each in claimed] == ["b"]
    (left,) = claim(database)
    assert (left.key, left.attempts) == ("a", 1)


def test_what_is_there_already_is_noted_once(database: Database, clock: FakeClock) -> None:
    """It counts as sent, is never claimed, and its key is used up."""
    message = Message("reply:1", "reply", chat(database), PAYLOAD)

    with database.write() as tx:
        noted = tx.ledger.add_sent(message)
        assert tx.ledger.add_sent(message) is None
        assert tx.ledger.add(message) is None

    assert claim(database) == ()
    with database.read() as tx:
        (delivery,) = tx.ledger.get([noted or 0])
    assert (delivery.state, delivery.sent_at) == (State.SENT, clock())


def test_row_waits_for_its_time(database: Database, clock: FakeClock) -> None:
    """What the platform asked to wait for is not tried before, nor overtaken."""
    here = chat(database)
    queue(database, "a", here)
    queue(database, "b", here)
    (delivery,) = claim(database)
    with database.write() as tx:
        tx.ledger.again(delivery, clock() + timedelta(seconds=5), "asked to wait", doubted=False)

    assert claim(database) == ()
    clock.advance(timedelta(seconds=5))
    (again,) = claim(database)
    assert (again.key, again.attempts, again.doubts) == ("a", 2, 0)


def test_silence_past_the_lease_is_a_doubt(database: Database, clock: FakeClock) -> None:
    """A row whose sender died is neither lost nor sent again by itself."""
    queue(database, "a", chat(database))
    (delivery,) = claim(database)
    clock.advance(LEASE)
    with database.write() as tx:
        assert tx.ledger.orphan() == 1

    assert state(database, delivery) is State.IN_DOUBT
    assert claim(database) == ()
    with database.read() as tx:
        assert [each.key for each in tx.ledger.in_doubt("telegram")] == ["a"]


def test_late_settling_is_refused(database: Database, clock: FakeClock) -> None:
    """Who was stopped past the lease cannot undo what was decided meanwhile."""
    queue(database, "a", chat(database))
    (ours,) = claim(database)
    clock.advance(LEASE)
    with database.write() as tx:
        tx.ledger.orphan()
        (doubtful,) = tx.ledger.in_doubt("telegram")
        tx.ledger.again(doubtful, clock(), "in doubt", doubted=True)
    (theirs,) = claim(database, "theirs")

    with pytest.raises(LostLease), database.write() as tx:
        tx.ledger.sent(ours, "77")

    assert theirs.doubts == 1
    assert state(database, theirs) is State.SENDING


def test_an_earlier_claim_of_ones_own_is_over(database: Database, clock: FakeClock) -> None:
    """Who has a row for the second time settles it by that claim, not by what came of the first."""
    queue(database, "a", chat(database))
    (first,) = claim(database)
    with database.write() as tx:
        tx.ledger.doubt(first, "broke")
        (doubtful,) = tx.ledger.in_doubt("telegram")
        tx.ledger.again(doubtful, clock(), "not there", doubted=False)
    (second,) = claim(database)

    with pytest.raises(LostLease), database.write() as tx:
        tx.ledger.again(doubtful, clock(), "not there", doubted=False)
    with pytest.raises(LostLease), database.write() as tx:
        tx.turns.give_back(first)
    with database.write() as tx:
        tx.ledger.sent(second, "77")
    assert state(database, second) is State.SENT


def test_held_row_has_a_number_of_its_own(database: Database) -> None:
    """It is called by a number that no question or post has."""
    queue(database, "a", chat(database))
    (delivery,) = claim(database)
    with database.write() as tx:
        question = tx.questions.add("?", "en", "reason", {})
        assert tx.ledger.hold(delivery, "in doubt") == question + 1
        assert tx.ledger.counts() == {State.HELD: 1}


def test_message_is_found_by_what_it_answers_and_by_its_own_id(database: Database) -> None:
    """So a changed question finds its answer, and a reply to an answer what it is below."""
    here = chat(database)
    with database.write() as tx:
        tx.ledger.add(Message("a", "answer", here, PAYLOAD, answers="5"))
    (delivery,) = claim(database)
    with database.write() as tx:
        tx.ledger.sent(delivery, "77")
        assert [each.key for each in tx.ledger.answers_to(here, "5")] == ["a"]
        found = tx.ledger.of_message(here, "77")
        assert found is not None
        assert found.kind == "answer"
        assert tx.ledger.of_message(here, "78") is None


def test_old_words_are_forgotten_and_keys_are_not(database: Database, clock: FakeClock) -> None:
    """Past the keeping time nobody can read what was said, and it still cannot be said twice."""
    here = chat(database)
    queue(database, "a", here)
    (delivery,) = claim(database)
    with database.write() as tx:
        tx.ledger.sent(delivery, "77")
    queue(database, "waits", here)
    later = clock.advance(timedelta(days=91))
    with database.write() as tx:
        old = tx.ledger.settled_before(later - timedelta(days=90), 10)
        tx.ledger.blank(old)
        assert old == (delivery.id,)
        assert tx.ledger.settled_before(later, 10) == ()
        assert tx.ledger.get(old)[0].payload == {}

    assert queue(database, "a", here) is None


def test_held_words_are_kept_for_the_editor(database: Database, clock: FakeClock) -> None:
    """However old: nobody could decide about what nobody can read."""
    queue(database, "a", chat(database))
    (delivery,) = claim(database)
    with database.write() as tx:
        tx.ledger.hold(delivery, "in doubt")
    later = clock.advance(timedelta(days=91))

    with database.write() as tx:
        assert tx.ledger.settled_before(later, 10) == ()


def test_claim_looks_only_at_what_is_not_settled(
    sqlite_store: Path, tmp_path: Path, clock: FakeClock
) -> None:
    """What was settled long ago, in a chat or anywhere, makes no claim slower."""
    said: list[str] = []
    with sqlite_copy(sqlite_store, tmp_path) as url, closing(Database(url, clock)) as database:
        here = chat(database)
        with database.write() as tx:
            driver: Any = tx.connection.connection.dbapi_connection
            driver.set_trace_callback(said.append)
            tx.ledger.claim("ours", 1, LEASE, chat=here)
            tx.ledger.claim("ours", 1, LEASE, platform="telegram")
            tx.ledger.claim("ours", 1, LEASE)
            driver.set_trace_callback(None)
            plans = [driver.execute(f"EXPLAIN QUERY PLAN {each}").fetchall() for each in said]
    assert len(plans) == 3
    steps = [
        step for plan in plans for *_, step in plan if "deliveries" in step or "earlier" in step
    ]
    assert len(steps) == 6
    for step in steps:
        assert step.startswith("SEARCH")
        assert "ix_deliveries_chat_id_id" in step or "ix_deliveries_rank_due_at_id" in step


class TestBesidePlans:
    """What answers somebody, among what was planned."""

    def test_plan_for_later_blocks_nothing(self, database: Database, clock: FakeClock) -> None:
        """Nor does one that is due and waits for its turn: a reply overtakes it."""
        here = chat(database)
        for key, due_at in (("due", clock()), ("later", clock() + timedelta(days=1))):
            plan(database, planned(key, here, due_at))
        queue(database, "a", here)

        assert [each.key for each in claim(database)] == ["a"]

    def test_planned_messages_leave_by_turns_alone(
        self, database: Database, clock: FakeClock
    ) -> None:
        """Who claims what leaves at once takes none of them."""
        plan(database, planned("due", chat(database), clock()))

        assert claim(database) == ()

    def test_nothing_is_on_its_way_twice_to_a_chat(
        self, database: Database, clock: FakeClock
    ) -> None:
        """A reply waits for a reminder that is being sent, and for nothing else of it."""
        here, there = chat(database), chat(database, "2")
        plan(database, planned("due", here, clock()))
        (reminder,) = claim_planned(database)
        queue(database, "a", here)
        queue(database, "b", there)
        assert [each.key for each in claim(database)] == ["b"]

        with database.write() as tx:
            tx.ledger.again(reminder, clock() + LEASE, "down", doubted=False)
        assert [each.key for each in claim(database)] == ["a"]


@pytest.mark.parametrize("payload", [None, {"message": [], "language": "en"}])
def test_what_is_held_is_decided_once(
    database: Database, clock: FakeClock, payload: dict[str, Any] | None
) -> None:
    """Sent again or dropped for good; the second who decides is told so."""
    plan(database, planned("due", chat(database), clock()))
    (reminder,) = claim_planned(database)
    with database.write() as tx:
        number = tx.ledger.hold(reminder, "past review")
    clock.advance(LEASE)
    with database.write() as tx:
        assert [each.number for each in tx.held.all()] == [number]
        tx.held.reword(reminder.id, {"message": ["other words"]})
        assert [each.payload["message"] for each in tx.held.all()] == [["other words"]]
        assert not tx.held.decide(number + 1, payload)
        assert tx.held.decide(number, payload)
        assert not tx.held.decide(number, payload)
        assert not tx.held.decide(number, None)
        assert tx.held.all() == ()
        tx.held.reword(reminder.id, {"message": ["too late"]})

    again = claim_planned(database)
    if payload is None:
        assert again == ()
        assert state(database, reminder) is State.DROPPED
    else:
        assert [(each.number, each.payload) for each in again] == [(number, payload)]


def test_taking_at_once_is_queueing_and_claiming(database: Database) -> None:
    """What is taken as it is queued is what a claim would have given, only where nothing waits."""
    here, there = chat(database), chat(database, "-2")
    holder = Holder("t", LEASE)
    with database.write() as tx:
        number, taken = tx.ledger.add_taken(Message("a", "answer", here, {"x": 1}), holder)
        assert taken is not None
        assert tx.ledger.get([taken.id])[0] == replace(taken, lease_until=None)
        assert number == taken.id
        assert tx.ledger.add_taken(Message("a", "answer", there, {}), holder) == (None, None)

        later, none = tx.ledger.add_taken(Message("b", "answer", here, {}), holder)
        assert (later is None, none) == (False, None)
        tx.ledger.sent(taken, "77")
        (claimed,) = tx.ledger.claim("t", 1, LEASE, here)
        assert claimed.id == later
