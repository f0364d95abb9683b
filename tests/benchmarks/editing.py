"""An edit: how long it takes, and how long until the next answer knows it."""

from __future__ import annotations

from contextlib import closing
from itertools import cycle, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from bot.port import plain
from tests.benchmarks.corpus import Question
from tests.benchmarks.floors import bare_store
from tests.benchmarks.sizes import Sizes
from tests.benchmarks.stores import Filled, Stores
from tests.benchmarks.tables import RATIO, Row, Table
from tests.benchmarks.timing import Timing, timed

COUNTED: Final = (".employees", ".visitors")
"""What a new number is a sensible value of."""

NOTES: Final = """\
edit: `fact set` through the desk; its floor: one row in one synced transaction of SQLite.
next answer: the first reply after an edit, checked to tell the new value; its floor: the same
question again."""


class UnknownEditError(Exception):
    """A reply did not tell what had just been set."""


def editing(sizes: Sizes, stores: Stores) -> Table:
    """Measure edits, each followed by the question that it changes the answer to, twice."""
    store = stores.of(sizes.editing)
    edited = list(islice(cycle(_certain(store)), sizes.edits))
    edits = list(enumerate(edited, start=1_000_000))
    with (
        TemporaryDirectory(prefix="factdesk-bench-") as folder,
        closing(bare_store(str(Path(folder, "bare.db")))) as bare,
    ):
        commit, edit, first, again = timed(
            edits,
            lambda each: bare.execute("INSERT INTO lines VALUES (?, '')", (str(each[0]),)),
            lambda each: store.say(f"/fact set {each[1].key} {each[0]}"),
            lambda each: _ask(store, each[1], each[0]),
            lambda each: _ask(store, each[1], each[0]),
        )
    rows = [
        _row("edit", edit, commit),
        _row("its floor: a synced commit", commit, commit),
        _row("next answer", first, again),
        _row("its floor: the same again", again, again),
    ]
    return Table(f"An edit among {sizes.editing:,} facts", rows, NOTES)


def _certain(store: Filled) -> list[Question]:
    """Return questions that the store answers, for a number."""
    return [
        each
        for each in store.questions
        if each.key.endswith(COUNTED)
        and [pick.held.version.ref for pick in store.ask(each.text).picks] == [each.key]
    ]


def _ask(store: Filled, question: Question, value: int) -> None:
    said = plain(store.say(question.text).message)
    if str(value) not in said:
        raise UnknownEditError(f"{question.text} {value}: {said}")


def _row(what: str, timing: Timing, floor: Timing) -> Row:
    return {
        "what": what,
        "p50 ms": timing.p50,
        "p99 ms": timing.p99,
        RATIO: timing.p50 / floor.p50,
    }
