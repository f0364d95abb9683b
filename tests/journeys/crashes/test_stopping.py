"""The program itself, told to stop while it works, and a second one beside it."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pytest

from bot.texts import phrase
from storage.ledger import State
from tests.journeys.crashes.killing import House
from tests.journeys.crashes.speaking import OnSlack, OnTelegram
from tests.journeys.program import PATIENCE, environment, run

WITHIN: Final = 10.0
"""Seconds that a stop may take (contract, section 5)."""
LINES: Final = 10
"""Of each person."""
NUMBER: Final = re.compile("zq[0-9]+")
REPEAT: Final = phrase("en", "desk.repeat")


@contextmanager
def running(house: House, folder: Path) -> Iterator[subprocess.Popen[str]]:
    """Run `factdesk run` until the block ends."""
    with subprocess.Popen(
        [sys.executable, "-m", "bot", "run"],
        cwd=folder,
        env=environment(**house.settings()),
        stderr=subprocess.PIPE,
        text=True,
    ) as program:
        try:
            yield program
        finally:
            program.kill()


def stopped(program: subprocess.Popen[str]) -> float:
    """Tell the program to stop; return how many seconds it took, once it has ended well."""
    begun = time.monotonic()
    program.send_signal(signal.SIGTERM)
    _, log = program.communicate(timeout=PATIENCE)
    assert program.returncode == 0, log
    assert "Traceback" not in log
    return time.monotonic() - begun


def talk(people: list[OnTelegram | OnSlack]) -> dict[OnTelegram | OnSlack, list[str]]:
    """Have everybody say their lines; return the number of each."""
    said = {
        person: [f"zq{place * LINES + n}" for n in range(LINES)]
        for place, person in enumerate(people)
    }
    for n in range(LINES):
        for person in people:
            person.says(f"/{said[person][n]}")
    return said


def numbers(person: OnTelegram | OnSlack) -> list[str]:
    """Return the number of each reply that somebody saw, in order."""
    return [found[0] for text in person.seen() for found in [NUMBER.search(text)] if found]


def in_order(person: OnTelegram | OnSlack, seen: list[str]) -> list[str]:
    """Return what was seen in the order in which it was said, where the platform keeps that.

    What Slack brings once more it brings after what it had not yet brought.
    """
    return seen if isinstance(person, OnTelegram) else sorted(seen)


def test_stop_under_load_loses_and_doubles_nothing(house: House, tmp_path: Path) -> None:
    """SIGTERM among updates: exit status 0, nothing left half done, and the next start goes on."""
    anna = OnTelegram(house, "Anna")
    people: list[OnTelegram | OnSlack] = [anna, *(OnTelegram(house, f"T{n}") for n in range(4))]
    people += [OnSlack(house, f"s{n}") for n in range(3)]
    with running(house, tmp_path) as program:
        house.telegram.wait_polled()
        said = talk(people)
        house.telegram.world.wait_for_message(anna.user.chat)
        assert stopped(program) < WITHIN

    assert "claimed" not in house.inbox()
    assert {state for _, state in house.deliveries()} <= {State.QUEUED, State.SENT}
    house.start()
    house.wait_settled()
    for person in people:
        assert in_order(person, numbers(person)) == said[person]
    assert not any(text.startswith(REPEAT) for person in people for text in person.seen())


@pytest.mark.parametrize("filled_store", ["sqlite"], indirect=True)
def test_stop_does_not_wait_for_a_silent_platform(house: House, tmp_path: Path) -> None:
    """A call that is not answered delays the stop for seconds; the next start resolves it."""
    anna, berta = OnTelegram(house, "Anna"), OnSlack(house, "berta")
    silent = anna.stall(), berta.stall()
    with running(house, tmp_path) as program:
        anna.says("/zq1")
        berta.says("/zq1")
        for stalled in silent:
            stalled.wait()
        assert stopped(program) < WITHIN
    for stalled in silent:
        stalled.release()

    house.restart()
    house.wait_settled()
    assert [text.startswith(REPEAT) for text in anna.seen()] == [False, True]
    assert numbers(berta) == ["zq1"]


@pytest.mark.parametrize("filled_store", ["sqlite"], indirect=True)
def test_one_run_on_a_file_and_anything_beside_it(house: House, tmp_path: Path) -> None:
    """A second `run` is refused with what to do; every other call works beside the first."""
    anna = OnTelegram(house, "Anna")
    house.owners = anna.account
    house.start()

    second = run("run", cwd=tmp_path, **house.settings())
    imported = run("import", "riga-2021", cwd=tmp_path, **house.settings())
    anna.says("/fact set battle-group.leader Poland | reason: test")
    house.wait_settled()
    question = ("ask", "who leads the battle group?", "--json")
    asked = run(*question, cwd=tmp_path, **house.settings())

    assert second.returncode == 1
    where = house.database.where
    assert second.stderr == f"Another `factdesk run` serves {where} already; end it first.\n"
    assert imported.stdout == "riga-2021: 0 new, 0 changed, 24 the same\n"
    assert json.loads(asked.stdout)["answers"][0]["value"] == "Poland"
    assert house.stop() == 0
