"""Two processes on one store: nothing is lost, and everything has its place in one order."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path

import pytest

from storage.clock import system_clock
from storage.database import Database, Transaction
from tests.standins.clock import FakeClock

EDITS = 100
"""By each of the two processes; half of them of one shared fact."""

ROOT = Path(__file__).parents[2]


def test_two_processes_lose_nothing(store_url: str) -> None:
    """Of 200 interleaved edits each is kept, numbered without a gap, and recorded in order."""
    database = Database(store_url, system_clock)
    with database.write() as tx:
        for key in ("shared", "anna", "bruno"):
            subject = tx.subjects.add(key)
            tx.facts.create(subject.id, "count")
    edit_side_by_side([start(store_url, name) for name in ("anna", "bruno")])

    with database.read() as tx:
        assert tx.changes.latest_seq() == tx.changes.count() == 2 * EDITS
        changes = [tx.changes.get(seq) for seq in range(1, 2 * EDITS + 1)]
        recorded = [change.recorded_at for change in changes if change is not None]
        shared, anna, bruno = (tx.facts.find(f"{key}.count") for key in ("shared", "anna", "bruno"))
        assert shared is not None
        assert anna is not None
        assert bruno is not None
        held = tx.facts.timeline(shared.id)
        order = [tx.changes.facts_of(seq) for seq in range(1, 2 * EDITS + 1)]
    database.close()

    assert len(recorded) == 2 * EDITS
    assert all(earlier < later for earlier, later in pairwise(recorded))
    assert (shared.revision, anna.revision, bruno.revision) == (EDITS, EDITS // 2, EDITS // 2)
    values = [each.version.content.value["lv"] for each in held]
    assert values == [str(n) for n in range(1, EDITS + 1)]
    # They took turns: each round of edits of their own has one of each.
    assert [sorted(map(sorted, order[n : n + 2])) for n in range(2, 2 * EDITS, 4)] == [
        [[anna.id], [bruno.id]]
    ] * (EDITS // 2)


@pytest.mark.parametrize("store_url", ["postgres"], indirect=True)
def test_two_processes_meet_the_same_person(store_url: str, clock: FakeClock) -> None:
    """An account that two see for the first time at once is one person, and nobody fails."""
    ours, theirs, watcher = (Database(store_url, clock) for _ in range(3))

    def meet() -> int:
        with theirs.write() as tx:
            return tx.people.seen("telegram", "123").id

    with ThreadPoolExecutor(1) as other, watcher.write() as watching:
        with ours.write() as tx:
            mine = tx.people.seen("telegram", "123").id
            met = other.submit(meet)
            while not met.done() and not somebody_waits(watching):
                pass
        assert met.result() == mine
    for database in (ours, theirs, watcher):
        database.close()


def somebody_waits(tx: Transaction) -> bool:
    """Tell whether a connection to this server waits for another one's row."""
    query = "SELECT count(*) FROM pg_locks WHERE NOT granted"
    return tx.connection.exec_driver_sql(query).scalar() != 0


def start(url: str, name: str) -> subprocess.Popen[bytes]:
    """Start a process that makes one edit for each line it is sent."""
    script = ROOT / "tests" / "storage" / "editing_process.py"
    return subprocess.Popen(
        [sys.executable, str(script), url, name],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )


def edit_side_by_side(processes: list[subprocess.Popen[bytes]]) -> None:
    """Let every process make its edits, each one at the same time as the others'."""
    for _ in range(EDITS):
        for process in processes:
            assert process.stdin is not None
            process.stdin.write(b"\n")
            process.stdin.flush()
        for process in processes:
            assert process.stdout is not None
            assert process.stdout.readline() == b"\n"
    for process in processes:
        process.communicate()
    assert [process.returncode for process in processes] == [0] * len(processes)
