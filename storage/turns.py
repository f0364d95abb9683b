"""Turns: how fast planned messages leave, for all processes together.

A platform takes so many messages a second from one bot, and fewer for one chat. Each of these
scopes has a row that says when its next message may leave; it is written in the commit that
claims one, so that the pace holds across processes and restarts. A claim reaches a little ahead,
and gives each message the instant of its turn, for which whoever claimed it waits.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final, TypeAlias

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Insert,
    Integer,
    Select,
    and_,
    bindparam,
    exists,
    or_,
    select,
    true,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Field, SQLModel

from storage.chats import ChatRow
from storage.deliveries import (
    UNSETTLED,
    Delivery,
    State,
    as_delivery,
    claimed_as,
    deliveries,
    is_claimed,
    whole,
)
from storage.errors import LostLease
from storage.holds import any_hold, holds_on_everything, keeps_back
from storage.prepared import Prepared
from storage.table import constantly, insert_new, table_of
from storage.work import Values, Work

IDLE: Final = timedelta(seconds=5)
"""A pace that nobody kept for so long has delayed nothing: claims are made every second."""

SKEW: Final = timedelta(minutes=1)
"""By so much the clocks of two processes may differ. A pace written further from now than that was
written before the clock was set back, and keeps nothing waiting."""

PRIVATE: Final = "private"
"""The place of a chat with one person."""


class PaceRow(SQLModel, table=True):
    """When the next message may leave in a scope: `telegram`, or one chat, `telegram:-100`."""

    __tablename__ = "paces"

    id: int | None = Field(default=None, primary_key=True)
    scope: str = Field(unique=True)
    next_at: datetime
    busy_since: datetime


_paces = table_of(PaceRow)
_chats = table_of(ChatRow)

Leaves: TypeAlias = Callable[[FromClause], ColumnElement[bool]]
"""The condition that a message, of the deliveries or an alias of them, is kept back by no hold."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How long after one planned message the next may leave, below what a platform allows.

    Attributes:
        bot: whichever chats they go to.
        private, group: to one private chat; to one group or channel, its topics together.
    """

    bot: timedelta
    private: timedelta
    group: timedelta


@dataclass(frozen=True, slots=True)
class Claim:
    """Who claims, and how.

    Attributes:
        token: what shows that a message is theirs, for as long as `lease`.
        ahead: how far from now the turn of what is claimed may be.
        patience: a message that meets a busy pace within so long after its time has only waited
            for its turn.
        urgent: the kind of which no hold keeps anything back.
    """

    token: str
    lease: timedelta
    ahead: timedelta
    patience: timedelta
    urgent: str = ""


class Turns:
    """What leaves next, of that which was planned."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def claim(
        self, claim: Claim, platform: str, pace: Pace, ranks: Sequence[int]
    ) -> tuple[Delivery, ...]:
        """Take what is due on a platform, of the first of `ranks` first, as its pace has room.

        Each chat has one at most; the `due_at` of each is its turn.
        """
        until = self._work.now + claim.ahead
        kept = self._pace(platform)
        start, busy_since = _standing(kept.next_at, kept.busy_since, self._work.now)
        start = max(start, self._work.now)
        room = int((until - start) / pace.bot) + 1 if start <= until else 0
        paces: list[tuple[str, datetime, datetime]] = []
        taken: list[Delivery] = []
        due = _due if not kept.any_hold else self._unheld()
        given = {"platform": platform, "until": until, "urgent": claim.urgent}
        for row in self._due(due, given, room, ranks):
            free_at, chat_since = _standing(row.free_at, row.chat_since, start)
            turn = max(start, row.due_at, free_at)
            start = turn + pace.bot
            paces.append((_scope(platform, row.external_id), turn + _gap(row, pace), chat_since))
            waited = turn > row.due_at and _only_waited(row)
            timely = min(busy_since, chat_since) <= row.due_at + claim.patience
            found = as_delivery(row)
            paced_at = turn if waited and timely else found.paced_at
            taken.append(replace(found, due_at=turn, paced_at=paced_at))
        if not taken:
            return ()
        self._keep([(platform, start, busy_since), *paces])
        return self._take(claim, taken)

    def put_off(
        self, claimed: Sequence[Delivery], pace: Pace, by: timedelta
    ) -> tuple[Delivery, ...]:
        """Have all that was claimed on a platform in this transaction leave so much later.

        What is claimed next, by whoever it is, has its turn behind that.
        """
        later = [replace(each, due_at=each.due_at + by) for each in claimed]
        free = {
            _scope(each.platform, each.external_id): each.due_at + _gap(each, pace)
            for each in later
        }
        free |= {each.platform: max(one.due_at for one in later) + pace.bot for each in later}
        self._work.run(_freed, [{"named": scope, "next_at": at} for scope, at in free.items()])
        return tuple(later)

    def wait(self, delivery: Delivery, until: datetime) -> None:
        """Let nothing planned leave for a chat before `until`, as its platform asks."""
        scope = _scope(delivery.platform, delivery.external_id)
        self._keep([(scope, until, self._work.now)])

    def reserve(self, scope: str, earliest: datetime, gap: timedelta) -> datetime:
        """Return when something of a scope of its own may leave, at `earliest` or later.

        The next one has to be `gap` later than this, whichever process asks.
        """
        kept = self._pace(scope).next_at
        # As far ahead as only a clock that was set back would have it, it keeps nothing waiting.
        at = kept if earliest <= kept <= earliest + gap else earliest
        self._keep([(scope, at + gap, self._work.now)])
        return at

    def give_back(self, delivery: Delivery) -> None:
        """Let a message that was claimed and not tried be claimed again, at its old place.

        Raises:
            LostLease: it is not ours any more; the whole transaction must be undone.
        """
        left: Values = {
            "state": State.QUEUED,
            "lease_until": None,
            "attempts": delivery.attempts - 1,
        }
        if self._work.run(_given_back, claimed_as(delivery) | left) != 1:
            raise LostLease(detail=f"delivery {delivery.id}")

    def _pace(self, scope: str) -> Any:  # noqa: ANN401 - a row has no type of its own
        """Return the row of a scope, which nobody else claims by until this transaction ends."""
        found = self._work.first(_locked, {"named": scope})
        if found is None:
            long_ago = self._work.now - 2 * IDLE
            new = {"scope": scope, "next_at": long_ago, "busy_since": long_ago}
            self._work.returned(_met, [new])
            found = self._work.first(_locked, {"named": scope})
        return found

    def _unheld(self) -> Prepared:
        """Return the statement for what is due and on no hold."""
        everything = self._work.first(_everything) is not None
        return _due_though_all_is_held if everything else _due_elsewhere

    def _due(self, due: Prepared, given: Values, room: int, ranks: Sequence[int]) -> list[Any]:
        """Return rows that may be taken, those whose chat is free sooner before the others."""
        found: dict[str, Any] = {}
        given["unheard_of"] = given["until"] + SKEW
        for rank in ranks:
            most, may_be_more = room, True
            # Of many topics of one group one has a turn: the others take none from who is behind.
            while may_be_more and len(found) < room:
                rows = self._work.rows(due, {**given, "of_rank": rank, "most": most})
                for row in rows:
                    found.setdefault(row.external_id, row)
                may_be_more = len(rows) == most
                most *= 2
        long_ago = self._work.now - IDLE
        return sorted(list(found.values())[:room], key=lambda row: row.free_at or long_ago)

    def _keep(self, paces: Sequence[tuple[str, datetime, datetime]]) -> None:
        rows = [
            {"scope": scope, "next_at": next_at, "busy_since": busy_since}
            for scope, next_at, busy_since in paces
        ]
        self._work.run(_kept, rows)

    def _take(self, claim: Claim, taken: Sequence[Delivery]) -> tuple[Delivery, ...]:
        claimed = [
            replace(
                each,
                state=State.SENDING,
                token=claim.token,
                attempts=each.attempts + 1,
                lease_until=each.due_at + claim.lease,
            )
            for each in taken
        ]
        rows = [
            {
                "due_id": each.id,
                "state": each.state,
                "token": each.token,
                "lease_until": each.lease_until,
                "paced_at": each.paced_at,
            }
            for each in claimed
        ]
        self._work.run(_taken, rows)
        return tuple(claimed)


