"""A restore that dies at any step: the store is as it was, or restored; and again is as once.

What has left since the backup does not leave once more: a reminder waits for an editor.
"""

from __future__ import annotations

import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Final

import pytest

from handlers import backups
from handlers.settings import Settings
from storage.clock import system_clock
from storage.deliveries import Reason, State
from storage.holds import EVERYTHING
from tests.journeys.crashes.killing import House
from tests.journeys.crashes.planning import Office, Told, reach
from tests.journeys.crashes.speaking import OnSlack, OnTelegram
from tests.journeys.program import environment

KEY: Final = "battle-group.leader"
HOUR: Final = timedelta(hours=1)
ONCE: Final = [False]

READY: Final = (r"^sqlite3.connect .*\.restoring\?", 1)
"""The backup is copied, and nothing is on hold in the copy yet."""
KEPT: Final = (r"^os.rename \('[^']*\.restoring',", 1)
"""The former store has its other name, and the copy has not taken its place."""
FILLING: Final = (r"^sqlite3.connect .*\.restoring\?", 3)
"""The rows of the server's store are gone, and the others not there yet."""
FILLED: Final = (r"^os.remove .*\.restoring'", 2)
"""The rows of the copy are there, and it is not taken away yet."""


def settings(house: House) -> Settings:
    """Return by what the command line finds the store."""
    return Settings.model_construct(database_url=house.url, language="en")


def restores(house: House, backup: Path) -> str:
    """Restore a backup as the command line does; return what it prints."""
    house.database.close()
    return "\n".join(backups.restore(settings(house), backup))


def dies(house: House, backup: Path, what: str, times: int) -> None:
    """Have a process that restores a backup die where it is about to do `what` so often."""
    house.database.close()
    program = Path(__file__).with_name("restoring.py")
    call = [sys.executable, str(program), str(backup), what, str(times)]
    ended = subprocess.run(call, env=environment(DATABASE_URL=house.url), check=False)
    assert ended.returncode == -signal.SIGKILL


def backed_up(house: House, folder: Path) -> tuple[Path, list[Told]]:
    """Make a backup of a desk that goes on, reminds and is changed; return it, and who hears."""
    # The program that restores has no clock but the machine's, to which all of this is past.
    house.advance(-3 * HOUR)
    gala = Office(house).plans("gala", 2 * HOUR)
    people = OnTelegram(house, "Berta"), OnSlack(house, "clara")
    house.start()
    for each in people:
        each.says("/remind gala 1h")
    house.wait_settled()
    backup = folder / "backup.db"
    backups.back_up(settings(house), backup)
    told = [Told(each) for each in people]
    reach(house, gala - HOUR)
    house.wait_settled()
    Office(house).says(f"/fact set {KEY} Denmark | value-lv: Dānija")
    house.kill()
    house.advance(system_clock() - house.now())
    return backup, told


@pytest.mark.parametrize(
    ("filled_store", "step"),
    [("sqlite", READY), ("sqlite", KEPT), ("postgres", FILLING), ("postgres", FILLED)],
    indirect=["filled_store"],
    ids=["sqlite-ready", "sqlite-kept", "postgres-filling", "postgres-filled"],
)
def test_restore(house: House, tmp_path: Path, step: tuple[str, int]) -> None:
    """Killed it has done all or nothing; done again, and once more, nothing leaves twice."""
    backup, told = backed_up(house, tmp_path)
    assert [each.marks() for each in told] == [ONCE, ONCE]

    dies(house, backup, *step)
    done = step is FILLED
    assert house.versions(KEY)[-1] == ("Canada" if done else "Denmark")
    assert held(house) == (2 if done else 0)
    for _ in range(2):
        assert "2 planned messages" in restores(house, backup)
        assert house.versions(KEY)[-1] == "Canada"
        assert held(house) == 2
    house.restart()
    Office(house).says("/release all")
    house.wait_settled()

    assert [each.marks() for each in told] == [ONCE, ONCE]
    assert {(row.state, row.why) for row in house.planned("reminder")} == {
        (State.HELD, Reason.RESTORED)
    }


def held(house: House) -> int:
    """Return how many reminders wait for an editor, if all else is on hold too."""
    with house.database.read() as tx:
        if tx.holds.get(EVERYTHING) is None:
            return 0
    return sum(row.state is State.HELD for row in house.planned("reminder"))
