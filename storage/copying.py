"""The rows of a store on a server, put into a file, and those of a file into a server's store.

A row is the same on either database, so a backup is a store in a SQLite file wherever it was made,
and comes back on either. Both stores have the tables that this program needs.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Engine, Table, func, select, text
from sqlalchemy.engine.base import OptionEngine

from storage import schema
from storage.errors import FileThere, Unreachable
from storage.sqlite import Sqlite
from storage.table import metadata

PAGE: Final = 1000
"""Rows that are in memory at once."""

_IN_PAGES: Final = {"stream_results": True, "yield_per": PAGE}


def into_file(server: Engine | OptionEngine, file: Path) -> None:
    """Copy a server's store, as it is at one moment, into a file that is not there yet.

    Args:
        server: gives transactions that see one snapshot.
        file: which only its owner may read then, for it holds all that people were told.

    Raises:
        FileThere: there is such a file.
        Unreachable: there can be none.
        SQLAlchemyError: either database refuses.
    """
    if file.exists():
        raise FileThere(str(file))
    part = file.with_name(f"{file.name}.part")
    try:
        part.unlink(missing_ok=True)
        part.touch(mode=0o600)
    except OSError as error:
        raise Unreachable(str(file), str(error.strerror)) from error
    try:
        with server.begin() as source, _opened(Sqlite(part).creator()) as target:
            schema.upgrade(target)
            for table in reversed(metadata.sorted_tables):
                # A new store has some rows of its own: where it counts from.
                target.execute(table.delete())
            _copy(source, target)
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)


def from_file(file: Path, target: Connection) -> None:
    """Put the rows of a store in a file in the place of those of a server's store.

    Args:
        file: of the store.
        target: on the server, in a transaction that only the caller ends.

    Raises:
        SQLAlchemyError: either database refuses.
    """
    names = ", ".join(table.name for table in metadata.sorted_tables)
    target.execute(text(f"TRUNCATE {names}"))
    with _opened(Sqlite(file).reader) as source:
        _copy(source, target)
    for table in metadata.sorted_tables:
        _count_on(table, target)


@contextmanager
def _opened(engine: Engine | OptionEngine) -> Iterator[Connection]:
    """Open a transaction on a file, which is whole without its log afterwards."""
    try:
        with engine.begin() as connection:
            yield connection
    finally:
        engine.dispose()


def _copy(source: Connection, target: Connection) -> None:
    for table in metadata.sorted_tables:
        rows = source.execute(
            select(table).order_by(*_order(table)), None, execution_options=_IN_PAGES
        )
        for page in rows.mappings().partitions():
            target.execute(table.insert(), [dict(row) for row in page])


def _order(table: Table) -> list[ColumnElement[Any]]:
    """Return in which order rows can be written: those first that others point at.

    A period is compared with those that are believed, so what is believed comes last.
    """
    believed = [column.is_(None) for column in table.c if column.name == "superseded_at"]
    return [*believed, *table.primary_key]


def _count_on(table: Table, target: Connection) -> None:
    """Have a server number new rows of a table behind those that are there."""
    numbered = table.autoincrement_column
    if numbered is None:
        return
    sequence = func.pg_get_serial_sequence(table.name, numbered.name)
    last = select(func.max(numbered)).scalar_subquery()
    target.execute(select(func.setval(sequence, last)).where(last.is_not(None)))