def _standing(
    next_at: datetime | None, busy_since: datetime | None, at: datetime
) -> tuple[datetime, datetime]:
    """Return from when on a scope is free, and since when it has been busy, as seen at `at`."""
    if next_at is None or busy_since is None or not at - IDLE <= next_at <= at + SKEW:
        return at, at
    return next_at, busy_since


def _only_waited(row: Any) -> bool:  # noqa: ANN401 - a row has no type of its own
    """Tell whether a row has done nothing but wait for its turn.

    What was tried has had its turn; only if its platform put it off does it get another.
    """
    return bool(row.attempts == 0 or row.paced_at == row.due_at)


def _gap(to: Any, pace: Pace) -> timedelta:  # noqa: ANN401 - a row has no type of its own
    """Return how long after a message the next may leave for the same chat."""
    return pace.private if to.place == PRIVATE else pace.group


def _scope(platform: str, external_id: str) -> str:
    return f"{platform}:{external_id}"


def _upsert(database: str) -> Insert:
    insert = (sqlite.insert if database == "sqlite" else postgresql.insert)(_paces)
    values = {name: insert.excluded[name] for name in ("next_at", "busy_since")}
    return insert.on_conflict_do_update(index_elements=["scope"], set_=values)


def _due_on(next_due: Select[Any], database: str) -> Select[Any]:
    """Return the statement for what is due on one platform.

    A platform that it can look up nowhere keeps SQLite from beginning with all the chats that
    there are; PostgreSQL, which counts how many have it, would begin with them for that.
    """
    platform = _chats.c.platform + "" if database == "sqlite" else _chats.c.platform
    return next_due.where(platform == bindparam("platform"))


