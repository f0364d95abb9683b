"""A function run in a process of its own, to know its time and its memory.

    python -m tests.benchmarks.child FUNCTION ARGUMENT…

The process prints what it found as one line of JSON.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from time import perf_counter
from typing import Final

from bot.answering.following import Follower
from storage.content import Audience
from storage.database import Database
from tests.benchmarks.floors import bare_import, bare_start
from tests.benchmarks.stores import ZONE, clock, fill

ROOT: Final = Path(__file__).parents[2]
_STATUS: Final = Path("/proc/self/status")


@dataclass(frozen=True, slots=True)
class Ran:
    """What a function took in a process of its own.

    Attributes:
        seconds: without starting the process and importing the program.
        megabytes: the most memory that the process ever had.
    """

    seconds: float
    megabytes: float


def run_in_child(function: Callable[[str, str], object], first: str, second: str) -> Ran:
    """Run one of the functions of `FUNCTIONS` in a new process.

    Raises:
        CalledProcessError: it failed; its traceback is on standard error.
    """
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.child", function.__name__, first, second],
        cwd=ROOT,
        env=environment(),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return Ran(**json.loads(done.stdout))


def environment(**more: str) -> dict[str, str]:
    """Return our environment for a process that keeps its bytecode, as it does by default."""
    inherited = os.environ.items()
    kept = {name: value for name, value in inherited if name != "PYTHONDONTWRITEBYTECODE"}
    return kept | more


def start(file: str, question: str) -> None:
    """Answer a question by a store that this process has not seen before."""
    database = Database(f"sqlite:///{file}", clock)
    with database.read() as tx:
        Follower().ask(tx, question, at=tx.now, zone=ZONE, audience=Audience.EVERYONE)


def take_in(file: str, store: str) -> None:
    """Import a file into an empty store."""
    fill(Database(f"sqlite:///{store}", clock), Path(file).read_bytes())


FUNCTIONS: Final = {each.__name__: each for each in (start, take_in, bare_start, bare_import)}


def peak_megabytes() -> float:
    """Return the most memory that this process ever had.

    Linux counts in `ru_maxrss` what the parent had before it became this process.
    """
    if not _STATUS.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    fields = dict(line.split(":", 1) for line in _STATUS.read_text().splitlines())
    return int(fields["VmHWM"].split()[0]) / 2**10


def main(name: str, first: str, second: str) -> None:
    """Run a function and print what it took."""
    begun = perf_counter()
    FUNCTIONS[name](first, second)
    print(json.dumps(asdict(Ran(perf_counter() - begun, peak_megabytes()))))


if __name__ == "__main__":
    main(*sys.argv[1:])
