"""Serving a store: one process at a time where the store is a file, any number on a server."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from storage.clock import system_clock
from storage.database import Database
from storage.errors import InUse, NoDirectory, ReadOnly

ROOT = Path(__file__).parents[2]

ON_A_FILE = pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)
ON_A_SERVER = pytest.mark.parametrize("store_url", ["postgres"], indirect=True)


@contextmanager
def other_process(url: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Start a process that holds the store at `url`; yield it and what it said first."""
    script = ROOT / "tests" / "storage" / "holding_process.py"
    with subprocess.Popen(
        [sys.executable, str(script), url],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        yield process, process.stdout.readline().strip()


@ON_A_FILE
def test_second_process_is_refused_with_what_to_do(store_url: str, database: Database) -> None:
    """While one serves, another one is told which store it is and to end the first."""
    with database.hold(), other_process(store_url) as (_, told):
        assert told == f"Another `factdesk run` serves {database.where} already; end it first."

    with other_process(store_url) as (_, told):
        assert told == "held"


@ON_A_FILE
@pytest.mark.parametrize("end", [subprocess.Popen.kill, subprocess.Popen.communicate])
def test_process_that_ends_lets_go(
    store_url: str, database: Database, end: Callable[[subprocess.Popen[str]], object]
) -> None:
    """However the one that served ended, the next one can begin at once."""
    with other_process(store_url) as (process, told):
        assert told == "held"
        assert database.is_held()
        with pytest.raises(InUse), database.hold():
            pass
        end(process)

    assert not database.is_held()
    with database.hold():
        assert database.is_held()


@ON_A_FILE
@pytest.mark.usefixtures("store_url")
def test_file_beside_the_store_stays(database: Database) -> None:
    """It is made once and never removed: whoever removed it could let two serve."""
    lock = Path(f"{database.where}-run")
    assert not database.is_held()
    assert not lock.exists()

    with database.hold():
        assert lock.exists()
    assert lock.exists()


@ON_A_FILE
@pytest.mark.usefixtures("store_url")
def test_store_is_one_by_whatever_name(database: Database, tmp_path: Path) -> None:
    """A link to the store is the same store."""
    link = tmp_path / "other-name.db"
    link.symlink_to(database.where)
    linked = Database(f"sqlite:///{link}", system_clock)

    with database.hold(), pytest.raises(InUse), linked.hold():
        pass
    assert not linked.is_held()


def test_whoever_reads_and_writes_is_not_hindered(store_url: str, database: Database) -> None:
    """Import, export and doctor work beside the one that serves."""
    beside = Database(store_url, system_clock)

    with database.hold():
        with beside.write() as tx:
            tx.subjects.add("bridge")
        with database.read() as tx:
            assert tx.subjects.find("bridge") is not None
    beside.close()


def test_what_fails_while_it_serves_lets_go(database: Database) -> None:
    """An error passes through as it is, and the store can be held again."""
    with pytest.raises(LookupError, match="ours"), database.hold():
        raise LookupError("ours")

    with database.hold():
        pass


@ON_A_SERVER
def test_many_processes_serve_one_server(store_url: str, database: Database) -> None:
    """On PostgreSQL nobody is refused, and nobody is said to hold it alone."""
    with (
        database.hold(),
        other_process(store_url) as (_, first),
        other_process(store_url) as (_, second),
    ):
        assert (first, second) == ("held", "held")
        assert not database.is_held()


def test_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    """A store in a folder that does not exist cannot be held."""
    database = Database(f"sqlite:///{tmp_path}/nowhere/factdesk.db", system_clock)

    with pytest.raises(NoDirectory), database.hold():
        pass


def test_lock_of_somebody_else_is_named(tmp_path: Path) -> None:
    """A file that this user may not open is told with its path, not passed over."""
    database = Database(f"sqlite:///{tmp_path}/factdesk.db", system_clock)
    lock = tmp_path / "factdesk.db-run"
    lock.mkdir()

    with pytest.raises(ReadOnly, match=r"factdesk\.db-run: "), database.hold():
        pass
