"""Choices: the short reference behind a button, checked again when it is tapped."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import JSON, Row, select
from sqlmodel import Field, SQLModel

from storage.errors import Spent, Why
from storage.prepared import Prepared
from storage.table import table_of
from storage.work import Work

_TOKEN_BYTES = 12
"""96 bits: nobody guesses one, and it fits a button (Telegram takes 64 bytes)."""


class ChoiceRow(SQLModel, table=True):
    """One button; those of one `offer` are used up together."""

    __tablename__ = "choices"

    token: str = Field(primary_key=True)
    offer: str = Field(index=True)
    chat_id: int = Field(foreign_key="chats.id")
    person_id: int | None = Field(default=None, foreign_key="people.id")
    action: str
    payload: dict[str, Any] = Field(sa_type=JSON)
    expires_at: datetime = Field(index=True)
    used_at: datetime | None = None


_choices = table_of(ChoiceRow)


@dataclass(frozen=True, slots=True)
class Choice:
    """What a button stands for; `payload` is JSON."""

    action: str
    payload: Mapping[str, Any]


class Choices:
    """The buttons that were shown."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def add(
        self,
        chat_id: int,
        choices: Sequence[Choice],
        lasts: timedelta,
        person_id: int | None = None,
    ) -> tuple[str, ...]:
        """Store the buttons of one offer and return their tokens, in order.

        With a `person_id` they are for that person alone, else for anyone in the chat. One tap
        on any of them uses up all.
        """
        offer = secrets.token_urlsafe(_TOKEN_BYTES)
        tokens = tuple(secrets.token_urlsafe(_TOKEN_BYTES) for _ in choices)
        rows = [
            {
                "token": token,
                "offer": offer,
                "chat_id": chat_id,
                "person_id": person_id,
                "action": choice.action,
                "payload": dict(choice.payload),
                "expires_at": self._work.now + lasts,
            }
            for token, choice in zip(tokens, choices, strict=True)
        ]
        if rows:
            self._work.run(_insert, rows)
        return tokens

    def take(self, token: str, chat_id: int, person_id: int) -> Choice:
        """Use a button, tapped by a person in a chat.

        Raises:
            Spent: it is unknown, used, too old, or not for this person or this chat.
        """
        row = self._work.first(select(*_choices.c).where(_choices.c.token == token))
        if row is None:
            raise Spent(Why.UNKNOWN)
        if row.chat_id != chat_id or row.person_id not in {None, person_id}:
            raise Spent(Why.NOT_YOURS)
        if row.expires_at <= self._work.now:
            raise Spent(Why.EXPIRED)
        if not self._use(row):
            raise Spent(Why.USED)
        return Choice(row.action, row.payload)

    def peek(self, token: str) -> Choice | None:
        """Return what a button stands for, without using it; None if nobody knows it."""
        row = self._work.first(select(*_choices.c).where(_choices.c.token == token))
        return None if row is None else Choice(row.action, row.payload)

    def give_back(self, token: str) -> None:
        """Let a button be tapped again, as what it was tapped for could not be done."""
        offer = select(_choices.c.offer).where(_choices.c.token == token).scalar_subquery()
        self._work.run(_choices.update().where(_choices.c.offer == offer).values(used_at=None))

    def sweep(self) -> int:
        """Forget the buttons that are too old to be used, and return how many."""
        return self._work.run(_choices.delete().where(_choices.c.expires_at <= self._work.now))

    def _use(self, row: Row[Any]) -> bool:
        # One statement decides between two taps at once: the second finds nothing unused.
        unused = (_choices.c.offer == row.offer) & _choices.c.used_at.is_(None)
        return self._work.run(_choices.update().where(unused).values(used_at=self._work.now)) > 0


# Put together once: making a statement takes longer than carrying it out.
_insert = Prepared(_choices.insert().inline())
