"""Posts: what editors have written for channels, by number, and the copy that each channel gets.

A copy is a row of the ledger, whose key is kept here: what became of it the ledger knows, what
it says the post. So a copy that has not left says what the post says by then.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ColumnElement, Row, UniqueConstraint, and_, case, false, func, select
from sqlmodel import Field, SQLModel

from storage.deliveries import (
    UNSETTLED,
    Delivery,
    Reason,
    State,
    as_delivery,
    deliveries,
    whole,
)
from storage.numbers import next_number
from storage.table import table_of
from storage.work import Values, Work

UNSENT = (State.QUEUED, State.HELD)
"""States of a copy that has not left, and can be moved or dropped."""


class PostRow(SQLModel, table=True):
    """One post; `content` holds by language what its copies say."""

    __tablename__ = "posts"

    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    revision: int
    content: dict[str, Any] = Field(sa_type=JSON)
    at: datetime
    silent: bool = Field(sa_column_kwargs={"server_default": false()})
    preview: bool = Field(sa_column_kwargs={"server_default": false()})
    author_id: int | None = Field(default=None, foreign_key="people.id")
    created_at: datetime
    changed_by: int | None = Field(default=None, foreign_key="people.id")
    changed_at: datetime | None = None
    withdrawn_at: datetime | None = None


class PostCopyRow(SQLModel, table=True):
    """What one channel gets of a post: the ledger's row of that key."""

    __tablename__ = "post_copies"
    __table_args__ = (UniqueConstraint("number", "channel"),)

    id: int | None = Field(default=None, primary_key=True)
    number: int = Field(foreign_key="posts.number")
    channel: str
    key: str = Field(unique=True)


_posts = table_of(PostRow)
_copies = table_of(PostCopyRow)


@dataclass(frozen=True, slots=True)
class NewPost:
    """A post to be.

    Attributes:
        content: what its copies say, JSON by language.
        at: when they are to leave, aware, UTC.
        silent, preview: without a sound; with a look at what its links lead to.
        author: our id of who sends it; None for the operator.
    """

    content: Mapping[str, Any]
    at: datetime
    silent: bool
    preview: bool
    author: int | None


@dataclass(frozen=True, slots=True)
class Post:
    """A post.

    Attributes:
        revision: grows with each change, from 1.
        changed_by: the id of who changed it last, None if nobody did or they are forgotten.
        withdrawn_at: when an editor had it taken back, or None.
    """

    number: int
    revision: int
    content: Mapping[str, Any]
    at: datetime
    silent: bool
    preview: bool
    author: int | None
    changed_by: int | None
    withdrawn_at: datetime | None


@dataclass(frozen=True, slots=True)
class Copy:
    """What a channel, by its name at the time, gets of a post."""

    channel: str
    delivery: Delivery


