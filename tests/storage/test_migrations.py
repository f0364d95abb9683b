"""Migrations: what they make is what the program's tables say."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine

from storage import schema
from storage.database import Database
from storage.table import metadata


def test_the_revisions_are_those_of_the_scripts() -> None:
    """The revisions named in the program are the migrations that there are, in their order."""
    config = Config()
    config.set_main_option("script_location", str(Path(schema.__file__).parent / "migrations"))
    scripts = ScriptDirectory.from_config(config).walk_revisions()
    assert tuple(script.revision for script in scripts)[::-1] == schema.REVISIONS


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


def parts(sql: str) -> list[str]:
    """Return the parts of a definition in an order of their own: constraints have none.

    A column that was added later stands on the last line, behind those before it.
    """
    lines = re.split(r"\n|, (?=[a-z_]+ (?:VARCHAR|DATETIME|INTEGER|BOOLEAN)\b)", sql)
    return sorted(part for line in lines if (part := re.sub(r"^\)$", "", line.strip(" \t,)"))))
