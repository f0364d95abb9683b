"""Recording an edit: one change, its version, the new timeline, and the audit row."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.editing import consequences
from bot.editing.draft import Editor
from bot.editing.errors import NeedsApproval
from bot.editing.opening import Opened
from bot.editing.timeline import Slot
from storage.audit import Entry
from storage.facts import Change, ChangeKind, Content, Fact, Held, Placed, Version


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an edit did.

    Attributes:
        fact: with its new revision.
        version: the version that was written; None where none was needed.
        before: what held where the edit took place, as it was.
        after: what holds there since; None if nothing does.
        replaced: every period that was trimmed, replaced or withdrawn, as it was.
        stays: the next version after `after`, untouched.
        undone: the change that was taken back.
    """

    fact: Fact
    change: Change
    version: Version | None
    before: Held | None
    after: Held | None
    replaced: tuple[Held, ...]
    stays: Held | None
    undone: Change | None


@dataclass(frozen=True, slots=True)
class Step:
    """What is to be recorded; in slots, None stands for the version made of `content`.

    Attributes:
        slots: the whole new timeline.
        focus: the one of them that the edit is about.
        before: what held there.
        parent: the id of the version that the new one only rewords.
        undoes: the change that this takes back.
    """

    kind: ChangeKind
    reason: str
    slots: Sequence[Slot[int | None]]
    focus: Slot[int | None] | None
    before: Held | None
    content: Content | None = None
    parent: int | None = None
    undoes: Change | None = None


def record(opened: Opened, step: Step) -> Outcome:
    """Write `step` and return what it did.

    Raises:
        NeedsApproval: it takes a second person, of whom nothing is known; nothing was written.
    """
    editor, tx = opened.editor, opened.editor.tx
    check_alone(editor, opened.fact)
    undoes = None if step.undoes is None else step.undoes.seq
    change = tx.changes.begin(step.kind, editor.person, step.reason, undoes)
    version = None
    if step.content is not None:
        version = tx.facts.add_version(change, opened.fact.id, step.content, parent=step.parent)
    placed = _placed(step.slots, version)
    fact = tx.facts.record(change, opened.fact, placed)
    held = tx.facts.timeline(fact.id)
    after = _find(held, _placed([step.focus] if step.focus else [], version))
    outcome = Outcome(
        fact,
        change,
        version,
        step.before,
        after,
        tuple(old for old in opened.held if _as_placed(old) not in placed),
        _following(held, after),
        step.undoes,
    )
    tx.audit.add(_entry(opened, outcome))
    consequences.follow(tx, change, [fact])
    return outcome


def check_alone(editor: Editor, fact: Fact) -> None:
    """Refuse a change by one person of what takes two.

    Raises:
        NeedsApproval: it takes two.
    """
    if not editor.approved and editor.tx.approvals.needed(fact.subject.id):
        raise NeedsApproval(fact=fact.key, subject=fact.subject.key)


def _placed(slots: Iterable[Slot[int | None]], version: Version | None) -> list[Placed]:
    new = 0 if version is None else version.id
    return [Placed(new if slot.what is None else slot.what, slot.start, slot.end) for slot in slots]


def _as_placed(held: Held) -> Placed:
    return Placed(held.version.id, held.start, held.end)


def _find(held: Iterable[Held], placed: Sequence[Placed]) -> Held | None:
    return next((each for each in held if _as_placed(each) in placed), None)


def _following(held: Iterable[Held], after: Held | None) -> Held | None:
    if after is None or after.end is None:
        return None
    later = (each for each in held if each.start and each.start.at >= after.end.at)
    return next(later, None)


def _entry(opened: Opened, outcome: Outcome) -> Entry:
    change, after = outcome.change, outcome.after
    details: dict[str, str | int | None] = {
        "before": None if outcome.before is None else outcome.before.version.ref,
        "after": None if after is None else after.version.ref,
        "from": after.start.iso_start() if after and after.start else None,
        "until": after.end.iso_end() if after and after.end else None,
        "reason": change.reason,
    }
    if change.undoes is not None:
        details["undoes"] = change.undoes
    return Entry(
        opened.editor.person,
        f"fact.{change.kind}",
        outcome.fact.key,
        opened.editor.place,
        details,
        change.seq,
    )
