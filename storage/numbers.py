"""The numbers by which people call things: one sequence, never used twice.

Questions, posts, pending changes and held rows share it, so that "17" is one thing.
"""

from __future__ import annotations

from sqlalchemy import CheckConstraint
from sqlmodel import Field, SQLModel

from storage.prepared import Prepared
from storage.table import table_of
from storage.work import Work


class NumberCounterRow(SQLModel, table=True):
    """The one row that holds the last number given."""

    __tablename__ = "number_counter"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: int = Field(primary_key=True)
    last: int


_counter = table_of(NumberCounterRow)
_next = Prepared(_counter.update().values(last=_counter.c.last + 1).returning(_counter.c.last))


def next_number(work: Work) -> int:
    """Take the next number; only a committed transaction uses it up."""
    number: int = work.returned(_next)[0]
    return number
