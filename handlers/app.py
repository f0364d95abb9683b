"""The composition root: the desk over its store, as every call of the program needs it.

What only `factdesk run` needs is put together in `handlers/serving.py`.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version

from bot.admission.access import Access
from bot.answering.following import Follower
from bot.context import About
from bot.desk import Desk
from bot.rooms import Room
from handlers import logs
from handlers.settings import Settings
from handlers.slack import fitting as slack
from handlers.slack.reading import PLATFORM as SLACK
from handlers.telegram import fitting as telegram
from handlers.telegram.reading import PLATFORM as TELEGRAM
from storage.database import Clock, Database, throwaway

SQLITE = "sqlite:///"

ROOMS: Mapping[str, Room] = {TELEGRAM: telegram.ROOM, SLACK: slack.ROOM}
"""How much a message holds, by platform, whichever of them are served."""


@dataclass(frozen=True, slots=True)
class App:
    """A desk that stands, with the store behind it."""

    settings: Settings
    database: Database
    desk: Desk


def utc_now() -> datetime:
    """Return the present instant, aware, in UTC."""
    return datetime.now(UTC)


@contextmanager
def standing(settings: Settings) -> Iterator[App]:
    """Build the whole desk over the configured store, and take it down afterwards.

    A SQLite file is made or migrated on the way, and a new one announced; PostgreSQL waits
    for `factdesk db upgrade`.

    Raises:
        StoreError: the store cannot be opened, or waits to be upgraded.
    """
    database = Database(settings.database_url, utc_now)
    try:
        if settings.database_url.startswith(SQLITE):
            if not database.exists():
                sys.stderr.write(f"New store: {database.where}\n")
            database.upgrade()
        yield build(settings, database, utc_now)
    finally:
        database.close()


@contextmanager
def throw_away(settings: Settings, clock: Clock) -> Iterator[App]:
    """Build the whole desk over a store that is deleted afterwards."""
    with throwaway(clock) as database:
        yield build(settings, database, clock)


def build(settings: Settings, database: Database, clock: Clock) -> App:
    """Put the parts together."""
    logs.configure(settings.log)
    about = About(
        _version(),
        settings.contact,
        settings.privacy_url,
        access=Access(settings.access),
        keep_days=settings.keep_days,
    )
    desk = Desk(
        database,
        Follower(database),
        clock,
        about,
        settings.language,
        settings.timezone,
        str(settings.editors or ""),
        ROOMS,
    )
    return App(settings, database, desk)


def _version() -> str:
    try:
        return version("factdesk")
    except PackageNotFoundError:
        return "(not installed)"


def upgrade(settings: Settings) -> str:
    """Make the store or bring its tables up to date, and return where it is.

    Raises:
        StoreError: it cannot be done.
    """
    database = Database(settings.database_url, utc_now)
    try:
        database.upgrade()
        return database.where
    finally:
        database.close()
