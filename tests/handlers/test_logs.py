"""What is logged where something goes wrong: enough to find it, nothing that a person wrote."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog
from sqlalchemy import text

from bot.answering.following import Follower
from bot.context import About
from bot.desk import Desk
from bot.texts import phrase
from handlers import logs
from storage.database import Database
from tests.handlers.conftest import Factdesk
from tests.standins.clock import FakeClock
from tests.standins.speakers import operator, reader

SAID = "who leads the battle group in Secretland?"


@pytest.fixture
def store(riga: Factdesk, tmp_path: Path) -> Path:
    """Return the file of a store with the briefing."""
    assert riga("doctor").status == 0
    return tmp_path / "factdesk.db"


@pytest.fixture
def desk(store: Path, clock: FakeClock) -> Iterator[Desk]:
    """Yield a desk over it that logs as the program does."""
    logs.configure("json")
    database = Database(f"sqlite:///{store}", clock)
    yield Desk(database, Follower(), clock, About("1.2.3"), "en", "Europe/Riga")
    database.close()
    structlog.reset_defaults()


def ruin(store: Path) -> None:
    """Write something else over a store and the log beside it."""
    for file in store.parent.glob(f"{store.name}*"):
        file.write_bytes(b"no database at all " * 4000)


def drop(store: Path, table: str) -> None:
    """Take a table away behind the program's back."""
    connection = sqlite3.connect(store)
    connection.execute(f"DROP TABLE {table}")
    connection.commit()
    connection.close()


def test_ruined_store_is_told_and_logged(
    desk: Desk, store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A reader hears to try again; who runs it hears which file and why; the log has it too."""
    asker, chief = reader(desk), operator(desk)
    assert "Canada" in asker.say("who leads the battle group?")
    ruin(store)
    capsys.readouterr()

    assert asker.say(SAID) == phrase("en", "desk.store-failed")
    assert chief.say(SAID).startswith(phrase("en", "desk.store-failed"))
    assert str(store) in chief.say(SAID)

    first, *_ = map(json.loads, capsys.readouterr().err.splitlines())
    assert (first["event"], first["level"], first["chat"]) == (
        "store_failed",
        "error",
        "telegram:7",
    )
    assert str(store) in first["error"]


@pytest.mark.parametrize("form", ["json", "text"])
def test_fault_of_ours_is_told_by_its_number(
    desk: Desk, store: Path, form: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """The person gets a number; under it the log has all that happened, and not their words."""
    logs.configure(form)
    drop(store, "questions")

    told = reader(desk).say(SAID)

    logged = capsys.readouterr().err
    incident = told.split()[-1]
    assert told == phrase("en", "desk.incident", incident=incident)
    assert incident in logged
    assert "no such table" in logged
    assert "Traceback" in logged
    assert "Secretland" not in logged


def test_log_is_a_line_an_event(
    desk: Desk, store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """As JSON an event is one line, whatever stands in it."""
    drop(store, "questions")

    reader(desk).say(SAID)

    (line,) = capsys.readouterr().err.splitlines()
    record = json.loads(line)
    assert {"event", "level", "timestamp", "incident", "update", "chat", "exception"} == set(record)


def test_desk_goes_on_after_a_fault(desk: Desk, store: Path) -> None:
    """What does not need the missing part is answered as before."""
    asker = reader(desk)
    drop(store, "questions")
    asker.say(SAID)

    assert "Canada" in asker.say("who leads the battle group?")


def test_deleted_store_records_nothing_into_the_void(desk: Desk, store: Path) -> None:
    """If the file is gone a change is refused, not recorded where nobody will ever read it."""
    chief = operator(desk)
    chief.say("who leads the battle group?")
    store.unlink()

    assert chief.say("/fact set battle-group.leader Poland").startswith(
        phrase("en", "desk.store-failed")
    )


def test_full_disk_loses_nothing(desk: Desk) -> None:
    """A change that does not fit is refused whole; what is known is answered as before."""
    chief, asker = operator(desk), reader(desk)
    asker.say("who leads the battle group?")
    with desk.database.write() as tx:
        pages = tx.connection.execute(text("PRAGMA page_count")).scalar()
        tx.connection.execute(text(f"PRAGMA max_page_count = {pages}"))

    told = chief.say(f"/fact edit battle-group.leader | en: {'Poland ' * 20_000}")

    assert told.startswith(phrase("en", "desk.store-failed"))
    assert "full; nothing was changed" in told
    assert "Poland" not in asker.say("who leads the battle group?")
    assert "Canada" in asker.say("who leads the battle group?")
