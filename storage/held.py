"""Held messages: what waits for an editor, who has it sent or dropped."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import case

from storage.deliveries import Delivery, Reason, State, as_delivery, deliveries, whole
from storage.work import Values, Work


class HeldMessages:
    """What waits for an editor."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def all(self) -> tuple[Delivery, ...]:
        """Return all of it, by number."""
        # Only so the database finds the few that have a number, among all that was ever sent.
        numbered = deliveries.c.number > 0
        rows = self._work.rows(whole.where(numbered, deliveries.c.state == State.HELD))
        return tuple(sorted(map(as_delivery, rows), key=_by_number))

    def reword(self, id: int, payload: Mapping[str, Any]) -> None:
        """Give what is held other words, in `payload`; what is not held any more keeps its own."""
        held = deliveries.c.id == id, deliveries.c.state == State.HELD
        self._work.run(deliveries.update().where(*held).values(payload=dict(payload)))

    def decide(self, number: int, payload: Mapping[str, Any] | None) -> bool:
        """Send what was held, with `payload`, or drop it for good.

        What may have been sent before is a repeat from then on. Tell whether it still was held.
        """
        held = deliveries.c.number == number, deliveries.c.state == State.HELD
        now, values = self._work.now, Values(why=Reason.BY_EDITOR)
        if payload is None:
            values |= {"state": State.DROPPED, "settled_at": now}
        else:
            doubts = deliveries.c.doubts + case((deliveries.c.why == Reason.IN_DOUBT, 1), else_=0)
            values |= {"state": State.QUEUED, "settled_at": None, "due_at": now, "doubts": doubts}
            values["payload"] = dict(payload)
        return self._work.run(deliveries.update().where(*held).values(values)) == 1


def _by_number(delivery: Delivery) -> int:
    return delivery.number or 0
