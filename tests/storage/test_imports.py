"""Imports with their numbers, and files that wait for a word."""

from __future__ import annotations

from datetime import timedelta

from storage.brought import MOST_KEPT
from storage.content import ChangeKind
from storage.database import Database
from storage.imports import Import
from tests.standins.clock import FakeClock

HOUR = timedelta(hours=1)


def test_an_import_is_called_by_a_number_of_the_one_sequence(database: Database) -> None:
    """It names its change, and what each subject was; no other number names it."""
    subjects = {"bridge": {"before": None, "after": {"kind": "thing"}}}
    with database.write() as tx:
        earlier = tx.questions.add("Kas?", "lv", "x", {}, None, None)
        change = tx.changes.begin(ChangeKind.IMPORT, None, "a.csv")
        number = tx.imports.add(change.seq, subjects)

        assert tx.imports.get(number) == Import(number, change.seq, subjects)
        assert number == earlier + 1
        assert tx.imports.get(number + 1) is None


def test_the_newest_imports_come_first(database: Database) -> None:
    """So many as are asked for."""
    with database.write() as tx:
        changes = [tx.changes.begin(ChangeKind.IMPORT, None, "a.csv") for _ in range(3)]
        numbers = [tx.imports.add(change.seq, {}) for change in changes]

        assert [each.number for each in tx.imports.latest(2)] == [numbers[2], numbers[1]]


def test_a_brought_file_is_kept_for_a_while(database: Database, clock: FakeClock) -> None:
    """Its bytes come back as they were until its time is over, which showing it again moves."""
    with database.write() as tx:
        person = tx.people.seen("telegram", "1").id
        kept = tx.brought.keep(person, "a.csv", b"\x00\xff", 3, HOUR)
        clock.advance(HOUR / 2)
    with database.write() as tx:
        tx.brought.shown(kept, 4, HOUR)
        clock.advance(HOUR / 2)
    with database.write() as tx:
        found = tx.brought.get(kept)
        assert found is not None
        assert (found.name, found.content, found.seq) == ("a.csv", b"\x00\xff", 4)
        clock.advance(HOUR)
    with database.write() as tx:
        assert tx.brought.get(kept) is None
        assert tx.brought.sweep() == 1


def test_one_person_has_few_files_waiting(database: Database) -> None:
    """Another takes the place of the oldest of theirs, and of nobody else's."""
    with database.write() as tx:
        anna, berta = (tx.people.seen("telegram", each).id for each in "12")
        other = tx.brought.keep(berta, "b", b"", 1, HOUR)
        kept = [tx.brought.keep(anna, "a", b"", 1, HOUR) for _ in range(MOST_KEPT + 1)]

        assert [tx.brought.get(each) is not None for each in kept] == [False, *[True] * MOST_KEPT]
        tx.brought.drop(kept[-1])
        tx.belongings.forget(berta)
        assert (tx.brought.get(kept[-1]), tx.brought.get(other)) == (None, None)
