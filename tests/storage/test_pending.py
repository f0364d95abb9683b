"""What waits to become a change, who it takes, and what editors last saw."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from storage.database import Database, Transaction
from storage.pending import Outcome, Proposal
from tests.standins.clock import FakeClock

HOUR: Final = timedelta(hours=1)
SECRET: Final = {"value": {"en": "a secret"}}


def _person(tx: Transaction, name: str = "1") -> int:
    return tx.people.seen("telegram", name).id


def _proposed(tx: Transaction, author: int, due: timedelta | None = None) -> int:
    due_at = None if due is None else tx.now + due
    return tx.pending.add(Proposal("fact.set", "a.b", SECRET, author, 3, due_at, "console:x"))


class TestWaiting:
    """A change waits for its hour or for a person."""

    def test_it_is_kept_as_it_was_proposed(self, database: Database) -> None:
        """What was proposed comes back whole, with its number."""
        with database.write() as tx:
            author = _person(tx)
            chat = tx.chats.seen("telegram", "1", "", "private").id
            proposal = Proposal("fact.set", "a.b", SECRET, author, 3, tx.now, "console:x", chat)

            number = tx.pending.add(proposal)

            (kept,) = tx.pending.waiting()
            assert kept == tx.pending.get(number)
            assert (kept.number, kept.payload, kept.chat) == (number, SECRET, chat)
            assert (kept.held, kept.approved_by, kept.place) == ("", None, "console:x")

    def test_the_next_hour_is_known(self, database: Database) -> None:
        """The earliest of those that have one, and none of what is held."""
        with database.write() as tx:
            author = _person(tx)
            assert tx.pending.next_due() is None
            _proposed(tx, author)
            soon, _ = _proposed(tx, author, HOUR), _proposed(tx, author, 2 * HOUR)
            assert tx.pending.next_due() == tx.now + HOUR

            tx.pending.hold(soon, "changed")

            assert tx.pending.next_due() == tx.now + 2 * HOUR

    def test_what_is_held_is_not_due(self, database: Database, clock: FakeClock) -> None:
        """Held once at its time it waits for an editor; given another time it is due again."""
        with database.write() as tx:
            number = _proposed(tx, _person(tx), HOUR)
        clock.advance(HOUR)
        with database.write() as tx:
            assert list(tx.pending.due()) == [number]

            tx.pending.hold(number, "changed")

            assert tx.pending.due() == {}
            assert [each.held for each in tx.pending.waiting("a.b")] == ["changed"]
            tx.pending.move(number, tx.now)
            assert list(tx.pending.due()) == [number]

    def test_what_ended_says_nothing_any_more(self, database: Database) -> None:
        """What it would have said is forgotten, and nothing can be done to it."""
        with database.write() as tx:
            author = _person(tx)
            number = _proposed(tx, author, HOUR)

            assert tx.pending.close(number, author, Outcome.DECLINED)

            assert tx.pending.waiting() == ()
            moved = tx.pending.move(number, tx.now), tx.pending.approve(number, author)
            assert moved == (False, False)

    def test_no_traceback_quotes_it(self, database: Database) -> None:
        """What is shown of a proposal by itself has nothing of what it says."""
        with database.write() as tx:
            number = _proposed(tx, _person(tx))
            assert "secret" not in repr(tx.pending.get(number))

    def test_who_approved_is_the_same_person_on_every_account(self, database: Database) -> None:
        """Once two accounts are one person, what either approved that person did."""
        with database.write() as tx:
            one, other = _person(tx, "1"), _person(tx, "2")
            number = _proposed(tx, one, HOUR)
            tx.pending.approve(number, other)

            tx.belongings.unite(one, other)

            kept = tx.pending.get(number)
            assert kept is not None
            assert kept.approved_by == kept.author == one


def test_a_subject_takes_two_until_that_is_turned_off(database: Database) -> None:
    """Turned on twice it is on once."""
    with database.write() as tx:
        subject = tx.subjects.add("a", "thing", "", {}).id
        assert not tx.approvals.needed(subject)

        assert [tx.approvals.turn_on(subject) for _ in range(2)] == [True, False]
        assert tx.approvals.needed(subject)

        assert [tx.approvals.turn_off(subject) for _ in range(2)] == [True, False]
        assert not tx.approvals.needed(subject)


class TestSights:
    """At which revision somebody saw a fact."""

    def test_the_latest_look_counts(self, database: Database, clock: FakeClock) -> None:
        """In that chat, for that person, and within the time that is asked for."""
        with database.write() as tx:
            one, other = _person(tx, "1"), _person(tx, "2")
            chat = tx.chats.seen("telegram", "1", "", "private").id
            subject = tx.subjects.add("a", "thing", "", {}).id
            fact = tx.facts.create(subject, "b").id
            for revision in (1, 4):
                tx.sights.note(one, chat, {fact: revision})
            assert tx.sights.revision(one, chat, fact, tx.now) == 4
            assert tx.sights.revision(other, chat, fact, tx.now) is None
        clock.advance(HOUR)
        with database.write() as tx:
            assert tx.sights.revision(one, chat, fact, tx.now) is None
            assert tx.sights.sweep(tx.now) == 1
