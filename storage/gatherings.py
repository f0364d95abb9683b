"""Gatherings: planned messages that leave together with another, as one message.

What went along is dropped in the commit that gives the one its words, so that it is never told
again; and waits again as it was, if the one surely did not arrive.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement

from storage.deliveries import Delivery, Reason, State, as_delivery, deliveries, whole
from storage.table import constantly
from storage.work import Work


class Gatherings:
    """What leaves together."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def near(
        self, delivery: Delivery, kinds: Collection[str], within: timedelta, most: int
    ) -> tuple[Delivery, ...]:
        """Return what waits for the same chat and is due so soon after a planned message.

        What may have been sent before is not among them: it has its words.
        """
        if delivery.planned_at is None:
            return ()
        columns = deliveries.c
        until = delivery.planned_at + within
        where = (
            columns.chat_id == delivery.chat,
            # Which leads SQLite to the index of those that are not settled.
            columns.id > 0,
            constantly(columns.state, (State.QUEUED,)),
            constantly(columns.kind, kinds),
            columns.id != delivery.id,
            columns.doubts == 0,
            columns.planned_at.between(delivery.planned_at, until),
        )
        return self._read(*where)[:most]

    def get(self, ids: Sequence[int]) -> tuple[Delivery, ...]:
        """Return what went along with a message, by its time."""
        return self._read(deliveries.c.id.in_(list(ids))) if ids else ()

    def take(self, ids: Sequence[int]) -> None:
        """Let these go along with another: they leave no more by themselves."""
        self._turn(ids, (State.QUEUED, ""), (State.DROPPED, Reason.MERGED))

    def give_back(self, delivery: Delivery, payload: Mapping[str, Any], ids: Sequence[int]) -> None:
        """Let these wait again as they were: what they went along with did not arrive.

        Args:
            delivery: what they went along with.
            payload: its own, which names them no more: the next they go along with may be another.
            ids: of them.
        """
        self._turn(ids, (State.DROPPED, Reason.MERGED), (State.QUEUED, ""))
        alone = deliveries.update().where(deliveries.c.id == delivery.id)
        self._work.run(alone.values(payload=dict(payload)))

    def _turn(self, ids: Sequence[int], was: tuple[str, str], now: tuple[str, str]) -> None:
        if not ids:
            return
        named = deliveries.c.id.in_(list(ids)), deliveries.c.state == was[0]
        why = (deliveries.c.why == was[1],) if was[1] else ()
        settled = self._work.now if now[0] == State.DROPPED else None
        values = {"state": now[0], "why": now[1], "settled_at": settled}
        changed = deliveries.update().where(*named, *why).values(values)
        self._work.run(changed)

    def _read(self, *where: ColumnElement[bool]) -> tuple[Delivery, ...]:
        ordered = whole.where(*where).order_by(deliveries.c.planned_at, deliveries.c.id)
        return tuple(map(as_delivery, self._work.rows(ordered)))
