"""Fresh stores for tests: made once with every table, then copied."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import psycopg
from psycopg import sql
from sqlalchemy import make_url

from storage.clock import system_clock
from storage.database import Database


def sqlite_template(directory: Path) -> Path:
    """Make an empty store with every table in `directory`; copies of it are new stores."""
    file = directory / "template.db"
    database = Database(f"sqlite:///{file}", system_clock)
    database.upgrade()
    # The last connection to close folds SQLite's log into the file itself.
    database.close()
    return file


@contextmanager
def sqlite_copy(template: Path, directory: Path) -> Iterator[str]:
    """Yield the URL of a fresh store copied from `template`."""
    file = directory / "factdesk.db"
    shutil.copyfile(template, file)
    yield f"sqlite:///{file}"


@dataclass(frozen=True, slots=True)
class PostgresTemplate:
    """An empty store with every table, on the server at `server_url`."""

    server_url: str
    name: str

    @contextmanager
    def copy(self) -> Iterator[str]:
        """Yield the URL of a fresh store, which is dropped afterwards."""
        with new_database(self.server_url, template=self.name) as url:
            yield url


@contextmanager
def postgres_template(server_url: str) -> Iterator[PostgresTemplate]:
    """Make an empty store with every table on a server, to copy others from."""
    with new_database(server_url) as url:
        database = Database(url, system_clock)
        database.upgrade()
        database.close()
        yield PostgresTemplate(server_url, make_url(url).database or "")


@contextmanager
def new_database(server_url: str, template: str = "template1") -> Iterator[str]:
    """Yield the URL of a new database on a server, which is dropped afterwards."""
    name = f"factdesk_{uuid4().hex}"
    # Copied file by file: the other way writes each page to the log, which takes a third longer.
    create = sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY")
    drop = sql.SQL("DROP DATABASE {} WITH (FORCE)")
    with psycopg.connect(server_url, autocommit=True) as server:
        server.execute(create.format(sql.Identifier(name), sql.Identifier(template)))
        try:
            yield make_url(server_url).set(database=name).render_as_string(hide_password=False)
        finally:
            server.execute(drop.format(sql.Identifier(name)))
