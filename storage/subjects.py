"""Subjects: what facts are about, and every name they are called by."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    Index,
    Row,
    UniqueConstraint,
    bindparam,
    select,
)
from sqlmodel import Field, SQLModel

from storage.content import Subject
from storage.folding import fold
from storage.prepared import Prepared
from storage.table import FEW, MOST_AT_ONCE, any_given, few, one_of_few, parts, table_of
from storage.work import Work


class SubjectRow(SQLModel, table=True):
    """What facts are about."""

    __tablename__ = "subjects"
    __table_args__ = (CheckConstraint("key <> ''", name="keyed"),)

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True)
    kind: str
    topic: str


class SubjectNameRow(SQLModel, table=True):
    """One name of a subject in one language; position 0 is the one shown.

    It is found by `folded`, what `fold` makes of it. Names are compared whole, and a tree of
    PostgreSQL refuses an entry of more than 2,704 bytes, where a hash takes any.
    """

    __tablename__ = "subject_names"
    __table_args__ = (
        UniqueConstraint("subject_id", "language", "position"),
        Index(None, "folded", postgresql_using="hash"),
    )

    id: int | None = Field(default=None, primary_key=True)
    subject_id: int = Field(foreign_key="subjects.id")
    language: str
    position: int
    text: str
    folded: str


_subjects = table_of(SubjectRow)
_names = table_of(SubjectNameRow)


@dataclass(frozen=True, slots=True)
class NewSubject:
    """A subject to be added; of each language's names the first is the one shown."""

    key: str
    names: Mapping[str, Sequence[str]]
    kind: str = "thing"
    topic: str = ""


class Subjects:
    """What the store has facts about."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def find(self, key: str) -> Subject | None:
        """Return the subject with this key."""
        return next(iter(self._read(_subjects.c.key == key)), None)

    def get(self, ids: Collection[int]) -> dict[int, Subject]:
        """Return the subjects with these ids, by id."""
        if 0 < len(ids) <= FEW:
            rows = self._work.rows(_by_few, few(ids))
            found = _whole(rows, self._work.rows(_names_by_few, few(ids)))
            return {subject.id: subject for subject in found}
        return {
            subject.id: subject
            for part in parts(ids)
            for subject in _whole(
                self._work.rows(_by_ids, {"ids": part}),
                self._work.rows(_names_by_ids, {"ids": part}),
            )
        }

    def all(self) -> tuple[Subject, ...]:
        """Return every subject, by key."""
        return self._read()

    def names(self) -> Iterator[tuple[int, str]]:
        """Yield every name of every subject, after the subject's id."""
        last = 0
        while part := self._work.rows(_next_names, {"last": last}):
            for row in part:
                yield row.subject_id, row.text
            last = part[-1].id

    def called(self, names: Iterable[str]) -> list[tuple[int, str]]:
        """Return who has one of `names`, whatever its capitals and diacritics.

        Each name that is found comes as it is held, after its subject's id, in the order in
        which they were given.
        """
        found = [
            row
            for part in parts({fold(name) for name in names})
            for row in self._work.rows(_called, {"names": part})
        ]
        return [(row.subject_id, row.text) for row in sorted(found, key=lambda row: row.id)]

    def add(
        self,
        key: str,
        kind: str = "thing",
        topic: str = "",
        names: Mapping[str, Sequence[str]] | None = None,
    ) -> Subject:
        """Add one subject and return it."""
        return self.add_all([NewSubject(key, names or {}, kind, topic)])[0]

    def add_all(self, new: Sequence[NewSubject]) -> tuple[Subject, ...]:
        """Add many subjects and return them in the same order."""
        if not new:
            return ()
        rows = [{"key": each.key, "kind": each.kind, "topic": each.topic} for each in new]
        insert = _subjects.insert().returning(_subjects.c.id, sort_by_parameter_order=True)
        ids: list[int] = self._work.returned(insert, rows)
        self._write_names({id_: each.names for id_, each in zip(ids, new, strict=True)})
        return tuple(
            Subject(id_, each.key, each.kind, each.topic, _frozen(each.names))
            for id_, each in zip(ids, new, strict=True)
        )

    def set(
        self,
        subject: Subject,
        *,
        kind: str | None = None,
        topic: str | None = None,
        names: Mapping[str, Sequence[str]] | None = None,
    ) -> Subject:
        """Give a subject what is not None and return it as it is now.

        `names` replaces all names of the languages in it. That the subject's facts must be
        indexed again is for the caller to log, by `tx.changes.touch`.
        """
        given = {"kind": kind, "topic": topic}
        values = {name: value for name, value in given.items() if value is not None}
        if values:
            self._work.run(_subjects.update().where(_subjects.c.id == subject.id).values(values))
        if names:
            mine, named = _names.c.subject_id == subject.id, _names.c.language.in_(names)
            self._work.run(_names.delete().where(mine, named))
            self._write_names({subject.id: names})
        return self.get([subject.id])[subject.id]

    def _write_names(self, names: Mapping[int, Mapping[str, Sequence[str]]]) -> None:
        rows = [
            {
                "subject_id": id_,
                "language": language,
                "position": position,
                "text": text,
                "folded": fold(text),
            }
            for id_, by_language in names.items()
            for language, texts in by_language.items()
            for position, text in enumerate(texts)
        ]
        if rows:
            self._work.run(_names.insert(), rows)

    def _read(self, *where: ColumnElement[bool]) -> tuple[Subject, ...]:
        rows = self._work.rows(_columns.where(*where).order_by(_subjects.c.key))
        named = _named
        if where:
            named = named.join(_subjects, _subjects.c.id == _names.c.subject_id).where(*where)
        return _whole(rows, self._work.rows(named))


_columns = select(_subjects.c.id, _subjects.c.key, _subjects.c.kind, _subjects.c.topic)
_named = select(_names.c.subject_id, _names.c.language, _names.c.text).order_by(
    _names.c.subject_id, _names.c.language, _names.c.position
)
# Put together once: making a statement takes longer than carrying it out.
_next_names = Prepared(
    select(_names.c.id, _names.c.subject_id, _names.c.text)
    .where(_names.c.id > bindparam("last"))
    .order_by(_names.c.id)
    .limit(MOST_AT_ONCE)
)
_by_few = Prepared(_columns.where(one_of_few(_subjects.c.id)))
_names_by_few = Prepared(_named.where(one_of_few(_names.c.subject_id)))
_by_ids = _columns.where(any_given(_subjects.c.id, "ids")).order_by(_subjects.c.key)
_called = select(_names.c.id, _names.c.subject_id, _names.c.text).where(
    any_given(_names.c.folded, "names")
)
_names_by_ids = _named.where(any_given(_names.c.subject_id, "ids"))


def _whole(rows: Sequence[Row[Any]], named: Sequence[Row[Any]]) -> tuple[Subject, ...]:
    """Return subjects with their names."""
    names: dict[int, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for row in named:
        names[row.subject_id][row.language].append(row.text)
    return tuple(_subject(row, names[row.id]) for row in rows)


def _subject(row: Row[Any], names: Mapping[str, Sequence[str]]) -> Subject:
    return Subject(row.id, row.key, row.kind, row.topic, _frozen(names))


def _frozen(names: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
    return {language: tuple(texts) for language, texts in sorted(names.items()) if texts}
