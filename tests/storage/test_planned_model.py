"""What is planned against a simple model: turns, holds, ranks, leases, two processes, restarts.

Both processes work on one store; each remembers what it claimed, and may settle it long after
it was somebody else's, or its own anew. Whatever they do, in any order, each message stands where
the model (`planned_model.py`) has it, is taken when the model says so, and is sent once at most.
"""

from __future__ import annotations

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
from storage.deliveries import Reason
from storage.errors import LostLease
from storage.holds import EVERYTHING
from storage.ledger import Delivery, Message, State
from storage.plans import Planned
from storage.posts import NewPost
from storage.turns import Claim
from tests.standins.clock import FakeClock
from tests.storage.planned import PATIENCE, SUBJECT, planned, spaced
from tests.storage.planned_model import (
    AHEAD,
    ALARM,
    CORRECTION,
    ENDS,
    LEASE,
    ON_TELEGRAM,
    PACE,
    PLACES,
    POST,
    RANKS,
    REMINDER,
    THERE,
    WHY,
    Model,
    Row,
)

LATER: Final = timedelta(seconds=30)
MOST: Final = 64
RECENT: Final = 6
CHANNELS: Final = {"first": 0, "group": 2}
tokens = count()

seconds = st.sampled_from([0.0, 0.4, 1.0, 4.0])
processes = st.sampled_from([0, 1])
chats = st.integers(0, len(PLACES) - 1)
times = st.sampled_from([-60.0, 0.0, 0.3, 0.7, 2.0, 60.0]).map(lambda each: timedelta(seconds=each))
holds = st.sampled_from([EVERYTHING, *CHANNELS, *CHANNELS])
unplanned = st.sampled_from([Reason.MOVED, Reason.CANCELLED, Reason.OFF])
SETTLED: Final = (
    *("sent", "sent", "sent", "again", "wait", "doubt", "hold"),
    *("fail", "expire", "drop", "drop", "give back"),
)
outcomes = st.sampled_from([*SETTLED, *[None] * 5])


@dataclass
class Process:
    """One of two programs: its own connections, its token, and what it ever claimed."""

    database: Database
    token: str
    hands: list[tuple[int, Delivery]] = field(default_factory=list)


