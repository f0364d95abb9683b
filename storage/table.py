"""How a table is declared: one typed class, with names that migrations can rely on."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any, Final, TypeVar

from sqlalchemy import (
    CheckConstraint,
    Column,
    ColumnElement,
    Insert,
    Table,
    bindparam,
    literal_column,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import SQLModel

from storage.moments import Precision
from storage.prepared import Prepared

T = TypeVar("T")

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

metadata = SQLModel.metadata
"""All tables of the store, once `storage.transaction` has been imported."""


def table_of(row: type[SQLModel]) -> Table:
    """Return the table behind `row`, for selects on its columns."""
    return metadata.tables[str(row.__tablename__)]


def one_of(column: str, values: Iterable[str], *, name: str) -> CheckConstraint:
    """Return the rule that `column` holds one of the members of the enumeration `values`."""
    allowed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({allowed})", name=name)


def moment_rules(column: str) -> tuple[CheckConstraint, ...]:
    """Return the rules of a moment in three columns: all or none, and a known precision."""
    whole = " AND ".join(
        f"({column} IS NULL) = ({column}_{part} IS NULL)" for part in ("precision", "zone")
    )
    return (
        CheckConstraint(whole, name=f"{column}_whole"),
        one_of(f"{column}_precision", Precision, name=f"{column}_precision"),
    )


def insert_new(table: Table) -> Prepared:
    """Return an insert of a row that passes over what is there already, and returns its id."""
    return Prepared(lambda database: _passing_over(database, table).returning(table.c.id))


def insert_many(table: Table) -> Prepared:
    """Return an insert of many rows that passes over what is there already, and returns nothing.

    From Python 3.13 on SQLite's driver refuses to carry out for many what returns something.
    """
    return Prepared(lambda database: _passing_over(database, table))


def _passing_over(database: str, table: Table) -> Insert:
    insert = sqlite.insert if database == "sqlite" else postgresql.insert
    return insert(table).on_conflict_do_nothing()


def constantly(column: Column[Any], values: Iterable[str]) -> ColumnElement[bool]:
    """Return the condition of `column` being one of a few names that are our own, written out.

    Only so SQLite sees that an index of such rows alone will do; and were a name a parameter, it
    would put the statement together anew each time that it is said, to look at what it is.
    """
    named: list[ColumnElement[str]] = [literal_column(f"'{value}'") for value in values]
    return column == named[0] if len(named) == 1 else column.in_(named)


def any_given(column: Column[Any], name: str) -> ColumnElement[bool]:
    """Return the condition of `column` being one of the values to be given as `name`."""
    return column.in_(bindparam(name, expanding=True, type_=column.type))


FEW: Final = 3
"""Ids that are asked for by a prepared statement: those of what a question is answered or offered
with."""


def one_of_few(column: Column[Any]) -> ColumnElement[bool]:
    """Return the condition of `column` being one of at most `FEW` ids, given by `few`.

    Their places are always the same, so that its statement can be prepared.
    """
    return column.in_([bindparam(name, type_=column.type) for name in few([0])])


def few(ids: Collection[int]) -> dict[str, int]:
    """Return at least one id and at most `FEW` as `one_of_few` takes them: in every place."""
    given = [*ids, *[max(ids)] * (FEW - len(ids))]
    return {f"id_{place}": each for place, each in enumerate(given)}


MOST_AT_ONCE = 10_000
"""Values asked for at once: SQLite takes 32,766 parameters a statement, PostgreSQL 65,535."""


def among(column: Column[Any], values: Collection[Any]) -> list[ColumnElement[bool]]:
    """Return the conditions, to be asked one after another, of `column` being one of `values`."""
    return [column.in_(part) for part in parts(values)]


def parts(values: Collection[T]) -> list[list[T]]:
    """Return `values` in order, in parts that can be asked for at once."""
    ordered = sorted(values)  # type: ignore[type-var] # ids and keys, which can be
    return [ordered[first : first + MOST_AT_ONCE] for first in range(0, len(ordered), MOST_AT_ONCE)]
