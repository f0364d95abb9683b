"""`factdesk backup` and `factdesk restore`: the whole store in a file, and back again."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from bot.texts import phrase
from bot.upkeep import restoring
from handlers.app import utc_now
from handlers.console import TERMINAL
from handlers.settings import Settings
from storage.database import Database


def back_up(settings: Settings, file: Path) -> str:
    """Copy the configured store into a new file; return a line that says so.

    Raises:
        StoreError: it cannot be done, or the file is there already.
    """
    database = Database(settings.database_url, utc_now)
    try:
        database.back_up(file)
    finally:
        database.close()
    return phrase(settings.language, "backup.made", file=str(file))


def restore(settings: Settings, file: Path) -> Iterator[str]:
    """Put a backup in the place of the configured store; yield what became of what.

    Raises:
        StoreError: it cannot be done; the store is as it was.
    """
    language = settings.language
    database = Database(settings.database_url, utc_now)
    reason = phrase(language, "backup.reason", file=file.name)
    try:
        prepare = partial(restoring.prepare, reason=reason, place=str(TERMINAL))
        found, former = database.restore(file, prepare)
        where = database.where
    finally:
        database.close()
    yield phrase(language, "backup.restored", file=str(file), where=where)
    if former is not None:
        yield phrase(language, "backup.former", file=str(former))
    counts = {"asked": found.asked, "held": found.held, "aside": found.aside}
    yield from (phrase(language, f"backup.{key}", count=n) for key, n in counts.items() if n)
    yield phrase(language, "backup.on-hold", command="factdesk release all")
