"""How an order is carried out: each operation by what does it, on what is held now."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from bot.editing import change, namesakes
from bot.editing.draft import Editor
from bot.editing.errors import ChangedAgain, UnknownFact
from bot.editing.event import add_event, cancel_event
from bot.editing.order import (
    ADD,
    ADD_EVENT,
    CANCEL_EVENT,
    CORRECT,
    EDIT,
    RETRACT,
    SET,
    UNDO,
    Order,
)
from bot.editing.recording import Outcome
from bot.editing.subject import About, add_subject
from bot.port import Code
from storage.content import Subject


def carry_out(editor: Editor, order: Order, revision: int | None = None) -> Outcome:
    """Carry out an order and return what it did.

    Args:
        editor: who is responsible, and in which transaction.
        order: what is to be done.
        revision: that of the fact on which it was made; None takes it as it is.

    Raises:
        EditError: it cannot be done; whatever was written is to be undone.
    """
    return _OPERATIONS[order.operation](editor, order, revision)


def _add(editor: Editor, order: Order, revision: int | None) -> Outcome:
    del revision
    editor.tx.changes.lock()
    if order.about is not None and editor.tx.subjects.find(order.subject) is None:
        if not order.namesake:
            namesakes.check(editor, order.subject, order.about.names)
        add_subject(editor, order.subject, order.about)
    return change.add(editor, order.target, order.draft)


def _set(editor: Editor, order: Order, revision: int | None) -> Outcome:
    return change.set_value(editor, order.target, order.draft, revision)


def _correct(editor: Editor, order: Order, revision: int | None) -> Outcome:
    alone = order.only_language
    if order.takes_back:
        _take_back(editor, order, revision)
        revision = None
    return change.correct(editor, order.target, order.draft, revision, only_language=alone)


def _take_back(editor: Editor, order: Order, revision: int | None) -> None:
    """Take back the change that was the error, if it still is the latest.

    Raises:
        ChangedAgain: it is not, and which change was the error is not for us to guess.
    """
    key = order.target
    editor.tx.changes.lock()
    fact = editor.tx.facts.find(key)
    latest = None if fact is None else editor.tx.changes.latest_for(fact.id)
    if latest is None or latest.seq != order.takes_back:
        raise ChangedAgain(fact=key, command=(Code(f"/fact correct {key} …"),))
    change.undo(editor, key, revision)


def _edit(editor: Editor, order: Order, revision: int | None) -> Outcome:
    return change.edit(editor, order.target, order.draft, revision)


def _retract(editor: Editor, order: Order, revision: int | None) -> Outcome:
    return change.retract(editor, order.target, order.draft, revision)


def _undo(editor: Editor, order: Order, revision: int | None) -> Outcome:
    return change.undo(editor, order.target, revision, order.draft.reason)


def _add_event(editor: Editor, order: Order, revision: int | None) -> Outcome:
    del revision
    about, span = order.about or About({}), order.draft.span
    if not order.namesake and span is not None:
        namesakes.check(editor, order.subject, about.names, span.start)
    return add_event(editor, order.subject, about, order.draft)


def _cancel_event(editor: Editor, order: Order, revision: int | None) -> Outcome:
    del revision
    return cancel_event(editor, _subject(editor, order), order.draft)


def _subject(editor: Editor, order: Order) -> Subject:
    subject = editor.tx.subjects.find(order.subject)
    if subject is None:
        raise UnknownFact(fact=order.target)
    return subject


_OPERATIONS: Final[Mapping[str, Callable[[Editor, Order, int | None], Outcome]]] = {
    ADD: _add,
    SET: _set,
    CORRECT: _correct,
    EDIT: _edit,
    RETRACT: _retract,
    UNDO: _undo,
    ADD_EVENT: _add_event,
    CANCEL_EVENT: _cancel_event,
}
