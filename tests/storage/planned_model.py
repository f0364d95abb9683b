"""What is planned, as a simple model has it: a list of rows, a few times, and the holds.

It knows nothing of statements, indexes or locks. Every row is looked at by everybody who asks,
and each time that a row is taken it gets another number, which is all that makes it somebody's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from storage.deliveries import UNSETTLED, Reason
from storage.holds import EVERYTHING
from storage.ledger import State
from storage.plans import UNPLANNED
from storage.turns import PRIVATE, Pace

LEASE: Final = timedelta(seconds=90)
AHEAD: Final = timedelta(seconds=1)
PACE: Final = Pace(
    bot=timedelta(milliseconds=700),
    private=timedelta(milliseconds=1100),
    group=timedelta(milliseconds=3300),
)
"""So slow that a claim has room for two."""

ALARM: Final = "alarm"
CORRECTION: Final = "correction"
POST: Final = "post"
REMINDER: Final = "reminder"
REPLY: Final = "reply"

RANKS: Final = {REPLY: 0, ALARM: 1, CORRECTION: 1, REMINDER: 2, POST: 2}
WAITS: Final = frozenset({State.QUEUED, State.HELD})
THERE: Final = frozenset({State.SENDING, State.IN_DOUBT, State.SENT})

ENDS: Final = {
    "sent": State.SENT,
    "again": State.QUEUED,
    "wait": State.QUEUED,
    "give back": State.QUEUED,
    "doubt": State.IN_DOUBT,
    "hold": State.HELD,
    "fail": State.FAILED,
    "expire": State.EXPIRED,
    "drop": State.DROPPED,
}
"""What becomes of a message by what its holder says of it."""

WHY: Final = {
    "again": "down",
    "wait": Reason.ASKED_TO_WAIT,
    "doubt": Reason.SILENCE,
    "hold": Reason.IN_DOUBT,
    "fail": Reason.GONE,
    "expire": Reason.LATE,
    "drop": Reason.EMPTY,
}
"""The reason that is given for that."""


@dataclass(frozen=True, slots=True)
class Place:
    """A chat as its platform knows it."""

    platform: str
    name: str
    topic: str
    place: str

    @property
    def scope(self) -> str:
        """Return what has one pace: a group has it with all its topics."""
        return f"{self.platform}:{self.name}"

    @property
    def gap(self) -> timedelta:
        """Return how far apart its messages are."""
        return PACE.private if self.place == PRIVATE else PACE.group


PLACES: Final = (
    *(Place("telegram", name, "", PRIVATE) for name in "12"),
    Place("telegram", "-100", "", "group"),
    Place("telegram", "-100", "5", "group"),
    Place("slack", "C1", "", "group"),
)
ON_TELEGRAM: Final = 4


@dataclass
class Row:
    """What the model knows of a message; `taken` is the number of its latest claim."""

    id: int
    key: str
    kind: str
    chat: int
    rank: int
    due_at: datetime
    planned_at: datetime | None = None
    state: State = State.QUEUED
    why: str = ""
    taken: int = 0
    lease_until: datetime | None = None
    number: int | None = None
    attempts: int = 0
    doubts: int = 0
    times_sent: int = 0

    @property
    def order(self) -> tuple[int, datetime, int]:
        """Return whose turn it is, the lower first."""
        return self.rank, self.due_at, self.id

    def become(self, state: State, why: str) -> None:
        """Enter a state; each time that it is sent is counted."""
        self.state, self.why, self.lease_until = state, why, None
        self.times_sent += state is State.SENT

    def wait(self, at: datetime) -> None:
        """Wait for another time of its own."""
        self.state = State.QUEUED
        self.due_at = self.planned_at = at


@dataclass
class Model:
    """What is to leave, what has left, and what keeps it back."""

    now: Callable[[], datetime]
    rows: dict[str, Row] = field(default_factory=dict)
    free: dict[str, datetime] = field(default_factory=dict)
    holds: dict[str, int | None] = field(default_factory=dict)
    claims: int = 0

    def answer(self, key: str, chat: int) -> None:
        """Queue what leaves at once."""
        self.rows[key] = Row(len(self.rows) + 1, key, REPLY, chat, RANKS[REPLY], self.now())

    def plan(self, kind: str, key: str, chat: int, at: datetime, rank: int | None = None) -> None:
        """Plan a message; one that a plan dropped comes back."""
        row = self.rows.get(key)
        if row is None:
            ranked = RANKS[kind] if rank is None else rank
            self.rows[key] = Row(len(self.rows) + 1, key, kind, chat, ranked, at, at)
        elif row.state is State.DROPPED and row.why in UNPLANNED:
            row.become(State.QUEUED, "")
            row.wait(at)

    def replace(self, kind: str, wanted: Iterable[tuple[str, int, datetime]], why: str) -> None:
        """Have exactly what is wanted wait, of what is not past."""
        left = {row.key for row in self._those(State.QUEUED) if row.kind == kind}
        for key, chat, at in wanted:
            waits = key in left
            if at <= self.now() and not (waits and self.rows[key].planned_at == at):
                continue
            left.discard(key)
            if not waits:
                self.plan(kind, key, chat, at)
            elif self.rows[key].planned_at != at:
                self.rows[key].wait(at)
        for key in left:
            self.rows[key].become(State.DROPPED, why)

    def move(self, keys: Iterable[str], at: datetime) -> None:
        """Move what surely was not sent."""
        for row in map(self.rows.__getitem__, keys):
            if row.state in WAITS and not row.doubts and row.why != Reason.IN_DOUBT:
                row.become(State.QUEUED, "")
                row.wait(at)

    def cancel(self, keys: Iterable[str], why: str) -> None:
        """Drop what was not sent."""
        for row in map(self.rows.__getitem__, keys):
            if row.state in WAITS:
                row.become(State.DROPPED, why)

    def answers_due(self) -> list[Row]:
        """Return the answers that may leave: the first of each chat that waits for nothing."""
        return [
            row
            for row in self._those(State.QUEUED)
            if row.rank == 0
            and row.due_at <= self.now()
            and not any(_has_the_word(other, row) for other in self.rows.values())
        ]

    def planned_due(self, platform: str) -> list[Row]:
        """Return what may be claimed on a platform: the first of each chat, as there is room."""
        until, start = self.now() + AHEAD, self.start(platform)
        first: dict[str, Row] = {}
        for row in sorted(self._those(State.QUEUED), key=lambda each: each.order):
            if PLACES[row.chat].platform == platform and self._may_be_taken(row, until):
                first.setdefault(PLACES[row.chat].scope, row)
        room = int((until - start) / PACE.bot) + 1 if start <= until else 0
        ordered = sorted(first.values(), key=lambda each: each.order)
        return ordered[:room]

    def start(self, platform: str) -> datetime:
        """Return when the next message may leave on a platform."""
        return max(self.free.get(platform, self.now()), self.now())

    def turn(self, row: Row) -> datetime:
        """Return when a message leaves that is taken now, as the next of its platform."""
        place = PLACES[row.chat]
        at = max(self.start(place.platform), row.due_at)
        return max(at, self.free.get(place.scope, at))

    def is_free(self, place: Place, until: datetime) -> bool:
        """Tell whether a chat may hear something by then."""
        return self.free.get(place.scope, until) <= until

    def leaves(self, row: Row) -> bool:
        """Tell whether no hold keeps a message back; an alarm is kept back by none."""
        chats = self.holds.values()
        return row.kind == ALARM or not (EVERYTHING in self.holds or row.chat in chats)

    def takes_turn(self, row: Row, turn: datetime) -> None:
        """Note that a message leaves then: the platform and its chat are busy for a while."""
        place = PLACES[row.chat]
        self.free[place.platform] = turn + PACE.bot
        self.free[place.scope] = turn + place.gap
        self.take(row, turn)

    def take(self, row: Row, at: datetime) -> None:
        """Note that somebody sends a message."""
        self.claims += 1
        row.attempts += 1
        row.state, row.taken, row.lease_until = State.SENDING, self.claims, at + LEASE

    def overdue(self) -> list[Row]:
        """Return the posts whose time passed while their chat, or everything, was on hold."""
        if EVERYTHING in self.holds:
            return []
        return [
            row
            for row in self._those(State.QUEUED)
            if row.kind == POST
            and self.leaves(row)
            and (row.planned_at or row.due_at) <= self.now()
        ]

    def silent(self) -> list[Row]:
        """Return what nobody settled within its lease."""
        now = self.now()
        return [row for row in self._those(State.SENDING) if (row.lease_until or now) <= now]

    def _those(self, state: State) -> Iterator[Row]:
        return (row for row in self.rows.values() if row.state is state)

    def _may_be_taken(self, row: Row, until: datetime) -> bool:
        """Tell whether a message may leave by then, but for the pace of its platform."""
        ready = row.rank > 0 and row.due_at <= until and self.leaves(row)
        before = any(self._is_before(other, row, until) for other in self.rows.values())
        return ready and self.is_free(PLACES[row.chat], until) and not before

    def _is_before(self, other: Row, row: Row, until: datetime) -> bool:
        """Tell whether one message of a chat has to leave before another."""
        if other.chat != row.chat or other.state not in UNSETTLED:
            return False
        sooner = other.due_at <= until and other.order < row.order and self.leaves(other)
        return sooner or _has_the_word(other, row)


def _has_the_word(other: Row, row: Row) -> bool:
    """Tell whether a chat hears something, or waits for an answer that was given before."""
    if other.chat != row.chat or other.state not in UNSETTLED:
        return False
    return other.state is State.SENDING or (other.rank == 0 and other.id < row.id)
