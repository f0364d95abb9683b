"""Talks and votes: what was answered to whom, and what people think of a fact."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from storage.content import ChangeKind
from storage.database import Database, Transaction
from storage.talks import Talk
from storage.votes import Cast, Counts
from tests.standins.clock import FakeClock

MINUTES = timedelta(minutes=1)


def fact(tx: Transaction, attribute: str = "leader") -> int:
    """Return our id of a new fact, which holds nothing yet."""
    tx.changes.begin(ChangeKind.ADD, None)
    subject = tx.subjects.find("group") or tx.subjects.add("group")
    return tx.facts.create(subject.id, attribute).id


def person(tx: Transaction, account: str = "1") -> int:
    """Return our id of a person."""
    return tx.people.seen("telegram", account, "").id


def chat(tx: Transaction, name: str = "1", place: str = "private") -> int:
    """Return our id of a chat."""
    return tx.chats.seen("telegram", name, "", place).id


@pytest.fixture
def talk(database: Database) -> Talk:
    """Return an answer that nobody has been given yet."""
    with database.write() as tx:
        return Talk(chat(tx), person(tx), "", fact(tx), 7, "Kas vada?")


def latest(database: Database, talk: Talk, minutes: int = 10) -> Talk | None:
    """Return what the person of a talk was told last where it was told."""
    with database.read() as tx:
        return tx.talks.latest(talk.chat, talk.person, talk.thread, tx.now - minutes * MINUTES)


def test_latest_answer_is_that_of_one_person_in_one_place(database: Database, talk: Talk) -> None:
    """Another's, another chat's and another thread's is never returned, however new it is."""
    with database.write() as tx:
        others = [
            replace(talk, person=person(tx, "2"), version=1),
            replace(talk, chat=chat(tx, "2"), version=2),
            replace(talk, thread="5.1", version=3),
        ]
        for each in (talk, replace(talk, version=8), *others):
            tx.talks.add(each)

    assert latest(database, talk) == replace(talk, version=8)
    assert [latest(database, each) for each in others] == others


def test_latest_answer_grows_old(database: Database, talk: Talk, clock: FakeClock) -> None:
    """Ten minutes later to the instant it is not what the person speaks of."""
    with database.write() as tx:
        tx.talks.add(talk)
    clock.advance(10 * MINUTES - timedelta(microseconds=1))
    assert latest(database, talk) == talk

    clock.advance(timedelta(microseconds=1))

    assert latest(database, talk) is None


def test_choice_is_known_to_the_chat(database: Database, talk: Talk, clock: FakeClock) -> None:
    """To everybody there and for that question alone, until it is taken back or too old."""
    chosen = replace(talk, chosen_for="kas vada")
    with database.write() as tx:
        other, since = person(tx, "2"), tx.now - 10 * MINUTES
        tx.talks.add(chosen)
        tx.talks.add(talk)

        assert tx.talks.chosen(talk.chat, other, "kas vada", since) == chosen
        assert tx.talks.chosen(talk.chat, other, "kur ir", since) is None
        assert tx.talks.chosen(chat(tx, "2"), talk.person, "kas vada", since) is None
    clock.advance(10 * MINUTES)
    with database.write() as tx:
        assert tx.talks.chosen(talk.chat, other, "kas vada", tx.now - 10 * MINUTES) is None
        tx.talks.unchoose(talk.chat, "kas vada")
        assert tx.talks.chosen(talk.chat, other, "kas vada", since) is None


def test_choice_that_one_person_saw_is_theirs(database: Database, talk: Talk) -> None:
    """What they chose alone answers nobody else."""
    chosen = replace(talk, chosen_for="kas vada", alone=True)
    with database.write() as tx:
        tx.talks.add(chosen)
        since = tx.now - MINUTES

        assert tx.talks.chosen(talk.chat, talk.person, "kas vada", since) == chosen
        assert tx.talks.chosen(talk.chat, person(tx, "2"), "kas vada", since) is None


def test_editors_are_told_once(database: Database, talk: Talk) -> None:
    """Of each answer, by its token; of what is not kept never."""
    with database.write() as tx:
        one, other = tx.talks.add(talk), tx.talks.add(talk)

        assert [tx.talks.queue(each) for each in (one, one, other, "none")] == [
            True,
            False,
            True,
            False,
        ]
        assert (tx.talks.get(one), tx.talks.get("none")) == (talk, None)


def test_answers_are_swept_by_age(database: Database, talk: Talk, clock: FakeClock) -> None:
    """What is older goes, and what is as old as that stays."""
    with database.write() as tx:
        old = tx.talks.add(talk)
    clock.advance(MINUTES)
    with database.write() as tx:
        new = tx.talks.add(talk)

        assert tx.talks.sweep(tx.now) == 1
        assert tx.talks.get(old) is None
        assert tx.talks.get(new) == talk


def test_person_has_one_vote_on_a_fact(database: Database) -> None:
    """The same again is known, the other one changes it; each fact is counted by itself."""
    with database.write() as tx:
        one, other = fact(tx), fact(tx, "base")
        anna, boris = person(tx), person(tx, "2")

        cast = [tx.votes.cast(one, anna, good=good) for good in (True, True, False, False, True)]
        tx.votes.cast(one, boris, good=False)
        tx.votes.cast(other, boris, good=False)

        assert cast == [Cast.NEW, Cast.KNOWN, Cast.CHANGED, Cast.KNOWN, Cast.CHANGED]
        assert tx.votes.of_fact(one) == Counts(good=1, poor=1)
        assert tx.votes.of_fact(other) == Counts(poor=1)
        assert tx.votes.of_fact(other + 1) == Counts()
        assert (tx.votes.by(anna), tx.votes.by(boris)) == (1, 2)


def test_two_who_are_one_have_one_vote(database: Database, talk: Talk) -> None:
    """Where both had voted that of the one who stays counts; what was told to both is theirs."""
    with database.write() as tx:
        kept, emptied, other = talk.person, person(tx, "2"), fact(tx, "base")
        tx.votes.cast(talk.fact, kept, good=True)
        tx.votes.cast(talk.fact, emptied, good=False)
        tx.votes.cast(other, emptied, good=False)
        tx.talks.add(replace(talk, person=emptied))

        tx.belongings.unite(kept, emptied)

        assert tx.votes.of_fact(talk.fact) == Counts(good=1)
        assert tx.votes.of_fact(other) == Counts(poor=1)
        assert (tx.votes.by(kept), tx.votes.by(emptied)) == (2, 0)
    assert latest(database, talk) == talk


def test_who_is_forgotten_leaves_no_talk_and_no_vote(database: Database, talk: Talk) -> None:
    """Wherever it was; what others were told and think stays."""
    with database.write() as tx:
        group, boris = chat(tx, "-1", "group"), person(tx, "2")
        mine = [tx.talks.add(talk), tx.talks.add(replace(talk, chat=group))]
        theirs = tx.talks.add(replace(talk, chat=group, person=boris))
        tx.votes.cast(talk.fact, talk.person, good=True)
        tx.votes.cast(talk.fact, boris, good=False)

        tx.belongings.forget(talk.person)

        assert [tx.talks.get(each) for each in mine] == [None, None]
        assert tx.talks.get(theirs) is not None
        assert tx.votes.of_fact(talk.fact) == Counts(poor=1)
