"""Turns: planned messages leave no faster than their platform takes them, and in their order."""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from storage.database import Database
from storage.ledger import Delivery, State
from storage.turns import Claim
from tests.standins.clock import FakeClock
from tests.storage.planned import (
    LEASE,
    PACE,
    PATIENCE,
    SECOND,
    chat,
    chats,
    claim,
    claim_replies,
    plan,
    plan_each,
    planned,
    reply,
    rows,
    send_all,
    sent,
    spaced,
    states,
)
from tests.storage.stores import sqlite_copy


def turns_of(deliveries: Iterable[Delivery]) -> dict[str, list[datetime]]:
    """Return the turns of what was claimed, by the chat as the platform knows it."""
    found: dict[str, list[datetime]] = defaultdict(list)
    for delivery in deliveries:
        found[delivery.external_id].append(delivery.due_at)
    return found


def keys(deliveries: Iterable[Delivery]) -> list[str]:
    """Return the keys of what was claimed, in the order of the turns."""
    return [each.key for each in sorted(deliveries, key=lambda each: each.due_at)]


class TestPace:
    """Never more than a platform takes, in any stretch of time."""

    @pytest.mark.parametrize("seed", range(3))
    def test_holds_however_irregularly_one_looks(
        self, database: Database, clock: FakeClock, seed: int
    ) -> None:
        """Ticks come early, late and after pauses; no two turns are nearer than any of the gaps."""
        chance = random.Random(seed)  # noqa: S311 - a simulation keeps no secret
        places = ("private", "group")
        known = [
            chat(database, str(name), topic, places[name % 2])
            for name in range(20)
            for topic in ("", "a", "b")
        ]
        for number in range(150):
            due = clock() + timedelta(seconds=chance.choice([0, 0, 0, 1, 2, 5]))
            plan(database, planned(f"r{number}", chance.choice(known), due, chance.choice([1, 2])))
        steps = [chance.choice([50, 400, 1000, 1000, 1300, 7000]) for _ in range(80)]
        ticks = [timedelta(milliseconds=step) for step in steps]

        gone = send_all(database, clock, [*ticks, *[SECOND] * 60])

        assert len(gone) == 150
        assert spaced((each.due_at for each in gone), PACE.bot)
        for name, turns in turns_of(gone).items():
            assert spaced(turns, PACE.group if int(name) % 2 else PACE.private)

    def test_whole_second_is_used(self, database: Database, clock: FakeClock) -> None:
        """A fan-out takes as long as the pace says, and no longer."""
        plan_each(database, chats(database, 100), clock())
        began = clock()

        gone = send_all(database, clock, [SECOND] * 6)

        assert len(gone) == 100
        assert max(each.due_at for each in gone) - began <= 99 * PACE.bot + SECOND

    def test_private_chat_and_group_have_their_own(
        self, database: Database, clock: FakeClock
    ) -> None:
        """Two messages to a person are nearer to each other than two to a group."""
        for name, place in (("1", "private"), ("-100", "group")):
            there = chat(database, name, place=place)
            plan(database, *(planned(f"{name}:{each}", there, clock()) for each in range(3)))

        turns = turns_of(send_all(database, clock, [SECOND] * 12))

        for name, gap in (("1", PACE.private), ("-100", PACE.group)):
            assert spaced(turns[name], gap)
            assert max(turns[name]) - min(turns[name]) < 2 * (gap + SECOND)

    def test_topics_of_a_group_share_one(self, database: Database, clock: FakeClock) -> None:
        """To the platform they are one chat."""
        topics = [chat(database, "-100", topic, "group") for topic in ("", "5", "6", "7")]
        plan_each(database, topics, clock())

        gone = send_all(database, clock, [SECOND] * 16)

        assert len(gone) == 4
        assert spaced((each.due_at for each in gone), PACE.group)

    def test_busy_group_keeps_nobody_else_waiting(
        self, database: Database, clock: FakeClock
    ) -> None:
        """However many topics wait for their group, another chat goes within two ticks."""
        topics = [chat(database, "-100", str(topic), "group") for topic in range(60)]
        plan_each(database, topics, clock())
        plan_each(database, [chat(database)], clock() + timedelta(milliseconds=1))

        assert "1" in turns_of(send_all(database, clock, [SECOND] * 2))

    def test_topics_of_a_group_take_no_turns_from_others(
        self, database: Database, clock: FakeClock
    ) -> None:
        """One of them has a turn; all the others of that second are left to those behind them."""
        topics = [chat(database, "-100", str(topic), "group") for topic in range(120)]
        plan_each(database, [*topics, *chats(database, 40)], clock())

        turns = turns_of(claim(database))

        room = SECOND // PACE.bot + 1
        assert len(turns) == room
        assert len(turns["-100"]) == 1

    def test_is_one_for_all_who_claim(
        self, store_url: str, database: Database, clock: FakeClock
    ) -> None:
        """Two programs at the same moment take different messages, at one pace together."""
        plan_each(database, chats(database, 80), clock())
        other = Database(store_url, clock)
        gone: list[Delivery] = []
        with ThreadPoolExecutor(2) as both:
            for _ in range(8):
                taken = both.map(_claim_as, [(database, "a"), (other, "b")])
                claimed = [each for part in taken for each in part]
                gone.extend(claimed)
                clock.advance(SECOND)
                sent(database, claimed)
        other.close()

        assert len({each.id for each in gone}) == len(gone) == 80
        assert spaced((each.due_at for each in gone), PACE.bot)

    def test_holds_though_words_took_long(self, database: Database, clock: FakeClock) -> None:
        """What is claimed next, there and anywhere, has its turn behind what was put off."""
        everybody, by = chats(database, 40), timedelta(milliseconds=600)
        plan_each(database, everybody, clock())
        with database.write() as tx:
            found = tx.turns.claim(Claim("a", LEASE, SECOND, PATIENCE), "telegram", PACE, (1, 2))
            first = tx.turns.put_off(found, PACE, by)
        again = next(each.chat for each in first)
        sent(database, first)
        plan(database, planned("again", again, clock()))

        rest = send_all(database, clock, [SECOND] * 4)

        assert [each.due_at for each in first] == [each.due_at + by for each in found]
        assert len(first) + len(rest) == 41
        assert spaced((each.due_at for each in (*first, *rest)), PACE.bot)
        there = [each.due_at for each in (*first, *rest) if each.chat == again]
        assert spaced(there, PACE.private)

    def test_survives_a_restart(self, store_url: str, database: Database, clock: FakeClock) -> None:
        """Who begins anew goes on where the one before has stopped."""
        plan_each(database, chats(database, 40), clock())
        before = claim(database)
        database.close()
        again = Database(store_url, clock)
        clock.advance(timedelta(milliseconds=100))

        after = claim(again, token="new")  # noqa: S106 - a token of claims opens nothing
        again.close()

        assert before
        assert after
        assert spaced((each.due_at for each in (*before, *after)), PACE.bot)

    def test_platform_that_asks_to_wait_is_left_alone_there(
        self, database: Database, clock: FakeClock
    ) -> None:
        """One chat has to wait with all its topics; the others do not notice."""
        topics = [chat(database, "-100", topic, "group") for topic in ("", "5")]
        plan_each(database, topics[:1], clock())
        (first,) = claim(database)
        until = clock() + timedelta(seconds=30)
        with database.write() as tx:
            tx.ledger.wait(first, until, "asked to wait")
            tx.turns.wait(first, until)
        plan_each(database, [topics[1], chat(database)], clock())

        gone = turns_of(send_all(database, clock, [SECOND] * 45))

        assert len(gone["1"]) == 1
        assert gone["1"][0] < until
        assert len(gone["-100"]) == 2
        assert min(gone["-100"]) == until

    def test_clock_that_is_set_back_keeps_nothing_waiting(
        self, database: Database, clock: FakeClock
    ) -> None:
        """What was kept by a clock that was ahead is no pace any more."""
        here, there = chats(database, 2)
        plan_each(database, [here, there], clock())
        send_all(database, clock, [SECOND] * 2)
        clock.advance(-timedelta(hours=1))
        plan_each(database, [here, there], clock())

        gone = send_all(database, clock, [SECOND] * 3)

        assert {each.chat for each in gone} == {here, there}
        assert spaced((each.due_at for each in gone), PACE.bot)


