"""Taking changes back: the timeline becomes again what was believed just before them."""

from __future__ import annotations

from dataclasses import replace

from bot.editing import consequences, timeline
from bot.editing.draft import Editor
from bot.editing.errors import ChangedSince, NoSuchChange, NothingToUndo
from bot.editing.opening import open_fact
from bot.editing.recording import Outcome, Step, record
from storage.audit import Entry
from storage.changes import TICK
from storage.facts import Change, ChangeKind, Placed


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


def undo_import(editor: Editor, seq: int, reason: str = "") -> tuple[str, ...]:
    """Take back an import whole, as one change; return the keys of its facts.

    Facts of which it was taken back already are left alone.

    Raises:
        NoSuchChange: `seq` is no import.
        ChangedSince: some of its facts were changed after it; nothing is taken back.
        NothingToUndo: it was taken back whole already.
    """
    tx = editor.tx
    tx.changes.lock()
    done = tx.changes.get(seq)
    if done is None or done.kind is not ChangeKind.IMPORT:
        raise NoSuchChange(number=seq)
    facts = tx.facts.get(_not_taken_back(editor, done))
    if not facts:
        raise NothingToUndo(fact=str(seq))
    earlier = tx.facts.timelines(facts, done.recorded_at - TICK)
    change = tx.changes.begin(ChangeKind.UNDO, editor.person, reason, undoes=seq)
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
    entry = Entry(editor.person, "import.undo", str(seq), editor.place, details, change.seq)
    tx.audit.add(entry)
    consequences.follow(tx, change, facts.values())
    return keys


def _not_taken_back(editor: Editor, done: Change) -> frozenset[int]:
    """Return the ids of the facts in which `done` still stands as their latest change."""
    changes = editor.tx.changes
    touched = changes.facts_of(done.seq)
    latest = {fact_id: changes.latest_for(fact_id) for fact_id in touched & changes.since(done.seq)}
    later = [id_ for id_, change in latest.items() if change and change.seq > done.seq]
    if later:
        keys = sorted(fact.key for fact in editor.tx.facts.get(later).values())
        raise ChangedSince(number=done.seq, facts=", ".join(keys))
    return touched - {
        id_ for id_, change in latest.items() if change is None or change.seq < done.seq
    }
