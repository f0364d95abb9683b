"""Rules: what a chat has ordered, one order of each event, until it takes it back."""

from __future__ import annotations

from collections.abc import Sequence

from storage.database import Database, Transaction


def event(tx: Transaction, key: str = "meeting") -> int:
    """Return our id of a new event."""
    return tx.subjects.add(key, "event").id


def chat(tx: Transaction, name: str = "1") -> int:
    """Return our id of a private chat."""
    return tx.chats.seen("telegram", name, "", "private").id


def ordered(tx: Transaction, chat_id: int) -> list[tuple[int, Sequence[str]]]:
    """Return what a chat has ordered of which event."""
    return [(rule.subject, rule.offsets) for rule in tx.rules.of_chat(chat_id)]


def test_order_is_kept_as_it_was_given(database: Database) -> None:
    """With its offsets in their order, and for that chat alone."""
    with database.write() as tx:
        meeting, here = event(tx), chat(tx)
        tx.rules.remind(here, meeting, ["7d", "1d", "2h"], None)

    with database.read() as tx:
        rule = tx.rules.reminder(here, meeting)
        assert rule is not None
        assert (rule.chat, rule.subject, rule.offsets) == (here, meeting, ("7d", "1d", "2h"))
        assert tx.rules.of_chat(here + 1) == ()


def test_new_order_takes_the_place_of_the_old(database: Database) -> None:
    """It stays one rule, in its place among the others."""
    with database.write() as tx:
        meeting, other, here = event(tx), event(tx, "other"), chat(tx)
        tx.rules.remind(here, meeting, ["7d"], None)
        tx.rules.remind(here, other, ["1d"], None)
        author = tx.people.seen("telegram", "7", "Anna").id
        first = tx.rules.reminder(here, meeting)
        tx.rules.remind(here, meeting, ["2h"], author)
        second = tx.rules.reminder(here, meeting)

        assert first is not None
        assert second is not None
        assert first.id == second.id
        assert ordered(tx, here) == [(meeting, ("2h",)), (other, ("1d",))]


def test_order_is_forgotten_once(database: Database) -> None:
    """Whoever takes back what was not ordered is told so; another order stays."""
    with database.write() as tx:
        meeting, here, there = event(tx), chat(tx), chat(tx, "2")
        tx.rules.remind(here, meeting, ["7d"], None)
        tx.rules.remind(there, meeting, ["7d"], None)

        assert tx.rules.forget(here, meeting)
        assert not tx.rules.forget(here, meeting)
        assert tx.rules.reminder(here, meeting) is None
        assert ordered(tx, there) == [(meeting, ("7d",))]
        tx.rules.remind(here, meeting, ["1h"], None)
        assert ordered(tx, here) == [(meeting, ("1h",))]


def test_event_knows_who_may_be_told(database: Database) -> None:
    """In the order in which they asked; not where we may not speak at present."""
    with database.write() as tx:
        meeting, other = event(tx), event(tx, "other")
        chats = [chat(tx, name) for name in "321"]
        for each in chats:
            tx.rules.remind(each, meeting, ["1d"], None)
        tx.rules.remind(chats[0], other, ["1d"], None)
        tx.chats.set_gone("telegram", "2", "kicked")
        assert [rule.chat for rule in tx.rules.of_event(meeting)] == [chats[0], chats[2]]
        assert ordered(tx, chats[1]) == [(meeting, ("1d",))]

        tx.chats.set_gone("telegram", "2", "")
        assert [rule.chat for rule in tx.rules.of_event(meeting)] == chats


def test_topics_of_a_group_order_for_themselves(database: Database) -> None:
    """Each is a chat."""
    with database.write() as tx:
        meeting = event(tx)
        topics = [tx.chats.seen("telegram", "-100", topic, "group").id for topic in ("", "5")]
        tx.rules.remind(topics[1], meeting, ["1d"], None)

        assert [ordered(tx, each) for each in topics] == [[], [(meeting, ("1d",))]]
