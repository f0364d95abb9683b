"""What an editor can do to a fact. Each act is one change, its audit row with it.

Whoever opened the transaction commits it. An act that is refused has written nothing,
and every act refuses with `UnknownFact` or `StaleFact` where the fact is not there, or not
at the `revision` that the edit was made on (None takes it as it is).
"""

from __future__ import annotations

from dataclasses import replace

from bot.editing import timeline
from bot.editing.draft import Draft, Editor
from bot.editing.errors import (
    BadPeriod,
    EndsEarlier,
    FactExists,
    HoldsLonger,
    MissingReason,
    MissingValue,
    Unchanged,
    UnknownSubject,
    ValueChanged,
)
from bot.editing.opening import Opened, open_fact
from bot.editing.recording import Outcome, Step, record
from bot.editing.timeline import Slot
from bot.editing.undoing import undo, undo_import
from storage.facts import ChangeKind, Content
from storage.moments import Moment

__all__ = [
    "Draft",
    "Editor",
    "Outcome",
    "add",
    "correct",
    "edit",
    "retract",
    "set_value",
    "undo",
    "undo_import",
]


def add(editor: Editor, key: str, draft: Draft) -> Outcome:
    """Add a fact, `subject.attribute`, which holds from `draft.start` until `draft.end`.

    Raises:
        UnknownSubject: there is no such subject.
        FactExists: something is held of it already, whenever it holds.
        MissingValue: no value is given.
        BadPeriod: it would end before it begins.
    """
    _check_value(key, draft)
    editor.tx.changes.lock()
    subject_key, _, attribute = key.rpartition(".")
    subject = editor.tx.subjects.find(subject_key)
    if subject is None:
        raise UnknownSubject(subject=subject_key)
    fact = editor.tx.facts.find(key)
    if fact is not None and editor.tx.facts.timeline(fact.id):
        raise FactExists(fact=key)
    _check_period(key, draft.start, draft.end)
    opened = Opened(editor, fact or editor.tx.facts.create(subject.id, attribute), ())
    content = draft.instead_of(None, editor.today)
    return _paint(opened, ChangeKind.ADD, draft, Slot(draft.start, draft.end, None), content)


def set_value(editor: Editor, key: str, draft: Draft, revision: int | None = None) -> Outcome:
    """Record that the world changed: the value holds from `draft.start`, or else from now.

    It holds until `draft.end`, or else until the next version begins, which stays. With an end
    and no value, the version in force ends then.

    Raises:
        MissingValue: neither a value nor an end is given.
        BadPeriod: it would end before it begins.
        Unchanged: the very same is held already for all of that time.
        HoldsLonger: it is from now on, and goes on beyond `draft.end`.
        NoneInForce, EndsEarlier: there is nothing to be ended.
    """
    opened = open_fact(editor, key, revision)
    if not draft.value and draft.end is not None:
        return _end(opened, draft, draft.end)
    _check_value(key, draft)
    start = draft.start or editor.now
    later = timeline.next_after(opened.slots, start.at)
    end = draft.end or (later.start if later else None)
    _check_period(key, start, end)
    covered = timeline.between(opened.periods, start, end)
    if timeline.fills(covered, start, end) and all(
        draft.says_no_more_than(slot.what.version.content) for slot in covered
    ):
        last = covered[-1].end
        if draft.start is None and draft.end and (last is None or last.at > draft.end.at):
            raise HoldsLonger(fact=key, until=draft.end.iso_end())
        raise Unchanged(fact=key)
    content = _successor(opened, draft, start)
    return _paint(opened, ChangeKind.SET, draft, Slot(start, end, None), content)


def correct(
    editor: Editor,
    key: str,
    draft: Draft,
    revision: int | None = None,
    *,
    only_language: bool = False,
) -> Outcome:
    """Record that we were wrong about the period in force now, or at `draft.on`.

    Its bounds stay, or become `draft.start` and `draft.end`; neighbours are trimmed and gaps
    are left. With `only_language` a value in one language changes that language alone; values
    in several are a new value.

    Raises:
        NoneInForce, SeveralInForce: no one period is meant.
        MissingValue: neither a value nor a bound is given.
        BadPeriod: it would end before it begins.
        Unchanged: the very same is held already.
    """
    opened = open_fact(editor, key, revision)
    wrong = opened.in_force(draft.on)
    bounds = (draft.start or wrong.start, draft.end or wrong.end)
    moved = bounds != (wrong.start, wrong.end)
    if draft.value or not moved or only_language:
        _check_value(key, draft)
    _check_period(key, *bounds)
    alone = only_language and len(draft.value) == 1
    content = _corrected(draft, wrong.version.content, editor, only_language=alone)
    same = content == wrong.version.content
    if same and not moved:
        raise Unchanged(fact=key)
    focus = Slot(*bounds, wrong.version.id if same else None)
    rest = timeline.remove(opened.slots, wrong.start, wrong.end)
    return record(
        opened,
        Step(
            ChangeKind.CORRECT,
            draft.reason,
            timeline.paint(rest, focus.start, focus.end, focus.what),
            focus,
            wrong,
            None if same else content,
            wrong.version.id if alone else None,
        ),
    )


