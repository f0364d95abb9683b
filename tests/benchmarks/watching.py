"""A process that follows a store, to see how soon it answers what another process adds.

    python -m tests.benchmarks.watching FILE

It builds its index and prints `Ready` as one line of JSON. Each line that it then reads is a
question and, after a tab, what its answer tells: it asks that fifty times a second, prints
`asking` as soon as it was told otherwise, and once it is told so, the instant by the clock that
all processes share.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from threading import Event
from time import monotonic, perf_counter
from typing import Final

from bot.answering.following import Follower
from storage.content import Audience
from storage.database import Database
from tests.benchmarks.child import ROOT, environment, peak_megabytes
from tests.benchmarks.stores import ZONE, clock

PAUSE: Final = 1 / 50
"""Seconds between two questions."""
PATIENCE: Final = 60.0
"""Seconds after which nothing is expected any more."""


@dataclass(frozen=True, slots=True)
class Ready:
    """What the index of the process took.

    Attributes:
        seconds: to build it and to answer one question.
        megabytes: the most memory that the process had until then.
    """

    seconds: float
    megabytes: float


class Watcher:
    """The process, as seen from the one that started it."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self.ready: Final = Ready(**json.loads(self._line()))

    def look_for(self, question: str, told: str) -> None:
        """Have it ask a question until that is told; return once it has asked in vain."""
        if self._process.stdin is None:
            raise RuntimeError
        self._process.stdin.write(f"{question}\t{told}\n")
        self._process.stdin.flush()
        self._line()

    def found_at(self) -> float:
        """Wait until it knows the answer, and return when that was, by `monotonic`."""
        return float(self._line())

    def _line(self) -> str:
        if self._process.stdout is None:
            raise RuntimeError
        return self._process.stdout.readline()


@contextmanager
def watcher(file: str) -> Iterator[Watcher]:
    """Start such a process over the store in `file`; it is ended afterwards."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.benchmarks.watching", file],
        cwd=ROOT,
        env=environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    ) as process:
        try:
            yield Watcher(process)
        finally:
            process.terminate()


def watch(file: str) -> None:
    """Be that process, until nobody asks any more."""
    begun = perf_counter()
    database, follower = Database(f"sqlite:///{Path(file)}", clock), Follower()
    _tells(database, follower, "?", "")
    _tell(json.dumps(asdict(Ready(perf_counter() - begun, peak_megabytes()))))
    for line in sys.stdin:
        question, told = line.strip().split("\t")
        _look_for(database, follower, question, told)


def _look_for(database: Database, follower: Follower, question: str, told: str) -> None:
    never, asked = Event(), False
    until = monotonic() + PATIENCE
    while not _tells(database, follower, question, told) and monotonic() < until:
        if not asked:
            _tell("asking")
        asked = True
        never.wait(PAUSE)
    _tell(str(monotonic()))


def _tells(database: Database, follower: Follower, question: str, told: str) -> bool:
    with database.read() as tx:
        verdict = follower.ask(tx, question, at=tx.now, zone=ZONE, audience=Audience.EVERYONE)
    values = [pick.held.version.content.value for pick in verdict.picks]
    return any(told in text for value in values for text in value.values())


def _tell(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    watch(sys.argv[1])
