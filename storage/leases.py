"""Leases: what only one program at a time may do, such as fetching a bot's updates."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import or_
from sqlalchemy.exc import IntegrityError
from sqlmodel import Field, SQLModel

from storage.table import table_of
from storage.work import Work


class LeaseRow(SQLModel, table=True):
    """Who holds what, and until when if nothing more is heard."""

    __tablename__ = "leases"

    name: str = Field(primary_key=True)
    holder: str
    until: datetime


_leases = table_of(LeaseRow)


class Leases:
    """What is held by whom."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def hold(self, name: str, holder: str, lasts: timedelta) -> bool:
        """Take a lease, or keep it; tell whether it is the holder's for as long as it `lasts`."""
        until = self._work.now + lasts
        free = or_(_leases.c.holder == holder, _leases.c.until <= self._work.now)
        mine = _leases.update().where(_leases.c.name == name, free)
        if self._work.run(mine.values(holder=holder, until=until)):
            return True
        try:
            with self._work.connection.begin_nested():
                row = {"name": name, "holder": holder, "until": until}
                return self._work.run(_leases.insert(), row) == 1
        except IntegrityError:
            # It is there, and somebody else's.
            return False

    def drop(self, name: str, holder: str) -> None:
        """Give a lease up, if it is the holder's."""
        mine = _leases.c.name == name, _leases.c.holder == holder
        self._work.run(_leases.delete().where(*mine))
