"""The command line, called in this process, in a folder and over a store of the test's own."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import pytest
import structlog
from typer.testing import CliRunner

from handlers.cli import cli
from handlers.settings import Settings
from tests.storage.stores import new_database

SETTINGS = tuple(str(field.validation_alias) for field in Settings.model_fields.values())


@dataclass(frozen=True, slots=True)
class Called:
    """What came of a call."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:  # noqa: ANN401 - JSON is any shape
        """The one line of JSON that was printed."""
        (line,) = self.out.splitlines()
        return json.loads(line)


Factdesk: TypeAlias = Callable[..., Called]


@pytest.fixture
def factdesk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Factdesk:
    """Return a way to call `factdesk`; settings are given by name."""
    monkeypatch.chdir(tmp_path)
    for name in SETTINGS:
        monkeypatch.delenv(name, raising=False)
    # Any free one: whoever else runs on this machine may have the usual one.
    monkeypatch.setenv("FACTDESK_HTTP_PORT", "0")

    def call(*arguments: str | Path, **settings: str) -> Called:
        result = CliRunner().invoke(cli, [str(each) for each in arguments], env=settings)
        structlog.reset_defaults()
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return Called(result.exit_code, result.stdout, result.stderr)

    return call


@pytest.fixture(scope="session")
def riga_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a store that the command line has filled with the briefing, to be copied."""
    file = tmp_path_factory.mktemp("riga") / "factdesk.db"
    url = f"sqlite:///{file}"
    result = CliRunner().invoke(cli, ["import", "riga-2021"], env={"DATABASE_URL": url})
    structlog.reset_defaults()
    assert result.exit_code == 0, result.output
    return file


@pytest.fixture
def riga(factdesk: Factdesk, riga_file: Path, tmp_path: Path) -> Factdesk:
    """Return the same over the Riga briefing."""
    shutil.copyfile(riga_file, tmp_path / "factdesk.db")
    return factdesk


@pytest.fixture
def fresh_postgres(postgres_url: str) -> Iterator[str]:
    """Yield the address of an empty PostgreSQL database."""
    with new_database(postgres_url) as url:
        yield url
