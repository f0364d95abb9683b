"""Statements that are put together once, and carried out by the driver alone.

SQLAlchemy takes some 45 µs around every execution, to find what it compiled, to make a context,
a result and rows; SQLite itself takes 5 to 30. What is said for every message is compiled by
SQLAlchemy once a connection, and then handed to the driver as text. What the types of columns
make of parameters and of results stays theirs, and what fails raises what SQLAlchemy raises.

It is for what is made at a module's level. A parameter that expands to many, and a column for
which Python reckons a value where none is given, are not for it, and are refused.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from sqlalchemy import Connection, Dialect, Select, UpdateBase
from sqlalchemy.engine.interfaces import DBAPIModule
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.schema import ScalarElementColumnDefault
from sqlalchemy.types import TypeEngine

Statement: TypeAlias = Select[Any] | UpdateBase
Process: TypeAlias = Callable[[Any], Any]
Parameters: TypeAlias = Any
"""A list or a dict, whichever the driver takes; the places in it are numbers or names."""
_KNOWN = "prepared"
_row_class: Callable[[str, Sequence[str]], Any] = namedtuple  # noqa: PYI024 - its names come late
"""The names of a row's columns are known only when its statement is."""


class Prepared:
    """A statement that is carried out often.

    Args:
        statement: it, or what makes it for a database by its name.
    """

    def __init__(self, statement: Statement | Callable[[str], Statement]) -> None:
        self._statement = statement

    def statement(self, database: str) -> Statement:
        """Return the statement for a database, `sqlite` or `postgresql`."""
        made = self._statement
        return made if isinstance(made, Select | UpdateBase) else made(database)


class Hand:
    """Carries out statements on the connection of a transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._dialect = connection.dialect
        self._failure = connection.dialect.loaded_dbapi.Error
        self._cursor = connection.connection.cursor()
        # What is compiled lives as long as the driver's connection.
        self._known = connection.info.setdefault(_KNOWN, {})

    def rows(self, prepared: Prepared, given: Mapping[str, Any]) -> list[Any]:
        """Return every row, its columns by name and in order.

        Raises:
            DBAPIError: the database refused; it is of the kind that SQLAlchemy raises.
        """
        made = self._made(prepared, given)
        try:
            self._cursor.execute(made.sql, made.filled(given))
            found = self._cursor.fetchall()
        except self._failure as error:
            raise self._told(error, made.sql) from error
        return made.read(found)

    def run(self, prepared: Prepared, rows: Sequence[Mapping[str, Any]]) -> int:
        """Carry a statement out for each of `rows`, and return how many it touched.

        Raises:
            DBAPIError: as `rows`.
        """
        made = self._made(prepared, rows[0])
        try:
            if len(rows) == 1:
                self._cursor.execute(made.sql, made.filled(rows[0]))
            else:
                self._cursor.executemany(made.sql, [made.filled(row) for row in rows])
        except self._failure as error:
            raise self._told(error, made.sql) from error
        return self._cursor.rowcount

    def say(self, sql: str) -> None:
        """Say something to the database that has no parameters and no result.

        Raises:
            DBAPIError: as `rows`.
        """
        try:
            self._cursor.execute(sql)
        except self._failure as error:
            raise self._told(error, sql) from error

    def _made(self, prepared: Prepared, given: Mapping[str, Any]) -> _Compiled:
        key = (prepared, *given)
        made: _Compiled | None = self._known.get(key)
        if made is None:
            statement = prepared.statement(self._dialect.name)
            made = self._known[key] = _compiled(statement, self._dialect, given)
        return made

    def _told(self, error: DBAPIModule.Error, sql: str) -> BaseException:
        """Return what SQLAlchemy raises for an error of the driver's."""
        raw = self._connection.connection.dbapi_connection
        broken = self._dialect.is_disconnect(error, raw, self._cursor)
        if broken:
            self._connection.invalidate(error)
        return DBAPIError.instance(
            sql,
            None,
            error,
            self._failure,
            hide_parameters=True,
            connection_invalidated=broken,
            dialect=self._dialect,
        )


