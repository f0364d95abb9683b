"""What waits because its chat is shut: held rows of the ledger that go when it opens.

They are held like any other, so that an editor may decide sooner.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, select

from storage.deliveries import Delivery, Reason, State, as_delivery, deliveries, whole
from storage.work import Values, Work


class Shut:
    """What waits for chats to open."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def is_first(self, delivery: Delivery) -> bool:
        """Tell whether a message is the first of its chat that waits."""
        first = select(deliveries.c.id).where(*_waiting(delivery.chat))
        row = self._work.first(first.order_by(deliveries.c.number).limit(1))
        return row is not None and row.id == delivery.id

    def of_chat(self, chat: int) -> tuple[Delivery, ...]:
        """Return what waits for a chat to open, the first first."""
        rows = self._work.rows(whole.where(*_waiting(chat)).order_by(deliveries.c.number))
        return tuple(map(as_delivery, rows))

    def open(self, chat: int) -> int:
        """Queue what waits for a chat, which is open; return how much that was."""
        again: Values = {"state": State.QUEUED, "why": "", "due_at": self._work.now}
        again |= {"settled_at": None}
        return self._work.run(deliveries.update().where(*_waiting(chat)).values(again))


def _waiting(chat: int) -> tuple[ColumnElement[bool], ...]:
    return (
        # Only so the database finds the few that have a number, among all that was ever sent.
        deliveries.c.number > 0,
        deliveries.c.chat_id == chat,
        deliveries.c.state == State.HELD,
        deliveries.c.why == Reason.CLOSED,
    )
