"""Every benchmark, one after another, each as a table of figures and ratios; a program.

python tests/benchmarks/run.py [NAME…] [--most N] [--facts N] [--stores FOLDER] [--json FILE]

`--most` leaves out larger stores, for a quick run. `--facts` measures `starting`, `answers` and
`seeing` in a store of so many facts, and answers in the smallest store, too, to see how they
grow. A million takes an hour, half of it to fill the store; `--stores` keeps filled ones.
`--kills` says how often a desk is killed under load, on each database, and `--seed` at which
instants.
"""

from __future__ import annotations

import gc
import json
import os
import platform
import sys
from argparse import ArgumentParser
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from time import perf_counter
from typing import Final

from handlers.program import YOUNG
from tests.benchmarks.answers import answers
from tests.benchmarks.claims import claims
from tests.benchmarks.cold import cold
from tests.benchmarks.conversation import conversation
from tests.benchmarks.editing import editing
from tests.benchmarks.kills import kills
from tests.benchmarks.posts import posts
from tests.benchmarks.reminders import reminders
from tests.benchmarks.seeing import seeing
from tests.benchmarks.sizes import FULL, Sizes, at_most
from tests.benchmarks.starting import starting
from tests.benchmarks.stores import Stores, stores
from tests.benchmarks.tables import Table

BENCHMARKS: Final[dict[str, Callable[[Sizes, Stores], Table]]] = {
    "cold": cold,
    "starting": starting,
    "answers": answers,
    "seeing": seeing,
    "editing": editing,
    "conversation": conversation,
    "reminders": reminders,
    "posts": posts,
    "claims": claims,
    "kills": kills,
}
"""What edits comes after the others of those stores: they measure what nobody has edited."""

OF_A_SIZE: Final = ("starting", "answers", "seeing")
"""Those that grow with the store."""


def main(arguments: Sequence[str], sizes: Sizes = FULL) -> None:
    """Run the benchmarks named, or all of them; print each table, and write all as JSON."""
    parser = ArgumentParser(description="Measure Factdesk beside the floors of its libraries.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(BENCHMARKS))
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the tables there too")
    parser.add_argument("--facts", type=int, metavar="N", help="how large the store is")
    parser.add_argument("--most", type=int, metavar="N", help="facts of the largest store")
    parser.add_argument("--kills", type=int, metavar="N", help="how often a desk is killed")
    parser.add_argument("--seed", type=int, metavar="N", help="by which its instants are drawn")
    parser.add_argument("--stores", type=Path, metavar="FOLDER", help="keep filled stores there")
    asked = parser.parse_args(arguments)
    if asked.most:
        sizes = at_most(asked.most, sizes)
    if asked.facts:
        answering = tuple({sizes.answering[0]: None, asked.facts: None})
        sizes = replace(sizes, answering=answering, starting=(asked.facts,))
    if asked.kills:
        sizes = replace(sizes, kills=asked.kills)
    if asked.seed is not None:
        sizes = replace(sizes, seed=asked.seed)
    unknown = set(asked.names) - BENCHMARKS.keys()
    if unknown:
        parser.error(f"no such benchmark: {', '.join(sorted(unknown))}")
    load = ", ".join(f"{each:.1f}" for each in os.getloadavg())
    print(f"{os.cpu_count()} cores; tasks that ran or waited in the last minutes: {load}")
    print(f"Python {platform.python_version()}, {platform.machine()}, {platform.system()}")
    tables = []
    with stores(sizes.questions, asked.stores) as filled:
        for name in asked.names or (OF_A_SIZE if asked.facts else BENCHMARKS):
            begun = perf_counter()
            table = BENCHMARKS[name](sizes, filled)
            print(table.text(), f"({perf_counter() - begun:.0f} s)", sep="\n", flush=True)
            tables.append(table)
    if asked.json:
        records = {"python": platform.python_version(), "tables": [t.record() for t in tables]}
        asked.json.write_text(json.dumps(records, ensure_ascii=False, indent=1), encoding="utf-8")


if __name__ == "__main__":
    # As the program does.
    gc.set_threshold(YOUNG)
    main(sys.argv[1:])
