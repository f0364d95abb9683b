"""The inbox: every update that a platform brought, stored before it is acknowledged.

Each is kept once, however often it comes. Those of one *lane* (one person in one chat)
are handed out one after another, so that somebody's commands keep their order; those of
different lanes at once. Who takes one holds it by a token, for as long as a lease; what
is done with it commits together with the end of the row, and only by that token.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import JSON, Index, Integer, Row, UniqueConstraint, bindparam, exists, select, text
from sqlmodel import Field, SQLModel

from storage.errors import LostLease
from storage.prepared import Prepared
from storage.table import any_given, constantly, insert_new, one_of, table_of
from storage.work import Values, Work

MOST_ATTEMPTS: Final = 3
"""How often an update is begun before it is put aside (design, section 6)."""


class State(StrEnum):
    """Where an update stands."""

    WAITING = "waiting"
    CLAIMED = "claimed"
    HANDLED = "handled"
    PARKED = "parked"


UNFINISHED: Final = (State.WAITING, State.CLAIMED)
_UNFINISHED = text("state IN ('waiting', 'claimed')")


class InboxRow(SQLModel, table=True):
    """One update; `event` is the platform's own id of it."""

    __tablename__ = "inbox"
    __table_args__ = (
        UniqueConstraint("platform", "event"),
        one_of("state", State, name="state"),
        Index(None, "lane", "id", sqlite_where=_UNFINISHED, postgresql_where=_UNFINISHED),
    )

    id: int | None = Field(default=None, primary_key=True)
    platform: str
    event: str
    lane: str
    payload: dict[str, Any] = Field(sa_type=JSON)
    state: str
    attempts: int
    arrived_at: datetime = Field(index=True)
    token: str
    lease_until: datetime | None = None


_inbox = table_of(InboxRow)


@dataclass(frozen=True, slots=True)
class Arrival:
    """An update to be stored; `payload` is JSON."""

    platform: str
    event: str
    lane: str
    payload: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Claimed:
    """An update to be handled.

    Attributes:
        attempts: how often it was begun, this time counted.
        token: what shows that it is still ours.
    """

    id: int
    platform: str
    payload: Mapping[str, Any]
    attempts: int
    arrived_at: datetime
    token: str


class Inbox:
    """What platforms brought, and what became of it."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def add(self, arrivals: Sequence[Arrival]) -> int:
        """Store what is not stored yet, in the order given; return how many that were."""
        rows = [
            {
                "platform": each.platform,
                "event": each.event,
                "lane": each.lane,
                "payload": dict(each.payload),
                "state": State.WAITING,
                "attempts": 0,
                "arrived_at": self._work.now,
                "token": "",
            }
            for each in arrivals
        ]
        return len(self._work.returned(_insert, rows)) if rows else 0

    def came(self, platform: str, event: str) -> bool:
        """Tell whether an update came, by the platform's own id of it."""
        return bool(self._work.rows(_came, {"platform": platform, "event": event}))

    def claim(self, token: str, most: int, lease: timedelta) -> tuple[Claimed, ...]:
        """Take at most `most` updates, the oldest of each lane, for as long as `lease`.

        One that was begun before and not finished is handed out alone, so that what ends
        this program takes no other update with it.
        """
        found = self._work.rows(_oldest_of_each_lane, {"most": most})
        if found and found[0].attempts:
            return self._take([found[0].id], token, lease)
        return self._take([row.id for row in found if not row.attempts], token, lease)

    def finish(self, claimed: Claimed) -> None:
        """End an update: what it said is no longer needed, that it came is.

        Raises:
            LostLease: it is not ours any more; the whole transaction must be undone.
        """
        values: Values = {"state": State.HANDLED, "payload": {}, "lease_until": None}
        self._settle(claimed, values)

    def give_back(self, claimed: Claimed, *, counted: bool) -> None:
        """Let an update be taken again; `counted` keeps this try among its attempts."""
        attempts = claimed.attempts if counted else claimed.attempts - 1
        values = {"state": State.WAITING, "lease_until": None, "attempts": attempts}
        self._settle(claimed, values)

    def park(self, claimed: Claimed, *, secret: bool = False) -> None:
        """Put an update aside for good; it keeps what it said, for who looks into it.

        What is `secret` it forgets.
        """
        values: Values = {"state": State.PARKED, "lease_until": None}
        self._settle(claimed, values | ({"payload": {}} if secret else {}))

    def release(self, *, everybody: bool = False) -> int:
        """Let updates be taken again whose lease is over, or with `everybody` any; say how many.

        `everybody` is for who knows that no other program works on this store.
        """
        freed: Values = {"state": State.WAITING, "token": "", "lease_until": None}
        if everybody:
            return self._work.run(_all_claimed, freed)
        return self._work.run(_over, freed | {"now": self._work.now})

    def waiting(self) -> int:
        """Return how many updates wait or are being handled."""
        unfinished = constantly(_inbox.c.state, UNFINISHED)
        return len(self._work.rows(select(_inbox.c.id).where(unfinished)))

    def sweep(self, older_than: datetime) -> int:
        """Forget that updates came which were handled and arrived before `older_than`."""
        old = _inbox.c.arrived_at < older_than, _inbox.c.state.in_([State.HANDLED, State.PARKED])
        return self._work.run(_inbox.delete().where(*old))

    def _take(self, ids: Sequence[int], token: str, lease: timedelta) -> tuple[Claimed, ...]:
        if not ids:
            return ()
        values: Values = {"state": State.CLAIMED, "token": token}
        values |= {"lease_until": self._work.now + lease, "ids": list(ids)}
        rows = sorted(self._work.rows(_taken, values), key=lambda row: row.id)
        return tuple(map(_claimed, rows))

    def _settle(self, claimed: Claimed, values: Mapping[str, Any]) -> None:
        mine = {"claimed_id": claimed.id, "by_token": claimed.token, **values}
        if self._work.run(_mine, mine) != 1:
            raise LostLease(detail=f"inbox {claimed.id}")


