"""Migrations: what they make is what the program's tables say."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, make_url, text

from storage import schema
from storage.clock import system_clock
from storage.database import Database
from storage.table import metadata
from tests.storage.stores import new_database


@pytest.fixture(params=["sqlite", "postgres"])
def bare_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Yield the URL of a database without tables: each test runs on both."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'bare.db'}"
        return
    with new_database(request.getfixturevalue("postgres_url")) as url:
        yield url


def scripts() -> Config:
    """Return what Alembic has to know of the migrations."""
    config = Config()
    config.set_main_option("script_location", str(Path(schema.__file__).parent / "migrations"))
    return config


def test_the_revisions_are_those_of_the_scripts() -> None:
    """The revisions named in the program are the migrations that there are, in their order."""
    found = ScriptDirectory.from_config(scripts()).walk_revisions()
    assert tuple(script.revision for script in found)[::-1] == schema.REVISIONS


def test_migrations_make_the_tables_of_the_program(database: Database) -> None:
    """On both databases nothing is left to migrate after the last migration."""
    with database.write() as tx:
        context = MigrationContext.configure(tx.connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_migrations_make_every_rule_of_the_program(sqlite_store: Path) -> None:
    """Checks, keys and references too are what the tables say, column for column."""
    engine = create_engine("sqlite://")
    with engine.begin() as connection:
        metadata.create_all(connection)
        query = "SELECT name, sql FROM sqlite_master WHERE type IN ('table', 'index') AND sql <> ''"
        expected = {name: parts(sql) for name, sql in connection.exec_driver_sql(query)}
        migrated = sqlite3.connect(sqlite_store)
        made = {name: parts(sql) for name, sql in migrated.execute(query)}
        migrated.close()
    engine.dispose()
    made.pop("alembic_version")
    assert made == expected


def test_names_that_were_there_are_found_folded(bare_url: str) -> None:
    """The names of a store that is older than their folding are folded as new ones are."""
    address = make_url(bare_url)
    if address.drivername == "postgresql":
        address = address.set(drivername="postgresql+psycopg")
    engine, config = create_engine(address), scripts()
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0016")
        connection.execute(text("INSERT INTO subjects VALUES (1, 'river', 'thing', '')"))
        rows = [
            {"id": number, "position": number, "text": name}
            for number, name in enumerate(("Ķekava", "River «Å»"), start=1)
        ]
        named = "INSERT INTO subject_names VALUES (:id, 1, 'lv', :position, :text)"
        connection.execute(text(named), rows)
    engine.dispose()
    database = Database(bare_url, system_clock)

    database.upgrade()

    with database.read() as tx:
        assert tx.subjects.called(["kekava", 'RIVER "A"']) == [(1, "Ķekava"), (1, "River «Å»")]
    database.close()


def parts(sql: str) -> list[str]:
    """Return the parts of a definition in an order of their own: constraints have none.

    A column that was added later stands on the last line, behind those before it, and the name
    of a table that was made anew in quotes.
    """
    plain = sql.replace('"', "")
    lines = re.split(r"\n|, (?=[a-z_]+ (?:VARCHAR|DATETIME|INTEGER|BOOLEAN)\b)", plain)
    return sorted(part for line in lines if (part := re.sub(r"^\)$", "", line.strip(" \t,)"))))
