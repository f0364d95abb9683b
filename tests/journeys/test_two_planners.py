"""Two processes on one PostgreSQL plan standing posts at once: each time has one row, once."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from storage.database import Database
from storage.schedules import Content, Order
from tests.standins.clock import FakeClock
from tests.storage.stores import new_database

ROOT: Final = Path(__file__).parents[2]
CHATS: Final = 20
HOURS: Final = 48
HOUR: Final = timedelta(hours=1)


def test_each_time_is_planned_once(postgres_url: str) -> None:
    """Twenty chats, two days of hourly posts, looked at by both in the same moments."""
    clock = FakeClock()
    with new_database(postgres_url) as url:
        database = Database(url, clock)
        database.upgrade()
        with database.write() as tx:
            for n in range(CHATS):
                chat = tx.chats.seen("telegram", str(n), "", "private").id
                order = Order(Content.TEXT, "Hello", "0 * * * *", "Europe/Riga", chat)
                tx.schedules.add(order, clock() + HOUR, None)
        processes = [start(url) for _ in range(2)]
        for n in range(1, HOURS + 1):
            look(processes, clock() + n * HOUR)
        end(processes)

        query = "SELECT chat_id, planned_at FROM deliveries"
        with database.read() as tx:
            rows = [tuple(row) for row in tx.connection.exec_driver_sql(query)]
            ahead = [each.next_at for each in tx.schedules.standing()]
        database.close()

    assert len(rows) == len(set(rows)) == CHATS * HOURS
    assert set(ahead) == {clock() + (HOURS + 1) * HOUR}


def start(url: str) -> subprocess.Popen[bytes]:
    """Start a process that plans for each line it is sent."""
    script = Path(__file__).with_name("planning_process.py")
    return subprocess.Popen(
        [sys.executable, str(script), url],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )


def look(processes: list[subprocess.Popen[bytes]], now: datetime) -> None:
    """Have all of them plan at the same moment."""
    for process in processes:
        assert process.stdin is not None
        process.stdin.write(f"{now.isoformat()}\n".encode())
        process.stdin.flush()
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == b"\n"


def end(processes: list[subprocess.Popen[bytes]]) -> None:
    """Let all of them end, as they should."""
    for process in processes:
        process.communicate()
    assert [process.returncode for process in processes] == [0] * len(processes)
