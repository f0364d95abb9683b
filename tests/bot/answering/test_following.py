"""The index follows the store: what was committed, and nothing that was undone."""

from __future__ import annotations

from contextlib import suppress

from bot.answering.following import Follower
from bot.editing.change import Draft, Editor, add
from bot.editing.subject import About, add_subject
from bot.errors import DeskError
from storage.content import Audience
from storage.database import Database, Transaction, throwaway
from tests.standins.clock import FakeClock

ZONE = "Europe/Riga"


def add_fact(tx: Transaction, key: str) -> None:
    """Add a fact about a subject of its own."""
    editor = Editor(tx, None, "console:test", ZONE)
    subject = key.partition(".")[0]
    if tx.subjects.find(subject) is None:
        add_subject(editor, subject, About({"en": (subject,)}))
    add(editor, key, Draft(value={"en": "yes"}))


def keys(follower: Follower, database: Database) -> set[str]:
    """Return the keys that the index knows."""
    with database.read() as tx:
        found = follower.find(tx, "size", Audience.DESK)
        return {fact.key for fact in tx.facts.get(found).values()}


def test_what_was_undone_never_happened(clock: FakeClock) -> None:
    """A change seen in a transaction that failed makes room for the one that took its number."""
    follower = Follower()
    with throwaway(clock) as database:
        with suppress(DeskError), database.write() as tx:
            add_fact(tx, "lost.size")
            assert len(follower.find(tx, "size", Audience.DESK)) == 1
            add_fact(tx, "lost.size")
        assert keys(follower, database) == set()
        with database.write() as tx:
            add_fact(tx, "kept.size")

        assert keys(follower, database) == {"kept.size"}
