"""Receipts: who was told which version, for which instant, in which message.

Written in the commit of the message's ledger row, so that no value is ever shown
without it; they are what a correction is computed from. What a correction struck out is one too:
that it no longer stands was told.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ForeignKeyConstraint,
    Row,
    UniqueConstraint,
    and_,
    case,
    false,
    func,
    or_,
    select,
)
from sqlmodel import Field, SQLModel

from storage.chats import Chat, ChatRow
from storage.deliveries import State, deliveries
from storage.prepared import Prepared
from storage.table import table_of
from storage.work import Work


class ReceiptRow(SQLModel, table=True):
    """One value shown: node number `node` of a delivery's message."""

    __tablename__ = "receipts"
    __table_args__ = (
        UniqueConstraint("delivery_id", "node"),
        ForeignKeyConstraint(["version_id", "fact_id"], ["versions.id", "versions.fact_id"]),
    )

    id: int | None = Field(default=None, primary_key=True)
    delivery_id: int = Field(foreign_key="deliveries.id")
    node: int
    fact_id: int = Field(index=True)
    version_id: int
    instant: datetime
    language: str
    withdrawn: bool = Field(default=False, sa_column_kwargs={"server_default": false()})


_receipts = table_of(ReceiptRow)
_chats = table_of(ChatRow)

BELIEVED = (State.QUEUED, State.SENDING, State.IN_DOUBT, State.SENT, State.HELD)
"""States of a message that was read, may have been, or will be with the words that it has."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """One value shown.

    Attributes:
        node: the place of the value among the nodes of the message.
        instant: the instant answered for, aware, UTC.
        language: in which the value was shown.
        withdrawn: it was shown struck out, as what no longer stands.
    """

    node: int
    fact_id: int
    version_id: int
    instant: datetime
    language: str
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """What a chat was told last of some facts.

    Attributes:
        alone: the id of the only person who saw it, or None.
        platform: of the chat.
        thread: where within the chat it was said (Slack), or empty.
        language: in which it was said.
        versions: the ids of the versions that were shown, in their order.
        withdrawn: they were shown as what no longer stands.
    """

    chat: int
    alone: int | None
    platform: str
    thread: str
    language: str
    versions: tuple[int, ...]
    withdrawn: bool = False


class Receipts:
    """What was told."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def add(self, delivery_id: int, receipts: Sequence[Receipt]) -> None:
        """Write what a message shows."""
        rows = [
            {
                "delivery_id": delivery_id,
                "node": each.node,
                "fact_id": each.fact_id,
                "version_id": each.version_id,
                "instant": each.instant,
                "language": each.language,
                "withdrawn": each.withdrawn,
            }
            for each in receipts
        ]
        if rows:
            self._work.run(_insert, rows)

    def of(self, delivery_id: int) -> tuple[Receipt, ...]:
        """Return what a message shows, in its order."""
        mine = _columns.where(_receipts.c.delivery_id == delivery_id)
        return tuple(map(_receipt, self._work.rows(mine.order_by(_receipts.c.node))))

    def latest(
        self, facts: Sequence[int], besides: int | None = None, chat: Chat | None = None
    ) -> tuple[Told, ...]:
        """Return what each chat was told last of `facts`, whatever told it, the newest last.

        What may have been sent counts as sent, what was not sent at all does not. What one
        person alone saw is told to them.

        Args:
            facts: their ids.
            besides: the id of a delivery that does not count.
            chat: only what was said there, or to the person whose chat it is.
        """
        where = [_receipts.c.fact_id.in_(list(facts)), deliveries.c.id.is_distinct_from(besides)]
        if chat is not None:
            own = [] if chat.person is None else [_person == chat.person]
            where.append(or_(deliveries.c.chat_id == chat.id, *own))
        shown = _told.where(*where).subquery()
        last = select(*shown.c).where(shown.c.place_from_last == 1)
        ordered = shown.c.is_leaving, shown.c.said_at, shown.c.delivery_id, shown.c.node
        rows = self._work.rows(last.order_by(*ordered))
        told: dict[int, list[Any]] = {}
        for row in rows:
            told.setdefault(row.delivery_id, []).append(row)
        return tuple(_last_told(nodes) for nodes in told.values())

    def remove(self, delivery_ids: Sequence[int], facts: Sequence[int] | None = None) -> int:
        """Forget what these messages show, or only of some facts; return how many values."""
        where = [_receipts.c.delivery_id.in_(list(delivery_ids))]
        if facts is not None:
            where.append(_receipts.c.fact_id.in_(list(facts)))
        return self._work.run(_receipts.delete().where(*where))


# Put together once: making a statement takes longer than carrying it out.
_insert = Prepared(_receipts.insert().inline())
_columns = select(
    _receipts.c.node,
    _receipts.c.fact_id,
    _receipts.c.version_id,
    _receipts.c.instant,
    _receipts.c.language,
    _receipts.c.withdrawn,
)


_person = case((deliveries.c.alone, deliveries.c.person_id))
# What is on its way is the newest of all; a planned row is older than the words that it got.
_is_leaving = and_(deliveries.c.sent_at.is_(None), deliveries.c.state != State.HELD)
# What is held may have been read when it was tried last.
_said_at = func.coalesce(deliveries.c.sent_at, deliveries.c.due_at)
_told = (
    select(
        _receipts.c.delivery_id,
        _receipts.c.node,
        _receipts.c.version_id,
        _receipts.c.language,
        _receipts.c.withdrawn,
        deliveries.c.chat_id,
        deliveries.c.payload,
        _person.label("alone"),
        _is_leaving.label("is_leaving"),
        _said_at.label("said_at"),
        _chats.c.platform,
        func.dense_rank()
        .over(
            partition_by=(deliveries.c.chat_id, _person),
            order_by=(_is_leaving.desc(), _said_at.desc(), deliveries.c.id.desc()),
        )
        .label("place_from_last"),
    )
    .join(deliveries, deliveries.c.id == _receipts.c.delivery_id)
    .join(_chats, _chats.c.id == deliveries.c.chat_id)
    .where(deliveries.c.state.in_(BELIEVED), _chats.c.gone == "")
)


def _last_told(nodes: Sequence[Any]) -> Told:
    first = nodes[0]
    thread = first.payload.get("thread", "")
    versions = tuple(row.version_id for row in nodes)
    alone, language = first.alone, first.language
    withdrawn = all(row.withdrawn for row in nodes)
    return Told(first.chat_id, alone, first.platform, thread, language, versions, withdrawn)


def _receipt(row: Row[Any]) -> Receipt:
    values: Sequence[Any] = row
    return Receipt(*values)
