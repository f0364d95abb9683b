"""Votes: what people think of the answers that a fact gave, one vote a person and fact."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import UniqueConstraint, func, select
from sqlmodel import Field, SQLModel

from storage.table import insert_new, table_of
from storage.work import Work


class VoteRow(SQLModel, table=True):
    """What one person thinks of one fact."""

    __tablename__ = "votes"
    __table_args__ = (UniqueConstraint("fact_id", "person_id"),)

    id: int | None = Field(default=None, primary_key=True)
    fact_id: int = Field(foreign_key="facts.id")
    person_id: int = Field(foreign_key="people.id", index=True)
    good: bool
    at: datetime


_votes = table_of(VoteRow)


class Cast(StrEnum):
    """What a vote was."""

    NEW = "new"
    CHANGED = "changed"
    KNOWN = "known"
    """The person had voted so before."""


@dataclass(frozen=True, slots=True)
class Counts:
    """How many found the answers of a fact good, and how many did not."""

    good: int = 0
    poor: int = 0


class Votes:
    """What people think."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def cast(self, fact: int, person: int, *, good: bool) -> Cast:
        """Have a person vote on a fact, in the place of whatever they had voted."""
        now = self._work.now
        row = {"fact_id": fact, "person_id": person, "good": good, "at": now}
        if self._work.returned(_insert, [row]):
            return Cast.NEW
        mine = _votes.c.fact_id == fact, _votes.c.person_id == person, _votes.c.good.is_(not good)
        changed = self._work.run(_votes.update().where(*mine).values(good=good, at=now))
        return Cast.CHANGED if changed else Cast.KNOWN

    def of_fact(self, fact: int) -> Counts:
        """Return how many voted which way on a fact."""
        query = select(_votes.c.good, func.count().label("how_many"))
        rows = self._work.rows(query.where(_votes.c.fact_id == fact).group_by(_votes.c.good))
        counted = {bool(row.good): int(row.how_many) for row in rows}
        return Counts(counted.get(True, 0), counted.get(False, 0))

    def by(self, person: int) -> int:
        """Return on how many facts a person has voted."""
        mine = _votes.c.person_id == person
        row = self._work.first(select(func.count().label("how_many")).where(mine))
        return 0 if row is None else int(row.how_many)


_insert = insert_new(_votes)
