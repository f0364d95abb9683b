"""The audit: who did what, where and when. Only ever added to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ColumnElement, Row, func, or_, select
from sqlmodel import Field, SQLModel

from storage.table import MOST_AT_ONCE, table_of
from storage.work import Work


class AuditRow(SQLModel, table=True):
    """One act."""

    __tablename__ = "audit"

    id: int | None = Field(default=None, primary_key=True)
    at: datetime
    person_id: int | None = Field(default=None, foreign_key="people.id", index=True)
    action: str
    target: str = Field(index=True)
    place: str
    details: dict[str, Any] = Field(sa_type=JSON)
    seq: int | None = Field(default=None, foreign_key="changes.seq")


_audit = table_of(AuditRow)


@dataclass(frozen=True, slots=True)
class Entry:
    """One act.

    Attributes:
        person: a person's id, or None for the program itself.
        action: what was done, e.g. `fact.set`.
        target: the key or number it was done to.
        place: where it was said, e.g. `console:local`.
        seq: the change that it made, if any.
        at: when, aware, UTC; the store writes it.
    """

    person: int | None
    action: str
    target: str
    place: str
    details: Mapping[str, Any] = field(default_factory=dict)
    seq: int | None = None
    at: datetime | None = None


class Audit:
    """Who did what."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def add(self, entry: Entry) -> None:
        """Write one act, at this instant."""
        self._work.run(
            _audit.insert(),
            {
                "at": self._work.now,
                "person_id": entry.person,
                "action": entry.action,
                "target": entry.target,
                "place": entry.place,
                "details": dict(entry.details),
                "seq": entry.seq,
            },
        )

    def latest(
        self, limit: int, *, target: str | None = None, person: int | None = None, skipped: int = 0
    ) -> tuple[Entry, ...]:
        """Return the newest acts first, on one target or by one person if given.

        What was done to a fact was done to its subject too.
        """
        query = select(*_audit.c).where(*_of(target, person)).order_by(_audit.c.id.desc())
        return tuple(map(_entry, self._work.rows(query.limit(limit).offset(skipped))))

    def changes(self, limit: int) -> tuple[Entry, ...]:
        """Return the acts that changed facts, the newest first."""
        query = select(*_audit.c).where(_audit.c.seq.is_not(None)).order_by(_audit.c.id.desc())
        return tuple(map(_entry, self._work.rows(query.limit(limit))))

    def place_of(self, seq: int) -> str:
        """Return where the change `seq` was ordered; empty if nobody did."""
        # It is among the latest, and of them the first that is met.
        query = select(_audit.c.place).where(_audit.c.seq == seq).order_by(_audit.c.id.desc())
        row = self._work.first(query.limit(1))
        return "" if row is None else str(row.place)

    def count(self, *, target: str | None = None, person: int | None = None) -> int:
        """Return how many acts there are, on one target or by one person if given."""
        counted = select(func.count().label("how_many")).select_from(_audit)
        row = self._work.first(counted.where(*_of(target, person)))
        return 0 if row is None else int(row.how_many)

    def all(self) -> Iterator[Entry]:
        """Yield every act, the oldest first."""
        last = 0
        while part := self._work.rows(
            select(*_audit.c).where(_audit.c.id > last).order_by(_audit.c.id).limit(MOST_AT_ONCE)
        ):
            yield from map(_entry, part)
            last = part[-1].id


def _of(target: str | None, person: int | None) -> list[ColumnElement[bool]]:
    either: list[ColumnElement[bool]] = []
    if target is not None:
        facts = _audit.c.target.startswith(f"{target}.", autoescape=True)
        either += [_audit.c.target == target, facts]
    if person is not None:
        either.append(_audit.c.person_id == person)
    return [or_(*either)] if either else []


def _entry(row: Row[Any]) -> Entry:
    return Entry(row.person_id, row.action, row.target, row.place, row.details, row.seq, row.at)
