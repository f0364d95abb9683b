"""What counts as delay of a planned message: everything but waiting for its turn."""

from __future__ import annotations

from datetime import timedelta

from storage.database import Database, Transaction
from storage.ledger import Delivery
from storage.turns import IDLE, Claim, Pace
from tests.standins.clock import FakeClock
from tests.storage.planned import (
    LEASE,
    PATIENCE,
    SECOND,
    chat,
    chats,
    claim,
    plan,
    plan_each,
    planned,
    send_all,
)

SLOW = Pace(*[timedelta(minutes=1)] * 3)
"""One message a minute: ten of them take ten minutes."""


def claim_in(tx: Transaction, pace: Pace) -> tuple[Delivery, ...]:
    """Claim within a transaction."""
    return tx.turns.claim(Claim("ours", LEASE, SECOND, PATIENCE), "telegram", pace, (1, 2))


def test_long_fan_out_is_not_late(database: Database, clock: FakeClock) -> None:
    """Who is reached after twenty minutes, as the pace has it, is reached in time."""
    plan_each(database, chats(database, 20), clock())

    gone = send_all(database, clock, [timedelta(minutes=1)] * 21, SLOW)

    assert len(gone) == 20
    assert all(each.turn == each.due_at for each in gone)


def test_down_time_is_late(database: Database, clock: FakeClock) -> None:
    """Nothing was sent for an hour: all of it is an hour late, however long it takes."""
    planned_at = clock()
    plan_each(database, chats(database, 20), planned_at)
    clock.advance(timedelta(hours=1))

    gone = send_all(database, clock, [timedelta(minutes=1)] * 21, SLOW)

    assert len(gone) == 20
    assert {each.turn for each in gone} == {planned_at}
    assert {each.paced_at for each in gone} == {None}


def test_down_time_amid_a_fan_out_is_late(database: Database, clock: FakeClock) -> None:
    """Who was to be next when everything stood still is told so."""
    planned_at = clock()
    plan_each(database, chats(database, 12), planned_at)
    send_all(database, clock, [timedelta(minutes=1)] * 5, SLOW)
    clock.advance(timedelta(hours=1))

    gone = send_all(database, clock, [timedelta(minutes=1)] * 10, SLOW)

    assert {each.turn for each in gone} == {planned_at}


def test_down_time_is_late_for_all_of_a_chat(database: Database, clock: FakeClock) -> None:
    """That the first of them keeps the chat busy does not excuse what was late before it."""
    here, planned_at = chat(database), clock()
    plan(database, *(planned(f"r{each}", here, planned_at) for each in range(3)))
    clock.advance(timedelta(hours=1))

    gone = send_all(database, clock, [SECOND] * 6)

    assert [each.turn for each in gone] == [planned_at] * 3


def test_short_pause_is_no_lateness(database: Database, clock: FakeClock) -> None:
    """A restart within minutes of their time makes nobody late who had to wait anyway."""
    plan_each(database, chats(database, 20), clock())
    clock.advance(PATIENCE / 2)

    gone = send_all(database, clock, [timedelta(minutes=1)] * 21, SLOW)

    assert all(each.due_at - each.turn <= PATIENCE for each in gone)


def test_platform_out_of_reach_is_late(database: Database, clock: FakeClock) -> None:
    """What had its turn, and was tried for an hour, is an hour late."""
    planned_at = clock()
    plan_each(database, [chat(database)], planned_at)
    for _ in range(60):
        (tried,) = claim(database)
        with database.write() as tx:
            tx.ledger.again(tried, clock() + 60 * SECOND, "down", doubted=False)
        clock.advance(61 * SECOND)

    (last,) = claim(database)

    assert last.turn - planned_at <= SECOND


def test_platform_out_of_reach_is_late_for_many(database: Database, clock: FakeClock) -> None:
    """Not even if there are so many of them that trying them keeps the pace busy."""
    planned_at = clock()
    plan_each(database, chats(database, 9), planned_at)
    slow = Pace(*[10 * SECOND] * 3)
    for _ in range(150):
        with database.write() as tx:
            for tried in claim_in(tx, slow):
                tx.ledger.again(tried, tx.now + 30 * SECOND, "down", doubted=False)
        clock.advance(10 * SECOND)

    with database.write() as tx:
        late = [tx.now - each.turn for each in claim_in(tx, slow)]

    assert late
    assert min(late) > PATIENCE


def test_wait_that_was_asked_for_is_not_late(database: Database, clock: FakeClock) -> None:
    """What the platform itself put off was not ours to send before."""
    plan_each(database, [chat(database)], clock())
    (first,) = claim(database)
    until = clock() + timedelta(minutes=20)
    with database.write() as tx:
        tx.ledger.wait(first, until, "asked to wait")
        tx.turns.wait(first, until)
    clock.set(until)

    (again,) = claim(database)

    assert again.turn == again.due_at == until


def test_wait_of_a_group_makes_none_of_its_topics_late(
    database: Database, clock: FakeClock
) -> None:
    """Who waits for the same group waits for the same reason."""
    topics = [chat(database, "-100", topic, "group") for topic in ("", "5")]
    plan_each(database, topics[:1], clock())
    (first,) = claim(database)
    plan_each(database, topics[1:], clock())
    until = clock() + timedelta(minutes=20)
    with database.write() as tx:
        tx.ledger.fail(first, "refused")
        tx.turns.wait(first, until)
    clock.set(until)

    (other,) = claim(database)

    assert other.turn == other.due_at == until


def test_punctual_message_was_not_paced(database: Database, clock: FakeClock) -> None:
    """Where nobody waited nothing says so."""
    plan_each(database, [chat(database)], clock() + SECOND)

    (claimed,) = claim(database)

    assert (claimed.paced_at, claimed.turn) == (None, clock() + SECOND)


def test_pause_between_fan_outs_ends_the_first(database: Database, clock: FakeClock) -> None:
    """What keeps a pace now does not excuse what another had kept before a pause."""
    plan_each(database, chats(database, 2), clock())
    send_all(database, clock, [SECOND] * 2)
    planned_at = clock() + SECOND
    plan_each(database, [chat(database, "9")], planned_at)
    clock.advance(PATIENCE + IDLE + 2 * SECOND)

    (late,) = claim(database)

    assert late.turn == planned_at
