"""A store in one SQLite file: one writer at a time, readers beside it."""

from __future__ import annotations

import fcntl
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Final
from urllib.parse import quote

from sqlalchemy import Connection, Engine, QueuePool, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DBAPIError, DisconnectionError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.pool import ConnectionPoolEntry, PoolProxiedConnection

from storage.backend import PATIENCE, to_json, unused
from storage.errors import (
    Busy,
    DiskFull,
    FileThere,
    InUse,
    NoDirectory,
    NoStore,
    NotADatabase,
    ReadOnly,
    StoreError,
    Unreachable,
)

_PRIMARY: Final = 0xFF
"""SQLite's extended result codes carry the primary one in their low byte."""

_ERRORS: Final[dict[int, type[StoreError]]] = {
    sqlite3.SQLITE_BUSY: Busy,
    sqlite3.SQLITE_LOCKED: Busy,
    sqlite3.SQLITE_READONLY: ReadOnly,
    sqlite3.SQLITE_FULL: DiskFull,
    sqlite3.SQLITE_NOTADB: NotADatabase,
    sqlite3.SQLITE_CORRUPT: NotADatabase,
    sqlite3.SQLITE_IOERR: Unreachable,
    sqlite3.SQLITE_PERM: Unreachable,
}

_READER: Final = ("PRAGMA query_only = ON",)
_WRITER: Final = (
    "PRAGMA journal_mode = WAL",
    # What was told to somebody must survive a power cut, or it can never be corrected.
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
)


