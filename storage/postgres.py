"""A store on a PostgreSQL server, shared by many processes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import timedelta
from pathlib import Path
from typing import Final
from uuid import uuid4

import psycopg
from sqlalchemy import URL, Connection, Engine, create_engine, text
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from storage import copying, schema
from storage.backend import PATIENCE, to_json, unused
from storage.errors import (
    Busy,
    DiskFull,
    InUse,
    NoDatabase,
    NoServer,
    NotLetIn,
    ReadOnly,
    SchemaAhead,
    SchemaBehind,
    StoreError,
    Unreachable,
)
from storage.sqlite import Sqlite

CONNECTING: Final = timedelta(seconds=5)
"""How long a server may take to answer: a second would do, a busy one needs some more."""

SILENCE: Final = timedelta(seconds=30)
"""How long a transaction may say nothing before the server ends it: a process that stands still
would keep its rows from all the others. As long as an update may take to be handled; what thinks
for longer asks for it (`Transaction.take_time`)."""

_SCHEMA_LOCK: Final = 0x_FAC7_DE5C
"""The advisory lock that whoever changes the tables holds; any number nobody else uses."""

_PROGRAM: Final = "factdesk "
"""How the server is told who we are; behind it each process has a word of its own."""

_OTHERS: Final = text(
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
    " AND application_name LIKE :ours AND application_name <> :own"
)

_ERRORS: Final[dict[str, type[StoreError]]] = {
    "53100": DiskFull,
    "55P03": Busy,
    "40P01": Busy,
    "25006": ReadOnly,
    "25P03": NoServer,
    "3D000": NoDatabase,
    "28000": NotLetIn,
    "28P01": NotLetIn,
    "42501": NotLetIn,
    "53300": Unreachable,
    "57P01": NoServer,
    "57P03": NoServer,
}


class Postgres:
    """A store in the database that `url` names; whatever driver it names, psycopg 3 is used."""

    def __init__(self, url: URL) -> None:
        host = url.host or url.query.get("host") or "localhost"
        self.where = f"{host}:{url.port or 5432}/{url.database or ''}"
        self._name = f"{_PROGRAM}{uuid4().hex}"
        self.writer = create_engine(
            url.set(drivername="postgresql+psycopg"),
            isolation_level="READ COMMITTED",
            # A server that was restarted is met again without failing anybody.
            pool_pre_ping=True,
            pool_timeout=PATIENCE.total_seconds(),
            json_serializer=to_json,
            # What people write is in the parameters, and must not reach a log.
            hide_parameters=True,
            connect_args={
                "connect_timeout": int(CONNECTING.total_seconds()),
                "options": _options(),
                "application_name": self._name,
            },
        )
        self.reader = self.writer.execution_options(
            isolation_level="REPEATABLE READ", postgresql_readonly=True
        )

    def check_present(self) -> None:
        """Do nothing: connecting tells."""

    def creator(self) -> Engine:
        """Return the writer: the database itself is its administrator's to make."""
        return self.writer

    def lock_schema(self, connection: Connection) -> None:
        """Keep other processes from changing the tables until `connection` is done."""
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _SCHEMA_LOCK})

    def hold(self) -> AbstractContextManager[None]:
        """Return what holds nothing: many processes may serve one server's store."""
        return nullcontext()

    def is_held(self) -> bool:
        """Tell that nobody holds the store."""
        return False

    def back_up(self, file: Path) -> None:
        """Copy the store, as it is at one moment, into a SQLite file; nobody is hindered.

        Raises:
            SchemaBehind, SchemaAhead: it has not the tables that this program needs.
            FileThere: there is such a file.
            Unreachable: the file cannot be written.
        """
        with self._told(), self.reader.begin() as connection:
            found = schema.revision(connection)
        if found is not None and found != schema.NEEDED:
            raise (SchemaBehind if found in schema.REVISIONS else SchemaAhead)(self.where, found)
        with self._told(file):
            copying.into_file(self.reader, file)

    def beside(self, file: Path) -> Path:
        """Return where a copy is made ready: beside the backup, for there is no other place.

        Raises:
            InUse: another process has the store open.
        """
        with self._told(), self.writer.begin() as connection:
            self._check_alone(connection)
        return file.with_name(f"{file.name}.restoring")

    def take(self, copy: Path) -> Path | None:
        """Put the rows of a copy in the place of the store's, which are kept in a file beside it.

        Raises:
            InUse: another process has the store open.
            SchemaBehind, SchemaAhead: as `back_up`.
        """
        former = self._kept(unused(copy.with_suffix(".former")))
        with self._told(copy), self.writer.begin() as connection:
            self.lock_schema(connection)
            if schema.revision(connection) is None:
                schema.upgrade(connection)
            copying.from_file(copy, connection)
            # Asked once nobody can come in any more.
            self._check_alone(connection)
        copy.unlink()
        return former

    def _kept(self, former: Path) -> Path | None:
        """Keep the store as it is in a file, if there is one; return that."""
        with self._told(), self.reader.begin() as connection:
            if schema.revision(connection) is None:
                return None
        self.back_up(former)
        return former

    def _check_alone(self, connection: Connection) -> None:
        if connection.execute(_OTHERS, {"ours": f"{_PROGRAM}%", "own": self._name}).scalar():
            raise InUse(self.where)

    @contextmanager
    def _told(self, file: Path | None = None) -> Iterator[None]:
        """Tell what an error of the server, or of a file, means to an operator."""
        try:
            yield
        except SQLAlchemyError as error:
            told = self.translate(error) or (Sqlite(file).translate(error) if file else None)
            if told is None:
                raise
            raise told from error

    def translate(self, error: SQLAlchemyError) -> StoreError | None:
        """Return what `error` means to an operator, or None if it is a fault of ours."""
        if isinstance(error, PoolTimeout):
            return Busy(self.where)
        if not (isinstance(error, DBAPIError) and isinstance(error.orig, psycopg.Error)):
            return None
        said = str(error.orig).strip()
        kind = _ERRORS.get(error.orig.sqlstate or "")
        if (
            kind is None
            and error.orig.sqlstate is None
            and isinstance(error.orig, psycopg.OperationalError)
        ):
            kind = _refused(said)
        return None if kind is None else kind(self.where, said)


def _options() -> str:
    """Return what every session of ours asks of the server."""
    patience, silence = (f"{each.total_seconds():.0f}s" for each in (PATIENCE, SILENCE))
    return (
        f"-c timezone=UTC -c lock_timeout={patience}"
        f" -c idle_in_transaction_session_timeout={silence}"
    )


def _refused(said: str) -> type[StoreError]:
    """Tell why a connection was not made: the server's code is not handed on, only its words."""
    if "authentication" in said or "pg_hba.conf" in said or "no password" in said:
        return NotLetIn
    if "does not exist" in said:
        return NotLetIn if 'role "' in said else NoDatabase
    return NoServer