def edit(editor: Editor, key: str, draft: Draft, revision: int | None = None) -> Outcome:
    """Reword the version in force now, or at `draft.on`, wherever it holds; no value changes.

    A value may be given only in a language that has none yet.

    Raises:
        NoneInForce, SeveralInForce: no one version is meant.
        ValueChanged: it would change a value.
        Unchanged: the very same is held already.
    """
    opened = open_fact(editor, key, revision)
    old = opened.in_force(draft.on)
    held = old.version.content
    changed = any(held.value.get(each, text) != text for each, text in draft.value.items())
    if changed or draft.span not in {None, held.span}:
        raise ValueChanged(fact=key)
    content = draft.over(held)
    if content == held:
        raise Unchanged(fact=key)
    if draft.value:
        _check_value(key, draft)
    slots = [
        replace(slot, what=None) if slot.what == old.version.id else slot for slot in opened.slots
    ]
    focus: Slot[int | None] = Slot(old.start, old.end, None)
    step = Step(ChangeKind.EDIT, draft.reason, slots, focus, old, content, old.version.id)
    return record(opened, step)


def retract(editor: Editor, key: str, draft: Draft, revision: int | None = None) -> Outcome:
    """Withdraw the version in force now, or at `draft.on`, wherever it holds, leaving a gap.

    Raises:
        MissingReason: `draft.reason` is empty.
        NoneInForce, SeveralInForce: no one version is meant.
    """
    if not draft.reason.strip():
        raise MissingReason(fact=key)
    opened = open_fact(editor, key, revision)
    old = opened.in_force(draft.on)
    slots = [slot for slot in opened.slots if slot.what != old.version.id]
    return record(opened, Step(ChangeKind.RETRACT, draft.reason, slots, None, old))


def _end(opened: Opened, draft: Draft, end: Moment) -> Outcome:
    """End the version in force now."""
    old = opened.in_force(None)
    if old.end is not None and old.end.at <= end.at:
        raise EndsEarlier(fact=opened.fact.key, until=old.end.iso_end())
    _check_period(opened.fact.key, old.start, end)
    focus: Slot[int | None] = Slot(old.start, end, old.version.id)
    slots = timeline.remove(opened.slots, end, old.end)
    return record(opened, Step(ChangeKind.SET, draft.reason, slots, focus, old))


def _successor(opened: Opened, draft: Draft, start: Moment) -> Content:
    """Return what holds from `start`: a new value, or the old one said anew."""
    today = opened.editor.today
    old = opened.predecessor(start)
    if old is None:
        return draft.instead_of(None, today)
    holding = timeline.at(opened.periods, start.at)
    if holding is not None and draft.same_value(old.content):
        return replace(draft.over(old.content), as_of=draft.as_of or today)
    return draft.instead_of(old.content, today)


def _corrected(draft: Draft, wrong: Content, editor: Editor, *, only_language: bool) -> Content:
    if only_language:
        return draft.in_its_languages(wrong)
    if draft.same_value(wrong):
        return draft.over(wrong)
    # The period is the same one, so the day until which it is trusted is too.
    return replace(draft.instead_of(wrong, editor.today), review=draft.review or wrong.review)


def _paint(
    opened: Opened, kind: ChangeKind, draft: Draft, focus: Slot[int | None], content: Content
) -> Outcome:
    slots = timeline.paint(opened.slots, focus.start, focus.end, focus.what)
    covered = timeline.between(opened.periods, focus.start, focus.end)
    before = covered[0].what if covered else None
    return record(opened, Step(kind, draft.reason, slots, focus, before, content))


def _check_value(key: str, draft: Draft) -> None:
    if not draft.value or not all(text.strip() for text in draft.value.values()):
        raise MissingValue(fact=key)


def _check_period(key: str, start: Moment | None, end: Moment | None) -> None:
    if not timeline.forward(start, end):
        raise BadPeriod(fact=key)
