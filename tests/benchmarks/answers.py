"""Answers: how quickly, how surely, beside the bare search that they are built on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from statistics import median
from typing import Final

import psycopg

from bot.answering.verdict import Verdict
from storage.database import Database
from tests.benchmarks.corpus import Question
from tests.benchmarks.floors import BareSearch, ReadRows, documents, postgres_rows, sqlite_rows
from tests.benchmarks.sizes import Sizes
from tests.benchmarks.stores import Filled, Stores, clock, filled
from tests.benchmarks.tables import RATIO, Row, Table
from tests.benchmarks.timing import Timing, timed
from tests.standins.postgres import NoServerError, running_server

REPLIES: Final = 100
"""Replies of a round: each is written and synced, which says more of the disk than of us."""
WARM_UP: Final = 20
"""Questions that are not counted: the first ones fill the caches of words."""

NOTES: Final = """\
answer: Follower.ask in a read transaction; reply: the whole desk, which also writes.
floor: a bare tantivy search of the same facts' folded words, as many candidates, and their rows
by id from the same store by its driver alone. All are medians of the rounds; the first ratio is
of p50. × smallest's: how the p99 grows from the first store on.
right: of the questions with an answer, answered with it, or offered among others.
wrong: of all questions, answered with another fact."""


def answers(sizes: Sizes, stores: Stores) -> Table:
    """Measure questions to stores of growing size; the smallest also on PostgreSQL."""
    rows: list[Row] = []
    for facts in sizes.answering:
        store = stores.of(facts)
        with sqlite_rows(store.database.where) as read:
            rows += _measured(f"{facts:,} facts", store, read, sizes.rounds)
    return Table("Answers", [*_grown(rows), *_on_postgres(sizes)], NOTES)


def _grown(rows: Sequence[Row]) -> Iterator[Row]:
    """Yield rows, each with how many times the p99 of the smallest store its own is."""
    smallest = {row["what"]: row["p99 ms"] for row in reversed(rows)}
    for row in rows:
        least, own = smallest[row["what"]], row["p99 ms"]
        grown = own / least if isinstance(own, float) and isinstance(least, float) else None
        yield {**row, "p99 × smallest's": grown}


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
                yield from _measured(name, store, read, sizes.rounds)
            database.close()
    except NoServerError as error:
        yield {"store": name, "what": str(error)}


def _measured(name: str, store: Filled, read: ReadRows, rounds: int) -> list[Row]:
    bare = BareSearch(documents(store.database), read)
    verdicts: dict[str, Verdict] = {}

    def answer(text: str) -> None:
        verdicts[text] = store.ask(text)

    ways = {
        "answer": answer,
        "floor: search + rows": bare.search_and_read,
        "search alone": bare.search,
    }
    texts = [question.text for question in store.questions]
    timed(texts[:WARM_UP], *ways.values())
    taken = [timed(texts, *ways.values()) for _ in range(rounds)]
    timings = dict(zip(ways, zip(*taken, strict=True), strict=True))
    timings["reply"] = tuple(timed(texts[:REPLIES], store.say)[0] for _ in range(rounds))
    floor = timings["floor: search + rows"]
    rows = [{"store": name, "what": way, **_figures(timings[way], floor)} for way in timings]
    return [{**rows[0], **_quality(store.questions, verdicts)}, *rows[1:]]


def _figures(timings: Sequence[Timing], floors: Sequence[Timing]) -> Row:
    """Return the medians of all rounds."""
    return {
        "questions/s": median(each.per_second for each in timings),
        "p50 ms": median(each.p50 for each in timings),
        "p99 ms": median(each.p99 for each in timings),
        RATIO: median(a.p50 / b.p50 for a, b in zip(timings, floors, strict=True)),
        "p99 × floor's": median(a.p99 / b.p99 for a, b in zip(timings, floors, strict=True)),
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
