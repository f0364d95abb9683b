"""Files at the command line: which ones are meant, and what became of them."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from bot import briefings, exchange
from bot.editing import misled
from bot.editing.misled import Reach
from bot.errors import DeskError
from bot.grammar.errors import shown
from bot.texts import phrase
from handlers.app import App
from handlers.console import OPERATOR, TERMINAL
from storage.database import Transaction


class NoSuchFile(DeskError):
    """Neither a file nor a shipped briefing. Fields: `name`, and `known`, every briefing."""

    key = "exchange.no-file"


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a file: a line that tells it, and one on what can be done about it."""

    line: str
    more: str = ""


class _TriedOut(Exception):
    """Nothing is wrong: what was tried out is to be undone."""


def try_out(app: App, names: Sequence[str], how: exchange.How | None) -> list[Taken]:
    """Import files as `take_in` does, undo that, and return what it did.

    Raises:
        NoSuchFile, ExchangeError, OSError: as `take_in`.
    """
    read = _read(names)
    taken: list[Taken] = []
    with suppress(_TriedOut), app.database.write() as tx:
        for records in read:
            report = _import(app, tx, records, how)
            reach = misled.reach(tx, tx.changes.facts_of(report.seq) if report.seq else ())
            taken.append(Taken(_told(app, records.name, report), _reached(app, reach)))
        raise _TriedOut
    return taken


def take_in(app: App, names: Sequence[str], how: exchange.How | None) -> list[Taken]:
    """Import files, or shipped briefings by name, and return what became of each.

    All of them in one transaction: if one is refused, none is taken.

    Raises:
        NoSuchFile: there is no such file.
        ExchangeError: something in them is wrong; it names every fault with its line.
        OSError: a file cannot be read.
    """
    read = _read(names)
    taken = []
    with app.database.write() as tx:
        for records in read:
            report = _import(app, tx, records, how)
            taken.append(Taken(_told(app, records.name, report), _how_to_undo(app, report)))
    return taken


def _read(names: Sequence[str]) -> list[exchange.Records]:
    return [exchange.read(_content(name), name) for name in names]


def _import(
    app: App, tx: Transaction, records: exchange.Records, how: exchange.How | None
) -> exchange.Report:
    tx.take_time()
    person = tx.people.seen(OPERATOR.platform, OPERATOR.id, OPERATOR.name)
    zone, place = app.settings.timezone, str(TERMINAL)
    return exchange.import_records(tx, records, author=person.id, zone=zone, how=how, place=place)


def _told(app: App, name: str, report: exchange.Report) -> str:
    new, changed, same = str(report.new), str(report.changed), str(report.same)
    language = app.settings.language
    return phrase(language, "exchange.report", name=name, new=new, changed=changed, same=same)


def _how_to_undo(app: App, report: exchange.Report) -> str:
    if report.number is None:
        return ""
    command = f"factdesk import --undo {report.number}"
    return phrase(app.settings.language, "import.how-undo", command=command)


def _reached(app: App, reach: Reach) -> str:
    """Return how many messages would be corrected, and how many chats told."""
    counts = {"import.reach-messages": reach.messages, "import.reach-chats": reach.chats}
    told = [
        phrase(app.settings.language, key, count=count) for key, count in counts.items() if count
    ]
    return " ".join(told)


def _content(name: str) -> bytes:
    path = Path(name)
    if path.exists():
        return path.read_bytes()
    if name in briefings.NAMES:
        return briefings.open_briefing(name).read_bytes()
    raise NoSuchFile(name=shown(name), known=", ".join(briefings.NAMES))
