"""Receipts: who was told which version, for which instant, in which message.

Written in the commit of the message's ledger row, so that no value is ever shown
without it; they are what a correction is computed from.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKeyConstraint, Row, UniqueConstraint, select
from sqlmodel import Field, SQLModel

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


_receipts = table_of(ReceiptRow)


@dataclass(frozen=True, slots=True)
class Receipt:
    """One value shown.

    Attributes:
        node: the place of the value among the nodes of the message.
        instant: the instant answered for, aware, UTC.
        language: in which the value was shown.
    """

    node: int
    fact_id: int
    version_id: int
    instant: datetime
    language: str


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
            }
            for each in receipts
        ]
        if rows:
            self._work.run(_insert, rows)

    def of(self, delivery_id: int) -> tuple[Receipt, ...]:
        """Return what a message shows, in its order."""
        mine = _columns.where(_receipts.c.delivery_id == delivery_id)
        return tuple(map(_receipt, self._work.rows(mine.order_by(_receipts.c.node))))

    def remove(self, delivery_ids: Sequence[int]) -> int:
        """Forget what these messages show; return how many values that were."""
        return self._work.run(
            _receipts.delete().where(_receipts.c.delivery_id.in_(list(delivery_ids)))
        )


# Put together once: making a statement takes longer than carrying it out.
_insert = Prepared(_receipts.insert().inline())
_columns = select(
    _receipts.c.node,
    _receipts.c.fact_id,
    _receipts.c.version_id,
    _receipts.c.instant,
    _receipts.c.language,
)


def _receipt(row: Row[Any]) -> Receipt:
    values: Sequence[Any] = row
    return Receipt(*values)
