"""`factdesk doctor`: what an operator wants to know before relying on an installation."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from bot.answering.following import Follower
from handlers import app as parts
from handlers.door import Check
from handlers.settings import Settings, WrongSettingsError, load
from storage.content import Audience
from storage.database import Database
from storage.errors import NoStore, StoreError
from storage.moments import time_zone


def examine() -> list[Check]:
    """Return every check; nothing is changed, and no store is made."""
    try:
        settings = load()
    except WrongSettingsError as error:
        return [Check("settings", passed=False, found=line) for line in str(error).splitlines()]
    return [Check("settings", passed=True, found=_described(settings)), *_store(settings)]


def _described(settings: Settings) -> str:
    return f"language {settings.language}, time zone {settings.timezone}"


def _store(settings: Settings) -> Iterator[Check]:
    try:
        database = Database(settings.database_url, parts.utc_now)
    except StoreError as error:
        yield Check("store", passed=False, found=str(error))
        return
    try:
        with database.write() as tx:
            # A write that nobody sees: a file that may only be read refuses no sooner.
            tx.choices.sweep()
            yield Check("store", passed=True, found=f"{database.where}, can be written")
            facts = Follower().documents(tx, Audience.DESK)
            yield Check("facts", passed=True, found=_counted(len(facts)))
            yield Check("clock", passed=True, found=_clock(tx.now, settings.timezone))
    except NoStore as error:
        # A file is made at the first use; a database on a server waits to be upgraded.
        made = settings.database_url.startswith(parts.SQLITE)
        found = f"{error.where}: not there yet; the first use makes it" if made else str(error)
        yield Check("store", passed=made, found=found)
    except StoreError as error:
        yield Check("store", passed=False, found=str(error))
    finally:
        database.close()


def _clock(now: datetime, zone: str) -> str:
    return now.astimezone(time_zone(zone)).isoformat(timespec="seconds")


def _counted(facts: int) -> str:
    return f"{facts} indexed" if facts else "none yet; `factdesk import riga-2021` brings some"
