"""Forms that somebody is amid, one a person and chat: what was answered so far.

A form is put down and taken up again between two messages, by whichever process gets them. One
that nobody goes on with stays for a while, so that whoever comes back late is told.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, bindparam, select
from sqlmodel import Field, SQLModel

from storage.prepared import Prepared
from storage.table import table_of
from storage.work import Work

_TURN_BYTES = 9
"""72 bits: no button of an earlier form is taken for one of this."""


class FormRow(SQLModel, table=True):
    """One form of one person in one chat."""

    __tablename__ = "forms"

    chat_id: int = Field(primary_key=True, foreign_key="chats.id")
    person_id: int = Field(primary_key=True, foreign_key="people.id")
    turn: str
    filled: dict[str, Any] = Field(sa_type=JSON)
    at: datetime = Field(index=True)


_forms = table_of(FormRow)


@dataclass(frozen=True, slots=True)
class Kept:
    """A form as it was put down.

    Attributes:
        turn: names this step of this form; a button of any other is spent.
        filled: what is known of it, as JSON.
        at: when it was put down, aware, UTC.
    """

    turn: str
    filled: Mapping[str, Any]
    at: datetime


class Forms:
    """The forms that are being filled in."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def find(self, chat: int, person: int) -> Kept | None:
        """Return what a person is amid in a chat, however long ago they left it."""
        row = self._work.first(_mine, {"chat": chat, "person": person})
        return None if row is None else Kept(row.turn, row.filled, row.at)

    def keep(self, chat: int, person: int, filled: Mapping[str, Any]) -> str:
        """Put a form down, in the place of what that person was amid there; return its turn."""
        turn = secrets.token_urlsafe(_TURN_BYTES)
        values = {"turn": turn, "filled": dict(filled), "at": self._work.now}
        if not self._work.run(_forms.update().where(*_of(chat, person)).values(values)):
            self._work.run(_forms.insert(), {"chat_id": chat, "person_id": person, **values})
        return turn

    def drop(self, chat: int, person: int) -> None:
        """End what a person is amid in a chat."""
        self._work.run(_forms.delete().where(*_of(chat, person)))

    def sweep(self, older_than: datetime) -> int:
        """Forget the forms that nobody has gone on with since, and return how many."""
        return self._work.run(_forms.delete().where(_forms.c.at < older_than))


# Put together once: making a statement takes longer than carrying it out.
_mine = Prepared(
    select(_forms.c.turn, _forms.c.filled, _forms.c.at).where(
        _forms.c.chat_id == bindparam("chat", type_=_forms.c.chat_id.type),
        _forms.c.person_id == bindparam("person", type_=_forms.c.person_id.type),
    )
)


def _of(chat: int, person: int) -> tuple[Any, ...]:
    return _forms.c.chat_id == chat, _forms.c.person_id == person
