"""Plans: what is to leave follows what was ordered, each occurrence one row for ever."""

from __future__ import annotations

from datetime import timedelta

import pytest

from storage.database import Database
from storage.errors import LostLease
from storage.ledger import State
from storage.plans import UNPLANNED
from tests.standins.clock import FakeClock
from tests.storage.planned import (
    KIND,
    LEASE,
    SECOND,
    SUBJECT,
    chat,
    chats,
    claim,
    plan,
    planned,
    replace,
    reply,
    rows,
    sent,
    states,
)

HOUR = timedelta(hours=1)
QUEUED = (State.QUEUED, "")


class TestReplacing:
    """`replace`: exactly what is wanted waits."""

    def test_plans_what_is_new(self, database: Database, clock: FakeClock) -> None:
        """It waits for its time, and says what it is about."""
        here = chat(database)
        replace(database, planned("a", here, clock() + HOUR))

        row = rows(database)["a"]
        assert (row.state, row.planned_at, row.due_at) == (State.QUEUED, *[clock() + HOUR] * 2)
        assert (row.kind, row.subject, row.rank, row.created_at) == (KIND, SUBJECT, 2, clock())
        assert row.payload == {"compose": "reminder", "offset": "1d"}

    def test_moves_what_has_another_time(self, database: Database, clock: FakeClock) -> None:
        """It stays the same row."""
        here = chat(database)
        replace(database, planned("a", here, clock() + HOUR))
        first = rows(database)["a"]
        replace(database, planned("a", here, clock() + 3 * HOUR))

        row = rows(database)["a"]
        assert (row.id, row.planned_at, row.due_at) == (first.id, *[clock() + 3 * HOUR] * 2)

    @pytest.mark.parametrize("why", UNPLANNED)
    def test_drops_what_is_not_wanted(self, database: Database, clock: FakeClock, why: str) -> None:
        """The row stays, and says why it did not leave."""
        here = chat(database)
        a, b = planned("a", here, clock() + HOUR), planned("b", here, clock() + 2 * HOUR)
        replace(database, a, b)
        replace(database, b, why=why)

        assert states(database) == {"a": (State.DROPPED, why), "b": QUEUED}

    @pytest.mark.parametrize("why", UNPLANNED)
    def test_brings_back_what_a_plan_dropped(
        self, database: Database, clock: FakeClock, why: str
    ) -> None:
        """At the time that it has now."""
        here = chat(database)
        replace(database, planned("a", here, clock() + HOUR))
        replace(database, why=why)
        replace(database, planned("a", here, clock() + 2 * HOUR))

        row = rows(database)["a"]
        assert (row.state, row.why, row.due_at) == (*QUEUED, clock() + 2 * HOUR)
        assert len(rows(database)) == 1

    @pytest.mark.parametrize("why", ["merged", "empty", "by an editor"])
    def test_leaves_what_was_decided_on(
        self, database: Database, clock: FakeClock, why: str
    ) -> None:
        """What was dropped for another reason than a plan does not come back."""
        here = chat(database)
        replace(database, planned("a", here, clock()), planned("b", here, clock() + HOUR))
        plan(database, planned("a", here, clock()))
        (delivery,) = claim(database)
        with database.write() as tx:
            tx.ledger.drop(delivery, why)
        replace(database, planned("a", here, clock() + HOUR))

        assert states(database)["a"] == (State.DROPPED, why)

    def test_begins_nothing_that_is_past(self, database: Database, clock: FakeClock) -> None:
        """Neither what is new nor what comes back nor what would be moved there."""
        here = chat(database)
        a, b = planned("a", here, clock() + HOUR), planned("b", here, clock() + HOUR)
        replace(database, a, b)
        replace(database, b)
        clock.advance(HOUR)
        past = [planned(key, here, clock() - SECOND) for key in "abc"]
        replace(database, *past)

        assert states(database) == dict.fromkeys("ab", (State.DROPPED, "moved"))

    def test_keeps_what_is_due_and_unchanged(self, database: Database, clock: FakeClock) -> None:
        """What waits past its time, for its turn or a platform, goes on waiting."""
        here = chat(database)
        replace(database, planned("a", here, clock() + HOUR))
        clock.advance(HOUR)
        (delivery,) = claim(database)
        with database.write() as tx:
            tx.ledger.again(delivery, clock() + SECOND, "down", doubted=False)
        before = rows(database)["a"]
        replace(database, planned("a", here, clock()))

        assert rows(database)["a"] == before

    def test_leaves_what_is_on_its_way(self, database: Database, clock: FakeClock) -> None:
        """Who sends it goes on, and settles it."""
        here = chat(database)
        replace(database, planned("a", here, clock() + SECOND))
        (delivery,) = claim(database)
        replace(database, planned("a", here, clock() + HOUR))
        assert states(database)["a"] == (State.SENDING, "")
        replace(database)
        assert states(database)["a"] == (State.SENDING, "")

        sent(database, [delivery])

    @pytest.mark.parametrize("state", ["sent", "held", "failed", "expired", "in_doubt"])
    def test_leaves_what_has_been_settled(
        self, database: Database, clock: FakeClock, state: str
    ) -> None:
        """An occurrence that was told, or decided on, is not told again."""
        here = chat(database)
        replace(database, planned("a", here, clock() + SECOND))
        (delivery,) = claim(database)
        with database.write() as tx:
            match state:
                case "sent":
                    tx.ledger.sent(delivery, "77")
                case "held":
                    tx.ledger.hold(delivery, "past review")
                case "failed":
                    tx.ledger.fail(delivery, "gone")
                case "expired":
                    tx.ledger.expire(delivery, "over")
                case _:
                    tx.ledger.doubt(delivery, "broke")
        before = rows(database)
        replace(database, planned("a", here, clock() + HOUR))
        replace(database)

        assert rows(database) == before

    def test_concerns_one_chat_only_if_told_so(self, database: Database, clock: FakeClock) -> None:
        """What another chat has ordered is not touched by what this one changes."""
        here, there = chats(database, 2)
        mine = planned("a", here, clock() + HOUR)
        replace(database, mine, planned("b", there, clock() + HOUR))
        replace(database, why="off", chat_id=here)

        assert states(database) == {"a": (State.DROPPED, "off"), "b": QUEUED}
        replace(database, mine, chat_id=here)
        assert set(states(database).values()) == {QUEUED}

    def test_leaves_other_subjects_and_kinds(self, database: Database, clock: FakeClock) -> None:
        """A plan knows only what it is a plan of."""
        here = chat(database)
        plan(database, planned("notice", here, clock() + HOUR), kind="notice")
        with database.write() as tx:
            tx.plans.add(KIND, SUBJECT + 1, [planned("other", here, clock() + HOUR)])
        replace(database)

        assert set(states(database).values()) == {QUEUED}

    def test_more_than_a_statement_takes(self, database: Database, clock: FakeClock) -> None:
        """Twelve thousand are planned and dropped as one is."""
        here = chat(database)
        replace(database, *(planned(f"{n}", here, clock() + HOUR) for n in range(12_000)))
        replace(database)

        with database.read() as tx:
            assert tx.ledger.counts() == {State.DROPPED: 12_000}


