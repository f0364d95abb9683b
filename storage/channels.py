"""Channels: the chats that editors may post to, each by a short name of our own.

A name stands for one chat and a chat has one name, so that nothing goes to a chat twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, select
from sqlmodel import Field, SQLModel

from storage.chats import ChatRow
from storage.table import insert_new, table_of
from storage.work import Work


class ChannelRow(SQLModel, table=True):
    """One chat that may be posted to."""

    __tablename__ = "channels"

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(unique=True)
    chat_id: int = Field(foreign_key="chats.id", unique=True)
    author_id: int | None = Field(default=None, foreign_key="people.id")
    created_at: datetime


_channels = table_of(ChannelRow)
_chats = table_of(ChatRow)


@dataclass(frozen=True, slots=True)
class Channel:
    """A chat that may be posted to.

    Attributes:
        name: by which editors call it.
        chat: our id of it.
        author: the id of who added it, None once they are forgotten.
    """

    name: str
    chat: int
    author: int | None
    created_at: datetime


class Channels:
    """Where editors may post."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def add(self, name: str, chat: int, author: int | None) -> bool:
        """Let editors post to a chat, by this name; tell whether both were free."""
        row = {"name": name, "chat_id": chat, "author_id": author, "created_at": self._work.now}
        return bool(self._work.returned(_insert, [row]))

    def get(self, name: str) -> Channel | None:
        """Return the channel of this name."""
        return self._first(_channels.c.name == name)

    def of_chat(self, chat: int) -> Channel | None:
        """Return the channel that a chat is, by its id."""
        return self._first(_channels.c.chat_id == chat)

    def all(self) -> tuple[Channel, ...]:
        """Return every channel, by name."""
        return tuple(map(_channel, self._work.rows(_columns.order_by(_channels.c.name))))

    def possible(self, most: int) -> tuple[int, ...]:
        """Return the ids of chats that could be one, the latest met first: where we may speak."""
        taken = select(_channels.c.chat_id)
        where = (
            _chats.c.place.in_(("group", "channel")),
            _chats.c.topic == "",
            _chats.c.gone == "",
            _chats.c.id.not_in(taken),
        )
        query = select(_chats.c.id).where(*where).order_by(_chats.c.id.desc()).limit(most)
        return tuple(row.id for row in self._work.rows(query))

    def remove(self, name: str) -> bool:
        """Let nobody post to a channel any more; tell whether it was one."""
        return self._work.run(_channels.delete().where(_channels.c.name == name)) > 0

    def _first(self, where: ColumnElement[bool]) -> Channel | None:
        row = self._work.first(_columns.where(where))
        return None if row is None else _channel(row)


_insert = insert_new(_channels)
_columns = select(
    _channels.c.name, _channels.c.chat_id, _channels.c.author_id, _channels.c.created_at
)


def _channel(row: Row[Any]) -> Channel:
    return Channel(row.name, row.chat_id, row.author_id, row.created_at)
