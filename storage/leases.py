"""Leases: what one process at a time may do, each by its name, until another may.

Whoever has a lease prolongs it long before it is over; whoever comes when it is over takes it.
So of all that serve one store one has it, and what a process that died had is free soon after.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Insert, bindparam, or_, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Field, SQLModel

from storage.prepared import Prepared
from storage.table import table_of
from storage.work import Work

SKEW: Final = timedelta(minutes=1)
"""By so much the clocks of two processes may differ. What is to last longer than a lease and
this was written before the clock was set back, and keeps nobody waiting."""


class LeaseRow(SQLModel, table=True):
    """One lease."""

    __tablename__ = "leases"

    name: str = Field(primary_key=True)
    holder: str
    until: datetime


_leases = table_of(LeaseRow)


@dataclass(frozen=True, slots=True)
class Lease:
    """Who may do something, and until when."""

    holder: str
    until: datetime


class Leases:
    """Who may do what at present."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def take(self, name: str, holder: str, lasts: timedelta) -> Lease:
        """Take a lease that is free or over, or prolong one's own; return whose it is now."""
        now = self._work.now
        unheard_of = now + lasts + SKEW
        new: dict[str, Any] = {"name": name, "holder": holder, "until": now + lasts}
        self._work.run(_taken, {**new, "now": now, "unheard_of": unheard_of})
        row = self._work.first(_named, {"of": name})
        if row is None:
            raise LookupError(name)
        return Lease(row.holder, row.until)

    def leave(self, name: str, holder: str) -> None:
        """Free a lease, if it is this holder's."""
        mine = _leases.c.name == name, _leases.c.holder == holder
        self._work.run(_leases.delete().where(*mine))


def _take(database: str) -> Insert:
    insert = (sqlite.insert if database == "sqlite" else postgresql.insert)(_leases)
    until = _leases.c.until
    mine_or_over = or_(
        _leases.c.holder == insert.excluded.holder,
        until <= bindparam("now", type_=until.type),
        until > bindparam("unheard_of", type_=until.type),
    )
    values = {each: insert.excluded[each] for each in ("holder", "until")}
    return insert.on_conflict_do_update(index_elements=["name"], set_=values, where=mine_or_over)


# Put together once: making a statement takes longer than carrying it out.
_taken = Prepared(_take)
_named = Prepared(
    select(_leases.c.holder, _leases.c.until).where(_leases.c.name == bindparam("of"))
)
