"""Facts: what the desk knows, on two axes: true when, and known when."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from operator import attrgetter
from typing import Any

from sqlalchemy import ColumnElement, Row, UniqueConstraint, func, select
from sqlmodel import Field, SQLModel

from storage import periods
from storage.changes import Changes
from storage.content import (
    Audience,
    Change,
    ChangeKind,
    Content,
    Dossier,
    Fact,
    Held,
    Placed,
    Source,
    Span,
    Subject,
    Version,
)
from storage.errors import Stale
from storage.prepared import Prepared
from storage.subjects import SubjectRow, Subjects
from storage.table import FEW, among, any_given, few, one_of_few, parts, table_of
from storage.versions import COLUMNS, JOINED, NewVersion, add_versions, read_version, versions
from storage.work import Work

__all__ = [
    "Audience",
    "Change",
    "ChangeKind",
    "Content",
    "Dossier",
    "Fact",
    "Facts",
    "Held",
    "NewVersion",
    "Placed",
    "Source",
    "Span",
    "Subject",
    "Version",
]


class FactRow(SQLModel, table=True):
    """One attribute of one subject."""

    __tablename__ = "facts"
    __table_args__ = (UniqueConstraint("subject_id", "attribute"),)

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True)
    subject_id: int = Field(foreign_key="subjects.id")
    attribute: str
    revision: int


_facts = table_of(FactRow)
_subjects = table_of(SubjectRow)
_periods = table_of(periods.PeriodRow)


class Facts:
    """What the desk knows."""

    def __init__(self, work: Work, subjects: Subjects, changes: Changes) -> None:
        self._work = work
        self._subjects = subjects
        self._changes = changes

    def find(self, key: str) -> Fact | None:
        """Return the fact with this key, `subject.attribute`, even if it holds nothing now."""
        return next(iter(self._read(_facts.c.key == key)), None)

    def get(self, ids: Collection[int]) -> dict[int, Fact]:
        """Return the facts with these ids, by id."""
        if 0 < len(ids) <= FEW:
            rows = sorted(self._work.rows(_by_few, few(ids)), key=attrgetter("key"))
            return {fact.id: fact for fact in self._whole(rows)}
        found = (self._whole(self._work.rows(_by_ids, {"ids": part})) for part in parts(ids))
        return {fact.id: fact for part in found for fact in part}

    def by_subject(self, subject_key: str) -> tuple[Fact, ...]:
        """Return the facts of one subject, by key."""
        query = select(_subjects.c.id).where(_subjects.c.key == subject_key)
        return self._read(_facts.c.subject_id.in_(query))

    def has_attribute(self, attribute: str) -> bool:
        """Tell whether any subject has an attribute of this name, even if it holds nothing now."""
        called_so = select(_facts.c.id).where(_facts.c.attribute == attribute)
        return self._work.first(called_so.limit(1)) is not None

    def all(self, after_seq: int | None = None) -> tuple[Dossier, ...]:
        """Return every fact with its timeline, or those touched after a change; for the index.

        A fact that holds nothing any more is among them, with an empty timeline.
        """
        ids = None if after_seq is None else self._changes.since(after_seq)
        facts = self._read() if ids is None else tuple(self.get(ids).values())
        return self._with_what_is_held(facts, periods.timelines(self._work, ids, None))

    def after(self, fact_id: int, limit: int) -> tuple[Dossier, ...]:
        """Return the next facts by id after one, each with its timeline; for the index.

        A fact that holds nothing any more is among them, with an empty timeline.
        """
        query = _COLUMNS.where(_facts.c.id > fact_id).order_by(_facts.c.id).limit(limit)
        return self._dossiers(self._whole(self._work.rows(query)))

    def withdrawn(self, audience: Audience, limit: int) -> tuple[Fact, ...]:
        """Return the facts that an audience was told once and nobody is now, the latest first."""
        held = select(_periods.c.id).where(_periods.c.fact_id == _facts.c.id)
        told = held
        if audience is not Audience.DESK:
            told = held.join(versions, versions.c.id == _periods.c.version_id).where(
                versions.c.audience == Audience.EVERYONE
            )
        query = _COLUMNS.where(told.exists(), ~held.where(periods.believed(None)).exists())
        return self._whole(self._work.rows(query.order_by(_facts.c.id.desc()).limit(limit)))

    def of_subjects(self, subject_ids: Collection[int]) -> tuple[Dossier, ...]:
        """Return the facts of some subjects, each with its timeline; empty ones too."""
        where = among(_facts.c.subject_id, subject_ids)
        return self._dossiers([fact for each in where for fact in self._read(each)])

    def last_id(self) -> int:
        """Return the highest id of a fact, about as many as there are; 0 in an empty store."""
        row = self._work.first(_last)
        return (row and row.last) or 0

    def timeline(self, fact_id: int, known_at: datetime | None = None) -> tuple[Held, ...]:
        """Return the periods of a fact as believed at `known_at` (default now), by start."""
        return self.timelines([fact_id], known_at).get(fact_id, ())

    def timelines(
        self, fact_ids: Collection[int], known_at: datetime | None = None
    ) -> dict[int, tuple[Held, ...]]:
        """Return the timelines of many facts, by id; one that holds nothing is left out."""
        return periods.timelines(self._work, fact_ids, known_at)

    def at(self, fact_id: int, instant: datetime, known_at: datetime | None = None) -> Held | None:
        """Return what holds at `instant`, as believed at `known_at` (default now); both aware."""
        return periods.at(self._work, fact_id, instant, known_at)

    def history(self, fact_id: int) -> tuple[Held, ...]:
        """Return every period ever recorded of a fact, oldest first."""
        return periods.history(self._work, fact_id)

    def version(self, ref: str) -> Version | None:
        """Return the version with this `ref`."""
        return self.versions([ref]).get(ref)

    def versions(self, refs: Collection[str]) -> dict[str, Version]:
        """Return the versions with these refs, by ref."""
        query = select(*COLUMNS).select_from(JOINED)
        rows = (self._work.rows(query.where(where)) for where in among(versions.c.ref, refs))
        return {row.v_ref: read_version(row) for part in rows for row in part}

    def create(self, subject_id: int, attribute: str) -> Fact:
        """Add a fact that holds nothing yet."""
        return self.create_all([(self._subjects.get([subject_id])[subject_id], attribute)])[0]

    def create_all(self, new: Sequence[tuple[Subject, str]]) -> tuple[Fact, ...]:
        """Add many facts and return them in the same order."""
        if not new:
            return ()
        rows = [
            {
                "key": f"{subject.key}.{attribute}",
                "subject_id": subject.id,
                "attribute": attribute,
                "revision": 0,
            }
            for subject, attribute in new
        ]
        insert = _facts.insert().returning(_facts.c.id, sort_by_parameter_order=True)
        ids: list[int] = self._work.returned(insert, rows)
        return tuple(
            Fact(id_, f"{subject.key}.{attribute}", subject, attribute, 0)
            for id_, (subject, attribute) in zip(ids, new, strict=True)
        )

    def add_version(
        self,
        change: Change,
        fact_id: int,
        content: Content,
        ref: str | None = None,
        parent: int | None = None,
    ) -> Version:
        """Write one version; it holds nowhere until `record` places it.

        Without a `ref` it is given one made of its fact's key and the change.
        """
        named = f"{self.get([fact_id])[fact_id].key}#{change.seq}" if ref is None else ref
        return self.add_versions(change, [NewVersion(fact_id, content, named, parent)])[0]

    def add_versions(self, change: Change, new: Sequence[NewVersion]) -> tuple[Version, ...]:
        """Write many versions and return them in the same order."""
        return add_versions(self._work, change, new)

    def record(
        self,
        change: Change,
        fact: Fact,
        placed: Sequence[Placed],
        expected_revision: int | None = None,
    ) -> Fact:
        """Make `placed` the whole timeline of a fact, and return it with its new revision.

        Raises:
            Stale: the fact is not at `expected_revision` any more.
        """
        if expected_revision is not None:
            current = self.get([fact.id])[fact.id].revision
            if current != expected_revision:
                raise Stale(fact.key, expected_revision, current)
        self.record_all(change, {fact.id: placed})
        return self.get([fact.id])[fact.id]

    def record_all(self, change: Change, placed: Mapping[int, Sequence[Placed]]) -> None:
        """Make these the whole timelines of many facts, by their ids, in one change."""
        if not placed:
            return
        periods.replace(self._work, change, placed)
        grown = _facts.update().values(revision=_facts.c.revision + 1)
        for where in among(_facts.c.id, placed):
            self._work.run(grown.where(where))
        self._changes.touch(change, placed)

    def _dossiers(self, facts: Sequence[Fact]) -> tuple[Dossier, ...]:
        held = periods.timelines(self._work, [fact.id for fact in facts], None)
        return self._with_what_is_held(facts, held)

    def _with_what_is_held(
        self, facts: Sequence[Fact], held: Mapping[int, tuple[Held, ...]]
    ) -> tuple[Dossier, ...]:
        empty = [fact.id for fact in facts if fact.id not in held]
        gone = periods.withdrawn(self._work, empty) if empty else {}
        return tuple(Dossier(fact, held.get(fact.id, ()), gone.get(fact.id, ())) for fact in facts)

    def _read(self, *where: ColumnElement[bool]) -> tuple[Fact, ...]:
        return self._whole(self._work.rows(_COLUMNS.where(*where).order_by(_facts.c.key)))

    def _whole(self, rows: Sequence[Row[Any]]) -> tuple[Fact, ...]:
        """Return facts with their subjects."""
        subjects = self._subjects.get({row.subject_id for row in rows})
        return tuple(_fact(row, subjects[row.subject_id]) for row in rows)


_COLUMNS = select(
    _facts.c.id, _facts.c.key, _facts.c.subject_id, _facts.c.attribute, _facts.c.revision
)
# Put together once: making a statement takes longer than carrying it out.
_last = Prepared(select(func.max(_facts.c.id).label("last")))
_by_few = Prepared(_COLUMNS.where(one_of_few(_facts.c.id)))
_by_ids = _COLUMNS.where(any_given(_facts.c.id, "ids")).order_by(_facts.c.key)


def _fact(row: Row[Any], subject: Subject) -> Fact:
    return Fact(row.id, row.key, subject, row.attribute, row.revision)
