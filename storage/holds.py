"""Holds: what keeps back everything that was planned, or what goes to one chat, until released.

A hold is a row, so that it bites in every process at once and outlives each of them. What it
keeps back stays queued: nobody claims it (`storage/turns.py`) for as long as the row is there.
What is on its way already is let through, and so is what answers somebody.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import FromClause, Row, exists, select
from sqlmodel import Field, SQLModel

from storage.table import insert_new, table_of
from storage.work import Work

EVERYTHING: Final = "all"
"""The name of the hold on whatever was planned, wherever it goes."""


class HoldRow(SQLModel, table=True):
    """One hold; without a chat it is on everything."""

    __tablename__ = "holds"

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(unique=True)
    chat_id: int | None = Field(default=None, foreign_key="chats.id", index=True)
    reason: str
    person_id: int | None = Field(default=None, foreign_key="people.id")
    since: datetime


_holds = table_of(HoldRow)

any_hold = exists(select(_holds.c.id))
"""Whether there is a hold at all; asked with each claim, so that it costs next to nothing."""

holds_on_everything = select(_holds.c.id).where(_holds.c.chat_id.is_(None))
"""The hold on everything, if there is one."""


def keeps_back(table: FromClause) -> Any:  # noqa: ANN401 - a condition of any table with a chat
    """Return the condition that the chat of a row of `table` is on hold."""
    return exists(select(_holds.c.id).where(_holds.c.chat_id == table.c.chat_id))


@dataclass(frozen=True, slots=True)
class Hold:
    """A hold.

    Attributes:
        name: `EVERYTHING`, or what editors call the channel.
        chat: our id of the only chat that it is on; None: it is on everything.
        reason: in an editor's words.
        person: whose hold it is, None once they are forgotten.
        since: aware, UTC.
    """

    name: str
    chat: int | None
    reason: str
    person: int | None
    since: datetime


class Holds:
    """What is on hold."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def put(self, name: str, chat: int | None, reason: str, person: int | None) -> bool:
        """Put everything, or one chat, on hold; tell whether nothing of that name was."""
        row = {"name": name, "chat_id": chat, "reason": reason, "person_id": person}
        return bool(self._work.returned(_insert, [row | {"since": self._work.now}]))

    def get(self, name: str) -> Hold | None:
        """Return the hold of this name."""
        row = self._work.first(_columns.where(_holds.c.name == name))
        return None if row is None else _hold(row)

    def all(self) -> tuple[Hold, ...]:
        """Return every hold, the oldest first."""
        return tuple(map(_hold, self._work.rows(_columns.order_by(_holds.c.id))))

    def release(self, name: str) -> bool:
        """Lift a hold; tell whether there was one."""
        return self._work.run(_holds.delete().where(_holds.c.name == name)) > 0


def holding(holds: Iterable[Hold], chat: int) -> Hold | None:
    """Return which of `holds` keeps back what goes to a chat."""
    return next((each for each in holds if each.chat in {None, chat}), None)


_insert = insert_new(_holds)
_columns = select(
    _holds.c.name, _holds.c.chat_id, _holds.c.reason, _holds.c.person_id, _holds.c.since
)


def _hold(row: Row[Any]) -> Hold:
    return Hold(row.name, row.chat_id, row.reason, row.person_id, row.since)
