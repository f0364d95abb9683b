"""Passes: words that open the desk to whoever brings them, within their time.

Only a digest is stored: who reads the store learns no word that still opens anything.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta
from enum import StrEnum

from sqlmodel import Field, SQLModel

from storage.table import one_of, table_of
from storage.work import Work

_BYTES = 16
"""128 bits; as text 22 characters, of the 64 that a start link may carry on Telegram."""


class Opens(StrEnum):
    """What a pass makes of who brings it."""

    OWNER = "owner"
    READER = "reader"


class PassRow(SQLModel, table=True):
    """One pass."""

    __tablename__ = "passes"
    __table_args__ = (one_of("opens", Opens, name="opens"),)

    digest: str = Field(primary_key=True)
    opens: str
    made_by: int | None = Field(default=None, foreign_key="people.id")
    expires_at: datetime
    used_at: datetime | None = None


_passes = table_of(PassRow)


class Passes:
    """The passes that were given out."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def make(self, opens: Opens, lasts: timedelta, made_by: int | None = None) -> str:
        """Make a pass, by a person's id, and return its word."""
        word = secrets.token_urlsafe(_BYTES)
        row = {"digest": _digest(word), "opens": opens, "made_by": made_by}
        self._work.run(_passes.insert(), row | {"expires_at": self._work.now + lasts})
        return word

    def use(self, word: str, opens: Opens, *, once: bool) -> bool:
        """Tell whether `word` is a pass of that kind in its time; `once`: and use it up."""
        mine = _passes.c.digest == _digest(word), _passes.c.opens == opens
        good = _passes.update().where(*mine, _passes.c.expires_at > self._work.now)
        if once:
            good = good.where(_passes.c.used_at.is_(None))
        return self._work.run(good.values(used_at=self._work.now)) == 1

    def sweep(self) -> int:
        """Forget the passes that are too old to be used; return how many."""
        return self._work.run(_passes.delete().where(_passes.c.expires_at <= self._work.now))


def _digest(word: str) -> str:
    return hashlib.sha256(word.encode()).hexdigest()