def test_row_that_is_moved_has_only_waited(database: Database, clock: FakeClock) -> None:
    """What kept an earlier time says nothing of the new one, of which nothing has been late yet."""
    here = chat(database)
    replace(database, planned("a", here, clock() + SECOND))
    (delivery,) = claim(database)
    with database.write() as tx:
        tx.ledger.wait(delivery, clock() + 2 * HOUR, "asked to wait")
    replace(database, planned("a", here, clock() + HOUR))

    assert rows(database)["a"].turn == clock() + HOUR
    clock.advance(HOUR)
    (again,) = claim(database)
    assert again.turn == again.due_at == clock()


def test_who_claimed_before_a_move_settles_nothing_of_what_follows(
    database: Database, clock: FakeClock
) -> None:
    """However long an attempt took, it is not taken for the one after the move."""
    here = chat(database)
    replace(database, planned("a", here, clock() + SECOND))
    (slow,) = claim(database)
    clock.advance(2 * LEASE)
    with database.write() as tx:
        tx.ledger.orphan()
        (doubtful,) = tx.ledger.in_doubt("telegram")
        tx.ledger.again(doubtful, clock() + SECOND, "down", doubted=False)
    replace(database, planned("a", here, clock() + HOUR))
    clock.advance(HOUR)
    (later,) = claim(database)

    with pytest.raises(LostLease), database.write() as tx:
        tx.ledger.sent(slow, "77")
    sent(database, [later])
    assert rows(database)["a"].message == f"m{later.id}"


class TestKeys:
    """A key is used once for ever."""

    def test_what_was_sent_is_not_planned_again(self, database: Database, clock: FakeClock) -> None:
        """However often a plan asks for it, and whenever."""
        here = chat(database)
        plan(database, planned("a", here, clock()))
        sent(database, claim(database))
        for _ in range(3):
            clock.advance(HOUR)
            plan(database, planned("a", here, clock() + HOUR))
            replace(database, planned("a", here, clock() + HOUR))

        assert states(database) == {"a": (State.SENT, "")}
        clock.advance(HOUR)
        assert claim(database) == ()

    def test_not_even_under_another_name(self, database: Database, clock: FakeClock) -> None:
        """What a reply was called by is no key for a plan either."""
        here = chat(database)
        reply(database, here, "a")
        plan(database, planned("a", here, clock() + HOUR))

        assert [(row.kind, row.planned_at) for row in rows(database).values()] == [("reply", None)]


