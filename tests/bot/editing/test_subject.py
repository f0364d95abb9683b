"""Edits of subjects: names, and what follows from them."""

from __future__ import annotations

import pytest

from bot.editing import errors
from bot.editing.change import Draft, add
from bot.editing.subject import About, add_subject, set_subject
from tests.bot.editing.conftest import Editing


def test_new_names_reach_the_index(editing: Editing) -> None:
    """After new names every fact of the subject is to be read again, and no other."""
    with editing() as editor:
        fact = add(editor, "battle-group.leader", Draft(value={"lv": "Kanāda"})).fact
        add_subject(editor, "ogre", About({"lv": ("Ogre",)}))
        add(editor, "ogre.mayor", Draft(value={"lv": "X"}))
        known = editor.tx.changes.latest_seq()
        set_subject(editor, "battle-group", About({"lv": ("kaujas grupa", "grupa")}, topic="nato"))
        changed = editor.tx.facts.all(after_seq=known)
    assert [dossier.fact.id for dossier in changed] == [fact.id]
    assert changed[0].fact.subject.names == {"lv": ("kaujas grupa", "grupa")}
    assert changed[0].fact.subject.topic == "nato"
    assert changed[0].fact.revision == fact.revision
    assert len(changed[0].held) == 1


def test_edits_of_subjects_are_in_the_audit(editing: Editing) -> None:
    """Adding and changing a subject each leave a row."""
    with editing() as editor:
        add_subject(editor, "ogre", About({"lv": ("Ogre",)}, kind="place"))
        set_subject(editor, "ogre", About({"en": ("Ogre",)}))
        newest, oldest = editor.tx.audit.latest(2)
    assert (oldest.action, newest.action) == ("subject.add", "subject.set")
    assert oldest.details == {"names": {"lv": ["Ogre"]}, "kind": "place"}
    assert (newest.target, newest.person) == ("ogre", editor.person)


def test_an_unknown_subject_is_refused(editing: Editing) -> None:
    """A subject that is not there cannot be changed."""
    with editing() as editor, pytest.raises(errors.UnknownSubject):
        set_subject(editor, "riga", About({"lv": ("Rīga",)}))
