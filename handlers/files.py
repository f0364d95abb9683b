"""Files at the command line: which ones are meant, and what became of them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from bot import briefings, exchange
from bot.errors import DeskError
from bot.grammar.errors import shown
from bot.texts import phrase
from handlers.app import App
from handlers.console import OPERATOR, TERMINAL


class NoSuchFile(DeskError):
    """Neither a file nor a shipped briefing. Fields: `name`, and `known`, every briefing."""

    key = "exchange.no-file"


def take_in(app: App, names: Sequence[str], how: str | None) -> list[str]:
    """Import files, or shipped briefings by name, and return a line about each.

    All of them in one transaction: if one is refused, none is taken.

    Raises:
        NoSuchFile: there is no such file.
        ExchangeError: something in them is wrong; it names every fault with its line.
        OSError: a file cannot be read.
    """
    read = [exchange.read(_content(name), name) for name in names]
    lines = []
    with app.database.write() as tx:
        tx.take_time()
        person = tx.people.seen(OPERATOR.platform, OPERATOR.id, OPERATOR.name)
        for name, records in zip(names, read, strict=True):
            report = exchange.import_records(
                tx,
                records,
                author=person.id,
                zone=app.settings.timezone,
                how=exchange.How(how) if how else None,
                place=str(TERMINAL),
            )
            lines.append(
                phrase(
                    app.settings.language,
                    "exchange.report",
                    name=name,
                    new=str(report.new),
                    changed=str(report.changed),
                    same=str(report.same),
                )
            )
    return lines


def _content(name: str) -> bytes:
    path = Path(name)
    if path.exists():
        return path.read_bytes()
    if name in briefings.NAMES:
        return briefings.open_briefing(name).read_bytes()
    raise NoSuchFile(name=shown(name), known=", ".join(briefings.NAMES))
