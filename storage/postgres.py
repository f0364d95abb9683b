"""A store on a PostgreSQL server, shared by many processes."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from datetime import timedelta
from pathlib import Path
from typing import Final, NoReturn

import psycopg
from sqlalchemy import URL, Connection, Engine, create_engine, text
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from storage.backend import PATIENCE, to_json
from storage.errors import (
    Busy,
    DiskFull,
    NoDatabase,
    NoServer,
    NotLetIn,
    OwnTools,
    ReadOnly,
    StoreError,
    Unreachable,
)

CONNECTING: Final = timedelta(seconds=5)
"""How long a server may take to answer: a second would do, a busy one needs some more."""

SILENCE: Final = timedelta(seconds=30)
"""How long a transaction may say nothing before the server ends it: a process that stands still
would keep its rows from all the others. As long as an update may take to be handled; what thinks
for longer asks for it (`Transaction.take_time`)."""

_SCHEMA_LOCK: Final = 0x_FAC7_DE5C
"""The advisory lock that whoever changes the tables holds; any number nobody else uses."""

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

    def back_up(self, file: Path) -> NoReturn:
        """Refuse: PostgreSQL has its own programs for that."""
        del file
        raise OwnTools(self.where)

    def beside(self) -> NoReturn:
        """Refuse: PostgreSQL has its own programs for that."""
        raise OwnTools(self.where)

    def take(self, copy: Path) -> NoReturn:
        """Refuse: PostgreSQL has its own programs for that."""
        del copy
        raise OwnTools(self.where)

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
