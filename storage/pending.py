"""Changes that wait for their hour or for a second pair of eyes.

They are kept outside versions on purpose: nothing that a reader sees is made of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Row, select
from sqlmodel import Field, SQLModel

from storage.numbers import next_number
from storage.table import one_of, table_of
from storage.work import Work


class Outcome(StrEnum):
    """How a pending change ended."""

    APPLIED = "applied"
    DECLINED = "declined"


class PendingChangeRow(SQLModel, table=True):
    """A change that is not yet one; without `due_at` it waits for approval."""

    __tablename__ = "pending_changes"
    __table_args__ = (
        one_of("outcome", Outcome, name="outcome"),
        CheckConstraint("(closed_at IS NULL) = (outcome IS NULL)", name="closed_with_outcome"),
    )

    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    command: str
    target: str
    revision: int | None = None
    payload: dict[str, Any] = Field(sa_type=JSON)
    author_id: int | None = Field(default=None, foreign_key="people.id")
    proposed_at: datetime
    due_at: datetime | None = None
    closed_at: datetime | None = Field(default=None, index=True)
    closed_by: int | None = Field(default=None, foreign_key="people.id")
    outcome: str | None = None


_pending = table_of(PendingChangeRow)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A change as it was proposed.

    Attributes:
        command: what is to be done, e.g. `fact.set`.
        target: the key it is to be done to, at `revision` (None: whatever it is then).
        payload: what the command needs, as JSON.
        author: a person's id.
        due_at: when it is to be applied by itself, aware; None waits for approval.
    """

    command: str
    target: str
    payload: Mapping[str, Any]
    author: int | None
    revision: int | None = None
    due_at: datetime | None = None


class PendingChanges:
    """What waits to become a change."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def add(self, proposal: Proposal) -> int:
        """Keep a proposal and return its number."""
        number = next_number(self._work)
        self._work.run(
            _pending.insert(),
            {
                "number": number,
                "command": proposal.command,
                "target": proposal.target,
                "revision": proposal.revision,
                "payload": dict(proposal.payload),
                "author_id": proposal.author,
                "proposed_at": self._work.now,
                "due_at": proposal.due_at,
            },
        )
        return number

    def get(self, number: int) -> Proposal | None:
        """Return the proposal with this number if it still waits."""
        row = self._work.first(_waiting.where(_pending.c.number == number))
        return None if row is None else _proposal(row)

    def due(self) -> dict[int, Proposal]:
        """Return what is to be applied by now, by number, the earliest first."""
        query = _waiting.where(_pending.c.due_at <= self._work.now)
        rows = self._work.rows(query.order_by(_pending.c.due_at, _pending.c.number))
        return {row.number: _proposal(row) for row in rows}

    def close(self, number: int, person: int | None, outcome: Outcome) -> bool:
        """End a proposal and tell whether it still waited: two cannot both apply it."""
        mine, waits = _pending.c.number == number, _pending.c.closed_at.is_(None)
        closed = {"closed_at": self._work.now, "closed_by": person, "outcome": outcome}
        return self._work.run(_pending.update().where(mine, waits).values(closed)) == 1


_waiting = select(*_pending.c).where(_pending.c.closed_at.is_(None))


def _proposal(row: Row[Any]) -> Proposal:
    return Proposal(row.command, row.target, row.payload, row.author_id, row.revision, row.due_at)
