"""Chats: where the desk is spoken to, and what each has chosen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Index, Row, UniqueConstraint, bindparam, false, or_, select, text, true
from sqlalchemy.exc import IntegrityError
from sqlmodel import Field, SQLModel

from storage.prepared import Prepared
from storage.table import table_of
from storage.work import Work

_IS_DESK = text("is_desk")
_EDITORS: Final = "editors"
"""The place of the editors' chat."""


class ChatRow(SQLModel, table=True):
    """A conversation as one platform knows it; `topic` is a forum topic or a thread."""

    __tablename__ = "chats"
    __table_args__ = (
        UniqueConstraint("platform", "external_id", "topic"),
        Index(None, "is_desk", unique=True, sqlite_where=_IS_DESK, postgresql_where=_IS_DESK),
    )

    id: int | None = Field(default=None, primary_key=True)
    platform: str
    external_id: str
    topic: str
    place: str
    language: str | None = None
    timezone: str | None = None
    created_at: datetime
    title: str = Field(default="", sa_column_kwargs={"server_default": ""})
    gone: str = Field(default="", sa_column_kwargs={"server_default": ""})
    admitted_at: datetime | None = None
    person_id: int | None = Field(default=None, index=True)
    quiet: str | None = None
    is_desk: bool = Field(default=False, sa_column_kwargs={"server_default": false()})


_chats = table_of(ChatRow)


