"""Whatever is ordered and changed, in whatever order: each reminder and notice once, none lost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot import calendar
from bot.editing.change import set_value, undo
from bot.editing.draft import Draft, Editor
from bot.editing.event import add_event, cancel_event, latest_changed
from bot.editing.subject import About
from bot.errors import DeskError
from bot.port import Kind
from bot.posting import reminders
from bot.posting.composing import composed
from bot.posting.occasions import Home
from bot.posting.outbox import receipts_of
from bot.stored import message_record
from storage.content import Audience, Span
from storage.database import Database, Transaction
from storage.deliveries import Delivery, Message, State
from storage.moments import Moment
from storage.turns import Claim, Pace
from tests.standins.clock import FakeClock
from tests.storage.orders import Event, Model, Time

ZONE = "UTC"
HOME = Home("", "en", ZONE)
QUICK = Pace(*[timedelta(microseconds=1)] * 3)
SECOND = timedelta(seconds=1)
OFFSETS = ("7d", "2d", "1d", "24h", "2h")
MINUTES = (1440, 300, 0, 30, 720, 2880)
ACTS = ("order", "order", "off", "time", "time", "time", "cancel", "undo", "ask", "ask", "wait")
ORDERS = (OFFSETS, OFFSETS[1:], ("1d", "24h"), ("2d", "2h"), ("7d",))


@dataclass(frozen=True)
class Step:
    """Let minutes pass, then do something, and look at the clock after it or not."""

    minutes: int
    act: str
    offsets: tuple[str, ...] = ()
    day: int = 0
    hour: int | None = None
    looks: bool = True


steps = st.builds(
    Step,
    st.sampled_from(MINUTES),
    st.sampled_from(ACTS),
    st.sampled_from(ORDERS),
    st.integers(0, 8),
    st.sampled_from((10, 11, 15, None)),
    st.booleans(),
)
histories = st.builds(
    lambda day, hour, offsets, rest: [
        Step(0, "time", (), day, hour),
        Step(0, "order", offsets),
        *rest,
        *[Step(1440, "wait")] * 9,
    ],
    st.integers(3, 9),
    st.sampled_from((None, 10)),
    st.sampled_from(ORDERS),
    st.lists(steps, min_size=4, max_size=14),
)


class Story:
    """One event and one chat of a store, beside the model of them."""

    def __init__(self, database: Database, clock: FakeClock, number: int) -> None:
        self.database = database
        self.clock = clock
        self.key = f"event-{number}"
        self.model = Model()
        self.sent: list[Delivery] = []
        self.began = (clock() + timedelta(days=1)).replace(hour=0, minute=0, microsecond=0)
        clock.set(self.began)
        with database.write() as tx:
            self.chat = tx.chats.seen("telegram", str(number), "", "private").id

    def do(self, step: Step) -> None:
        """Carry out a step in the store, and in the model unless it was refused."""
        # A second makes what is said at a full minute neither early nor late.
        now = self.clock.advance(timedelta(minutes=step.minutes) + SECOND)
        if step.act == "time":
            self._move(Time(now.date() + timedelta(days=step.day), step.hour), now)
        elif self.model.event.time is not None:
            self._act(step, self.model.event, now)
        if step.looks:
            self.look()

    def look(self) -> None:
        """Send what is due, one message of the chat after another."""
        self.model.look(self.clock())
        while True:
            with self.database.write() as tx:
                claim = Claim("ours", 90 * SECOND, timedelta(0), 600 * SECOND)
                claimed = tx.turns.claim(claim, "telegram", QUICK, (1, 2))
                for each in claimed:
                    worded = composed(tx, each, HOME)
                    if worded is not None:
                        tx.ledger.sent(worded, f"m{each.id}")
                        self.sent.append(worded)
            self.clock.advance(timedelta(microseconds=10))
            if not claimed:
                return

    def _move(self, at: Time, now: datetime) -> None:
        if self._write(lambda tx: self._set(tx, at)):
            self.model.change(Event(at, self.model.event.cancelled), now)

    def _act(self, step: Step, event: Event, now: datetime) -> None:
        match step.act:
            case "order" | "off":
                self._write(lambda tx: self._order(tx, step.offsets if step.act != "off" else ()))
                self.model.order(step.offsets if step.act != "off" else (), now)
            case "cancel" if self._write(self._cancel):
                self.model.change(Event(event.time, cancelled=True), now)
            # A time that is withdrawn has tests of its own (test_notices_withdrawn.py).
            case "undo" if self.model.earlier[-1].time and self._write(self._undo):
                self.model.undo(now)
            case "ask":
                self._write(self._answer)
                self.model.believed = event

    def _write(self, act: Callable[[Transaction], object]) -> bool:
        try:
            with self.database.write() as tx:
                act(tx)
        except DeskError:
            return False
        return True

    def _order(self, tx: Transaction, offsets: tuple[str, ...]) -> None:
        subject = tx.subjects.find(self.key)
        assert subject is not None
        if offsets:
            tx.rules.remind(self.chat, subject.id, offsets, None)
        else:
            tx.rules.forget(self.chat, subject.id)
        reminders.plan(tx, subject.id, self.chat)

    def _answer(self, tx: Transaction) -> None:
        event = calendar.find(tx, self.key, Audience.EVERYONE, tx.now)
        assert event is not None
        said = calendar.when(event, "en", tx.now)
        payload = {"message": message_record(said), "language": "en"}
        made = tx.ledger.add_sent(Message(f"{self.key}:{tx.now}", Kind.ANSWER, self.chat, payload))
        assert made is not None
        tx.receipts.add(made, receipts_of(said))

    def _set(self, tx: Transaction, at: Time) -> None:
        editor, draft = Editor(tx, None, "test", ZONE), _draft(at)
        if self.model.event.time is None:
            add_event(editor, self.key, About(names={"en": (self.key,)}), draft)
        else:
            set_value(editor, f"{self.key}.time", draft)

    def _cancel(self, tx: Transaction) -> None:
        subject = tx.subjects.find(self.key)
        assert subject is not None
        cancel_event(Editor(tx, None, "test", ZONE), subject, Draft(reason="fog"))

    def _undo(self, tx: Transaction) -> None:
        subject = tx.subjects.find(self.key)
        assert subject is not None
        undo(Editor(tx, None, "test", ZONE), latest_changed(tx, subject))


def _draft(at: Time) -> Draft:
    if at.hour is None:
        named = at.day.isoformat()
        span = Span(Moment.start(named, ZONE), Moment.end(named, ZONE))
        return Draft(value={"en": named}, span=span)
    start, end = (Moment.instant(each, ZONE) for each in (at.start, at.end))
    return Draft(value={"en": start.at.isoformat()}, span=Span(start, end))


def check(database: Database, clock: FakeClock, number: int, history: list[Step]) -> None:
    """Carry out a history, and compare what the chat was told with what it had to be."""
    story = Story(database, clock, number)
    is_undone = False
    for step in history:
        story.do(step)
        is_undone = is_undone or step.act == "undo"
        reminded = [each.planned_at for each in story.sent if each.kind == Kind.REMINDER]
        assert reminded == story.model.told, step
        # What is undone is told as a correction, of which the model knows nothing.
        if not is_undone:
            assert len(story.sent) - len(reminded) == story.model.notices, step
    story.do(Step(0, "off"))
    with database.read() as tx:
        assert set(tx.ledger.counts()) <= {State.SENT, State.DROPPED, State.EXPIRED}


numbers = count()


@pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=histories)
def test_any_history_on_sqlite(database: Database, clock: FakeClock, history: list[Step]) -> None:
    """On SQLite, a chat is told what the model says, each once, whatever comes between."""
    check(database, clock, next(numbers), history)


@pytest.mark.parametrize("store_url", ["postgres"], indirect=True)
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=histories)
def test_any_history_on_postgres(database: Database, clock: FakeClock, history: list[Step]) -> None:
    """On PostgreSQL, it is told the same."""
    check(database, clock, next(numbers), history)
