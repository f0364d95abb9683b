"""Taking back: of one fact change by change, of an import whole."""

from __future__ import annotations

from datetime import date

import pytest

from bot.editing import errors
from bot.editing.change import (
    Draft,
    Editor,
    add,
    correct,
    retract,
    set_value,
    undo,
    undo_import,
)
from bot.editing.subject import About, set_subject
from storage.facts import ChangeKind, Content, NewVersion, Placed
from storage.moments import Moment
from tests.bot.editing.conftest import Editing

KEY = "battle-group.leader"


def value(text: str) -> Draft:
    """Return a draft of a Latvian value."""
    return Draft(value={"lv": text})


def values(editor: Editor, key: str = KEY) -> list[str]:
    """Return the values of a fact's timeline, in order."""
    fact = editor.tx.facts.find(key)
    assert fact is not None
    return [held.version.content.value["lv"] for held in editor.tx.facts.timeline(fact.id)]


def imported(editor: Editor, *attributes: str) -> int:
    """Import facts in one change; return its number."""
    tx = editor.tx
    change = tx.changes.begin(ChangeKind.IMPORT, editor.person)
    subject = tx.subjects.find("battle-group")
    assert subject is not None
    for attribute in attributes:
        key = f"battle-group.{attribute}"
        fact = tx.facts.find(key) or tx.facts.create(subject.id, attribute)
        content = Content({"lv": "imported"}, {}, {}, None, date(2021, 11, 26))
        (version,) = tx.facts.add_versions(
            change, [NewVersion(fact.id, content, f"{key}/{change.seq}")]
        )
        tx.facts.record(change, fact, [Placed(version.id, None, None)])
    return tx.imports.add(change.seq, {})


def test_undoing_goes_back_step_by_step(editing: Editing) -> None:
    """Each undo takes back one change more, until the fact holds nothing, and then refuses."""
    with editing() as editor:
        add(editor, KEY, value("1"))
        set_value(editor, KEY, Draft(value={"lv": "2"}, start=Moment.start("2020", "UTC")))
        correct(editor, KEY, value("3"))
        seen = [values(editor)]
        for _ in range(3):
            undo(editor, KEY)
            seen.append(values(editor))
        assert seen == [["1", "3"], ["1", "2"], ["1"], []]
        with pytest.raises(errors.NothingToUndo):
            undo(editor, KEY)


def test_a_change_after_an_undo_is_undone_first(editing: Editing) -> None:
    """After an undo and a new change, undoing takes back the new change, then the older ones."""
    with editing() as editor:
        add(editor, KEY, value("1"))
        correct(editor, KEY, value("2"))
        undo(editor, KEY)
        correct(editor, KEY, value("3"))
        undo(editor, KEY)
        assert values(editor) == ["1"]
        undo(editor, KEY)
        assert values(editor) == []


def test_an_undo_tells_what_it_took_back(editing: Editing) -> None:
    """An undo names the change it took back, what held, and what holds again."""
    with editing() as editor:
        add(editor, KEY, value("1"))
        done = retract(editor, KEY, Draft(reason="not so"))
        outcome = undo(editor, KEY, reason="it was so")
    assert outcome.undone == done.change
    assert outcome.before is None
    assert outcome.after is not None
    assert outcome.after.version.content.value == {"lv": "1"}
    assert (outcome.change.undoes, outcome.change.reason) == (done.change.seq, "it was so")


def test_an_undo_does_not_touch_names(editing: Editing) -> None:
    """New names of a subject are no change of its facts that could be taken back."""
    with editing() as editor:
        add(editor, KEY, value("1"))
        set_subject(editor, "battle-group", About({"lv": ("grupa",)}))
        undo(editor, KEY)
        subject = editor.tx.subjects.find("battle-group")
        assert values(editor) == []
    assert subject is not None
    assert subject.names == {"lv": ("grupa",)}


def test_an_undo_refuses_a_stale_revision(editing: Editing) -> None:
    """An undo of what somebody else changed meanwhile is refused."""
    with editing() as editor:
        revision = add(editor, KEY, value("1")).fact.revision
        correct(editor, KEY, value("2"))
        with pytest.raises(errors.StaleFact):
            undo(editor, KEY, revision)
        assert values(editor) == ["2"]


def test_an_import_is_taken_back_whole(editing: Editing) -> None:
    """An import is undone as one change: new facts hold nothing, older ones what they held."""
    with editing() as editor:
        add(editor, KEY, value("1"))
        number = imported(editor, "leader", "size")
        assert values(editor) == ["imported"]
        keys = undo_import(editor, number, "wrong file")
        assert keys == ("battle-group.leader", "battle-group.size")
        assert (values(editor), values(editor, "battle-group.size")) == (["1"], [])
        (act,) = editor.tx.audit.latest(1)
        assert (act.action, act.target) == ("import.undo", str(number))
        with pytest.raises(errors.NothingLeft):
            undo_import(editor, number)


def test_an_import_changed_since_is_not_taken_back(editing: Editing) -> None:
    """A fact changed after the import is named, and nothing of the import is undone."""
    with editing() as editor:
        number = imported(editor, "leader", "size")
        correct(editor, KEY, value("2"))
        with pytest.raises(errors.ChangedSince) as refused:
            undo_import(editor, number)
        assert refused.value.fields == {"number": number, "facts": KEY}
        assert values(editor, "battle-group.size") == ["imported"]
        undo(editor, KEY)
        assert len(undo_import(editor, number)) == 2


def test_an_import_taken_back_in_part_is_taken_back_for_the_rest(editing: Editing) -> None:
    """A fact for which the import was undone already is left as it is."""
    with editing() as editor:
        add(editor, KEY, value("1"))
        number = imported(editor, "leader", "size")
        undo(editor, KEY)
        assert undo_import(editor, number) == ("battle-group.size",)
        assert values(editor) == ["1"]


def test_only_an_import_is_taken_back_by_number(editing: Editing) -> None:
    """A number that is no import's is refused."""
    with editing() as editor:
        seq = add(editor, KEY, value("1")).change.seq
        for number in (seq, seq + 1):
            with pytest.raises(errors.NoSuchChange):
                undo_import(editor, number)
