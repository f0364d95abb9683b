"""Changes that wait for their hour or for a second pair of eyes.

They are kept outside versions on purpose: nothing that a reader sees is made of them. What one
would have said is forgotten as soon as it waits no more: either everybody reads it then, or nobody
is to.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ColumnElement, Index, Row, bindparam, select, text
from sqlmodel import Field, SQLModel

from storage.numbers import next_number
from storage.prepared import Prepared
from storage.table import one_of, table_of
from storage.work import Work

_WAITS = text("closed_at IS NULL")


class Outcome(StrEnum):
    """How a pending change ended."""

    APPLIED = "applied"
    DECLINED = "declined"


class PendingChangeRow(SQLModel, table=True):
    """A change that is not yet one; without `due_at` it waits for approval alone."""

    __tablename__ = "pending_changes"
    __table_args__ = (
        one_of("outcome", Outcome, name="outcome"),
        CheckConstraint("(closed_at IS NULL) = (outcome IS NULL)", name="closed_with_outcome"),
        Index(None, "due_at", sqlite_where=_WAITS, postgresql_where=_WAITS),
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
    place: str = Field(default="", sa_column_kwargs={"server_default": ""})
    held: str = Field(default="", sa_column_kwargs={"server_default": ""})
    chat_id: int | None = None
    approved_by: int | None = None


_pending = table_of(PendingChangeRow)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A change as it was proposed.

    Attributes:
        command: what is to be done, e.g. `fact.set`.
        target: the key it is to be done to, at `revision` (None: whatever it is then).
        payload: what the command needs, as JSON; no traceback quotes it.
        author: a person's id.
        due_at: when it is to be applied by itself, aware; None waits for approval alone.
        place, chat: where it was said, in words and as our id.
        held: why it was not applied at its time, or empty.
        approved_by: the id of who has approved it before its time.
        number: by which people call it; the store gives it.
    """

    command: str
    target: str
    payload: Mapping[str, Any] = field(repr=False)
    author: int | None
    revision: int | None = None
    due_at: datetime | None = None
    place: str = ""
    chat: int | None = None
    held: str = ""
    approved_by: int | None = None
    number: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Ended:
    """How a proposal ended, by whom (None: its hour came) and when, aware."""

    outcome: Outcome
    person: int | None
    at: datetime


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
                "place": proposal.place,
                "chat_id": proposal.chat,
                "held": proposal.held,
                "approved_by": proposal.approved_by,
            },
        )
        return number

    def get(self, number: int) -> Proposal | None:
        """Return the proposal with this number if it still waits."""
        row = self._work.first(_waiting.where(_pending.c.number == number))
        return None if row is None else _proposal(row)

    def ended(self, number: int) -> Ended | None:
        """Return how the proposal with this number ended; None if none has."""
        row = self._work.first(_ended.where(_pending.c.number == number))
        return row and Ended(Outcome(row.outcome), row.closed_by, row.closed_at)

    def waiting(self, target: str = "") -> tuple[Proposal, ...]:
        """Return what waits, by number; with `target` what is to be done to that key."""
        where = (_pending.c.target == target,) if target else ()
        rows = self._work.rows(_waiting.where(*where).order_by(_pending.c.number))
        return tuple(map(_proposal, rows))

    def due(self) -> dict[int, Proposal]:
        """Return what is to be applied by now, by number, the earliest first.

        What was held at its time is none of it: editors decide on that.
        """
        rows = self._work.rows(_due, {"now": self._work.now})
        return {row.number: _proposal(row) for row in rows}

    def next_due(self) -> datetime | None:
        """Return when the next proposal is to be applied (aware), if any is."""
        row = self._work.first(_next)
        return None if row is None else row.due_at

    def move(self, number: int, due_at: datetime | None) -> bool:
        """Give what waits another time, None for none; tell whether it still waited."""
        return self._set(number, {"due_at": due_at, "held": ""})

    def approve(self, number: int, person: int) -> bool:
        """Note who has approved what waits for its time; tell whether it still waited."""
        return self._set(number, {"approved_by": person})

    def hold(self, number: int, why: str) -> bool:
        """Leave to the editors what could not be applied; tell whether it still waited."""
        return self._set(number, {"held": why})

    def rebase(self, number: int, revision: int | None) -> bool:
        """Have a proposal be made on this revision; tell whether it still waited."""
        return self._set(number, {"revision": revision})

    def close(self, number: int, person: int | None, outcome: Outcome) -> bool:
        """End a proposal and tell whether it still waited: two cannot both apply it."""
        closed = {"closed_at": self._work.now, "closed_by": person, "outcome": outcome}
        return self._set(number, {**closed, "payload": {}})

    def _set(self, number: int, values: Mapping[str, Any]) -> bool:
        mine, waits = _pending.c.number == number, _pending.c.closed_at.is_(None)
        return self._work.run(_pending.update().where(mine, waits).values(values)) == 1


_waits: ColumnElement[bool] = _pending.c.closed_at.is_(None)
_waiting = select(*_pending.c).where(_waits)
_ended = select(_pending.c.outcome, _pending.c.closed_by, _pending.c.closed_at).where(~_waits)
# Put together once: they are asked each second.
_due = Prepared(
    _waiting.where(
        _pending.c.due_at <= bindparam("now", type_=_pending.c.due_at.type),
        _pending.c.held == "",
    ).order_by(_pending.c.due_at, _pending.c.number)
)
_next = Prepared(
    select(_pending.c.due_at)
    .where(_waits, _pending.c.due_at.is_not(None), _pending.c.held == "")
    .order_by(_pending.c.due_at)
    .limit(1)
)


def _proposal(row: Row[Any]) -> Proposal:
    return Proposal(
        command=row.command,
        target=row.target,
        payload=row.payload,
        author=row.author_id,
        revision=row.revision,
        due_at=row.due_at,
        place=row.place,
        chat=row.chat_id,
        held=row.held,
        approved_by=row.approved_by,
        number=row.number,
    )
