"""Follows: of what a chat wants to hear when it changes, at once or with its next digest.

What is followed is named as people name it: a fact or a subject by its KEY, a topic by its word.
So it may be followed before it is there, and what is forgotten of it hangs on no row.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Index, Row, UniqueConstraint, select
from sqlmodel import Field, SQLModel

from storage.chats import ChatRow
from storage.content import Fact
from storage.table import among, insert_new, one_of, table_of
from storage.work import Work


class Kind(StrEnum):
    """What is followed."""

    FACT = "fact"
    SUBJECT = "subject"
    """All that is held of it; an event is one."""
    TOPIC = "topic"
    """All subjects that have it."""


class FollowRow(SQLModel, table=True):
    """One thing that one chat follows."""

    __tablename__ = "follows"
    __table_args__ = (
        one_of("kind", Kind, name="kind"),
        UniqueConstraint("chat_id", "kind", "target"),
        Index(None, "kind", "target"),
    )

    id: int | None = Field(default=None, primary_key=True)
    chat_id: int = Field(foreign_key="chats.id")
    kind: str
    target: str
    with_digest: bool
    author_id: int | None = Field(default=None, foreign_key="people.id")
    created_at: datetime


_follows = table_of(FollowRow)
_chats = table_of(ChatRow)


@dataclass(frozen=True, slots=True)
class Followed:
    """What may be followed: a fact or a subject by its KEY, or a topic."""

    kind: Kind
    target: str

    def covers(self, fact: Fact) -> bool:
        """Tell whether whoever follows this hears of `fact`."""
        return self in followed_with(fact)


@dataclass(frozen=True, slots=True)
class Follow:
    """What a chat follows; `with_digest`: it waits for the next digest."""

    chat: int
    what: Followed
    with_digest: bool


def followed_with(fact: Fact) -> frozenset[Followed]:
    """Return all by which somebody hears of a fact: itself, its subject and its topic."""
    subject = fact.subject
    own = {Followed(Kind.FACT, fact.key), Followed(Kind.SUBJECT, subject.key)}
    return frozenset(own | ({Followed(Kind.TOPIC, subject.topic)} if subject.topic else set()))


class Follows:
    """What chats follow."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def add(self, follow: Follow, author: int | None) -> bool:
        """Have a chat follow something, in this way; tell whether it did not in any."""
        row = {
            "chat_id": follow.chat,
            "kind": follow.what.kind,
            "target": follow.what.target,
            "with_digest": follow.with_digest,
            "author_id": author,
            "created_at": self._work.now,
        }
        if self._work.returned(_insert, [row]):
            return True
        known = _follows.update().where(*_named(follow.chat, follow.what))
        self._work.run(known.values(with_digest=follow.with_digest, author_id=author))
        return False

    def remove(self, chat: int, what: Followed) -> bool:
        """Have a chat follow something no more; tell whether it did."""
        return self._work.run(_follows.delete().where(*_named(chat, what))) > 0

    def of_chat(self, chat: int) -> tuple[Follow, ...]:
        """Return what a chat follows, the earliest first."""
        return self._read(_follows.c.chat_id == chat)

    def at_once(self, facts: Collection[Fact]) -> tuple[int, ...]:
        """Return the chats, in order, that want to hear at once that one of `facts` changed.

        Only those where we may speak are among them.
        """
        if self._work.first(_any) is None:
            return ()
        wanted = {what for fact in facts for what in followed_with(fact)}
        found: set[int] = set()
        for kind in Kind:
            targets = {what.target for what in wanted if what.kind is kind}
            for some in among(_follows.c.target, targets):
                query = _present.where(_follows.c.kind == kind, some, ~_follows.c.with_digest)
                found |= {row.chat_id for row in self._work.rows(query)}
        return tuple(sorted(found))

    def _read(self, *where: ColumnElement[bool]) -> tuple[Follow, ...]:
        rows = self._work.rows(select(*_follows.c).where(*where).order_by(_follows.c.id))
        return tuple(map(_follow, rows))


_insert = insert_new(_follows)
_any = select(_follows.c.id).limit(1)
_present = (
    select(_follows.c.chat_id)
    .distinct()
    .join(_chats, _chats.c.id == _follows.c.chat_id)
    .where(_chats.c.gone == "")
)


def _named(chat: int, what: Followed) -> tuple[ColumnElement[bool], ...]:
    return (
        _follows.c.chat_id == chat,
        _follows.c.kind == what.kind,
        _follows.c.target == what.target,
    )


def _follow(row: Row[Any]) -> Follow:
    return Follow(row.chat_id, Followed(Kind(row.kind), row.target), bool(row.with_digest))
