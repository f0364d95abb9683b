"""Stores with the shipped briefing in them, and what people ask of it."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from bot import briefings
from storage.database import Database
from tests.benchmarks.stores import clock, fill

BRIEFING: Final = "riga-2021"
QUESTIONS: Final = Path(__file__).parents[1] / "journeys" / "riga_2021_questions.tsv"


@contextmanager
def briefed_store() -> Iterator[str]:
    """Make a store in a file, with the briefing in it, and yield its address."""
    with TemporaryDirectory(prefix="factdesk-bench-") as folder:
        url = f"sqlite:///{Path(folder, 'factdesk.db')}"
        brief(url)
        yield url


def brief(url: str) -> None:
    """Put the briefing into an empty store."""
    database = Database(url, clock)
    database.upgrade()
    fill(database, briefings.open_briefing(BRIEFING).read_bytes())
    database.close()


def questions() -> list[str]:
    """Return questions about the briefing, in both languages."""
    with QUESTIONS.open(encoding="utf-8", newline="") as table:
        reader = csv.DictReader(table, dialect="excel-tab", quoting=csv.QUOTE_NONE)
        return [row["question"] for row in reader]