# Put together once: making a statement takes longer than carrying it out.
_met = insert_new(_paces)
_kept = Prepared(_upsert)
_locked = Prepared(
    select(_paces.c.next_at, _paces.c.busy_since, any_hold.label("any_hold"))
    .where(_paces.c.scope == bindparam("named", type_=_paces.c.scope.type))
    .with_for_update()
)
# Of several indexes SQLite takes the one of which most is given, or the one of the smaller table.
# That every id is more than nothing leads it to what is not settled.
_until = bindparam("until", type_=deliveries.c.due_at.type)
_other = deliveries.alias("other")
_sooner = or_(
    _other.c.rank < deliveries.c.rank,
    and_(
        _other.c.rank == deliveries.c.rank,
        or_(
            _other.c.due_at < deliveries.c.due_at,
            and_(_other.c.due_at == deliveries.c.due_at, _other.c.id < deliveries.c.id),
        ),
    ),
)


def _blocked(leaves: Leaves) -> ColumnElement[bool]:
    """Return the condition that something else comes first in the chat, of what `leaves`."""
    return exists().where(
        _other.c.chat_id == deliveries.c.chat_id,
        _other.c.id > 0,
        constantly(_other.c.state, UNSETTLED),
        or_(
            _other.c.state == State.SENDING,
            and_(_other.c.due_at <= _until, _sooner, leaves(_other)),
            # What is said later is meant to be heard after it, whenever that is tried again.
            and_(_other.c.rank == 0, _other.c.id < deliveries.c.id),
        ),
    )


def _next_due(leaves: Leaves, rank: ColumnElement[int] = deliveries.c.rank) -> Select[Any]:
    """Return the statement for what is due on any platform, of what `leaves`."""
    return (
        whole.add_columns(
            _paces.c.next_at.label("free_at"), _paces.c.busy_since.label("chat_since")
        )
        .outerjoin(_paces, _paces.c.scope == _chats.c.platform + ":" + _chats.c.external_id)
        .where(
            constantly(deliveries.c.state, (State.QUEUED,)),
            rank == bindparam("of_rank", type_=Integer),
            deliveries.c.due_at <= _until,
            or_(
                _paces.c.next_at.is_(None),
                _paces.c.next_at <= _until,
                _paces.c.busy_since > bindparam("unheard_of", type_=_paces.c.busy_since.type),
            ),
            leaves(deliveries),
            ~_blocked(leaves),
        )
        .order_by(deliveries.c.due_at, deliveries.c.id)
        .limit(bindparam("most", type_=Integer))
        .with_for_update(skip_locked=True, of=deliveries)
    )


def _is_urgent(table: FromClause) -> ColumnElement[bool]:
    return table.c.kind == bindparam("urgent", type_=deliveries.c.kind.type)


def _leaves_elsewhere(table: FromClause) -> ColumnElement[bool]:
    return or_(_is_urgent(table), ~keeps_back(table))


def _urgent_alone(table: FromClause) -> ColumnElement[bool]:
    # What is urgent tells of no subject: by both the few rows are found among all that wait.
    return and_(_is_urgent(table), table.c.subject_id.is_(None))


# Who waits for the pace on PostgreSQL may not see what was put on hold meanwhile: it is asked
# once more, which both databases do once a statement.
_due = Prepared(partial(_due_on, _next_due(lambda _: true()).where(~any_hold)))
_due_elsewhere = Prepared(
    partial(_due_on, _next_due(_leaves_elsewhere).where(~exists(holds_on_everything)))
)
# What the rank cannot be looked up by keeps SQLite from going through all that is due.
_due_though_all_is_held = Prepared(
    partial(_due_on, _next_due(_urgent_alone, deliveries.c.rank + 0))
)
_freed = Prepared(
    _paces.update().where(_paces.c.scope == bindparam("named", type_=_paces.c.scope.type))
)
_everything = Prepared(holds_on_everything)
_taken = Prepared(
    deliveries.update()
    .where(deliveries.c.id == bindparam("due_id"))
    .values(attempts=deliveries.c.attempts + 1)
)
_given_back = Prepared(
    deliveries.update().where(is_claimed, constantly(deliveries.c.state, (State.SENDING,)))
)
