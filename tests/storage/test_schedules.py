"""Schedules: standing orders, each with the next time that nobody has planned yet."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from storage.database import Database, Transaction
from storage.plans import Planned
from storage.schedules import Content, Order, Schedule, State, Told
from tests.standins.clock import FakeClock

DAY = timedelta(days=1)


def chat(tx: Transaction, name: str = "1") -> int:
    """Return our id of a private chat."""
    return tx.chats.seen("telegram", name, "", "private").id


def digest(tx: Transaction, about: str = "", *, own: bool = True) -> Order:
    """Return an order of a digest."""
    return Order(Content.DIGEST, about, "0 9 * * 1-5", "Europe/Riga", chat(tx), own=own)


def added(tx: Transaction, about: str = "", *, own: bool = True) -> Schedule:
    """Return a digest that is due in a day."""
    return tx.schedules.add(digest(tx, about, own=own), tx.now + DAY, None)


def test_order_is_kept_as_it_was_given(database: Database) -> None:
    """What, where, when and by whose clock; a number by which people call it."""
    with database.write() as tx:
        order = replace(digest(tx, own=False), content=Content.TEXT, about="Hi", channels=("a",))
        made = tx.schedules.add(order, tx.now + DAY, tx.people.seen("telegram", "7").id)
        assert tx.schedules.get(made.number) == made == tx.schedules.by_id(made.id)
        assert (made.order, made.state, made.next_at) == (order, State.ACTIVE, tx.now + DAY)
        assert tx.schedules.standing() == (made,)
        assert tx.schedules.own(order.chat) == ()
        assert tx.schedules.get(made.number + 1) is None


def test_chat_has_one_digest_of_its_own_a_topic(database: Database) -> None:
    """Ordered anew it keeps its number; those of editors are others."""
    with database.write() as tx:
        first, nato = added(tx), added(tx, "nato")
        desk = added(tx, own=False)
        later = replace(first.order, cron="0 10 * * *")
        again = tx.schedules.add(later, tx.now + 2 * DAY, None)
        assert (again.number, again.order.cron) == (first.number, "0 10 * * *")
        assert [each.number for each in tx.schedules.own(chat(tx))] == [first.number, nato.number]
        assert tx.schedules.standing() == (desk,)


def test_time_is_planned_by_one(database: Database) -> None:
    """Who comes second, with what was true before, changes nothing."""
    with database.write() as tx:
        made = added(tx)
        assert tx.schedules.due(tx.now, 10) == ()
        assert tx.schedules.due(tx.now + DAY, 10) == (made,)
        assert tx.schedules.advance(made, tx.now + 2 * DAY)
        assert not tx.schedules.advance(made, tx.now + 2 * DAY)
        assert tx.schedules.due(tx.now + DAY, 10) == ()


def test_paused_is_not_due_until_it_is_resumed(database: Database) -> None:
    """Each switch works once."""
    with database.write() as tx:
        made = added(tx)
        assert tx.schedules.pause(made)
        assert not tx.schedules.pause(made)
        assert tx.schedules.due(tx.now + DAY, 10) == ()
        assert tx.schedules.resume(made, tx.now + 2 * DAY)
        assert not tx.schedules.resume(made, tx.now + 2 * DAY)
        assert [each.number for each in tx.schedules.due(tx.now + 2 * DAY, 10)] == [made.number]


def test_ended_is_listed_for_some_days(database: Database, clock: FakeClock) -> None:
    """And then no more, though it is kept."""
    with database.write() as tx:
        made = added(tx, own=False)
        assert tx.schedules.advance(made, None)
        (listed,) = tx.schedules.standing()
        assert (listed.state, listed.next_at) == (State.OVER, None)
    clock.advance(8 * DAY)
    with database.write() as tx:
        assert tx.schedules.standing() == ()
        assert tx.schedules.get(made.number) == listed
        assert tx.schedules.remove(listed)
        assert not tx.schedules.remove(listed)


def test_last_digest_is_found_by_its_key(database: Database) -> None:
    """What it kept when it was sent; of another rule, another chat or unsent ones nothing."""
    with database.write() as tx:
        here, there = chat(tx), chat(tx, "2")
        keys = ("digest:1:a", "digest:1:b", "digest:12:c", "digest:1:d")
        for n, key in enumerate(keys):
            at = tx.now + n * DAY
            tx.plans.add("digest", None, [Planned(key, here, at, 3, {"kept": key})])
        query = "UPDATE deliveries SET state = 'sent' WHERE key <> 'digest:1:d'"
        tx.connection.exec_driver_sql(query)
        told = tx.schedules.told(here, "digest:1:")
        assert told == Told(tx.now + DAY, {"kept": "digest:1:b"})
        assert tx.schedules.told(there, "digest:1:") is None


def test_digests_go_along_with_their_chat_and_their_person(database: Database) -> None:
    """A chat that moved keeps its own; who is forgotten has none."""
    with database.write() as tx:
        old = tx.chats.seen("telegram", "-1", "", "group")
        new = tx.chats.seen("telegram", "-2", "", "group")
        for where, about in ((old, ""), (old, "nato"), (new, "")):
            order = replace(digest(tx, about), chat=where.id)
            tx.schedules.add(order, tx.now + DAY, None)
        tx.belongings.move("telegram", "-1", "-2")
        assert sorted(each.order.about for each in tx.schedules.own(new.id)) == ["", "nato"]

        person = tx.people.seen("telegram", "1").id
        tx.chats.belongs(added(tx).order.chat, person)
        tx.belongings.forget(person)
        assert tx.schedules.own(chat(tx)) == ()


@pytest.mark.parametrize("store_url", ["postgres"], indirect=True)
def test_two_processes_plan_each_time_once(store_url: str, clock: FakeClock) -> None:
    """However they meet, each of a hundred times has one row, by whoever was first."""
    databases = [Database(store_url, clock) for _ in range(2)]
    with databases[0].write() as tx:
        made = added(tx)
    clock.advance(100 * DAY)

    def plan(database: Database) -> int:
        planned = 0
        for _ in range(100):
            with database.write() as tx:
                for each in tx.schedules.due(tx.now, 5):
                    assert each.next_at is not None
                    if tx.schedules.advance(each, each.next_at + DAY):
                        key = f"digest:{each.number}:{each.next_at.isoformat()}"
                        row = Planned(key, each.order.chat, each.next_at, 3, {})
                        tx.plans.add("digest", None, [row])
                        planned += 1
        return planned

    with ThreadPoolExecutor(2) as both:
        done = sum(both.map(plan, databases))
    with databases[0].read() as tx:
        rows = tx.connection.exec_driver_sql("SELECT count(*) FROM deliveries").scalar()
        left = tx.schedules.get(made.number)
    for database in databases:
        database.close()

    assert left is not None
    assert left.next_at is not None
    assert rows == done == (left.next_at - clock()) // DAY + 99
