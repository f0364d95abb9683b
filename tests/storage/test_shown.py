"""What an audience may see of all facts: counted and listed as if the rest were not there."""

from __future__ import annotations

from dataclasses import replace

from storage.content import Audience, ChangeKind, Dossier
from storage.database import Database, Transaction
from storage.facts import NewVersion, Placed
from tests.storage.test_facts import content, new_fact, placed

BOTH = (("2020", None),)


def internal(tx: Transaction, key: str) -> None:
    """Add a fact that only the desk may see."""
    fact = new_fact(tx, key)
    change = tx.changes.begin(ChangeKind.ADD, None)
    told = replace(content(), audience=Audience.DESK)
    (version,) = tx.facts.add_versions(change, [NewVersion(fact.id, told, key)])
    tx.facts.record(change, fact, [Placed(version.id, None, None)])


def fill(tx: Transaction) -> None:
    """Add a fact for everyone, one for the desk, and one that holds nothing any more."""
    placed(tx, new_fact(tx, "a.one"), *BOTH)
    internal(tx, "b.two")
    fact = new_fact(tx, "c.three")
    placed(tx, fact, *BOTH)
    placed(tx, fact)


def test_each_audience_sees_its_own(database: Database) -> None:
    """Readers are counted and listed nothing of the desk's; what was withdrawn nobody sees."""
    with database.write() as tx:
        fill(tx)
        readers, desk = Audience.EVERYONE, Audience.DESK

        assert (tx.shown.count(readers), tx.shown.count(desk)) == (1, 2)
        assert (tx.shown.subjects(readers), tx.shown.subjects(desk)) == (1, 2)
        assert tx.shown.keys(readers, 9) == ("a.one",)
        assert tx.shown.keys(desk, 9) == ("a.one", "b.two")
        assert (tx.shown.has(readers, "b"), tx.shown.has(desk, "b")) == (False, True)
        assert not tx.shown.has(desk, "c")


def test_pages_follow_one_another_by_key(database: Database) -> None:
    """A page begins where the one before it ended; each subject tells how many facts it has."""
    with database.write() as tx:
        fill(tx)
        pages = [tx.shown.page(Audience.DESK, 1, skipped) for skipped in range(3)]

    assert [[(each.key, count) for each, count in page] for page in pages] == [
        [("a", 1)],
        [("b", 1)],
        [],
    ]


def test_keys_are_found_by_their_beginning(database: Database) -> None:
    """Of very many keys, those that begin like a misspelt one are enough."""
    with database.write() as tx:
        fill(tx)

        assert tx.shown.keys(Audience.DESK, 9, "b.") == ("b.two",)
        assert tx.shown.keys(Audience.DESK, 1) == ("a.one",)


def test_facts_are_read_a_part_at_a_time(database: Database) -> None:
    """Part by part comes what all facts are at once, by id, withdrawn ones with nothing held."""
    with database.write() as tx:
        fill(tx)
        found: list[Dossier] = []
        while part := tx.facts.after(found[-1].fact.id if found else 0, 2):
            found += part

        assert found == sorted(tx.facts.all(), key=lambda each: each.fact.id)
        assert tx.facts.last_id() == found[-1].fact.id
        assert tx.facts.of_subjects([found[0].fact.subject.id]) == (found[0],)
        assert tx.facts.get([found[0].fact.id]) == {found[0].fact.id: found[0].fact}
        assert tx.facts.get([10_000]) == {}


def test_what_was_said_last_comes_first(database: Database) -> None:
    """What an audience may not see brings no fact forward, and what is withdrawn is none."""
    with database.write() as tx:
        fill(tx)
        later = new_fact(tx, "d.four")
        placed(tx, later, *BOTH)
        first = tx.facts.find("a.one")
        hidden = tx.facts.find("b.two")
        assert first
        assert hidden
        change = tx.changes.begin(ChangeKind.ADD, None)
        told = replace(content(), audience=Audience.DESK)
        (version,) = tx.facts.add_versions(change, [NewVersion(first.id, told, "x")])
        tx.facts.record(change, first, [Placed(version.id, None, None)])

        assert tx.shown.said_last(Audience.DESK, 9) == (first.id, later.id, hidden.id)
        placed(tx, first, *BOTH)
        assert tx.shown.said_last(Audience.EVERYONE, 9) == (first.id, later.id)
        assert tx.shown.said_last(Audience.EVERYONE, 1) == (first.id,)


def test_every_name_comes_with_its_subject(database: Database) -> None:
    """All names of all subjects are read, in whatever language."""
    with database.write() as tx:
        first = tx.subjects.add("a", names={"lv": ["Upe", "Straume"], "en": ["River"]})
        second = tx.subjects.add("b", names={"lv": ["Tilts"]})

        assert sorted(tx.subjects.names()) == [
            (first.id, "River"),
            (first.id, "Straume"),
            (first.id, "Upe"),
            (second.id, "Tilts"),
        ]
        assert tx.subjects.get([first.id]) == {first.id: first}


def test_who_is_called_so_is_found_however_it_is_spelt(database: Database) -> None:
    """By whole names alone, old ones no more once they are replaced; nothing is too long."""
    long = "Ā" * 5_000
    with database.write() as tx:
        first = tx.subjects.add("a", names={"lv": ["Ķekava", "Ķekavas upe"]})
        second = tx.subjects.add("b", names={"en": ["kekava"], "lv": [long]})

        assert tx.subjects.called(["KEKAVA"]) == [(first.id, "Ķekava"), (second.id, "kekava")]
        assert tx.subjects.called([long.lower(), "upe"]) == [(second.id, long)]
        tx.subjects.set(first, names={"lv": ["Ķekaviņa"]})
        assert tx.subjects.called(["Ķekava", "kekavina"]) == [
            (second.id, "kekava"),
            (first.id, "Ķekaviņa"),
        ]
        assert tx.subjects.called([]) == []