@dataclass(frozen=True, slots=True)
class _Compiled:
    """A statement as the driver takes it.

    Attributes:
        fixed: its parameters, with those that are the same each time in their places.
        open: the place and the name of each other, with what the type makes of it.
        columns: what the types make of columns of the result.
        row: makes a row of a result.
    """

    sql: str
    fixed: Parameters
    open: Sequence[tuple[Any, str, Process | None]]
    columns: Sequence[tuple[int, Process]]
    row: Callable[[Iterable[Any]], Any]

    def filled(self, given: Mapping[str, Any]) -> Parameters:
        """Return the parameters of one execution."""
        filled: Parameters = self.fixed.copy()
        for place, name, process in self.open:
            value = given[name]
            filled[place] = value if process is None else process(value)
        return filled

    def read(self, found: Sequence[Sequence[Any]]) -> list[Any]:
        """Return rows of what the driver gives."""
        if not self.columns:
            return list(map(self.row, found))
        return list(map(self._row, found))

    def _row(self, found: Sequence[Any]) -> Any:  # noqa: ANN401 - a class made for this statement
        values = list(found)
        for place, process in self.columns:
            values[place] = process(values[place])
        return self.row(values)


def _compiled(statement: Statement, dialect: Dialect, given: Iterable[str]) -> _Compiled:
    """Compile a statement for a database; what is `given` says which columns are written.

    Raises:
        ValueError: it needs something that only SQLAlchemy does at each execution.
    """
    made = statement.compile(dialect=dialect, column_keys=list(given))
    if made.post_compile_params or made.literal_execute_params or not _has_plain_defaults(made):
        raise ValueError(f"not to be prepared: {made}")
    fixed, open_ = _parameters(made, dialect)
    columns = tuple(statement.exported_columns.items())
    row = _row_class("Row", [str(name) for name, _ in columns])
    processes = (_reads(column.type, dialect) for _, column in columns)
    read = tuple((place, each) for place, each in enumerate(processes) if each is not None)
    return _Compiled(str(made), fixed, open_, read, row._make)


def _has_plain_defaults(made: SQLCompiler) -> bool:
    """Tell whether every column that is filled by itself always gets the same value."""
    return not made.update_prefetch and len(_defaults(made)) == len(made.insert_prefetch)


def _defaults(made: SQLCompiler) -> dict[str, Any]:
    """Return the values that are always the same of columns that are filled by themselves."""
    filled = ((column.key, column.default) for column in made.insert_prefetch)
    return {key: each.arg for key, each in filled if isinstance(each, ScalarElementColumnDefault)}


def _parameters(
    made: SQLCompiler, dialect: Dialect
) -> tuple[Parameters, Sequence[tuple[Any, str, Process | None]]]:
    """Return the parameters that are always the same, and where the others go."""
    binds = {name: bind for bind, name in made.bind_names.items()}
    values = {name: bind.effective_value for name, bind in binds.items() if not bind.required}
    values |= _defaults(made)
    places = list(enumerate(made.positiontup or ())) if made.positional else [(n, n) for n in binds]
    fixed: Parameters = [None] * len(places) if made.positional else {}
    open_: list[tuple[Any, str, Process | None]] = []
    for place, name in places:
        process = _writes(binds[name].type, dialect)
        if name in values:
            fixed[place] = values[name] if process is None else process(values[name])
        else:
            open_.append((place, name, process))
    return fixed, tuple(open_)


def _writes(kind: TypeEngine[Any], dialect: Dialect) -> Process | None:
    return kind.dialect_impl(dialect).bind_processor(dialect)


def _reads(kind: TypeEngine[Any], dialect: Dialect) -> Process | None:
    return kind.dialect_impl(dialect).result_processor(dialect, None)
