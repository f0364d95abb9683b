"""What the two databases have in common: how a transaction is opened, and how failure is told."""

from __future__ import annotations

import itertools
import json
from contextlib import AbstractContextManager
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Final, Protocol

from sqlalchemy import Connection, Engine
from sqlalchemy.engine.base import OptionEngine
from sqlalchemy.exc import SQLAlchemyError

from storage.errors import StoreError

PATIENCE: Final = timedelta(seconds=10)
"""How long a writer waits for another one. An edit takes milliseconds and an import of 10,000
facts about two seconds, so whoever waits longer waits for something that is stuck."""

to_json: Final = partial(json.dumps, ensure_ascii=False, separators=(",", ":"))
"""How JSON is written into the store: Latvian letters as themselves."""


class Backend(Protocol):
    """One kind of database.

    Attributes:
        where: the store as an operator may see it, without any password.
        writer: gives transactions that commit what they wrote.
    """

    where: str
    writer: Engine

    @property
    def reader(self) -> Engine | OptionEngine:
        """What gives transactions that see one snapshot and cannot write."""
        ...

    def check_present(self) -> None:
        """Raise `Unreachable` if there is nothing to open, without making it."""
        ...

    def creator(self) -> Engine:
        """Return an engine that makes the store if it is not there."""
        ...

    def lock_schema(self, connection: Connection) -> None:
        """Keep other processes from changing the tables until `connection` is done."""
        ...

    def hold(self) -> AbstractContextManager[None]:
        """Return what keeps others from serving the store; nothing where many may.

        Raises:
            InUse: on entering, another process holds it.
            StoreError: on entering, it cannot be held.
        """
        ...

    def is_held(self) -> bool:
        """Tell whether a process holds the store."""
        ...

    def back_up(self, file: Path) -> None:
        """Copy the store, as it is at one moment, into a file that is not there yet.

        Raises:
            StoreError: it cannot be copied.
        """
        ...

    def beside(self, file: Path) -> Path:
        """Return where a copy of a backup is made ready that is to take the place of the store.

        Raises:
            StoreError: it cannot take its place.
        """
        ...

    def take(self, copy: Path) -> Path | None:
        """Put a copy in the place of the store; return where the former one is kept, if any.

        Whoever dies meanwhile leaves one of the two, whole.

        Raises:
            StoreError: it cannot be done; the store is as it was.
        """
        ...

    def translate(self, error: SQLAlchemyError) -> StoreError | None:
        """Return what `error` means to an operator, or None if it is a fault of ours."""
        ...


def unused(path: Path) -> Path:
    """Return a path like this one at which nothing is."""
    numbered = (path.with_name(f"{path.name}-{number}") for number in itertools.count(1))
    return next(each for each in numbered if not each.exists())
