"""What a store does not know once it is a copy of another, which went on without it.

Whatever was due since may have left, and whatever had come in may have been answered. Of what has
its words a platform that can tell is asked; it counts as doubted before, so that what cannot be
found out is left to an editor and never said once more. What has no words yet nobody can be asked
about, and is left to an editor at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import case, select

from storage.deliveries import Reason, State, deliveries
from storage.inbox import UNFINISHED, InboxRow
from storage.inbox import State as Progress
from storage.numbers import next_number
from storage.table import parts, table_of
from storage.work import Work

_inbox = table_of(InboxRow)
_LEAVING = (State.QUEUED, State.SENDING)


@dataclass(frozen=True, slots=True)
class Doubtful:
    """What became of what may have been done already.

    Attributes:
        asked: messages of which it is to be found out whether they left.
        held: messages that are left to an editor.
        aside: updates that may have been answered, and are not.
    """

    asked: int
    held: int
    aside: int


class Copied:
    """A store that has just been copied from another."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def doubt(self) -> Doubtful:
        """Take nothing for granted that was due until now; return how much that is."""
        now = self._work.now
        query = select(deliveries.c.id, deliveries.c.number, deliveries.c.payload)
        due = deliveries.c.state.in_(_LEAVING), deliveries.c.due_at <= now
        rows = self._work.rows(query.where(*due).order_by(deliveries.c.id))
        worded = [row for row in rows if "message" in row.payload]
        wordless = [row for row in rows if "message" not in row.payload]
        self._ask({row.id for row in worded})
        for row in wordless:
            self._hold(row)
        return Doubtful(len(worded), len(wordless), self._put_aside())

    def _ask(self, ids: set[int]) -> None:
        doubts = deliveries.c.doubts
        doubted = {"state": State.IN_DOUBT, "why": Reason.RESTORED, "lease_until": None}
        for some in parts(ids):
            mine = deliveries.update().where(deliveries.c.id.in_(some)).values(doubted)
            self._work.run(mine.values(doubts=case((doubts > 0, doubts), else_=1)))

    def _hold(self, row: Any) -> None:  # noqa: ANN401 - a row has no type of its own
        held = {"state": State.HELD, "why": Reason.RESTORED, "settled_at": self._work.now}
        held |= {"lease_until": None, "number": row.number or next_number(self._work)}
        self._work.run(deliveries.update().where(deliveries.c.id == row.id).values(held))

    def _put_aside(self) -> int:
        aside = {"state": Progress.PARKED, "lease_until": None}
        waiting = _inbox.c.state.in_(UNFINISHED)
        return self._work.run(_inbox.update().where(waiting).values(aside))
