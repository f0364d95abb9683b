"""Chats: where the desk is spoken to, and what each has chosen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, UniqueConstraint, select
from sqlalchemy.exc import IntegrityError
from sqlmodel import Field, SQLModel

from storage.table import table_of
from storage.work import Work


class ChatRow(SQLModel, table=True):
    """A conversation as one platform knows it; `topic` is a forum topic or a thread."""

    __tablename__ = "chats"
    __table_args__ = (UniqueConstraint("platform", "external_id", "topic"),)

    id: int | None = Field(default=None, primary_key=True)
    platform: str
    external_id: str
    topic: str
    place: str
    language: str | None = None
    timezone: str | None = None
    created_at: datetime


_chats = table_of(ChatRow)


@dataclass(frozen=True, slots=True)
class Chat:
    """A known conversation; `language` and `timezone` are None until chosen there."""

    id: int
    platform: str
    external_id: str
    topic: str
    place: str
    language: str | None
    timezone: str | None


class Chats:
    """The conversations that the desk knows."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def get(self, chat_id: int) -> Chat | None:
        """Return the chat with this id."""
        row = self._work.first(_columns.where(_chats.c.id == chat_id))
        return None if row is None else _chat(row)

    def find(self, platform: str, external_id: str, topic: str = "") -> Chat | None:
        """Return the chat that a platform calls so."""
        row = self._work.first(
            _columns.where(
                _chats.c.platform == platform,
                _chats.c.external_id == external_id,
                _chats.c.topic == topic,
            )
        )
        return None if row is None else _chat(row)

    def seen(self, platform: str, external_id: str, topic: str, place: str) -> Chat:
        """Return the chat that a platform calls so, made known if it is new."""
        known = self.find(platform, external_id, topic)
        if known is not None:
            return known
        row = {"platform": platform, "external_id": external_id, "topic": topic, "place": place}
        try:
            with self._work.connection.begin_nested():
                self._work.run(_chats.insert(), row | {"created_at": self._work.now})
        except IntegrityError:
            # Somebody else saw it a moment before us; if not, the look below says so.
            pass
        known = self.find(platform, external_id, topic)
        if known is None:
            raise LookupError(row)
        return known

    def set_language(self, chat_id: int, language: str | None) -> None:
        """Store the language chosen for a chat; None takes the choice back."""
        self._work.run(_chats.update().where(_chats.c.id == chat_id).values(language=language))

    def set_timezone(self, chat_id: int, timezone: str | None) -> None:
        """Store the IANA zone chosen for a chat; None takes the choice back."""
        self._work.run(_chats.update().where(_chats.c.id == chat_id).values(timezone=timezone))


_columns = select(*(column for column in _chats.c if column.name != "created_at"))


def _chat(row: Row[Any]) -> Chat:
    return Chat(
        row.id,
        row.platform,
        row.external_id,
        row.topic,
        row.place,
        row.language,
        row.timezone,
    )
