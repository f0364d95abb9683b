"""Sights: at which revision somebody was last shown a fact in a chat.

Whoever edits a fact edits what they have seen of it. What was seen too long ago counts for nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select
from sqlmodel import Field, SQLModel

from storage.table import insert_many, table_of
from storage.work import Work


class SightRow(SQLModel, table=True):
    """What one person saw of one fact in one chat, the last time."""

    __tablename__ = "sights"

    person_id: int = Field(
        primary_key=True, foreign_key="people.id", sa_column_kwargs={"autoincrement": False}
    )
    chat_id: int = Field(
        primary_key=True, foreign_key="chats.id", sa_column_kwargs={"autoincrement": False}
    )
    fact_id: int = Field(
        primary_key=True, foreign_key="facts.id", sa_column_kwargs={"autoincrement": False}
    )
    revision: int
    seen_at: datetime = Field(index=True)


_sights = table_of(SightRow)


class Sights:
    """What editors have seen."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def note(self, person: int, chat: int, revisions: Mapping[int, int]) -> None:
        """Note at which revisions somebody is shown facts in a chat now, by the facts' ids."""
        for fact, revision in sorted(revisions.items()):
            row = {
                "person_id": person,
                "chat_id": chat,
                "fact_id": fact,
                "revision": revision,
                "seen_at": self._work.now,
            }
            mine = (
                _sights.c.person_id == person,
                _sights.c.chat_id == chat,
                _sights.c.fact_id == fact,
            )
            seen = {"revision": revision, "seen_at": self._work.now}
            if not self._work.run(_sights.update().where(*mine).values(seen)):
                self._work.run(_new, [row])

    def revision(self, person: int, chat: int, fact: int, since: datetime) -> int | None:
        """Return the revision at which somebody saw a fact in a chat, if after `since` (aware)."""
        query = select(_sights.c.revision).where(
            _sights.c.person_id == person,
            _sights.c.chat_id == chat,
            _sights.c.fact_id == fact,
            _sights.c.seen_at >= since,
        )
        row = self._work.first(query)
        return None if row is None else int(row.revision)

    def sweep(self, older_than: datetime) -> int:
        """Forget what was seen before `older_than` (aware), and return how much that was."""
        return self._work.run(_sights.delete().where(_sights.c.seen_at < older_than))


_new = insert_many(_sights)