def _claim_as(who: tuple[Database, str]) -> tuple[Delivery, ...]:
    return claim(who[0], token=who[1])


class TestOrder:
    """Whose turn is first."""

    def test_is_claimed_a_little_ahead_for_its_own_time(
        self, database: Database, clock: FakeClock
    ) -> None:
        """What is due before the next look waits with its sender; the rest in the store."""
        soon = clock() + timedelta(milliseconds=700)
        plan(database, planned("soon", chat(database, "1"), soon))
        plan(database, planned("later", chat(database, "2"), soon + SECOND))

        (claimed,) = claim(database)

        assert (claimed.key, claimed.due_at) == ("soon", soon)
        assert claimed.state is State.SENDING

    def test_lower_rank_overtakes(self, database: Database, clock: FakeClock) -> None:
        """A notice planned now goes before reminders that have waited longer."""
        everybody = chats(database, 60)
        plan_each(database, everybody, clock() - SECOND)
        plan(database, planned("notice", everybody[-1], clock(), rank=1))

        assert keys(claim(database))[0] == "notice"

    def test_earlier_goes_first(self, database: Database, clock: FakeClock) -> None:
        """Of one rank what is due earlier, of one time what was planned earlier."""
        first, second, third = chats(database, 3)
        plan(database, planned("b", second, clock()))
        plan(database, planned("c", third, clock()))
        plan(database, planned("a", first, clock() - SECOND))

        assert keys(claim(database)) == ["a", "b", "c"]

    def test_chat_has_one_at_a_time(self, database: Database, clock: FakeClock) -> None:
        """The second waits until it is known what became of the first."""
        here = chat(database)
        plan(database, planned("a", here, clock()), planned("b", here, clock()))
        (first,) = claim(database)
        clock.advance(10 * SECOND)
        assert claim(database) == ()

        sent(database, [first])
        assert keys(claim(database)) == ["b"]

    def test_answer_goes_first(self, database: Database, clock: FakeClock) -> None:
        """What somebody waits for is not kept back by what was planned, but keeps it back."""
        here = chat(database)
        plan_each(database, [here], clock())
        reply(database, here)

        assert claim(database) == ()
        answers = claim_replies(database)
        assert keys(answers) == ["reply"]
        assert claim(database) == ()
        sent(database, answers)
        assert len(claim(database)) == 1

    def test_what_was_said_before_is_not_overtaken(
        self, database: Database, clock: FakeClock
    ) -> None:
        """A notice comes after an answer that is tried again, or that would have the last word."""
        here = chat(database)
        reply(database, here)
        (answer,) = claim_replies(database)
        with database.write() as tx:
            tx.ledger.again(answer, clock() + 30 * SECOND, "down", doubted=False)
        plan(database, planned("notice", here, clock(), rank=1))

        assert claim(database) == ()
        clock.advance(30 * SECOND)
        sent(database, claim_replies(database))
        assert keys(claim(database)) == ["notice"]

    def test_other_platforms_are_left_to_their_own(
        self, database: Database, clock: FakeClock
    ) -> None:
        """What goes elsewhere takes no turn here."""
        with database.write() as tx:
            there = tx.chats.seen("slack", "C1", "", "group").id
        plan_each(database, [there], clock())

        assert claim(database) == ()