class Posts:
    """What was written for channels."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def add(self, new: NewPost) -> int:
        """Keep a post; return its number."""
        number = next_number(self._work)
        row: Values = {"number": number, "revision": 1, "content": dict(new.content)}
        row |= {"at": new.at, "silent": new.silent, "preview": new.preview}
        row |= {"author_id": new.author, "created_at": self._work.now}
        self._work.run(_posts.insert(), row)
        return number

    def copy(self, number: int, keys: Mapping[str, str]) -> None:
        """Say which rows of the ledger are a post's, by the names of their channels."""
        rows = [{"number": number, "channel": channel, "key": key} for channel, key in keys.items()]
        self._work.run(_copies.insert(), rows)

    def get(self, number: int) -> Post | None:
        """Return the post with this number."""
        row = self._work.first(_columns.where(_posts.c.number == number))
        return None if row is None else _post(row)

    def copies(self, number: int) -> tuple[Copy, ...]:
        """Return what each channel gets of a post, in the order in which they were named."""
        mine = _with_channel.where(_copies.c.number == number).order_by(_copies.c.id)
        return tuple(Copy(row.channel, as_delivery(row)) for row in self._work.rows(mine))

    def followers(self, number: int, what: str) -> tuple[Copy, ...]:
        """Return what was planned about the copies of a post, under their keys and `what`."""
        theirs = whole.join(_copies, _copies.c.key + f":{what}" == deliveries.c.key)
        mine = theirs.add_columns(_copies.c.channel).where(_copies.c.number == number)
        rows = self._work.rows(mine.order_by(_copies.c.id))
        return tuple(Copy(row.channel, as_delivery(row)) for row in rows)

    def of_channel(self, channel: str) -> tuple[int, ...]:
        """Return the numbers of the posts that have not left yet for a channel, by its name."""
        waits = _copies.c.channel == channel, deliveries.c.state.in_([*UNSETTLED, State.HELD])
        mine = select(_copies.c.number).join(deliveries, deliveries.c.key == _copies.c.key)
        rows = self._work.rows(mine.where(*waits).order_by(_copies.c.number))
        return tuple(row.number for row in rows)

    def count(self) -> int:
        """Return how many posts there are."""
        row = self._work.first(select(func.count().label("how_many")).select_from(_posts))
        return 0 if row is None else int(row.how_many)

    def page(self, first: int, most: int) -> tuple[Post, ...]:
        """Return posts from `first` on: what is to leave, the nearest first; then the latest."""
        query = _columns.order_by(*_ORDER).offset(first).limit(most)
        return tuple(map(_post, self._work.rows(query)))

    def change(
        self, number: int, revision: int, content: Mapping[str, Any], person: int | None
    ) -> bool:
        """Change what a post says; tell whether it still had this revision.

        What has not left forgets the words that it may have got already.
        """
        mine = _posts.c.number == number, _posts.c.revision == revision
        values = {"content": dict(content), "revision": revision + 1, "changed_by": person}
        values["changed_at"] = self._work.now
        if self._work.run(_posts.update().where(*mine).values(values)) != 1:
            return False
        for copy in self.copies(number):
            kept = {"compose", "post", "channel", "insisted"} & copy.delivery.payload.keys()
            payload = {name: copy.delivery.payload[name] for name in kept}
            self._update(copy.delivery.key, payload=payload)
        return True

    def move(self, number: int, at: datetime) -> int:
        """Have what has not left leave at another time; return how many copies that is.

        What may have left stays with whoever decides about it.
        """
        self._work.run(_posts.update().where(_posts.c.number == number).values(at=at))
        values: Values = {"state": State.QUEUED, "why": "", "due_at": at, "planned_at": at}
        values |= {"paced_at": at, "settled_at": None}
        never_sent = deliveries.c.doubts == 0, deliveries.c.why != Reason.IN_DOUBT
        return self._unsent(number, *never_sent, **values)

    def cancel(self, number: int) -> int:
        """Drop what has not left of a post; return how many copies that is."""
        dropped: Values = {"state": State.DROPPED, "why": Reason.BY_EDITOR}
        return self._unsent(number, **dropped, settled_at=self._work.now)

    def withdraw(self, number: int) -> bool:
        """Note that a post was taken back; tell whether it had not been before."""
        mine = _posts.c.number == number, _posts.c.withdrawn_at.is_(None)
        withdrawn = _posts.update().where(*mine).values(withdrawn_at=self._work.now)
        return self._work.run(withdrawn) == 1

    def _unsent(self, number: int, *where: ColumnElement[bool], **values: object) -> int:
        return sum(
            self._update(copy.delivery.key, *where, **values) for copy in self.copies(number)
        )

    def _update(self, key: str, *where: ColumnElement[bool], **values: object) -> int:
        mine = deliveries.c.key == key, deliveries.c.state.in_(UNSENT), *where
        return self._work.run(deliveries.update().where(*mine).values(values))


_columns = select(
    _posts.c.number,
    _posts.c.revision,
    _posts.c.content,
    _posts.c.at,
    _posts.c.silent,
    _posts.c.preview,
    _posts.c.author_id,
    _posts.c.changed_by,
    _posts.c.withdrawn_at,
)
_with_channel = whole.join(_copies, _copies.c.key == deliveries.c.key).add_columns(
    _copies.c.channel
)
_waits = (
    select(_copies.c.id)
    .join(deliveries, deliveries.c.key == _copies.c.key)
    .where(
        and_(
            _copies.c.number == _posts.c.number,
            deliveries.c.state.in_([*UNSETTLED, State.HELD]),
        )
    )
    .exists()
)
_ORDER = (
    case((_waits, 0), else_=1),
    case((_waits, _posts.c.at)),
    _posts.c.at.desc(),
    _posts.c.number.desc(),
)


def _post(row: Row[Any]) -> Post:
    return Post(
        row.number,
        row.revision,
        row.content,
        row.at,
        row.silent,
        row.preview,
        row.author_id,
        row.changed_by,
        row.withdrawn_at,
    )
