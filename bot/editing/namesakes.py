"""Namesakes: whether what is to be added is called what something is called already.

Two editors who add the same thing at once may give it two keys. So whoever adds a subject looks,
behind the lock of changes, whether there is one of that name; that it is another is for an editor
to say. Events of one name come again: only two on one day are asked about.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from bot.answering.words import fold
from bot.calendar import EVENT, TIME
from bot.editing.draft import Editor
from bot.editing.errors import NameTaken
from bot.port import Code
from storage.content import Subject
from storage.moments import Moment, time_zone


def check(editor: Editor, names: Mapping[str, Sequence[str]], starts: Moment | None = None) -> None:
    """Refuse to add what is called, in a language, as something else is.

    Args:
        editor: who adds it; nobody else can meanwhile.
        names: of what is to be added, the one that is shown first.
        starts: of an event, when it begins.

    Raises:
        NameTaken: something is called so; of an event, one of that day.
    """
    editor.tx.changes.lock()
    called = {fold(given[0]): given[0] for given in names.values() if given}
    if not called:
        return
    alike = editor.tx.subjects.called(called.values())
    known = editor.tx.subjects.get({id_ for id_, _ in alike})
    for id_, name in alike:
        if starts is None or _day(editor, starts) in _days(editor, known[id_]):
            raise NameTaken(
                name=called[fold(name)], key=(Code(known[id_].key),), known=known[id_].key
            )


def _days(editor: Editor, subject: Subject) -> Iterator[date]:
    """Yield the days on which an event begins, as we hold it."""
    fact = editor.tx.facts.find(f"{subject.key}.{TIME}") if subject.kind == EVENT else None
    for held in editor.tx.facts.timeline(fact.id) if fact else ():
        if held.version.content.span is not None:
            yield _day(editor, held.version.content.span.start)


def _day(editor: Editor, moment: Moment) -> date:
    return moment.at.astimezone(time_zone(editor.zone)).date()
