"""Files that somebody brought, kept until they say what is to become of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select
from sqlmodel import Field, SQLModel

from storage.table import table_of
from storage.work import Work

MOST_KEPT: Final = 3
"""Files of one person; another takes the place of their oldest."""


class BroughtFileRow(SQLModel, table=True):
    """One file; `seq` is the change up to which the store was when it was shown."""

    __tablename__ = "brought_files"

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="people.id", index=True)
    name: str
    content: bytes
    seq: int
    expires_at: datetime = Field(index=True)


_files = table_of(BroughtFileRow)


@dataclass(frozen=True, slots=True)
class Brought:
    """A file that was kept.

    Attributes:
        name: by which its format is told.
        seq: the latest change of the store when what it would do was shown.
    """

    id: int
    name: str
    content: bytes
    seq: int


class BroughtFiles:
    """The files that wait for a word."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def keep(self, person: int, name: str, content: bytes, seq: int, lasts: timedelta) -> int:
        """Keep a file for as long as it `lasts`; return the id by which to ask for it."""
        mine = select(_files.c.id).where(_files.c.person_id == person)
        newest = self._work.rows(mine.order_by(_files.c.id.desc()).limit(MOST_KEPT - 1))
        older = _files.c.person_id == person, _files.c.id.not_in([row.id for row in newest])
        self._work.run(_files.delete().where(*older))
        kept = {
            "person_id": person,
            "name": name,
            "content": content,
            "seq": seq,
            "expires_at": self._work.now + lasts,
        }
        made: int = self._work.returned(_files.insert().values(kept).returning(_files.c.id))[0]
        return made

    def get(self, id_: int) -> Brought | None:
        """Return a file, if it is still kept."""
        lasting = _files.c.id == id_, _files.c.expires_at > self._work.now
        row = self._work.first(select(*_files.c).where(*lasting))
        return None if row is None else Brought(row.id, row.name, row.content, row.seq)

    def shown(self, id_: int, seq: int, lasts: timedelta) -> None:
        """Note that what a file would do was shown again, now at the change `seq`."""
        values = {"seq": seq, "expires_at": self._work.now + lasts}
        self._work.run(_files.update().where(_files.c.id == id_).values(values))

    def drop(self, id_: int) -> None:
        """Forget a file."""
        self._work.run(_files.delete().where(_files.c.id == id_))

    def sweep(self) -> int:
        """Forget the files that nobody has decided on in time, and return how many."""
        return self._work.run(_files.delete().where(_files.c.expires_at <= self._work.now))
