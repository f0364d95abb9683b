"""Answers: how quickly, how surely, beside the bare search that they are built on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import psycopg

from bot.answering.verdict import Verdict
from storage.content import Audience
from storage.database import Database
from tests.benchmarks.corpus import Question
from tests.benchmarks.floors import BareSearch, ReadRows, postgres_rows, sqlite_rows
from tests.benchmarks.sizes import Sizes
from tests.benchmarks.stores import Filled, Stores, clock, filled
from tests.benchmarks.tables import RATIO, Row, Table
from tests.benchmarks.timing import Timing, timed
from tests.standins.postgres import NoServerError, running_server

WARM_UP: Final = 20
"""Questions that are not counted: the first ones fill the caches of words."""

NOTES: Final = """\
answer: Follower.ask in a read transaction; reply: the whole desk, which also writes.
floor: a bare tantivy search of the same facts' folded words, as many candidates, and their rows
by id from the same store by its driver alone. The ratio is of p50.
right: of the questions with an answer, answered with it, or offered among others.
wrong: of all questions, answered with another fact."""


def answers(sizes: Sizes, stores: Stores) -> Table:
    """Measure questions to stores of growing size; the smallest also on PostgreSQL."""
    rows: list[Row] = []
    for facts in sizes.answering:
        store = stores.of(facts)
        with sqlite_rows(store.database.where) as read:
            rows += _measured(f"{facts:,} facts", store, read)
    return Table("Answers", [*rows, *_on_postgres(sizes)], NOTES)


def _on_postgres(sizes: Sizes) -> Iterator[Row]:
    name = f"{sizes.answering[0]:,}, PostgreSQL"
    try:
        with running_server() as url:
            database = Database(url, clock)
            database.upgrade()
            store = filled(database, sizes.answering[0], sizes.questions)
            with psycopg.connect(url, autocommit=True) as server:
                # A server does so by itself, in the minute after an import.
                server.execute("ANALYZE")
            with postgres_rows(url) as read:
                yield from _measured(name, store, read)
            database.close()
    except NoServerError as error:
        yield {"store": name, "what": str(error)}


def _measured(name: str, store: Filled, read: ReadRows) -> list[Row]:
    with store.database.read() as tx:
        bare = BareSearch(store.follower.documents(tx, Audience.EVERYONE), read)
    verdicts: dict[str, Verdict] = {}

    def answer(text: str) -> None:
        verdicts[text] = store.ask(text)

    ways = {
        "answer": answer,
        "reply": store.say,
        "floor: search + rows": bare.search_and_read,
        "search alone": bare.search,
    }
    texts = [question.text for question in store.corpus.questions]
    timed(texts[:WARM_UP], *ways.values())
    timings = dict(zip(ways, timed(texts, *ways.values()), strict=True))
    floor = timings["floor: search + rows"]
    rows = [{"store": name, "what": way, **_figures(timings[way], floor)} for way in ways]
    return [{**rows[0], **_quality(store.corpus.questions, verdicts)}, *rows[1:]]


def _figures(timing: Timing, floor: Timing) -> Row:
    return {
        "questions/s": timing.per_second,
        "p50 ms": timing.p50,
        "p99 ms": timing.p99,
        RATIO: timing.p50 / floor.p50,
    }


def _quality(questions: Sequence[Question], verdicts: Mapping[str, Verdict]) -> Row:
    """Return how many came out right: a quick answer that is wrong would be worth nothing."""
    pairs = [
        (each, [pick.held.version.ref for pick in verdicts[each.text].picks]) for each in questions
    ]
    right = sum(each.key in refs for each, refs in pairs if each.key)
    wrong = sum(len(refs) == 1 and each.key not in refs for each, refs in pairs)
    answerable = sum(bool(each.key) for each in questions)
    return {"right %": 100 * right / answerable, "wrong %": 100 * wrong / len(questions)}
