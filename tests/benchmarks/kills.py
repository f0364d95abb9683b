"""Kills: a desk on SQLite, and two over one PostgreSQL, killed again and again under load."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from storage.clock import system_clock
from storage.database import Database
from storage.deliveries import State
from tests.benchmarks.sizes import Sizes
from tests.benchmarks.stores import Stores
from tests.benchmarks.tables import RATIO, Row, Table
from tests.journeys.conftest import fill
from tests.journeys.crashes.killing import House, launching
from tests.journeys.faults.killings import Report, kill_at_random
from tests.standins.postgres import NoServerError, server
from tests.standins.slack.server import running_slack
from tests.standins.telegram.server import telegram_server

NOTES: Final = """\
A process serves a SQLite file, and two serve a PostgreSQL; one is killed ({kills} times on each,
seed {seed}) at an instant that is counted in what Telegram and Slack have heard, while people ask,
and reminders, posts with pictures and without, digests and notices are due; then it is started
again, and its leases end.
messages: that were to come, once each, by their numbers. in flight: what a dead process had begun
to send. lost: neither heard nor left to an editor. doubled: heard twice, on Telegram, with a word,
having been in flight. wrong: heard twice otherwise, or marked without need. held: left to an
editor, who is told. The ratio: messages heard, repeats too, and messages that were to come."""


def kills(sizes: Sizes, _stores: Stores) -> Table:
    """Kill and count on both databases; without PostgreSQL the table says what to do."""
    rows = list(_on_sqlite(sizes))
    try:
        rows += _on_postgres(sizes)
    except NoServerError as error:
        rows.append({"store": "PostgreSQL", "why": str(error), RATIO: 1.0})
    return Table("Kills under load", rows, NOTES.format(kills=sizes.kills, seed=sizes.seed))


def _on_sqlite(sizes: Sizes) -> Iterator[Row]:
    with TemporaryDirectory(prefix="factdesk-kills-") as folder:
        yield from _rows("SQLite", f"sqlite:///{folder}/desk.db", ("alone",), sizes)


def _on_postgres(sizes: Sizes) -> Iterator[Row]:
    with server() as running:
        yield from _rows("PostgreSQL", running.url, ("first", "second"), sizes)


def _rows(store: str, url: str, names: tuple[str, ...], sizes: Sizes) -> Iterator[Row]:
    """Yield what became of everything, on as many desks as there are names."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="factdesk-kills-")))
        database = Database(url, system_clock)
        database.upgrade()
        database.close()
        fill(url)
        telegram = stack.enter_context(telegram_server())
        slack = stack.enter_context(running_slack())
        launcher = stack.enter_context(launching(folder))
        desks = []
        for name in names:
            (folder / name).mkdir()
            desks.append(House(launcher, folder / name, url, telegram, slack))
            stack.callback(desks[-1].close)
        report = kill_at_random(tuple(desks), sizes.kills, sizes.seed)
        for row in (_whole(report), *_by_kind(report)):
            yield {"store": store, **row}


def _whole(report: Report) -> Row:
    verdict = report.verdict
    return {
        "what": f"{report.kills} kills",
        "messages": verdict.messages,
        "in flight": len(report.flown),
        "lost": len(verdict.lost),
        "doubled": len(verdict.doubled),
        "wrong": len(verdict.wrong),
        "held": verdict.held,
        RATIO: 1 + len(verdict.doubled) / verdict.messages,
    }


def _by_kind(report: Report) -> Iterator[Row]:
    flown = Counter(row.kind for row in report.flown)
    held = Counter(row.kind for row in report.left if row.state is State.HELD)
    for kind in sorted(flown):
        yield {"what": kind, "in flight": flown[kind], "held": held[kind], RATIO: 1.0}
