"""Gatherings: what is due soon after a message in its chat goes along with it, or waits again."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from storage.database import Database, Transaction
from storage.deliveries import Delivery, State
from storage.plans import Planned

MINUTE: Final = timedelta(minutes=1)
KINDS: Final = ("reminder", "countdown")


def planned(tx: Transaction, kind: str, minutes: int, chat: int) -> None:
    """Plan a message so long from now, under a key that says so."""
    key = f"{kind}:{minutes}:{chat}"
    tx.plans.add(kind, None, [Planned(key, chat, tx.now + minutes * MINUTE, 2, {})])


def rows(tx: Transaction) -> dict[str, Delivery]:
    """Return every message by its key."""
    return {each.key: each for each in tx.ledger.get(range(1, 50))}


def test_near_is_what_is_due_within_the_time(database: Database) -> None:
    """In the same chat, of those kinds, not before it; the earliest first, and not too many."""
    with database.write() as tx:
        here, there = (tx.chats.seen("telegram", each, "", "private").id for each in "12")
        for kind, minutes, chat in (
            ("reminder", 5, here),
            ("countdown", 20, here),
            ("reminder", 12, here),
            ("reminder", 21, here),
            ("reminder", 4, here),
            ("digest", 6, here),
            ("reminder", 6, there),
        ):
            planned(tx, kind, minutes, chat)
        first = rows(tx)[f"reminder:5:{here}"]
        near = tx.gatherings.near(first, KINDS, 15 * MINUTE, 9)
        assert [each.key for each in near] == [f"reminder:12:{here}", f"countdown:20:{here}"]
        assert tx.gatherings.near(first, KINDS, 15 * MINUTE, 1) == near[:1]


def test_taken_leaves_no_more_and_waits_again(database: Database) -> None:
    """Only what waited is taken; only what went along is given back, and named no more."""
    with database.write() as tx:
        chat = tx.chats.seen("telegram", "1", "", "private").id
        for minutes in (1, 2, 3):
            planned(tx, "reminder", minutes, chat)
        one, two, three = rows(tx).values()
        tx.connection.exec_driver_sql("UPDATE deliveries SET state = 'sent' WHERE id = 3")
        tx.gatherings.take([two.id, three.id])
        assert [(each.state, each.why) for each in tx.gatherings.get([two.id, three.id])] == [
            (State.DROPPED, "merged"),
            (State.SENT, ""),
        ]
        planned(tx, "reminder", 2, chat)
        assert rows(tx)[two.key].state is State.DROPPED
        tx.gatherings.give_back(one, {"left": True}, [one.id, two.id, three.id])
        assert [each.state for each in rows(tx).values()] == [
            State.QUEUED,
            State.QUEUED,
            State.SENT,
        ]
        assert rows(tx)[one.key].payload == {"left": True}
        assert tx.gatherings.get([]) == ()