class Sqlite:
    """A store in the SQLite file `path`."""

    def __init__(self, path: Path) -> None:
        self.path = path.absolute()
        self.where = str(self.path)
        self.reader = self._engine("rw", _READER, "BEGIN")
        # One connection: writers of this process queue for it instead of polling the file.
        self.writer = self._engine("rw", _WRITER, "BEGIN IMMEDIATE", most=1)

    def check_present(self) -> None:
        """Raise if the file or its directory is not there."""
        if not self.path.parent.is_dir():
            raise NoDirectory(self.where)
        if not self.path.exists():
            raise NoStore(self.where)

    def creator(self) -> Engine:
        """Return an engine that makes the file; its directory must be there.

        Raises:
            NoDirectory: it is not.
        """
        if not self.path.parent.is_dir():
            raise NoDirectory(self.where)
        return self._engine("rwc", _WRITER, "BEGIN IMMEDIATE", most=1)

    def lock_schema(self, connection: Connection) -> None:
        """Do nothing: a writer of this store is alone from its first statement on."""

    @contextmanager
    def hold(self) -> Iterator[None]:
        """Lock the file `…-run` beside the store, which stays; a process that dies lets go of it.

        Raises:
            InUse: another process has locked it.
            NoDirectory: there is no place for it.
            ReadOnly: this user may not make or open it.
        """
        lock = self._open_lock(os.O_RDWR | os.O_CREAT)
        try:
            if not _locked(lock):
                raise InUse(self.where)
            yield
        finally:
            os.close(lock)

    def is_held(self) -> bool:
        """Tell whether a process has locked the file beside the store.

        Raises:
            ReadOnly: this user may not open it.
        """
        if not self._lock_path.exists():
            return False
        lock = self._open_lock(os.O_RDONLY)
        try:
            return not _locked(lock, fcntl.LOCK_SH)
        finally:
            os.close(lock)

    @property
    def _lock_path(self) -> Path:
        # One file for the store, by whatever link it is called.
        path = self.path.resolve()
        return path.with_name(f"{path.name}-run")

    def _open_lock(self, flags: int) -> int:
        try:
            return os.open(self._lock_path, flags, 0o644)
        except FileNotFoundError:
            raise NoDirectory(self.where) from None
        except OSError as error:
            raise ReadOnly(self.where, f"{self._lock_path}: {error.strerror}") from error

    def back_up(self, file: Path) -> None:
        """Copy the store, as it is at one moment; who reads and writes it is not hindered.

        Raises:
            FileThere: there is such a file.
            Unreachable: SQLite cannot copy it.
        """
        if file.exists():
            raise FileThere(str(file))
        part = file.with_name(f"{file.name}.part")
        try:
            with (
                closing(self._opener("rw", _READER)()) as own,
                closing(sqlite3.connect(part)) as to,
            ):
                own.backup(to)
            # It holds what the store holds, and is for the same eyes.
            shutil.copymode(self.path, part)
            part.replace(file)
        except sqlite3.Error as error:
            raise Unreachable(self.where, str(error)) from error
        finally:
            part.unlink(missing_ok=True)

    def beside(self, file: Path) -> Path:
        """Return where a copy is made ready: in the directory of the store, to be moved at once."""
        del file
        if not self.path.parent.is_dir():
            raise NoDirectory(self.where)
        path = self.path.resolve()
        return path.with_name(f"{path.name}.restoring")

    def take(self, copy: Path) -> Path | None:
        """Put a copy in the place of the store, which is kept beside it under another name."""
        path = self.path.resolve()
        former = None
        if path.exists():
            self._fold()
            former = unused(path.with_name(f"{path.name}.former"))
            _name_too(path, former)
            # The log belongs to the file: under that name too SQLite finds in it what is there.
            for ending in ("-wal", "-shm"):
                piece = path.with_name(path.name + ending)
                if piece.exists():
                    piece.rename(former.with_name(former.name + ending))
        copy.replace(path)
        return former

    def _fold(self) -> None:
        """Take the log into the file, so that the file is whole without it, if it can be read."""
        with suppress(sqlite3.Error), closing(self._opener("rw", ())()) as own:
            own.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def translate(self, error: SQLAlchemyError) -> StoreError | None:
        """Return what `error` means to an operator, or None if it is a fault of ours."""
        if isinstance(error, PoolTimeout):
            return Busy(self.where)
        if not (isinstance(error, DBAPIError) and isinstance(error.orig, sqlite3.Error)):
            return None
        code = getattr(error.orig, "sqlite_errorcode", 0) & _PRIMARY
        if code == sqlite3.SQLITE_CANTOPEN:
            return self._cannot_open(str(error.orig))
        kind = _ERRORS.get(code)
        return None if kind is None else kind(self.where, str(error.orig))

    def _cannot_open(self, detail: str) -> StoreError:
        if not self.path.parent.is_dir():
            return NoDirectory(self.where)
        if not self.path.exists():
            return NoStore(self.where)
        if self.path.is_dir() or not os.access(self.path, os.R_OK):
            return Unreachable(self.where, detail)
        # The file is in order: what cannot be opened is SQLite's log beside it.
        writable = os.access(self.path.parent, os.W_OK)
        return (Unreachable if writable else ReadOnly)(self.where, detail)

    def _engine(self, mode: str, pragmas: tuple[str, ...], begin: str, most: int = 5) -> Engine:
        engine = create_engine(
            "sqlite+pysqlite://",
            creator=self._opener(mode, pragmas),
            poolclass=QueuePool,
            pool_size=most,
            max_overflow=0,
            pool_timeout=PATIENCE.total_seconds(),
            json_serializer=to_json,
            # What people write is in the parameters, and must not reach a log.
            hide_parameters=True,
        )
        event.listen(engine, "connect", self._note_file)
        event.listen(engine, "checkout", self._check_file)

        def start(dbapi_connection: PoolProxiedConnection) -> None:
            # Without IMMEDIATE a reader that goes on to write can only fail or lose an update.
            dbapi_connection.cursor().execute(begin)

        # There is an event for this, but with one SQLAlchemy looks for more at each statement.
        engine.dialect.do_begin = start  # type: ignore[method-assign] # made for just this
        return engine

    def _note_file(self, _: DBAPIConnection, record: ConnectionPoolEntry) -> None:
        record.info["file"] = self._inode()

    def _check_file(
        self, _: DBAPIConnection, record: ConnectionPoolEntry, __: PoolProxiedConnection
    ) -> None:
        # A deleted or replaced file lives on for whoever has it open: what is written
        # there is lost, so the connection is given up and the file opened anew.
        if record.info["file"] != self._inode():
            raise DisconnectionError

    def _inode(self) -> int | None:
        try:
            return self.path.stat().st_ino
        except OSError:
            return None

    def _opener(self, mode: str, pragmas: tuple[str, ...]) -> Callable[[], sqlite3.Connection]:
        address = f"file:{quote(self.where)}?mode={mode}"

        def connect() -> sqlite3.Connection:
            connection = sqlite3.connect(
                address,
                uri=True,
                timeout=PATIENCE.total_seconds(),
                # No transactions of the driver's own making.
                isolation_level=None,
                # The pool lends a connection to one thread at a time.
                check_same_thread=False,
            )
            try:
                for pragma in pragmas:
                    connection.execute(pragma).close()
            except sqlite3.Error:
                connection.close()
                raise
            return connection

        return connect


def _name_too(path: Path, name: Path) -> None:
    """Have a file be there under another name as well; under that alone where it can have but one.

    As it keeps its own until another file takes it, there is a store at every moment.
    """
    try:
        name.hardlink_to(path)
    except OSError:
        path.rename(name)


def _locked(file: int, kind: int = fcntl.LOCK_EX) -> bool:
    """Lock an open file until it is closed; tell whether nobody else had."""
    try:
        fcntl.flock(file, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
