"""What an editor can do to an event beyond its facts: add it, call it off; and its latest change.

An event is made of a subject and the fact of its time; that it is called off is the fact of its
state. So each act here is an ordinary edit of one of the two, with its change and its audit row.
"""

from __future__ import annotations

from dataclasses import replace

from bot.calendar import CANCELLED, EVENT, STATE, TIME
from bot.editing import change
from bot.editing.draft import Draft, Editor
from bot.editing.errors import NothingToUndo
from bot.editing.recording import Outcome
from bot.editing.subject import About, add_subject, set_subject
from storage.content import Subject
from storage.database import Transaction


def add_event(editor: Editor, key: str, about: About, draft: Draft) -> Outcome:
    """Add an event with its time; one whose time was taken back wholly may be added again.

    Raises:
        FactExists: it has a time already.
        MissingValue, BadPeriod: as for every fact that is added.
    """
    editor.tx.changes.lock()
    if editor.tx.subjects.find(key) is None:
        add_subject(editor, key, replace(about, kind=EVENT))
    else:
        # Whoever is called the same on that day was asked about with the time.
        set_subject(editor, key, about, namesake=True)
    return change.add(editor, f"{key}.{TIME}", draft)


def cancel_event(editor: Editor, subject: Subject, draft: Draft) -> Outcome:
    """Call an event off from now on; why is the reason of `draft`.

    Raises:
        Unchanged: it is called off already.
    """
    editor.tx.changes.lock()
    key = f"{subject.key}.{STATE}"
    if editor.tx.facts.find(key) is None:
        editor.tx.facts.create(subject.id, STATE)
    return change.set_value(editor, key, replace(draft, value=dict(CANCELLED)))


def latest_changed(tx: Transaction, subject: Subject) -> str:
    """Return the key of the fact, time or state, that the latest change of an event touched.

    Raises:
        NothingToUndo: every change was taken back already.
    """
    facts = [tx.facts.find(f"{subject.key}.{attribute}") for attribute in (TIME, STATE)]
    latest = {fact.key: tx.changes.latest_for(fact.id) for fact in facts if fact is not None}
    steps = {key: step.seq for key, step in latest.items() if step is not None}
    if not steps:
        raise NothingToUndo(fact=subject.key)
    return max(steps, key=lambda key: steps[key])
