"""Deliveries at the command line: what was sent, is due, failed and why, when chat is down.

The names in the JSON are part of the contract (section 5).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Final

from rich.table import Table

from bot import texts
from bot.commands.deliveries import read_filter
from bot.port import Text
from bot.posting import holding
from bot.showing import deliveries
from handlers.app import App
from handlers.console import OPERATOR, TERMINAL, render, screen
from handlers.settings import Settings
from storage.database import Transaction
from storage.deliveries import Delivery
from storage.journal import Filter
from storage.moments import time_zone

MOST: Final = 100
"""Rows of the table: more scrolls away what is held, which comes first."""

PART: Final = 1000
"""Rows that are read at once."""

WIDE: Final = 200
"""Characters a row may take where nobody looks at a terminal."""

COLUMNS: Final = ("n", "kind", "chat", "state", "due", "sent", "attempts", "why")


def decides(words: list[str]) -> bool:
    """Tell whether what stands behind `deliveries` is about messages by their numbers."""
    return words[:1] in (["send"], ["drop"], ["change"])


def records(app: App, words: list[str]) -> Iterator[dict[str, object]]:
    """Yield every row that the filter names, of every kind, as JSON.

    Raises:
        WrongFilter: there is no such filter.
    """
    wanted = deliveries.wanted(_filter(words), every_kind=True)
    with app.database.read() as tx:
        ids = tx.journal.ids(wanted)
        for first in range(0, len(ids), PART):
            yield from map(_record, tx.journal.read(ids[first : first + PART]))


def show(app: App, words: list[str]) -> None:
    """Print the rows that an editor would see, as a table.

    Raises:
        WrongFilter: there is no such filter.
    """
    only = _filter(words)
    wanted, terminal = deliveries.wanted(only), screen()
    if not terminal.is_terminal:
        terminal.width = WIDE
    with app.database.read() as tx:
        language, zone = _spoken(tx, app.settings)
        if only is None:
            ahead = holding.lines(tx, language, zone)
            ahead += deliveries.progress(tx, language, zone)
            for line in ahead:
                terminal.print(render(line))
        found = tx.journal.read(tx.journal.ids(wanted, most=MOST))
        left = tx.journal.count(wanted) - len(found)
        if found:
            terminal.print(_table(tx, found, language, zone))
        else:
            terminal.print(texts.phrase(language, f"delivery.none{f'-{only}' if only else ''}"))
    if left:
        terminal.print(texts.phrase(language, "delivery.more", count=left, option="--json"))


def _spoken(tx: Transaction, settings: Settings) -> tuple[str, str]:
    """Return the language and the zone of the terminal: as chosen there, else as is usual."""
    operator = tx.people.find(OPERATOR.platform, OPERATOR.id)
    terminal = tx.chats.find(TERMINAL.platform, TERMINAL.id)
    language = operator.language if operator else None
    zone = terminal.timezone if terminal else ""
    return language or settings.language, zone or settings.timezone


def _table(tx: Transaction, found: tuple[Delivery, ...], language: str, zone: str) -> Table:
    table = Table(box=None, pad_edge=False)
    for column in COLUMNS:
        table.add_column(texts.phrase(language, f"delivery.column-{column}"))
    for each in found:
        table.add_row(*(render((Text(cell),)) for cell in _row(tx, each, language, zone)))
    return table


def _filter(words: list[str]) -> Filter | None:
    return read_filter(" ".join(words))


def _record(delivery: Delivery) -> dict[str, object]:
    return {
        "n": delivery.number,
        "kind": delivery.kind,
        "chat": deliveries.address(delivery),
        "state": delivery.state,
        "due": _utc(delivery.time),
        "sent": delivery.sent_at and _utc(delivery.sent_at),
        "attempts": delivery.attempts,
        "why": deliveries.why(delivery),
    }


def _utc(at: datetime) -> str:
    return at.astimezone(UTC).isoformat()


def _row(tx: Transaction, delivery: Delivery, language: str, zone: str) -> tuple[str, ...]:
    return (
        str(delivery.number or ""),
        deliveries.kind(tx, delivery, language),
        deliveries.place(tx, delivery),
        texts.phrase(language, f"delivery.state-{delivery.state.replace('_', '-')}"),
        _local(delivery.time, zone),
        _local(delivery.sent_at, zone) if delivery.sent_at else "",
        str(delivery.attempts),
        deliveries.in_words(deliveries.why(delivery), language),
    )


def _local(at: datetime, zone: str) -> str:
    return at.astimezone(time_zone(zone)).isoformat(" ", "minutes")
