"""Holds: what keeps back everything, or what goes to one chat, from every process at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from storage.database import Database
from storage.deliveries import Delivery, State
from storage.holds import EVERYTHING, holding
from storage.plans import Planned
from storage.turns import Claim
from tests.standins.clock import FakeClock
from tests.storage.planned import (
    LEASE,
    PACE,
    PATIENCE,
    SECOND,
    chat,
    chats,
    claim_replies,
    plan,
    plan_each,
    planned,
    reply,
    rows,
    sent,
    told_of,
)
from tests.storage.stores import sqlite_copy

MINUTE = timedelta(minutes=1)


def claim(database: Database) -> list[str]:
    """Claim what is due, of which only alarms are urgent, and send it; return the keys."""
    with database.write() as tx:
        by = Claim("ours", LEASE, SECOND, PATIENCE, urgent="alarm")
        claimed = tx.turns.claim(by, "telegram", PACE, (1, 2))
    sent(database, claimed)
    return sorted(each.key for each in claimed)


def put(database: Database, name: str = EVERYTHING, chat_id: int | None = None) -> bool:
    """Put everything, or one chat, on hold."""
    with database.write() as tx:
        return tx.holds.put(name, chat_id, "a false alarm", None)


def release(database: Database, name: str = EVERYTHING) -> bool:
    """Lift a hold."""
    with database.write() as tx:
        return tx.holds.release(name)


def alarm(database: Database, clock: FakeClock, chat_id: int, key: str = "alarm") -> None:
    """Plan an alarm, which tells of no subject."""
    with database.write() as tx:
        tx.plans.add("alarm", None, [Planned(key, chat_id, clock(), 1, {})])


def overdue(database: Database, chat_id: int | None = None) -> tuple[Delivery, ...]:
    """Return the reminders that are past their time and on no hold."""
    with database.read() as tx:
        return tx.plans.overdue(["reminder"], chat_id)


class TestEverything:
    """What the hold on everything keeps back."""

    def test_nothing_planned_is_claimed_until_release(
        self, database: Database, clock: FakeClock
    ) -> None:
        """Rows stay queued, and leave once it is lifted."""
        plan_each(database, chats(database, 3), clock())
        put(database)

        assert claim(database) == []
        assert {each.state for each in rows(database).values()} == {State.QUEUED}
        assert release(database)
        assert len(claim(database)) == 3

    def test_it_bites_in_another_process_and_after_a_restart(
        self, store_url: str, database: Database, clock: FakeClock
    ) -> None:
        """It is a row of the store, which every claim reads."""
        plan_each(database, chats(database, 1), clock())
        put(database)
        database.close()
        other = Database(store_url, clock)

        assert claim(other) == []
        other.close()

    def test_replies_and_alarms_leave(self, database: Database, clock: FakeClock) -> None:
        """An alarm even past what is kept back in its own chat, whatever the rank of that."""
        here = chat(database)
        plan(database, planned("notice", here, clock() - MINUTE, rank=1))
        alarm(database, clock, here)
        put(database)

        assert claim(database) == ["alarm"]
        reply(database, here)
        assert [each.key for each in claim_replies(database)] == ["reply"]

    def test_what_is_on_its_way_is_let_through(self, database: Database, clock: FakeClock) -> None:
        """A hold while a message is being sent changes nothing about it."""
        plan_each(database, chats(database, 1), clock())
        with database.write() as tx:
            by = Claim("ours", LEASE, SECOND, PATIENCE)
            flying = tx.turns.claim(by, "telegram", PACE, (1, 2))
        put(database)
        sent(database, flying)

        assert [each.state for each in rows(database).values()] == [State.SENT]

    @pytest.mark.parametrize("name", [EVERYTHING, "news"])
    def test_who_waits_for_its_turn_sees_it(
        self, database: Database, clock: FakeClock, name: str
    ) -> None:
        """A claim that waits while another one ends claims nothing of what was held meanwhile."""
        here = chat(database)
        plan_each(database, [here], clock())
        claim(database)
        plan(database, planned("late", here, clock()))
        clock.advance(MINUTE)
        with ThreadPoolExecutor() as beside:
            with database.write() as tx:
                tx.turns.reserve("telegram", clock(), timedelta(0))
                waiting = beside.submit(claim, database)
                wait([waiting], timeout=0.2)
                tx.holds.put(name, None if name == EVERYTHING else here, "a false alarm", None)
            assert waiting.result() == []

    def test_few_alarms_are_found_among_much_that_is_kept_back(
        self, sqlite_store: Path, tmp_path: Path, clock: FakeClock
    ) -> None:
        """SQLite goes to them by their kind, and not through all that is due."""
        what = "state = 'queued' AND rank + 0 = 1 AND kind = 'alarm' AND subject_id IS NULL"
        with sqlite_copy(sqlite_store, tmp_path) as url, closing(Database(url, clock)) as database:
            found = told_of(database, f"SELECT id FROM deliveries WHERE {what}", {})  # noqa: S608 - nothing in it comes from outside

        assert "ix_deliveries_subject_id_kind_chat_id" in found


class TestOneChat:
    """What the hold on one chat keeps back."""

    def test_only_its_messages_wait(self, database: Database, clock: FakeClock) -> None:
        """All others are told at their time; an alarm reaches it too."""
        here, there = chats(database, 2)
        plan(database, planned("here", here, clock()), planned("there", there, clock()))
        alarm(database, clock, here)
        put(database, "news", here)

        assert claim(database) == ["alarm", "there"]
        release(database, "news")
        clock.advance(MINUTE)
        assert claim(database) == ["here"]

    def test_it_stays_when_the_one_on_everything_is_lifted(
        self, database: Database, clock: FakeClock
    ) -> None:
        """Each was ordered for a reason of its own."""
        here, there = chats(database, 2)
        plan(database, planned("here", here, clock()), planned("there", there, clock()))
        put(database, "news", here)
        put(database)
        release(database)

        assert claim(database) == ["there"]

    def test_it_follows_a_chat_that_moves(self, database: Database, clock: FakeClock) -> None:
        """A group that becomes a larger one, which was met already, is on hold as before."""
        old, new = (chat(database, name, place="group") for name in ("-1", "-2"))
        put(database, "news", old)
        plan(database, planned("there", new, clock()))
        with database.write() as tx:
            tx.belongings.move("telegram", "-1", "-2")

        assert claim(database) == []


class TestKnowing:
    """What is told of holds."""

    def test_each_name_is_held_once(self, database: Database, clock: FakeClock) -> None:
        """The first reason stays; a second release finds nothing."""
        assert put(database)
        clock.advance(MINUTE)
        assert not put(database)

        with database.read() as tx:
            (found,) = tx.holds.all()
            assert found == tx.holds.get(EVERYTHING)
            assert (found.reason, found.since, found.chat) == (
                "a false alarm",
                clock() - MINUTE,
                None,
            )
        assert release(database)
        assert not release(database)

    def test_which_hold_keeps_a_chat_back(self, database: Database) -> None:
        """Its own, or that on everything; no other chat's."""
        here, there = chats(database, 2)
        put(database, "news", here)
        with database.read() as tx:
            holds = tx.holds.all()

        assert holding(holds, here) == holds[0]
        assert holding(holds, there) is None

    def test_overdue_is_what_waits_past_its_time_and_on_no_hold(
        self, database: Database, clock: FakeClock
    ) -> None:
        """Of the kinds that are asked for, everywhere or in one chat."""
        here, there = chats(database, 2)
        plan(database, planned("late", here, clock()), planned("other", there, clock()))
        plan(database, planned("ahead", here, clock() + MINUTE))
        alarm(database, clock, here)
        assert [each.key for each in overdue(database)] == ["late", "other"]
        assert [each.key for each in overdue(database, here)] == ["late"]

        put(database, "news", here)
        assert [each.key for each in overdue(database)] == ["other"]

    def test_what_is_kept_for_an_editor_has_a_number(
        self, database: Database, clock: FakeClock
    ) -> None:
        """It is held from then on, and is not claimed any more."""
        plan(database, planned("late", chat(database), clock()))
        with database.write() as tx:
            (late,) = tx.plans.overdue(["reminder"])
            number = tx.plans.keep(late, "on hold")

        found = rows(database)["late"]
        assert (found.number, found.state, found.why) == (number, State.HELD, "on hold")
        assert claim(database) == []

    def test_who_ordered_it_may_be_forgotten(self, database: Database) -> None:
        """The hold stays, and is nobody's."""
        with database.write() as tx:
            person = tx.people.seen("telegram", "9", "Ed")
            tx.holds.put(EVERYTHING, None, "a false alarm", person.id)
            tx.belongings.forget(person.id)
            found = tx.holds.get(EVERYTHING)

        assert found is not None
        assert found.person is None


def test_words_of_one_scope_are_kept_apart(database: Database, clock: FakeClock) -> None:
    """The first at once, the next a gap later; after a pause at once again."""
    found = []
    for _ in range(2):
        with database.write() as tx:
            found.append(tx.turns.reserve("held:1", clock(), MINUTE) - clock())
    clock.advance(timedelta(hours=1))
    with database.write() as tx:
        found.append(tx.turns.reserve("held:1", clock(), MINUTE) - clock())

    assert found == [timedelta(0), MINUTE, timedelta(0)]
