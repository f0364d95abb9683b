"""What is true on D as known on K, after any history of edits: the store against a plain model.

The model cuts time into cells of six hours and paints them one by one; it keeps a whole copy
of its cells after every change. It shares no code with the store or with the editing of
timelines, and knows nothing of periods.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from typing import TypeAlias

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.editing import change
from bot.editing.change import Draft, Editor, Outcome
from bot.errors import DeskError
from storage.database import Database
from storage.moments import Moment
from tests.standins.clock import START, FakeClock

CELL = timedelta(hours=6)
REACH = 40
"""Cells on either side of the start; the outermost stand for all time beyond."""

Cells: TypeAlias = dict[int, tuple[int, str]]
"""Version and value by cell; a cell that is missing is a gap."""


@dataclass(frozen=True)
class Step:
    """One edit: after `advance` cells, from, until and on in cells from now; None: not given."""

    advance: int
    act: str
    start: int | None
    end: int | None
    on: int | None


@dataclass
class Model:
    """The truth, cell by cell, now and after each change before."""

    cells: Cells = field(default_factory=dict)
    undoable: list[Cells] = field(default_factory=list)
    snapshots: list[tuple[datetime, Cells]] = field(default_factory=list)
    versions: Iterator[int] = field(default_factory=count)

    def apply(self, step: Step, now: int, value: str) -> bool:
        """Carry out `step` and tell whether it is allowed."""
        if step.act == "undo":
            if not self.undoable:
                return False
            self.cells = self.undoable.pop()
            return True
        changed = getattr(self, f"_{step.act}")(step, now, value)
        if changed is None or changed == self.cells:
            return False
        self.undoable.append(self.cells)
        self.cells = changed
        return True

    def _add(self, step: Step, now: int, value: str) -> Cells | None:
        start = -REACH if step.start is None else now + step.start
        end = REACH if step.end is None else now + step.end
        return None if self.cells else self._painted({}, start, end, value)

    def _set(self, step: Step, now: int, value: str) -> Cells | None:
        start = now + (step.start or 0)
        begins = [at for at in self.cells if at > start and self._begins(at)]
        end = min(begins, default=REACH) if step.end is None else now + step.end
        return self._painted(self.cells, start, end, value)

    def _end(self, step: Step, now: int, _: str) -> Cells | None:
        run = self._run(now)
        end = now + (step.end or 0)
        if not run or not run[0] < end <= run[-1]:
            return None
        return {at: held for at, held in self.cells.items() if at not in run or at < end}

    def _correct(self, step: Step, now: int, value: str) -> Cells | None:
        return self._replaced(step, now, (next(self.versions), value))

    def _move(self, step: Step, now: int, _: str) -> Cells | None:
        held = self.cells.get(now + (step.on or 0))
        return None if held is None else self._replaced(step, now, held)

    def _edit(self, step: Step, now: int, _: str) -> Cells | None:
        held = self.cells.get(now + (step.on or 0))
        if held is None:
            return None
        new = (next(self.versions), held[1])
        return {at: new if each == held else each for at, each in self.cells.items()}

    def _retract(self, step: Step, now: int, _: str) -> Cells | None:
        held = self.cells.get(now + (step.on or 0))
        if held is None:
            return None
        return {at: each for at, each in self.cells.items() if each != held}

    def _replaced(self, step: Step, now: int, new: tuple[int, str]) -> Cells | None:
        run = self._run(now + (step.on or 0))
        if not run:
            return None
        start = run[0] if step.start is None else now + step.start
        end = run[-1] + 1 if step.end is None else now + step.end
        rest = {at: held for at, held in self.cells.items() if at not in run}
        return {**rest, **dict.fromkeys(range(start, end), new)} if start < end else None

    def _painted(self, cells: Cells, start: int, end: int, value: str) -> Cells | None:
        new = (next(self.versions), value)
        return {**cells, **dict.fromkeys(range(start, end), new)} if start < end else None

    def _begins(self, at: int) -> bool:
        return self.cells.get(at - 1) != self.cells[at]

    def _run(self, at: int) -> range:
        """Return the cells around `at` that hold the same version without a gap."""
        held = self.cells.get(at)
        if held is None:
            return range(0)
        first = last = at
        while self.cells.get(first - 1) == held:
            first -= 1
        while self.cells.get(last + 1) == held:
            last += 1
        return range(first, last + 1)


def steps(*acts: str) -> st.SearchStrategy[Step]:
    """Return edits of these kinds, most of them such as somebody would make."""
    return st.builds(
        Step,
        st.integers(0, 2),
        st.sampled_from(acts),
        st.none() | st.integers(-6, 2),
        st.none() | st.integers(1, 6) | st.integers(-6, 6),
        st.none() | st.integers(-3, 3),
    )


edits = steps("set", "set", "end", "correct", "move", "edit", "retract", "undo", "add")
histories = st.builds(
    lambda first, rest: [first, *rest],
    steps("add", "set"),
    st.lists(edits, min_size=3, max_size=12),
)


def carry_out(editor: Editor, key: str, step: Step, now: int, value: str) -> Outcome:
    """Do in the store what `step` says."""
    draft = Draft(
        value={} if step.act in {"end", "move", "edit", "retract"} else {"lv": value},
        words={"lv": (value,)} if step.act == "edit" else {},
        start=None if step.act == "end" else moment(now, step.start),
        end=moment(now, step.end or 0 if step.act == "end" else step.end),
        on=moment(now, step.on),
        reason="because",
    )
    match step.act:
        case "add":
            return change.add(editor, key, draft)
        case "set" | "end":
            return change.set_value(editor, key, draft)
        case "correct" | "move":
            return change.correct(editor, key, draft)
        case "edit":
            return change.edit(editor, key, draft)
        case "retract":
            return change.retract(editor, key, draft)
        case _:
            return change.undo(editor, key)


def moment(now: int, offset: int | None) -> Moment | None:
    """Return the boundary of a cell, or nothing where nothing was given."""
    return None if offset is None else Moment.instant(START + (now + offset) * CELL, "Europe/Riga")


def replay(database: Database, clock: FakeClock, history: list[Step], key: str) -> Model:
    """Carry out a history in the store and in the model, which agree on what is refused."""
    model, now = Model(), 0
    clock.set(START)
    with database.write() as tx:
        subject = tx.subjects.add(key.removesuffix(".value"))
        tx.facts.create(subject.id, "value")
    for n, step in enumerate(history):
        now += step.advance
        clock.advance(step.advance * CELL)
        with database.write() as tx:
            editor = Editor(tx, None, "test", "Europe/Riga")
            if model.apply(step, now, str(n)):
                done = carry_out(editor, key, step, now, str(n))
                model.snapshots.append((done.change.recorded_at, dict(model.cells)))
            else:
                with pytest.raises(DeskError):
                    carry_out(editor, key, step, now, str(n))
    return model


def check(database: Database, key: str, model: Model) -> None:
    """Compare every cell as known after every change, and before the first."""
    known = [(START - CELL, Cells()), *model.snapshots]
    with database.read() as tx:
        fact = tx.facts.find(key)
        assert fact is not None
        for known_at, cells in known:
            timeline = tx.facts.timeline(fact.id, known_at)
            for cell in range(-REACH, REACH):
                instant = START + cell * CELL + CELL / 2
                said = [h.version.content.value["lv"] for h in timeline if h.covers(instant)]
                assert said == ([cells[cell][1]] if cell in cells else [])
        for cell in (-REACH, -1, 0, 1, REACH - 1):
            held = tx.facts.at(fact.id, START + cell * CELL, known[-1][0])
            value = None if held is None else held.version.content.value["lv"]
            assert value == (known[-1][1][cell][1] if cell in known[-1][1] else None)
        assert tx.changes.latest_seq() == tx.changes.count()


keys = (f"s{n}.value" for n in count())


@pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=histories)
def test_any_history_on_sqlite(database: Database, clock: FakeClock, history: list[Step]) -> None:
    """On SQLite, what is true on D as known on K is what the model says, for every D and K."""
    key = next(keys)
    check(database, key, replay(database, clock, history, key))


@pytest.mark.parametrize("store_url", ["postgres"], indirect=True)
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=histories)
def test_any_history_on_postgres(database: Database, clock: FakeClock, history: list[Step]) -> None:
    """On PostgreSQL, what is true on D as known on K is what the model says too."""
    key = next(keys)
    check(database, key, replay(database, clock, history, key))