@dataclass(frozen=True, slots=True)
class Chat:
    """A known conversation; `language`, `timezone` and `quiet` are None until chosen there.

    Attributes:
        language: of a private chat what its person's platform speaks, as last seen; what that
            person chose, which comes before it, is theirs everywhere.
        title: what the platform calls it, as last seen.
        gone: why nothing can be sent there at present, or empty.
        admitted_at: when an editor let it in, aware, UTC; None if nobody did.
        person: of a private chat, the id of its person.
        quiet: hours, as `22:00-08:00`, or `off`.
        is_desk: an owner has made it the editors' chat; one is at most.
    """

    id: int
    platform: str
    external_id: str
    topic: str
    place: str
    language: str | None
    timezone: str | None
    title: str
    gone: str
    admitted_at: datetime | None
    person: int | None
    quiet: str | None
    is_desk: bool = False


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
        named = {"platform": platform, "external_id": external_id, "topic": topic}
        row = self._work.first(_named, named)
        return None if row is None else _chat(row)

    def seen(
        self,
        platform: str,
        external_id: str,
        topic: str,
        place: str,
        title: str = "",
        formerly: str = "",
    ) -> Chat:
        """Return the chat that a platform calls so, made known if it is new.

        A new topic of a chat that was admitted is admitted with it. One that was known until
        now as `formerly` goes on under its new id.
        """
        known = self.find(platform, external_id, topic)
        if known is None and formerly not in {"", external_id}:
            self.move(platform, formerly, external_id)
            known = self.find(platform, external_id, topic)
        if known is None:
            return self._meet(platform, external_id, topic, place, title)
        if known.is_desk:
            # No platform knows which chat is the editors'.
            place = _EDITORS
        if (place, title or known.title) == (known.place, known.title):
            return known
        seen = replace(known, place=place, title=title or known.title)
        values = {"place": seen.place, "title": seen.title}
        self._work.run(_chats.update().where(_chats.c.id == known.id).values(values))
        return seen

    def desk(self) -> Chat | None:
        """Return the chat that an owner has made the editors', if one has."""
        row = self._work.first(_desk)
        return None if row is None else _chat(row)

    def make_desk(self, chat_id: int, left_as: str) -> None:
        """Make this chat the editors', in the place of any other, which becomes `left_as`."""
        desks = or_(_chats.c.is_desk, _chats.c.place == _EDITORS)
        left = _chats.update().where(desks, _chats.c.id != chat_id)
        self._work.run(left.values(is_desk=false(), place=left_as))
        made = _chats.update().where(_chats.c.id == chat_id)
        self._work.run(made.values(is_desk=true(), place=_EDITORS))

    def belongs(self, chat_id: int, person_id: int) -> None:
        """Note whose private chat this is."""
        other = _chats.c.person_id.is_distinct_from(person_id)
        mine = _chats.update().where(_chats.c.id == chat_id, other)
        self._work.run(mine.values(person_id=person_id))

    def private(self, person_id: int) -> tuple[Chat, ...]:
        """Return the private chats of a person, the latest met first."""
        mine = _columns.where(_chats.c.person_id == person_id).order_by(_chats.c.id.desc())
        return tuple(map(_chat, self._work.rows(mine)))

    def whole(self, platform: str, external_id: str) -> tuple[Chat, ...]:
        """Return a chat with its topics, as far as they are known, the first met first."""
        mine = _chats.c.platform == platform, _chats.c.external_id == external_id
        return tuple(map(_chat, self._work.rows(_columns.where(*mine).order_by(_chats.c.id))))

    def set_gone(
        self, platform: str, external_id: str, why: str, *, topic: str | None = None
    ) -> None:
        """Note why nothing can be sent to a chat and its topics any more; empty: it can again.

        Args:
            platform: the chat's.
            external_id: by which its platform calls it.
            why: in the platform's words, or empty.
            topic: the only one that it holds for (empty: what is in no topic).
        """
        where = [_chats.c.platform == platform, _chats.c.external_id == external_id]
        if topic is not None:
            where.append(_chats.c.topic == topic)
        self._work.run(_chats.update().where(*where).values(gone=why))

    def admit(self, platform: str, external_id: str) -> bool:
        """Let a chat in with its topics; tell whether it is known."""
        whole = _chats.c.platform == platform, _chats.c.external_id == external_id
        return self._work.run(_chats.update().where(*whole).values(admitted_at=self._work.now)) > 0

    def move(self, platform: str, old: str, new: str) -> None:
        """Follow a chat that the platform gave another id; one met under it already stays.

        Whatever is queued, chosen or remembered belongs to our own id, and so moves along.
        """
        known = select(_chats.c.topic).where(
            _chats.c.platform == platform, _chats.c.external_id == new
        )
        met = [row.topic for row in self._work.rows(known)]
        moving = _chats.update().where(
            _chats.c.platform == platform, _chats.c.external_id == old, _chats.c.topic.not_in(met)
        )
        self._work.run(moving.values(external_id=new))

    def set_language(self, chat_id: int, language: str | None) -> None:
        """Store the language of a chat; None takes it back."""
        self._work.run(_chats.update().where(_chats.c.id == chat_id).values(language=language))

    def set_timezone(self, chat_id: int, timezone: str | None) -> None:
        """Store the IANA zone chosen for a chat; None takes the choice back."""
        self._work.run(_chats.update().where(_chats.c.id == chat_id).values(timezone=timezone))

    def set_quiet(self, chat_id: int, quiet: str | None) -> None:
        """Store the quiet hours chosen for a chat, or `off`; None takes the choice back."""
        self._work.run(_chats.update().where(_chats.c.id == chat_id).values(quiet=quiet))

    def _meet(self, platform: str, external_id: str, topic: str, place: str, title: str) -> Chat:
        whole = self.find(platform, external_id) if topic else None
        row = {
            "platform": platform,
            "external_id": external_id,
            "topic": topic,
            "place": place,
            "title": title,
            "admitted_at": whole.admitted_at if whole else None,
            "created_at": self._work.now,
        }
        try:
            with self._work.connection.begin_nested():
                self._work.run(_chats.insert(), row)
        except IntegrityError:
            # Somebody else saw it a moment before us; if not, the look below says so.
            pass
        known = self.find(platform, external_id, topic)
        if known is None:
            raise LookupError(row)
        return known


_columns = select(*(column for column in _chats.c if column.name != "created_at"))
# Put together once: making a statement takes longer than carrying it out.
_desk = Prepared(_columns.where(_chats.c.is_desk))
_named = Prepared(
    _columns.where(
        _chats.c.platform == bindparam("platform"),
        _chats.c.external_id == bindparam("external_id"),
        _chats.c.topic == bindparam("topic"),
    )
)


def _chat(row: Row[Any]) -> Chat:
    values: Sequence[Any] = row
    return Chat(*values)