class TestAwaited:
    """`awaited`: where a word is coming that will say what is true then."""

    def test_names_the_chats(self, database: Database, clock: FakeClock) -> None:
        """Of that kind and subject, and of no other; what has left is awaited no more."""
        one, two, three = chats(database, 3)
        plan(database, planned("a", one, clock()), planned("b", two, clock() + HOUR))
        plan(database, planned("c", three, clock()), kind="notice")
        sent(database, [each for each in claim(database) if each.key == "a"])

        with database.read() as tx:
            assert tx.plans.awaited(KIND, SUBJECT) == {two}
            assert tx.plans.awaited(KIND, SUBJECT + 1) == frozenset()

    def test_does_not_count_what_has_its_words(self, database: Database, clock: FakeClock) -> None:
        """A reply of that kind, or what may have been sent before, says nothing new."""
        one, two = chats(database, 2)
        reply(database, one)
        with database.write() as tx:
            tx.plans.add("reply", None, [planned("a", two, clock())])
        with database.read() as tx:
            assert tx.plans.awaited("reply", None) == {two}

        (delivery,) = claim(database)
        with database.write() as tx:
            tx.ledger.again(delivery, clock() + SECOND, "in doubt", doubted=True)
            assert tx.plans.awaited("reply", None) == frozenset()


class TestFollowed:
    """`is_followed`: of several that are due only the last is of use."""

    @pytest.mark.parametrize(
        ("second", "followed"),
        [(timedelta(0), True), (SECOND, False), (-SECOND, True)],
    )
    def test_by_what_is_due_as_well(
        self, database: Database, clock: FakeClock, second: timedelta, *, followed: bool
    ) -> None:
        """At the same time or since, but not by what is still to come."""
        here = chat(database)
        plan(
            database,
            planned("a", here, clock() - HOUR),
            planned("b", here, clock() + second),
        )
        (first,) = claim(database)

        assert first.key == "a"
        with database.read() as tx:
            assert tx.plans.is_followed(first) is followed

    def test_by_what_has_the_same_turn(self, database: Database, clock: FakeClock) -> None:
        """What is claimed ahead is looked at as if its turn had come."""
        here, at = chat(database), clock() + SECOND / 2
        plan(database, planned("a", here, at), planned("b", here, at))
        (first,) = claim(database)

        with database.read() as tx:
            assert tx.plans.is_followed(first)

    def test_not_elsewhere(self, database: Database, clock: FakeClock) -> None:
        """Another chat, kind or subject says nothing of this one."""
        here, there = chats(database, 2)
        plan(database, planned("a", here, clock() - HOUR), planned("b", there, clock()))
        plan(database, planned("c", here, clock()), kind="notice")
        with database.write() as tx:
            tx.plans.add(KIND, SUBJECT + 1, [planned("d", here, clock())])
        first = next(each for each in claim(database) if each.key == "a")

        with database.read() as tx:
            assert not tx.plans.is_followed(first)


def test_words_are_given_by_who_holds_the_row(database: Database, clock: FakeClock) -> None:
    """Who lost it to another cannot put words into its mouth."""
    plan(database, planned("a", chat(database), clock()))
    (ours,) = claim(database)
    with database.write() as tx:
        tx.ledger.word(ours, {"message": ["ours"]})
        tx.ledger.again(ours, clock(), "down", doubted=False)
    clock.advance(2 * SECOND)
    claim(database, token="theirs")  # noqa: S106 - a token of claims opens nothing

    with pytest.raises(LostLease), database.write() as tx:
        tx.ledger.word(ours, {"message": ["late"]})
    assert rows(database)["a"].payload == {"message": ["ours"]}


def test_what_came_too_late_to_be_planned_is_noted_once(
    database: Database, clock: FakeClock
) -> None:
    """It never waits, however often it is found."""
    late = planned("late", chat(database), clock())
    with database.write() as tx:
        for _ in range(2):
            tx.plans.give_up(KIND, late, "gone")

    assert states(database) == {"late": (State.EXPIRED, "gone")}
    assert claim(database) == ()


class TestBefore:
    """`before`: what a message of its kind has to wait for in its chat."""

    def test_only_what_has_not_ended(self, database: Database, clock: FakeClock) -> None:
        """What was planned later, elsewhere, of another kind, or has ended is none of it."""
        here, there = chats(database, 2)
        plan(database, planned("a", here, clock() - HOUR), planned("b", here, clock() + HOUR))
        plan(database, planned("c", there, clock() + HOUR), planned("d", here, clock() + HOUR))
        plan(database, planned("e", here, clock() + HOUR), kind="notice")
        last = rows(database)["d"]

        with database.read() as tx:
            assert [each.key for each in tx.plans.before(last)] == ["a", "b"]
        sent(database, claim(database))
        with database.read() as tx:
            assert [each.key for each in tx.plans.before(last)] == ["b"]
