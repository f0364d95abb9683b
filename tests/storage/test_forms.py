"""Forms: what somebody is amid in a chat."""

from __future__ import annotations

from datetime import timedelta

from storage.database import Database
from tests.standins.clock import FakeClock


def test_form_is_put_down_and_taken_up_again(database: Database) -> None:
    """One a person and chat: the next step takes the place of the one before, under a new turn."""
    with database.write() as tx:
        person = tx.people.seen("telegram", "1", "").id
        chat = tx.chats.seen("telegram", "1", "", "private").id
        first = tx.forms.keep(chat, person, {"command": "fact add", "answers": {}})
        second = tx.forms.keep(
            chat, person, {"command": "fact add", "answers": {"b": "", "a": "x"}}
        )

    with database.read() as tx:
        kept = tx.forms.find(chat, person)

    assert kept is not None
    assert kept.turn == second != first
    assert list(kept.filled["answers"]) == ["b", "a"]


def test_form_ends_by_being_dropped_or_left(database: Database, clock: FakeClock) -> None:
    """What was ended is gone at once, what was left only when it is swept."""
    with database.write() as tx:
        person = tx.people.seen("telegram", "1", "").id
        ended, left = (tx.chats.seen("telegram", each, "", "private").id for each in ("1", "2"))
        tx.forms.keep(ended, person, {})
        tx.forms.keep(left, person, {})
        tx.forms.drop(ended, person)
    clock.advance(timedelta(hours=2))

    with database.write() as tx:
        assert tx.forms.find(ended, person) is None
        assert tx.forms.find(left, person) is not None
        assert tx.forms.sweep(tx.now - timedelta(hours=1)) == 1
        assert tx.forms.find(left, person) is None


def test_forms_of_who_is_forgotten_are_gone(database: Database) -> None:
    """Nothing that somebody typed into a form outlives them."""
    with database.write() as tx:
        person = tx.people.seen("telegram", "1", "").id
        chat = tx.chats.seen("telegram", "1", "", "private").id
        tx.chats.belongs(chat, person)
        tx.forms.keep(chat, person, {"command": "fact add"})

        tx.belongings.forget(person)

        assert tx.forms.find(chat, person) is None