class PlannedMachine(RuleBasedStateMachine):
    """Whatever two processes do, the store stands as the model says."""

    def __init__(self, url: str, clock: FakeClock) -> None:
        super().__init__()
        self._clock, self._url = clock, url
        self._processes = [self._begin() for _ in range(2)]
        self._model = Model(clock)
        self._posts: dict[int, list[str]] = {}
        self._turns: dict[str, list[datetime]] = {}
        with self._processes[0].database.write() as tx:
            for table in ("deliveries", "paces", "holds", "post_copies", "posts"):
                tx.connection.execute(text(f"DELETE FROM {table}"))  # noqa: S608 - our own names
            self._chats = [
                tx.chats.seen(each.platform, each.name, each.topic, each.place).id
                for each in PLACES
            ]

    def teardown(self) -> None:
        """Close the connections."""
        for each in self._processes:
            each.database.close()

    def _begin(self) -> Process:
        return Process(Database(self._url, self._clock), f"token-{next(tokens)}")

    def _key(self, kind: str) -> str:
        return f"{kind}-{len(self._model.rows)}"

    @rule(process=processes, chat=chats)
    def answer(self, process: int, chat: int) -> None:
        """Somebody is answered."""
        key = self._key("reply")
        with self._processes[process].database.write() as tx:
            tx.ledger.add(Message(key, "reply", self._chats[chat], {}))
        self._model.answer(key, chat)

    @rule(
        process=processes,
        chosen=st.sets(chats, min_size=2),
        kind=st.sampled_from([CORRECTION, ALARM]),
    )
    def hurry(self, process: int, chosen: set[int], kind: str) -> None:
        """What is urgent is planned for some chats, for now."""
        prefix, now = self._key(kind), self._clock()
        keys = {chat: f"{prefix}:{chat}" for chat in sorted(chosen)}
        subject = None if kind == ALARM else SUBJECT
        with self._processes[process].database.write() as tx:
            tx.plans.add(
                kind, subject, [self._plan(kind, key, chat, now) for chat, key in keys.items()]
            )
        for chat, key in keys.items():
            self._model.plan(kind, key, chat, now)

    @rule(process=processes, wanted=st.dictionaries(chats, times, min_size=1), why=unplanned)
    def remind(self, process: int, wanted: dict[int, timedelta], why: str) -> None:
        """An event moves, or is called off: all its reminders follow."""
        now = self._clock()
        asked = [(f"reminder:{chat}", chat, now + by) for chat, by in sorted(wanted.items())]
        plans = [self._plan(REMINDER, *each) for each in asked]
        with self._processes[process].database.write() as tx:
            tx.plans.replace(REMINDER, SUBJECT, plans, why)
        self._model.replace(REMINDER, asked, why)

    def _plan(self, kind: str, key: str, chat: int, at: datetime) -> Planned:
        return planned(key, self._chats[chat], at, RANKS[kind])

    @rule(process=processes, chosen=st.sets(chats, min_size=2), by=times)
    def post(self, process: int, chosen: set[int], by: timedelta) -> None:
        """An editor sends a post to some channels."""
        at = self._clock() + by
        with self._processes[process].database.write() as tx:
            number = tx.posts.add(NewPost({}, at, silent=False, preview=False, author=None))
            keys = {chat: f"post:{number}:{chat}" for chat in sorted(chosen)}
            tx.plans.add(
                POST, None, [self._plan(POST, key, chat, at) for chat, key in keys.items()]
            )
            tx.posts.copy(number, {str(chat): key for chat, key in keys.items()})
        self._posts[number] = list(keys.values())
        for chat, key in keys.items():
            self._model.plan(POST, key, chat, at)

    @precondition(lambda self: self._posts)
    @rule(data=st.data(), process=processes, by=st.one_of(times, st.none()))
    def change_post(self, data: st.DataObject, process: int, by: timedelta | None) -> None:
        """What has not left of a post gets another time, or the whole of it is taken back."""
        number = data.draw(st.sampled_from(sorted(self._posts)[-2:]))
        if by is None:
            self._withdraw(self._processes[process], number)
            return
        at = self._clock() + by
        with self._processes[process].database.write() as tx:
            tx.posts.move(number, at)
        self._model.move(self._posts[number], at)

    def _withdraw(self, one: Process, number: int) -> None:
        """What has not left never does; what may be there is taken away."""
        now, rows = self._clock(), [self._model.rows[key] for key in self._posts[number]]
        keys = [(f"{row.key}:withdrawal", row.chat) for row in rows if row.state in THERE]
        with one.database.write() as tx:
            tx.posts.cancel(number)
            plans = [planned(key, self._chats[chat], now, 1) for key, chat in keys]
            tx.plans.add(POST, None, plans)
        self._model.cancel(self._posts[number], Reason.BY_EDITOR)
        for key, chat in keys:
            self._model.plan(POST, key, chat, now, rank=1)

    @rule(looks=st.lists(st.tuples(processes, outcomes, seconds), min_size=2, max_size=5))
    def work(self, looks: list[tuple[int, str | None, float]]) -> None:
        """One or the other takes what is due, and settles all of it, or none for now."""
        for process, outcome, by in looks:
            self._look(self._processes[process], outcome, by)

    def _look(self, one: Process, outcome: str | None, by: float) -> None:
        before = len(one.hands)
        self._claim_answers(one)
        for platform in ("telegram", "slack"):
            self._claim_planned(one, platform)
        if outcome:
            for taken, delivery in one.hands[before:]:
                self._settle(one, taken, delivery, outcome)
        self._clock.advance(timedelta(seconds=by))

    def _claim_answers(self, one: Process) -> None:
        with one.database.write() as tx:
            claimed = tx.ledger.claim(one.token, MOST, LEASE)
        due = self._model.answers_due()
        assert [each.key for each in claimed] == [row.key for row in due]
        for row, delivery in zip(due, claimed, strict=True):
            self._model.take(row, self._clock())
            one.hands.append((row.taken, delivery))

    def _claim_planned(self, one: Process, platform: str) -> None:
        with one.database.write() as tx:
            claim = Claim(one.token, LEASE, AHEAD, PATIENCE, urgent=ALARM)
            claimed = tx.turns.claim(claim, platform, PACE, (1, 2))
        due = self._model.planned_due(platform)
        assert {each.key for each in claimed} == {row.key for row in due}
        for delivery in claimed:
            row, turn = self._model.rows[delivery.key], delivery.due_at
            assert turn == self._model.turn(row)
            self._model.takes_turn(row, turn)
            one.hands.append((row.taken, delivery))
            for busy in (platform, PLACES[row.chat].scope):
                self._turns.setdefault(busy, []).append(turn)

    @precondition(lambda self: any(each.hands for each in self._processes))
    @rule(data=st.data(), outcome=st.sampled_from(SETTLED))
    def settle(self, data: st.DataObject, outcome: str) -> None:
        """Who holds a message settles it; whoever held it before is refused."""
        one = data.draw(st.sampled_from([each for each in self._processes if each.hands]))
        taken, delivery = data.draw(st.sampled_from(one.hands[-RECENT:]))
        self._settle(one, taken, delivery, outcome)

    @rule(process=processes, outcome=st.sampled_from(["sent", "again", "hold"]))
    def look_at_doubts(self, process: int, outcome: str) -> None:
        """Whoever looks settles the oldest doubt."""
        one = self._processes[process]
        with one.database.read() as tx:
            doubtful = tx.ledger.in_doubt("telegram")
        doubts = [row for row in self._model.rows.values() if row.state is State.IN_DOUBT]
        here = [row for row in doubts if row.chat < ON_TELEGRAM]
        assert [each.key for each in doubtful] == [row.key for row in here]
        if doubtful:
            self._settle(one, here[0].taken, doubtful[0], outcome)

    def _settle(self, one: Process, taken: int, delivery: Delivery, outcome: str) -> None:
        row = self._model.rows[delivery.key]
        tried = {State.SENDING} if outcome == "give back" else {State.SENDING, State.IN_DOUBT}
        if row.taken != taken or row.state not in tried:
            with pytest.raises(LostLease), one.database.write() as tx:
                self._act(tx, delivery, outcome)
            return
        with one.database.write() as tx:
            self._act(tx, delivery, outcome)
            (now,) = tx.ledger.get([delivery.id])
        row.become(ENDS[outcome], "" if outcome == "sent" else WHY.get(outcome, row.why))
        row.number = now.number
        row.doubts += outcome == "again"
        row.attempts -= outcome == "give back"
        if outcome in {"again", "wait"}:
            row.due_at = self._clock() + LATER
        if outcome == "wait":
            self._model.free[PLACES[row.chat].scope] = row.due_at

    def _act(self, tx: Transaction, delivery: Delivery, outcome: str) -> None:
        later, ledger = self._clock() + LATER, tx.ledger
        match outcome:
            case "sent":
                ledger.sent(delivery, "77")
            case "again":
                ledger.again(delivery, later, WHY["again"], doubted=True)
            case "wait":
                ledger.wait(delivery, later, WHY["wait"])
                tx.turns.wait(delivery, later)
            case "hold":
                ledger.hold(delivery, WHY["hold"])
            case "give back":
                tx.turns.give_back(delivery)
            case _:
                ends = {"doubt": ledger.doubt, "fail": ledger.fail, "expire": ledger.expire}
                ends.get(outcome, ledger.drop)(delivery, WHY[outcome])

    @rule(process=processes, name=holds)
    def hold_or_release(self, process: int, name: str) -> None:
        """Everything, or one channel, is put on hold; or such a hold ends."""
        one, chat = self._processes[process], CHANNELS.get(name)
        if name in self._model.holds:
            self._release(one, name)
            return
        with one.database.write() as tx:
            tx.holds.put(name, None if chat is None else self._chats[chat], "a fire", None)
        self._model.holds[name] = chat

    def _release(self, one: Process, name: str) -> None:
        """Posts whose time is past are left to an editor, in the same commit."""
        del self._model.holds[name]
        overdue = self._model.overdue()
        with one.database.write() as tx:
            tx.holds.release(name)
            found = () if EVERYTHING in self._model.holds else tx.plans.overdue([POST])
            numbers = {each.key: tx.plans.keep(each, Reason.ON_HOLD) for each in found}
        assert set(numbers) == {row.key for row in overdue}
        for row in overdue:
            row.become(State.HELD, Reason.ON_HOLD)
            row.number = numbers[row.key]

    @precondition(lambda self: self._numbered())
    @rule(data=st.data(), process=processes, payload=st.sampled_from([{"say": "it"}, None]))
    def decide(self, data: st.DataObject, process: int, payload: dict[str, object] | None) -> None:
        """An editor sends or drops what is held, once."""
        row = data.draw(st.sampled_from(self._numbered()))
        assert row.number is not None
        with self._processes[process].database.write() as tx:
            done = tx.held.decide(row.number, payload)
        assert done == (row.state is State.HELD)
        if done and payload:
            row.doubts += row.why == Reason.IN_DOUBT
            row.due_at = self._clock()
        if done:
            row.become(State.QUEUED if payload else State.DROPPED, Reason.BY_EDITOR)

    def _numbered(self) -> list[Row]:
        return [row for row in self._model.rows.values() if row.number is not None]

    @rule(process=processes, short_of=st.sampled_from([timedelta(milliseconds=1), timedelta()]))
    def look_for_silent_ones(self, process: int, short_of: timedelta) -> None:
        """What nobody settled within its lease is in doubt from then on, and not before."""
        ends = [row.lease_until for row in self._model.rows.values() if row.lease_until]
        if ends:
            self._clock.set(max(max(ends) - short_of, self._clock()))
        with self._processes[process].database.write() as tx:
            found = tx.ledger.orphan()
        silent = self._model.silent()
        assert found == len(silent)
        for row in silent:
            row.become(State.IN_DOUBT, Reason.SILENCE)

    @rule(process=processes)
    def restart(self, process: int) -> None:
        """A process dies with all that it knew, and begins anew under another token."""
        self._processes[process].database.close()
        self._processes[process] = self._begin()

    @rule(by=st.sampled_from([LATER, timedelta(hours=1)]))
    def pass_time(self, by: timedelta) -> None:
        """Nobody looks for a while."""
        self._clock.advance(by)

    @invariant()
    def stands_as_the_model_says(self) -> None:
        """Every message is where the model has it, and was sent once at most."""
        with self._processes[0].database.read() as tx:
            query = text("SELECT key, state, why, attempts FROM deliveries ORDER BY id")
            found = [tuple(row) for row in tx.connection.execute(query)]
        rows = self._model.rows.values()
        assert found == [(row.key, row.state, row.why, row.attempts) for row in rows]
        assert all(row.times_sent <= 1 for row in rows)

    @invariant()
    def pace_is_kept(self) -> None:
        """No two turns, of whichever process, are nearer to each other than the pace allows."""
        gaps = {place.scope: place.gap for place in PLACES}
        for busy, turns in self._turns.items():
            assert spaced(turns, gaps.get(busy, PACE.bot))


def machine(url: str, clock: FakeClock) -> type[PlannedMachine]:
    """Return the machine over one store."""

    class Here(PlannedMachine):
        def __init__(self) -> None:
            super().__init__(url, clock)

    return Here


@pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)
def test_planned_is_as_the_model_says_on_sqlite(store_url: str, clock: FakeClock) -> None:
    """On SQLite, whatever two processes do, in any order."""
    run_state_machine_as_test(
        machine(store_url, clock),
        settings=settings(max_examples=50, stateful_step_count=40),
    )


@pytest.mark.parametrize("store_url", ["postgres"], indirect=True)
def test_planned_is_as_the_model_says_on_postgres(store_url: str, clock: FakeClock) -> None:
    """On PostgreSQL, the same."""
    run_state_machine_as_test(
        machine(store_url, clock),
        settings=settings(max_examples=10, stateful_step_count=40),
    )
