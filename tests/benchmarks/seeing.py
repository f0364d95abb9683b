"""What is new in the store: how soon it is answered, while others ask."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from itertools import cycle
from threading import Event, Thread
from time import perf_counter
from typing import Final

from bot.answering.following import Follower
from bot.editing.change import Draft, Editor, add
from bot.editing.subject import About, add_subject
from storage.content import Audience
from storage.database import Database
from tests.benchmarks.floors import BareSearch, documents
from tests.benchmarks.sizes import Sizes
from tests.benchmarks.stores import ZONE, Filled, Stores
from tests.benchmarks.tables import RATIO, Row, Table
from tests.benchmarks.timing import Timing, timed

PER_SECOND: Final = 50
SYLLABLES: Final = ("vo", "ri", "ke", "ma", "tu", "ne", "sa", "li", "go", "pe")
NOTES: Final = """\
new words: a new subject with a fact, from its commit until a question by its name is answered;
in the same index, and in another that follows the same store by connections of its own. Fifty
other questions a second are asked meanwhile of the first.
floor: the same document into the bare engine: add, commit, reload."""


class UnseenError(Exception):
    """A question did not find what had just been added."""


def seeing(sizes: Sizes, stores: Stores) -> Table:
    """Measure how soon new facts are found in the largest store that is asked questions."""
    facts = sizes.answering[-1]
    store = stores.of(facts)
    other = Follower()
    _ask(store.database, other, store.corpus.questions[0].text)
    new = [_word(number) for number in range(sizes.edits)]
    bare = BareSearch(documents(store.database), lambda _: ())
    with _asked(store):
        times = timed(
            new,
            partial(_add, store),
            bare.add,
            partial(_find, store.database, store.follower),
            partial(_find, store.database, other),
        )
    _, floor, own, others = times
    rows = [
        _row("new words", own, floor),
        _row("in another index", others, floor),
        _row("their floor: add, commit, reload", floor, floor),
    ]
    return Table(f"What is new among {facts:,} facts", rows, NOTES)


@contextmanager
def _asked(store: Filled) -> Iterator[None]:
    """Ask the questions of a store at a steady pace until the block ends."""
    ended = Event()

    def ask() -> None:
        begun = perf_counter()
        for number, question in enumerate(cycle(store.corpus.questions)):
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
    """Return a word that no story has."""
    digits = f"{number:04}"
    return "Zv" + "".join(SYLLABLES[int(digit)] for digit in digits)


def _add(store: Filled, word: str) -> None:
    with store.database.write() as tx:
        editor = Editor(tx, None, "benchmark", ZONE)
        add_subject(editor, word.lower(), About({"en": (word,)}))
        add(editor, f"{word.lower()}.director", Draft(value={"en": f"Alma {word}iete"}))


def _find(database: Database, follower: Follower, word: str) -> None:
    if not _ask(database, follower, f"Who is the director of {word}?"):
        raise UnseenError(word)


def _ask(database: Database, follower: Follower, question: str) -> bool:
    with database.read() as tx:
        verdict = follower.ask(tx, question, at=tx.now, zone=ZONE, audience=Audience.EVERYONE)
    return bool(verdict.picks)


def _row(what: str, timing: Timing, floor: Timing) -> Row:
    return {
        "what": what,
        "p50 ms": timing.p50,
        "p99 ms": timing.p99,
        RATIO: timing.p50 / floor.p50,
    }
