"""Taking changes back: the timeline becomes again what was believed just before them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.editing import consequences, timeline
from bot.editing.draft import Editor
from bot.editing.errors import ChangedSince, NoSuchChange, NothingLeft, NothingToUndo
from bot.editing.opening import open_fact
from bot.editing.recording import Outcome, Step, check_alone, record
from storage.audit import Entry
from storage.changes import TICK
from storage.database import Transaction
from storage.facts import Change, ChangeKind, Placed
from storage.imports import Import


def undo(editor: Editor, key: str, revision: int | None = None, reason: str = "") -> Outcome:
    """Take back the latest change of a fact that was not yet taken back.

    An undo is itself no such change, so undoing again goes one further back.

    Raises:
        NothingToUndo: every change was taken back already.
        UnknownFact, StaleFact: as for every edit.
    """
    opened = open_fact(editor, key, revision)
    latest = editor.tx.changes.latest_for(opened.fact.id)
    if latest is None:
        raise NothingToUndo(fact=key)
    earlier = editor.tx.facts.timeline(opened.fact.id, latest.recorded_at - TICK)
    slots = replace(opened, held=earlier).slots
    now = editor.tx.now
    before = timeline.at(opened.periods, now)
    step = Step(
        ChangeKind.UNDO,
        reason,
        slots,
        timeline.at(slots, now),
        None if before is None else before.what,
        undoes=latest,
    )
    return record(opened, step)


def undo_import(editor: Editor, number: int, reason: str = "") -> tuple[str, ...]:
    """Take back an import whole, as one change; return the keys of its facts.

    Facts of which it was taken back already are left alone, and so are subjects that were
    changed since. A subject that it brought stays, with nothing known of it.

    Raises:
        NoSuchChange: no import has that number.
        ChangedSince: some of its facts were changed after it; nothing is taken back.
        NothingLeft: it was taken back whole already.
        NeedsApproval: some of its facts take two people.
    """
    tx = editor.tx
    tx.changes.lock()
    noted = tx.imports.get(number)
    done = None if noted is None else tx.changes.get(noted.seq)
    if noted is None or done is None:
        raise NoSuchChange(number=number)
    facts = tx.facts.get(_not_taken_back(editor, done, number))
    subjects = _as_it_left_them(tx, noted)
    if not facts and not subjects:
        raise NothingLeft(number=number)
    for fact in facts.values():
        check_alone(editor, fact)
    earlier = tx.facts.timelines(facts, done.recorded_at - TICK)
    change = tx.changes.begin(ChangeKind.UNDO, editor.person, reason, undoes=done.seq)
    tx.facts.record_all(
        change,
        {
            fact_id: [
                Placed(old.version.id, old.start, old.end) for old in earlier.get(fact_id, ())
            ]
            for fact_id in facts
        },
    )
    keys = tuple(sorted(fact.key for fact in facts.values()))
    details = {"reason": reason, "facts": len(keys)}
    entry = Entry(editor.person, "import.undo", str(number), editor.place, details, change.seq)
    tx.audit.add(entry)
    tx.changes.touch(change, _restored(tx, subjects) - facts.keys())
    consequences.follow(tx, change, facts.values())
    return keys


def _as_it_left_them(tx: Transaction, noted: Import) -> dict[str, Mapping[str, Any]]:
    """Return what the subjects were that are still as an import has left them."""
    found = {}
    for key, states in noted.subjects.items():
        subject, after = tx.subjects.find(key), states["after"]
        if subject is None or states["before"] is None:
            continue
        names = {language: list(names) for language, names in subject.names.items()}
        if (subject.kind, subject.topic, names) == (after["kind"], after["topic"], after["names"]):
            found[key] = states["before"]
    return found


def _restored(tx: Transaction, subjects: Mapping[str, Mapping[str, Any]]) -> set[int]:
    """Make subjects what they were; return the ids of their facts."""
    touched = set()
    for key, before in subjects.items():
        subject = tx.subjects.find(key)
        if subject is not None:
            had: Mapping[str, list[str]] = before["names"]
            names = {each: tuple(had.get(each, ())) for each in {*subject.names, *had}}
            tx.subjects.set(subject, kind=before["kind"], topic=before["topic"], names=names)
            touched |= {fact.id for fact in tx.facts.by_subject(key)}
    return touched


def _not_taken_back(editor: Editor, done: Change, number: int) -> frozenset[int]:
    """Return the ids of the facts in which `done` still stands as their latest change."""
    changes = editor.tx.changes
    touched = changes.facts_of(done.seq)
    latest = {fact_id: changes.latest_for(fact_id) for fact_id in touched & changes.since(done.seq)}
    later = [id_ for id_, change in latest.items() if change and change.seq > done.seq]
    if later:
        keys = sorted(fact.key for fact in editor.tx.facts.get(later).values())
        raise ChangedSince(number=number, facts=", ".join(keys))
    return touched - {
        id_ for id_, change in latest.items() if change is None or change.seq < done.seq
    }
