"""What is new in the store: how soon it is answered, while others ask."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import cycle
from threading import Event, Thread
from time import monotonic, perf_counter
from typing import Final

from bot.editing.change import Draft, Editor, add, set_value
from bot.editing.subject import About, add_subject
from tests.benchmarks.floors import BareSearch, documents
from tests.benchmarks.sizes import Sizes
from tests.benchmarks.stores import ZONE, Filled, Stores
from tests.benchmarks.tables import RATIO, Row, Table
from tests.benchmarks.timing import Timing, timed
from tests.benchmarks.watching import Watcher, watcher

PER_SECOND: Final = 50
SYLLABLES: Final = ("vo", "ri", "ke", "ma", "tu", "ne", "sa", "li", "go", "pe")
NOTES: Final = """\
new words: a new subject with a fact, from its commit until a question by its name is answered;
changed value: another value of that fact, from its commit until it is told; in another process:
the new words, from their commit until a process of its own answers them, which asks all the
time. Fifty other questions a second are asked meanwhile in the first process.
floor: the same document into the bare engine: add, commit, reload.
index: built by that other process, while this one did nothing."""


class UnseenError(Exception):
    """A question did not find what had just been added or changed."""


def seeing(sizes: Sizes, stores: Stores) -> Table:
    """Measure how soon what is new is found in the largest store that is asked questions."""
    facts = sizes.answering[-1]
    store = stores.of(facts)
    bare = BareSearch(documents(store.database), lambda _: ())
    with watcher(store.database.where) as other:
        with _asked(store):
            seen = [_seen(store, bare, other, _word(number)) for number in range(sizes.edits)]
        ready = other.ready
    added, changed, others, floor = (Timing(each) for each in zip(*seen, strict=True))
    rows: list[Row] = [
        _row("new words", added, floor),
        _row("a changed value", changed, floor),
        _row("new words in another process", others, floor),
        _row("their floor: add, commit, reload", floor, floor),
    ]
    megabytes = f"{ready.megabytes:,.0f} MB"
    index = f"Its index took {ready.seconds:,.0f} s; the process had {megabytes} at the most."
    return Table(f"What is new among {facts:,} facts", rows, f"{NOTES} {index}")


def _seen(
    store: Filled, bare: BareSearch, other: Watcher, word: str
) -> tuple[float, float, float, float]:
    """Return in how many seconds a new word, and a changed value, are known; and the floor."""
    question = f"Who is the director of {word}?"
    other.look_for(question, word)
    _add(store, word)
    committed = monotonic()
    _find(store, question, word)
    added = monotonic() - committed
    elsewhere = other.found_at() - committed
    _change(store, word)
    committed = monotonic()
    _find(store, question, f"{word}a")
    changed = monotonic() - committed
    (floor,) = timed([word], bare.add)
    return added, changed, elsewhere, floor.seconds[0]


@contextmanager
def _asked(store: Filled) -> Iterator[None]:
    """Ask the questions of a store at a steady pace until the block ends."""
    ended = Event()

    def ask() -> None:
        begun = perf_counter()
        for number, question in enumerate(cycle(store.questions)):
            if ended.wait(max(begun + number / PER_SECOND - perf_counter(), 0)):
                return
            store.ask(question.text)

    asking = Thread(target=ask)
    asking.start()
    try:
        yield
    finally:
        ended.set()
        asking.join()


def _word(number: int) -> str:
    """Return a word that no story has; the next ones begin otherwise, as other names do."""
    digits = f"{number:04}"[::-1]
    return "Zv" + "".join(SYLLABLES[int(digit)] for digit in digits)


def _add(store: Filled, word: str) -> None:
    with store.database.write() as tx:
        editor = Editor(tx, None, "benchmark", ZONE)
        add_subject(editor, word.lower(), About({"en": (word,)}))
        add(editor, f"{word.lower()}.director", Draft(value={"en": f"Alma {word}iete"}))


def _change(store: Filled, word: str) -> None:
    with store.database.write() as tx:
        editor = Editor(tx, None, "benchmark", ZONE)
        set_value(editor, f"{word.lower()}.director", Draft(value={"en": f"Alma {word}aiete"}))


def _find(store: Filled, question: str, part: str) -> None:
    picks = store.ask(question).picks
    if not any(part in pick.held.version.content.value.get("en", "") for pick in picks):
        raise UnseenError(question)


def _row(what: str, timing: Timing, floor: Timing) -> Row:
    return {
        "what": what,
        "p50 ms": timing.p50,
        "p99 ms": timing.p99,
        RATIO: timing.p50 / floor.p50,
    }
