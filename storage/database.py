"""The database: where transactions begin, and the only place where they end."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar
from urllib.parse import quote

from sqlalchemy import Engine, make_url
from sqlalchemy.engine.base import OptionEngine
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from storage import schema
from storage.backend import Backend
from storage.clock import Clock
from storage.errors import ForeignStore, NoBackup, NoStore, SchemaAhead, SchemaBehind, Unreachable
from storage.sqlite import Sqlite
from storage.transaction import Transaction

__all__ = ["Clock", "Database", "Transaction", "throwaway"]

T = TypeVar("T")


class Database:
    """A store of facts, at `sqlite:///FILE` or `postgresql://…`.

    Nothing is opened before it is needed. Safe to use from many threads.

    Raises:
        Unreachable: the address is none of the two kinds.
    """

    def __init__(self, url: str, clock: Clock) -> None:
        self._backend = _backend(url)
        self._clock = clock
        self._checked = False

    @property
    def where(self) -> str:
        """The store as a person may see it: the file's whole path, or server and database."""
        return self._backend.where

    @contextmanager
    def read(self) -> Iterator[Transaction]:
        """Open a transaction that sees one snapshot of the store and cannot change it.

        Raises:
            StoreError: the store cannot be read, or has not the tables that are needed.
        """
        self._check()
        with self._open(self._backend.reader) as tx:
            yield tx

    @contextmanager
    def write(self) -> Iterator[Transaction]:
        """Open a transaction that is committed at its end, or undone by any exception.

        Raises:
            StoreError: the store cannot be written, or has not the tables that are needed.
        """
        self._check()
        with self._open(self._backend.writer) as tx:
            yield tx

    def exists(self) -> bool:
        """Tell whether there is a store, of whatever revision.

        Raises:
            StoreError: it cannot be told.
        """
        try:
            return self._revision() is not None
        except NoStore:
            return False

    def is_current(self) -> bool:
        """Tell whether the store has exactly the tables that this program needs.

        Raises:
            StoreError: it cannot be told.
        """
        try:
            return self._revision() == schema.NEEDED
        except NoStore:
            return False

    def upgrade(self) -> None:
        """Make the store, or bring its tables to what this program needs; else do nothing.

        Raises:
            StoreError: it cannot be done; nothing was changed.
        """
        if self.is_current():
            return
        creator = self._backend.creator()
        try:
            self._bring_up_to_date(creator)
        finally:
            if creator is not self._backend.writer:
                creator.dispose()

    @contextmanager
    def hold(self) -> Iterator[None]:
        """Be the only one to serve this store, where only one may, until the block ends.

        Whoever reads and writes beside it is not hindered.

        Raises:
            InUse: another process serves it.
            StoreError: it cannot be held.
        """
        with self._backend.hold():
            yield

    def is_held(self) -> bool:
        """Tell whether a process serves this store, where only one may."""
        return self._backend.is_held()

    def back_up(self, file: Path) -> None:
        """Copy the store, of whatever revision, into a file that is not there yet.

        Raises:
            StoreError: it cannot be copied.
        """
        if self._revision() is None:
            raise NoStore(self.where)
        self._backend.back_up(file)

    def restore(self, file: Path, prepare: Callable[[Transaction], T]) -> tuple[T, Path | None]:
        """Put a backup in the place of the store, with the tables that this program needs.

        Args:
            file: what `back_up` has made.
            prepare: what is done in it before anybody can serve it.

        Returns:
            What `prepare` returns; and where the former store is kept, if there was one.

        Raises:
            InUse: a process serves the store.
            NoBackup, SchemaAhead: the file cannot be restored.
            StoreError: it cannot be done. The store is as it was, whatever was raised.
        """
        with self.hold():
            part = self._backend.beside(file.absolute())
            part.unlink(missing_ok=True)
            _copied(file, part, self._clock)
            copy = Database(f"sqlite:///{quote(str(part))}", self._clock)
            try:
                copy.upgrade()
                with copy.write() as tx:
                    done = prepare(tx)
            finally:
                copy.close()
            self.close()
            return done, self._backend.take(part)

    def close(self) -> None:
        """Close every connection; the next transaction opens them again."""
        self._backend.reader.dispose()
        self._backend.writer.dispose()

    def _bring_up_to_date(self, creator: Engine) -> None:
        with self._open(creator) as tx:
            self._backend.lock_schema(tx.connection)
            found = schema.revision(tx.connection)
            if found is not None and found not in schema.REVISIONS:
                raise SchemaAhead(self.where, found)
            if found != schema.NEEDED:
                schema.upgrade(tx.connection)

    def _check(self) -> None:
        if self._checked:
            return
        found = self._revision()
        if found is None:
            raise NoStore(self.where)
        if found != schema.NEEDED:
            behind = found in schema.REVISIONS
            raise (SchemaBehind if behind else SchemaAhead)(self.where, found)
        self._checked = True

    def _revision(self) -> str | None:
        self._backend.check_present()
        with self._open(self._backend.reader) as tx:
            if schema.is_foreign(tx.connection):
                raise ForeignStore(self.where)
            return schema.revision(tx.connection)

    @contextmanager
    def _open(self, engine: Engine | OptionEngine) -> Iterator[Transaction]:
        try:
            with engine.begin() as connection:
                yield Transaction(connection, self._clock, self._backend.translate)
        except SQLAlchemyError as error:
            told = self._backend.translate(error)
            if told is None:
                raise
            raise told from error


def _copied(file: Path, to: Path, clock: Clock) -> None:
    """Copy a backup, which must be one.

    Raises:
        NoBackup, SchemaAhead: it is none, or one of a newer program.
    """
    source = Database(f"sqlite:///{quote(str(file.absolute()))}", clock)
    try:
        try:
            found = source._revision()  # noqa: SLF001 - one of the same kind
        except Unreachable as error:
            raise NoBackup(str(file), error.detail) from error
        if found is None:
            raise NoBackup(str(file))
        if found not in schema.REVISIONS:
            raise SchemaAhead(str(file), found)
        source.back_up(to)
    finally:
        source.close()


@contextmanager
def throwaway(clock: Clock) -> Iterator[Database]:
    """Open a store of its own, which is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="factdesk-") as directory:
        database = Database(f"sqlite:///{quote(directory)}/factdesk.db", clock)
        database.upgrade()
        try:
            yield database
        finally:
            database.close()


def _backend(url: str) -> Backend:
    try:
        address = make_url(url)
    except ArgumentError as error:
        raise Unreachable(detail="DATABASE_URL is no address") from error
    match address.get_backend_name():
        case "sqlite" if address.database not in {None, "", ":memory:"}:
            return Sqlite(Path(address.database))
        case "postgresql":
            # Its driver takes a third of a second to import, which a SQLite store never needs.
            from storage.postgres import Postgres  # noqa: PLC0415 - as said above

            return Postgres(address)
        case _:
            raise Unreachable(detail="DATABASE_URL is neither sqlite:///FILE nor postgresql://…")
