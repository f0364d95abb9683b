"""Cold starts: the program as a shell starts it, beside an interpreter that imports as much."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from bot import briefings
from storage.database import Database
from tests.benchmarks.child import ROOT, environment
from tests.benchmarks.sizes import Sizes
from tests.benchmarks.stores import Stores, clock, fill
from tests.benchmarks.tables import RATIO, Row, Table
from tests.benchmarks.timing import timed

BRIEFING: Final = "riga-2021"
LIBRARIES: Final = (
    "babel.numbers, pydantic_settings, rich.console, simplemma, sqlmodel, structlog, tantivy, typer"
)
PROGRAMS: Final = {
    "factdesk ask": [
        *("-m", "bot", "ask", "who leads the battle group?"),
        *("--at", "2021-11-26", "--json"),
    ],
    "factdesk --help": ["-m", "bot", "--help"],
    "floor: the same libraries": ["-c", f"import {LIBRARIES}"],
    "an interpreter alone": ["-c", "pass"],
}
NOTES: Final = f"""\
factdesk ask: over a store of {BRIEFING}. The programs take turns; the ratio is of p50.
floor: python -c 'import {LIBRARIES}'"""


def cold(sizes: Sizes, _stores: Stores) -> Table:
    """Measure how long programs take from their start to their end."""
    with TemporaryDirectory(prefix="factdesk-bench-") as folder:
        url = f"sqlite:///{Path(folder, 'factdesk.db')}"
        database = Database(url, clock)
        database.upgrade()
        fill(database, briefings.open_briefing(BRIEFING).read_bytes())
        database.close()
        variables = environment(DATABASE_URL=url)
        ways = [_starter(arguments, variables) for arguments in PROGRAMS.values()]
        timings = dict(zip(PROGRAMS, timed(range(sizes.starts), *ways), strict=True))
    floor = timings["floor: the same libraries"]
    rows: list[Row] = [
        {
            "what": name,
            "p50 ms": timing.p50,
            "fastest ms": 1000 * min(timing.seconds),
            RATIO: timing.p50 / floor.p50,
        }
        for name, timing in timings.items()
    ]
    return Table(f"Cold starts, {sizes.starts} of each", rows, NOTES)


def _starter(arguments: list[str], variables: dict[str, str]) -> Callable[[int], object]:
    """Return what starts an interpreter and waits until it has done its work."""
    return lambda _: subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=variables,
        stdout=subprocess.DEVNULL,
        check=True,
    )
