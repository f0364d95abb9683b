"""Rules: what a chat has ordered to be told by itself, and when.

A rule is the truth of an order; what leaves because of it is planned into the ledger, and
planned anew whenever the rule or what it follows changes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ColumnElement, Row, UniqueConstraint, select
from sqlmodel import Field, SQLModel

from storage.chats import ChatRow
from storage.table import insert_new, one_of, table_of
from storage.work import Work


class RuleKind(StrEnum):
    """What is ordered."""

    REMINDER = "reminder"
    """To hear of an event so long before it begins."""


class RuleRow(SQLModel, table=True):
    """One order of one chat; `offsets` are written as people type them, `7d`."""

    __tablename__ = "rules"
    __table_args__ = (
        one_of("kind", RuleKind, name="kind"),
        UniqueConstraint("kind", "chat_id", "subject_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    kind: str
    chat_id: int = Field(foreign_key="chats.id")
    subject_id: int = Field(foreign_key="subjects.id", index=True)
    offsets: list[str] = Field(sa_type=JSON)
    author_id: int | None = Field(default=None, foreign_key="people.id")
    created_at: datetime


_rules = table_of(RuleRow)
_chats = table_of(ChatRow)


@dataclass(frozen=True, slots=True)
class Rule:
    """An order.

    Attributes:
        chat, subject: our ids of who is told, and of the event.
        offsets: how long before it, each as `7d`, the longest first.
    """

    id: int
    chat: int
    subject: int
    offsets: tuple[str, ...]


class Rules:
    """What was ordered."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def remind(self, chat: int, subject: int, offsets: Sequence[str], author: int | None) -> None:
        """Have a chat reminded of an event, in the place of whatever it had ordered of it."""
        row = {
            "kind": RuleKind.REMINDER,
            "chat_id": chat,
            "subject_id": subject,
            "offsets": list(offsets),
            "author_id": author,
            "created_at": self._work.now,
        }
        if not self._work.returned(_insert, [row]):
            mine = _rules.update().where(*_reminder(chat, subject))
            self._work.run(mine.values(offsets=list(offsets), author_id=author))

    def forget(self, chat: int, subject: int) -> bool:
        """Remind a chat of an event no more; tell whether it had been ordered."""
        return self._work.run(_rules.delete().where(*_reminder(chat, subject))) > 0

    def reminder(self, chat: int, subject: int) -> Rule | None:
        """Return what a chat has ordered of an event."""
        row = self._work.first(_columns.where(*_reminder(chat, subject)))
        return None if row is None else _rule(row)

    def of_chat(self, chat: int) -> tuple[Rule, ...]:
        """Return everything that a chat has ordered, the earliest first."""
        mine = _columns.where(_rules.c.chat_id == chat)
        return tuple(map(_rule, self._work.rows(mine.order_by(_rules.c.id))))

    def of_event(self, subject: int) -> tuple[Rule, ...]:
        """Return what was ordered of an event by chats where we may speak, the earliest first."""
        mine = _columns.join(_chats, _chats.c.id == _rules.c.chat_id).where(
            _rules.c.subject_id == subject, _chats.c.gone == ""
        )
        return tuple(map(_rule, self._work.rows(mine.order_by(_rules.c.id))))


_insert = insert_new(_rules)
_columns = select(_rules.c.id, _rules.c.chat_id, _rules.c.subject_id, _rules.c.offsets)


def _reminder(chat: int, subject: int) -> tuple[ColumnElement[bool], ...]:
    return (
        _rules.c.kind == RuleKind.REMINDER,
        _rules.c.chat_id == chat,
        _rules.c.subject_id == subject,
    )


def _rule(row: Row[Any]) -> Rule:
    return Rule(row.id, row.chat_id, row.subject_id, tuple(row.offsets))
