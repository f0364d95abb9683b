"""Planned messages for tests of the store: made, claimed and settled in a line each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any, Final

from sqlalchemy import text

from storage.database import Database
from storage.ledger import Delivery, Message, State
from storage.plans import Planned
from storage.turns import Claim, Pace
from tests.standins.clock import FakeClock

KIND: Final = "reminder"
SUBJECT: Final = 7
LEASE: Final = timedelta(seconds=90)
SECOND: Final = timedelta(seconds=1)
PATIENCE: Final = timedelta(minutes=10)
PACE: Final = Pace(
    bot=timedelta(milliseconds=40),
    private=timedelta(milliseconds=1100),
    group=timedelta(milliseconds=3300),
)
"""The pace of a platform, each gap another."""


def chat(database: Database, name: str = "1", topic: str = "", place: str = "private") -> int:
    """Return our id of a chat."""
    with database.write() as tx:
        return tx.chats.seen("telegram", name, topic, place).id


def chats(database: Database, how_many: int) -> list[int]:
    """Return our ids of private chats."""
    with database.write() as tx:
        return [
            tx.chats.seen("telegram", str(name), "", "private").id
            for name in range(1, how_many + 1)
        ]


def planned(key: str, chat_id: int, due_at: datetime, rank: int = 2) -> Planned:
    """Return a plan of one message."""
    return Planned(key, chat_id, due_at, rank, {"compose": "reminder", "offset": "1d"})


def plan(database: Database, *messages: Planned, kind: str = KIND) -> None:
    """Plan messages about the one subject."""
    with database.write() as tx:
        tx.plans.add(kind, SUBJECT, messages)


def plan_each(database: Database, chat_ids: Iterable[int], due_at: datetime) -> None:
    """Plan one message for each chat, all due at the same time."""
    plan(database, *(planned(f"r:{each}:{due_at}", each, due_at) for each in chat_ids))


def replace(
    database: Database, *wanted: Planned, why: str = "moved", chat_id: int | None = None
) -> None:
    """Have exactly these wait."""
    with database.write() as tx:
        tx.plans.replace(KIND, SUBJECT, wanted, why, chat_id)


def reply(database: Database, chat_id: int, key: str = "reply") -> None:
    """Queue an answer to somebody."""
    with database.write() as tx:
        tx.ledger.add(Message(key, "reply", chat_id, {"message": [], "language": "en"}))


def claim_replies(database: Database) -> tuple[Delivery, ...]:
    """Claim what leaves at once."""
    with database.write() as tx:
        return tx.ledger.claim("ours", 10, LEASE)


def claim(database: Database, pace: Pace = PACE, token: str = "ours") -> tuple[Delivery, ...]:  # noqa: S107 - a token of claims opens nothing
    """Claim what is due by the next second."""
    with database.write() as tx:
        claimed = Claim(token, LEASE, SECOND, PATIENCE)
        return tx.turns.claim(claimed, "telegram", pace, (1, 2))


def sent(database: Database, claimed: Iterable[Delivery]) -> None:
    """Settle messages as sent."""
    with database.write() as tx:
        for delivery in claimed:
            tx.ledger.sent(delivery, f"m{delivery.id}")


def send_all(
    database: Database, clock: FakeClock, ticks: Sequence[timedelta], pace: Pace = PACE
) -> list[Delivery]:
    """Let time pass by each of `ticks`, sending at its turn what is claimed; return all of it."""
    gone: list[Delivery] = []
    flying: list[Delivery] = []
    for step in ticks:
        flying.extend(claim(database, pace))
        now = clock.advance(step)
        there = [each for each in flying if each.due_at <= now]
        sent(database, there)
        flying = [each for each in flying if each.due_at > now]
        gone.extend(there)
    return gone


def rows(database: Database) -> dict[str, Delivery]:
    """Return every message by its key."""
    with database.read() as tx:
        ids = tx.ledger.get(range(1, 1000))
    return {each.key: each for each in ids}


def states(database: Database) -> dict[str, tuple[State, str]]:
    """Return where each message stands, and why."""
    return {key: (each.state, each.why) for key, each in rows(database).items()}


def spaced(instants: Iterable[datetime], gap: timedelta) -> bool:
    """Tell whether between any two of these instants there is `gap` at least."""
    ordered = sorted(instants)
    return all(later - earlier >= gap for earlier, later in pairwise(ordered))


def told_of(database: Database, statement: str, given: dict[str, Any]) -> str:
    """Return how SQLite goes about a statement."""
    with database.read() as tx:
        found = tx.connection.execute(text(f"EXPLAIN QUERY PLAN {statement}"), given)
        return "\n".join(str(row.detail) for row in found)
