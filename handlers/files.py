"""Files at the command line: which ones are meant, and what became of them."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from bot import briefings, exchange
from bot.commands import embargoing
from bot.commands.imports import MOST_TOLD
from bot.editing import misled
from bot.editing.misled import Reach
from bot.errors import DeskError
from bot.exchange import alike, named
from bot.grammar.errors import shown
from bot.port import plain
from bot.texts import phrase
from handlers.app import App
from handlers.console import OPERATOR, TERMINAL
from storage.database import Transaction


class NoSuchFile(DeskError):
    """Neither a file nor a shipped briefing. Fields: `name`, and `known`, every briefing."""

    key = "exchange.no-file"


class TellsEarly(DeskError):
    """A file that tells what waits for its hour. Fields: `name`, `lines`, `option`."""

    key = "import.tells-early"


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
            told = [*_named(app, report), _reached(app, reach)]
            told += [*_telling(app, report), *_alike(app, report)]
            taken.append(Taken(_told(app, records.name, report), "\n".join(filter(None, told))))
        raise _TriedOut
    return taken


def take_in(
    app: App, names: Sequence[str], how: exchange.How | None, *, sure: bool = False
) -> list[Taken]:
    """Import files, or shipped briefings by name, and return what became of each.

    All of them in one transaction: if one is refused, none is taken.

    Args:
        app: that has the store.
        names: of the files.
        how: what it means that they say something else than is held.
        sure: also what tells readers sooner what waits for its hour.

    Raises:
        TellsEarly: it does, and whoever asks for it is not `sure`.
        NoSuchFile: there is no such file.
        ExchangeError: something in them is wrong; it names every fault with its line.
        OSError: a file cannot be read.
    """
    read = _read(names)
    taken = []
    with app.database.write() as tx:
        for records in read:
            report = _import(app, tx, records, how)
            if report.tells and not sure:
                told = "\n".join(_telling(app, report))
                raise TellsEarly(name=records.name, lines=told, option="--yes")
            more = "\n".join(filter(None, [*_alike(app, report), _how_to_undo(app, report)]))
            taken.append(Taken(_told(app, records.name, report), more))
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


def _telling(app: App, report: exchange.Report) -> list[str]:
    """Return which lines of a file tell what waits for its hour."""
    language, zone = app.settings.language, app.settings.timezone
    told = [plain(embargoing.telling(each.told, language, zone)) for each in report.tells]
    lines = [
        phrase(language, "exchange.at-line", line=str(each.line), fault=words)
        for each, words in zip(report.tells[:MOST_TOLD], told, strict=False)
    ]
    more = len(report.tells[MOST_TOLD:])
    return [*lines, phrase(language, "import.more-tell", count=more)] if more else lines


def _alike(app: App, report: exchange.Report) -> list[str]:
    """Return which names of a file something else has, too."""
    return [plain(line) for line in alike.told(report.alike, app.settings.language)]


def _named(app: App, report: exchange.Report) -> list[str]:
    """Return the facts of a file by what it does to them."""
    return [plain(line) for line in named.told(report, app.settings.language)]


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
