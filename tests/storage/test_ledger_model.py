"""The ledger against a simple model: two processes, restarts, stale tokens, clocks that run.

The model knows a list of rows and nothing of statements or locks. Both processes work on one
store; each remembers what it claimed, and may settle it long after it was somebody else's.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from typing import Final

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import text

from storage.database import Database, Transaction
from storage.deliveries import UNSETTLED
from storage.errors import LostLease
from storage.ledger import Delivery, Message, State
from tests.standins.clock import FakeClock

LEASE: Final = timedelta(seconds=90)
MOST: Final = 2
PAYLOAD: Final[dict[str, object]] = {"message": [], "language": "en"}
ENDS: Final = frozenset({State.SENT, State.FAILED, State.DROPPED, State.EXPIRED})
STEPS: Final = (timedelta(seconds=1), timedelta(seconds=60), LEASE, timedelta(hours=1))
LATER: Final = timedelta(seconds=30)
tokens = count()

processes = st.sampled_from([0, 1])
chats = st.sampled_from([0, 0, 1])


@dataclass
class Row:
    """What the model knows of a message."""

    chat: int
    due_at: datetime
    state: State = State.QUEUED
    token: str = ""
    attempts: int = 0
    lease_until: datetime | None = None
    number: int | None = None
    ended: int = 0

    def become(self, state: State) -> None:
        """Enter a state; one that is an end is counted."""
        self.state = state
        self.lease_until = None
        self.ended += state in ENDS


@dataclass
class Process:
    """One of two programs: its own connections, its token, and what it holds."""

    database: Database
    token: str
    hands: list[Delivery] = field(default_factory=list)


class LedgerMachine(RuleBasedStateMachine):
    """Whatever two processes do, the store stands as the model says."""

    def __init__(self, url: str, clock: FakeClock) -> None:
        super().__init__()
        self._clock = clock
        self._processes = [self._begin(url) for _ in range(2)]
        self._rows: dict[str, Row] = {}
        self._url = url
        with self._processes[0].database.write() as tx:
            tx.connection.execute(text("DELETE FROM deliveries"))
            self._chats = [tx.chats.seen("telegram", name, "", "private").id for name in "ab"]

    def teardown(self) -> None:
        """Close the connections."""
        for each in self._processes:
            each.database.close()

    def _begin(self, url: str) -> Process:
        return Process(Database(url, self._clock), f"token-{next(tokens)}")

    @rule(process=processes, chat=chats, key=st.integers(0, 12))
    def queue(self, process: int, chat: int, key: int) -> None:
        """A key is queued once, ever."""
        name = f"k{key}"
        with self._processes[process].database.write() as tx:
            made = tx.ledger.add(Message(name, "reply", self._chats[chat], PAYLOAD))
        assert (made is None) == (name in self._rows)
        self._rows.setdefault(name, Row(chat, self._clock()))

    @rule(process=processes)
    def claim(self, process: int) -> None:
        """The oldest of each chat are handed out, where nothing before them is unsettled."""
        one = self._processes[process]
        with one.database.write() as tx:
            claimed = tx.ledger.claim(one.token, MOST, LEASE)
        expected = self._free()[:MOST]
        assert [each.key for each in claimed] == expected
        for key in expected:
            row = self._rows[key]
            row.state, row.token = State.SENDING, one.token
            row.attempts += 1
            row.lease_until = self._clock() + LEASE
        one.hands.extend(claimed)

    def _free(self) -> list[str]:
        """Return what may be claimed, in the order of queueing."""
        free, shut = [], {row.chat for row in self._rows.values() if row.state is State.SENDING}
        for key, row in self._rows.items():
            if row.chat in shut or row.state not in UNSETTLED:
                continue
            shut.add(row.chat)
            if row.state is State.QUEUED and row.due_at <= self._clock():
                free.append(key)
        return free

    @precondition(lambda self: any(each.hands for each in self._processes))
    @rule(data=st.data(), outcome=st.sampled_from(["sent", "again", "doubt", "hold", "fail"]))
    def settle(self, data: st.DataObject, outcome: str) -> None:
        """Who holds a row settles it; whoever held it before is refused, and changes nothing."""
        holders = [each for each in self._processes if each.hands]
        one = data.draw(st.sampled_from(holders))
        delivery = data.draw(st.sampled_from(one.hands))
        self._settle(one, delivery, outcome)

    @rule(process=processes, outcome=st.sampled_from(["sent", "again", "hold"]))
    def look_at_doubts(self, process: int, outcome: str) -> None:
        """Whoever looks settles the oldest doubt."""
        one = self._processes[process]
        with one.database.read() as tx:
            doubtful = tx.ledger.in_doubt("telegram")
        doubts = [key for key, row in self._rows.items() if row.state is State.IN_DOUBT]
        assert [each.key for each in doubtful] == doubts
        if doubtful:
            self._settle(one, doubtful[0], outcome)

    def _settle(self, one: Process, delivery: Delivery, outcome: str) -> None:
        row = self._rows[delivery.key]
        ours = row.state in {State.SENDING, State.IN_DOUBT}
        ours &= (row.token, row.attempts) == (delivery.token, delivery.attempts)
        later = self._clock() + LATER
        acts: dict[str, tuple[State, Callable[[Transaction], object]]] = {
            "sent": (State.SENT, lambda tx: tx.ledger.sent(delivery, "77")),
            "again": (
                State.QUEUED,
                lambda tx: tx.ledger.again(delivery, later, "wait", doubted=False),
            ),
            "doubt": (State.IN_DOUBT, lambda tx: tx.ledger.doubt(delivery, "silence")),
            "hold": (State.HELD, lambda tx: tx.ledger.hold(delivery, "in doubt")),
            "fail": (State.FAILED, lambda tx: tx.ledger.fail(delivery, "refused")),
        }
        state, act = acts[outcome]
        if not ours:
            with pytest.raises(LostLease), one.database.write() as tx:
                act(tx)
            return
        with one.database.write() as tx:
            told = act(tx)
        row.become(state)
        if state is State.QUEUED:
            row.due_at = later
        if isinstance(told, int):
            row.number = told

    @rule(process=processes, payload=st.sampled_from([PAYLOAD, None]))
    def decide(self, process: int, payload: dict[str, object] | None) -> None:
        """An editor sends or drops what is held, once."""
        numbered = [row for row in self._rows.values() if row.number is not None]
        if not numbered:
            return
        row = numbered[0]
        assert row.number is not None
        with self._processes[process].database.write() as tx:
            done = tx.held.decide(row.number, payload)
        assert done == (row.state is State.HELD)
        if done:
            row.become(State.QUEUED if payload else State.DROPPED)
            row.due_at = self._clock()

    @rule(process=processes)
    def look_for_silent_ones(self, process: int) -> None:
        """What nobody settled within the lease is in doubt."""
        with self._processes[process].database.write() as tx:
            tx.ledger.orphan()
        for row in self._rows.values():
            if row.state is State.SENDING and row.lease_until and row.lease_until <= self._clock():
                row.become(State.IN_DOUBT)

    @rule(process=processes)
    def restart(self, process: int) -> None:
        """A process dies with all that it knew, and begins anew under another token."""
        self._processes[process].database.close()
        self._processes[process] = self._begin(self._url)

    @rule(by=st.sampled_from(STEPS))
    def pass_time(self, by: timedelta) -> None:
        """Time passes."""
        self._clock.advance(by)

    @invariant()
    def stands_as_the_model_says(self) -> None:
        """Every row is where the model has it, and ended once at most."""
        with self._processes[0].database.read() as tx:
            query = text("SELECT key, state FROM deliveries ORDER BY id")
            found = [(str(row.key), State(row.state)) for row in tx.connection.execute(query)]
        assert found == [(key, row.state) for key, row in self._rows.items()]
        assert all(row.ended <= 1 for row in self._rows.values())


def machine(url: str, clock: FakeClock) -> type[LedgerMachine]:
    """Return the machine over one store."""

    class Here(LedgerMachine):
        def __init__(self) -> None:
            super().__init__(url, clock)

    return Here


@pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)
def test_ledger_is_as_the_model_says_on_sqlite(store_url: str, clock: FakeClock) -> None:
    """On SQLite, whatever two processes do, in any order."""
    run_state_machine_as_test(
        machine(store_url, clock),
        settings=settings(max_examples=200, stateful_step_count=40),
    )


@pytest.mark.parametrize("store_url", ["postgres"], indirect=True)
def test_ledger_is_as_the_model_says_on_postgres(store_url: str, clock: FakeClock) -> None:
    """On PostgreSQL, the same."""
    run_state_machine_as_test(
        machine(store_url, clock),
        settings=settings(max_examples=10, stateful_step_count=40),
    )
