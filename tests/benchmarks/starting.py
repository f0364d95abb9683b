"""Starting with a store, and filling one: time and memory of a process of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from storage.database import Database
from tests.benchmarks.child import run_in_child, start, take_in
from tests.benchmarks.corpus import corpus
from tests.benchmarks.floors import bare_import, bare_start
from tests.benchmarks.sizes import Sizes
from tests.benchmarks.stores import Stores, clock
from tests.benchmarks.tables import RATIO, Row, Table

NOTES: Final = """\
Each in a new process; the time counts from when the program is imported.
first answer: the index is built and a question answered; its floor: the same rows, as they are,
into a bare tantivy index, and one search.
import: a JSON Lines file; its floor: json, and a row a line in one synced transaction."""


def starting(sizes: Sizes, stores: Stores) -> Table:
    """Measure the first answer of a process and the import of a file."""
    return Table(
        "Start-up and import",
        [row for facts in sizes.starting for row in _measured(facts, stores)],
        NOTES,
    )


def _measured(facts: int, stores: Stores) -> Iterator[Row]:
    store = stores.of(facts)
    with TemporaryDirectory(prefix="factdesk-bench-") as folder:
        empty, bare, file = (str(Path(folder, name)) for name in ("our.db", "bare.db", "f.jsonl"))
        Path(file).write_bytes(corpus(facts, 1).file)
        Database(f"sqlite:///{empty}", clock).upgrade()
        question = store.questions[0].text
        yield from _rows("first answer", facts, start, bare_start, (store.database.where, question))
        yield from _rows("import", facts, take_in, bare_import, (file, empty), (file, bare))


def _rows(
    what: str,
    facts: int,
    ours: Callable[[str, str], object],
    bare: Callable[[str, str], object],
    *arguments: tuple[str, str],
) -> Iterator[Row]:
    floor = run_in_child(bare, *arguments[-1])
    ran = run_in_child(ours, *arguments[0])
    for name, each in ((what, ran), ("its floor", floor)):
        yield {
            "store": f"{facts:,} facts",
            "what": name,
            "seconds": each.seconds,
            "facts/s": facts / each.seconds,
            RATIO: each.seconds / floor.seconds,
            "peak MB": each.megabytes,
            "× floor's MB": each.megabytes / floor.megabytes,
        }
