"""Imports: the number by which people call one, and what it made of subjects.

What it made of facts is in their versions; subjects have none, so what each was before stands
here, for whoever takes the import back.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import JSON, select
from sqlmodel import Field, SQLModel

from storage.numbers import next_number
from storage.table import table_of
from storage.work import Work


class ImportRow(SQLModel, table=True):
    """One import."""

    __tablename__ = "imports"

    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    seq: int = Field(foreign_key="changes.seq", unique=True)
    subjects: dict[str, Any] = Field(sa_type=JSON)


_imports = table_of(ImportRow)


@dataclass(frozen=True, slots=True)
class Import:
    """One import.

    Attributes:
        number: of the sequence that everything shares which people call by a number.
        seq: of its change.
        subjects: those that it changed, by key: what was held of each before and after it, as
            JSON.
    """

    number: int
    seq: int
    subjects: Mapping[str, Any]


class Imports:
    """What was imported."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def add(self, seq: int, subjects: Mapping[str, Any]) -> int:
        """Note the import that made the change `seq`; return the number it is called by."""
        number = next_number(self._work)
        made = {"number": number, "seq": seq, "subjects": dict(subjects)}
        self._work.run(_imports.insert(), made)
        return number

    def latest(self, most: int) -> tuple[Import, ...]:
        """Return the newest imports first, at most so many."""
        newest = select(*_imports.c).order_by(_imports.c.number.desc()).limit(most)
        return tuple(Import(row.number, row.seq, row.subjects) for row in self._work.rows(newest))

    def get(self, number: int) -> Import | None:
        """Return the import with this number."""
        row = self._work.first(select(*_imports.c).where(_imports.c.number == number))
        return None if row is None else Import(row.number, row.seq, row.subjects)
