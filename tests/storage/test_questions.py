"""The queue of questions: who asks the same, how it is read, and how it ends; on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Final

from storage.database import Database, Transaction
from storage.questions import Asked, Group, Sought
from tests.standins.clock import FakeClock

WHO: Final = Asked("Kas?", "lv", "no_subject", {}, gist="who")
HOUR: Final = timedelta(hours=1)


def somebody(tx: Transaction, account: str) -> tuple[int, int]:
    """Return the ids of a person and of their private chat."""
    chat = tx.chats.seen("telegram", account, "", "private")
    return tx.people.seen("telegram", account).id, chat.id


def asked(tx: Transaction, account: str, group: int | None = None, like: Asked = WHO) -> int:
    """Queue a question of somebody's; return its number."""
    person, chat = somebody(tx, account)
    return tx.questions.queue(replace(like, person=person, chat=chat), group)


def test_questions_are_a_group_by_the_number_of_the_first(
    database: Database, clock: FakeClock
) -> None:
    """A group counts its questions and its people, and is as old as its first question."""
    began = clock()
    with database.write() as tx:
        first = asked(tx, "1")
        clock.advance(HOUR)
    with database.write() as tx:
        asked(tx, "2", first)
        again = asked(tx, "2", first)
        other = asked(tx, "3", like=replace(WHO, gist="when"))

        assert tx.questions.count_groups() == 2
        assert tx.questions.groups(0, 9) == (
            Group(first, 3, 2, began),
            Group(other, 1, 1, clock()),
        )
        assert tx.questions.groups(1, 9) == (Group(other, 1, 1, clock()),)
        assert [each.group for each in tx.questions.of_group(first)] == [first] * 3
        assert tx.questions.begun(first + 1, None) == tx.questions.groups(1, 9)
        assert tx.questions.begun(first, other) == tx.questions.groups(0, 1)
        assert again < other


def test_a_group_is_found_by_what_it_is_about(database: Database) -> None:
    """The oldest in which exactly that is asked; and the latest are listed by what they ask."""
    with database.write() as tx:
        first = asked(tx, "1")
        asked(tx, "2", first, like=replace(WHO, gist="who else"))
        last = asked(tx, "3", like=replace(WHO, gist="when"))

        assert tx.questions.group_of("who") == first
        assert tx.questions.group_of("who else") == first
        assert tx.questions.group_of("where") is None
        waiting = [(each.group, each.gist) for each in tx.questions.gists(9)]
        assert waiting == [(last, "when"), (first, "who else"), (first, "who")]
        assert [each.number for each in tx.questions.gists(1)] == [last]


def test_what_shares_most_marks_is_found_first(database: Database) -> None:
    """Each wording of a group once, and nothing that shares too little or waits no more."""
    with database.write() as tx:
        one = asked(tx, "1", like=replace(WHO, gist="who|||1.6 ^riga|1 =open_v ^open"))
        asked(tx, "2", one, like=replace(WHO, gist="who|||1.6 ^riga|1 =open_v ^open"))
        asked(tx, "3", like=replace(WHO, gist="who|||1 =open_v ^atver"))
        other = asked(tx, "4", like=replace(WHO, gist="who|||1.6 ^riga|1 =close_v ^close"))
        closed = asked(tx, "5", like=replace(WHO, gist="who|||1.6 ^riga|1 ^open"))
        tx.questions.close_group(closed, None, "closed")

        found = tx.questions.nearest(Sought([(1.6, ["^riga"]), (1.0, ["=open_v"])], 1.5, 9))

        assert [each.group for each in found] == [one, other]
        assert {each.group for each in tx.questions.gists_of([one, closed])} == {one}
        assert tx.questions.nearest(Sought([], 0.0, 9)) == ()


def test_groups_that_prove_to_be_one_are_one(database: Database) -> None:
    """What waits in the later is found by either number; what was closed stays as it was."""
    with database.write() as tx:
        first, closed = asked(tx, "1"), asked(tx, "2")
        later = asked(tx, "3")
        tx.questions.close_group(closed, None, "closed")

        tx.questions.merge(later, first)

        assert [each.number for each in tx.questions.of_group(first)] == [first, later]
        moved = tx.questions.get(later)
        assert moved is not None
        assert moved.group == first
        assert tx.questions.group(later) is None
        assert tx.questions.count_groups() == 1


def test_part_of_a_group_becomes_one_of_its_own(database: Database) -> None:
    """Called by the first of them; the rest stays where it was."""
    with database.write() as tx:
        first = tx.questions.queue(WHO)
        later = [tx.questions.queue(WHO, first) for _ in range(3)]

        apart = tx.questions.part(later[1:])

        assert apart == later[1]
        assert [each.number for each in tx.questions.of_group(apart)] == later[1:]
        assert [each.number for each in tx.questions.of_group(first)] == [first, later[0]]


def test_a_closed_group_is_no_group_any_more(database: Database) -> None:
    """It ends as a whole, once, and says how, when and by whom."""
    with database.write() as tx:
        first = asked(tx, "1")
        second = asked(tx, "2", first)
        editor, _ = somebody(tx, "9")

        assert tx.questions.close_group(first, editor, "answered") == 2
        assert tx.questions.close_group(first, editor, "closed") == 0
        assert tx.questions.group(first) is None
        assert tx.questions.group_of("who") is None
        assert tx.questions.gists(9) == ()
        closed = tx.questions.get(second)
        assert closed is not None
        assert (closed.closed_at, closed.closed_by, closed.outcome) == (tx.now, editor, "answered")


def test_what_is_asked_again_moves_to_where_it_was_asked_last(
    database: Database, clock: FakeClock
) -> None:
    """Its age stays, and so does its number."""
    began = clock()
    with database.write() as tx:
        number = asked(tx, "1", like=replace(WHO, message="5", thread="a"))
        person, chat = somebody(tx, "1")
        clock.advance(HOUR)
    with database.write() as tx:
        assert tx.questions.waiting_of(person, number, chat) == number
        assert tx.questions.waiting_of(person, number, chat + 1) is None
        tx.questions.again(number, replace(WHO, message="6", alone=True))
        question = tx.questions.get(number)
        assert question is not None
        where = question.message, question.thread, question.alone
        assert (where, question.asked_at, question.latest_at) == (("6", "", True), began, clock())
        assert tx.questions.count_of(person) == 1


def test_what_is_forgotten_is_in_no_group_by_its_words(
    database: Database, clock: FakeClock
) -> None:
    """With the words goes what they were about, and where they were said."""
    with database.write() as tx:
        number = asked(tx, "1", like=replace(WHO, message="5"))
        clock.advance(HOUR)
    with database.write() as tx:
        assert tx.questions.sweep(tx.now) == 1
        question = tx.questions.get(number)
        assert question is not None
        assert (question.text, question.message, question.outcome) == ("", "", "expired")
        assert tx.questions.count_groups() == 0


def test_somebody_may_not_want_to_hear(database: Database) -> None:
    """Everybody does until they say otherwise; who is not known does not."""
    with database.write() as tx:
        person, _ = somebody(tx, "1")
        assert tx.people.wants_answers(person)
        tx.people.set_wants_answers(person, wants=False)
        assert not tx.people.wants_answers(person)
        tx.people.set_wants_answers(person, wants=True)
        assert tx.people.wants_answers(person)
        assert not tx.people.wants_answers(person + 99)