# Put together once: making a statement takes longer than carrying it out.
_insert = insert_new(_inbox)
_came = Prepared(
    select(_inbox.c.id).where(
        _inbox.c.platform == bindparam("platform"), _inbox.c.event == bindparam("event")
    )
)
_earlier = _inbox.alias("earlier")
_blocked = exists().where(
    _earlier.c.lane == _inbox.c.lane,
    _earlier.c.id < _inbox.c.id,
    constantly(_earlier.c.state, UNFINISHED),
)
_oldest_of_each_lane = Prepared(
    select(_inbox.c.id, _inbox.c.attempts)
    .where(constantly(_inbox.c.state, UNFINISHED), _inbox.c.state == State.WAITING, ~_blocked)
    # By the number alone SQLite would go through all that was ever handled to find what is not.
    .order_by(_inbox.c.id + 0)
    .limit(bindparam("most", type_=Integer))
    .with_for_update(skip_locked=True)
)
_columns = (
    _inbox.c.id,
    _inbox.c.platform,
    _inbox.c.payload,
    _inbox.c.attempts,
    _inbox.c.arrived_at,
    _inbox.c.token,
)
_all_claimed = _inbox.update().where(
    constantly(_inbox.c.state, UNFINISHED), _inbox.c.state == State.CLAIMED
)
# Two processes that look at once would else wait for each other's rows.
_left = (
    select(_inbox.c.id)
    .where(
        constantly(_inbox.c.state, UNFINISHED),
        _inbox.c.state == State.CLAIMED,
        _inbox.c.lease_until <= bindparam("now", type_=_inbox.c.lease_until.type),
    )
    .with_for_update(skip_locked=True)
)
_over = Prepared(_inbox.update().where(_inbox.c.id.in_(_left)))
_taken = (
    _inbox.update()
    .where(any_given(_inbox.c.id, "ids"))
    .values(attempts=_inbox.c.attempts + 1)
    .returning(*_columns)
)
_mine = Prepared(
    _inbox.update().where(
        _inbox.c.id == bindparam("claimed_id"),
        _inbox.c.token == bindparam("by_token"),
        _inbox.c.state == State.CLAIMED,
    )
)


def _claimed(row: Row[Any]) -> Claimed:
    values: Sequence[Any] = row
    return Claimed(*values)
