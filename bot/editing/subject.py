"""What an editor can do to a subject: its names, aliases, kind and topic."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from bot.editing import namesakes
from bot.editing.draft import Editor
from bot.editing.errors import NeedsApproval, UnknownSubject
from storage.audit import Entry
from storage.facts import ChangeKind, Subject


@dataclass(frozen=True, slots=True)
class About:
    """The lines given on a subject; None is "as before", `names` the languages given, whole."""

    names: Mapping[str, tuple[str, ...]]
    kind: str | None = None
    topic: str | None = None


def add_subject(editor: Editor, key: str, about: About) -> Subject:
    """Add a subject; its key must be new."""
    subject = editor.tx.subjects.add(key, about.kind or "thing", about.topic or "", about.names)
    editor.tx.audit.add(Entry(editor.person, "subject.add", key, editor.place, _details(about)))
    return subject


def set_subject(
    editor: Editor,
    key: str,
    about: About,
    *,
    namesake: bool = False,
    but: Collection[str] = (),
) -> Subject:
    """Give a subject what is given; its facts are indexed anew.

    Args:
        editor: who gives it.
        key: of the subject.
        about: what is given.
        namesake: it is another than what is called the same.
        but: the keys of others that it may share a name with, whatever else is called so.

    Raises:
        UnknownSubject: there is none.
        NeedsApproval: it takes two people.
        NameTaken: something else is called so.
    """
    tx = editor.tx
    tx.changes.lock()
    subject = tx.subjects.find(key)
    if subject is None:
        raise UnknownSubject(subject=key)
    if not editor.approved and tx.approvals.needed(subject.id):
        raise NeedsApproval(fact=key, subject=key)
    if not namesake:
        namesakes.check(editor, key, about.names, but=but)
    change = tx.changes.begin(ChangeKind.SUBJECT, editor.person)
    subject = tx.subjects.set(subject, kind=about.kind, topic=about.topic, names=about.names)
    tx.changes.touch(change, [fact.id for fact in tx.facts.by_subject(key)])
    entry = Entry(editor.person, "subject.set", key, editor.place, _details(about), change.seq)
    tx.audit.add(entry)
    return subject


def _details(about: About) -> dict[str, object]:
    given = {"kind": about.kind, "topic": about.topic}
    names = {language: list(names) for language, names in about.names.items()}
    return {"names": names} | {name: value for name, value in given.items() if value is not None}