def test_what_is_claimed_is_leased_from_its_turn(database: Database, clock: FakeClock) -> None:
    """Its sender waits for the turn first, and has all of the lease after it."""
    plan_each(database, [chat(database)], clock() + SECOND)
    claim(database)
    clock.advance(timedelta(seconds=90))
    with database.write() as tx:
        assert tx.ledger.orphan() == 0
    clock.advance(SECOND)
    with database.write() as tx:
        assert tx.ledger.orphan() == 1

    assert set(states(database).values()) == {(State.IN_DOUBT, "silence")}
    assert [each.attempts for each in rows(database).values()] == [1]


def test_claim_looks_only_at_what_waits(
    sqlite_store: Path, tmp_path: Path, clock: FakeClock
) -> None:
    """However much was sent, to a chat or to all of them, finding what is due takes as long."""
    said: list[str] = []
    with sqlite_copy(sqlite_store, tmp_path) as url, closing(Database(url, clock)) as database:
        plan_each(database, chats(database, 2), clock())
        with database.write() as tx:
            driver: Any = tx.connection.connection.dbapi_connection
            driver.set_trace_callback(said.append)
            ours = Claim("ours", LEASE, SECOND, PATIENCE)
            (first, _) = tx.turns.claim(ours, "telegram", PACE, (1, 2))
            tx.plans.is_followed(first)
            tx.plans.awaited("alarm", None)
            driver.set_trace_callback(None)
            read = [each for each in said if each.startswith("SELECT")]
            steps = [
                step
                for each in read
                for *_, step in driver.execute(f"EXPLAIN QUERY PLAN {each}").fetchall()
            ]

    touched = [step for step in steps if "deliveries" in step or "other" in step]
    assert len(touched) >= 2 * 2 + 2
    for step in touched:
        assert step.startswith("SEARCH")
        assert re.search(r"ix_deliveries_(rank_due_at_id|chat_id_id|subject_id_kind_chat_id)", step)
