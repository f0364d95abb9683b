"""How a call of the command line ends: what an operator can mend is a sentence, and a status."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import typer

from bot.errors import DeskError
from bot.port import plain
from handlers import app as parts
from handlers import console
from handlers.settings import Settings, WrongSettingsError, load
from storage.errors import StoreError

FAILED: Final = 1
WRONG_USAGE: Final = 2


@contextmanager
def told(language: str, status: int = FAILED) -> Iterator[None]:
    """Turn what an operator can mend into a sentence and an exit status."""
    try:
        yield
    except DeskError as error:
        fail(plain(error.said(language)), status)
    except BrokenPipeError:
        # Whoever read our output has heard enough; the interpreter must not flush it again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except StoreError as error:
        fail(str(error))
    except OSError as error:
        fail(f"{error.filename}: {error.strerror}" if error.filename else str(error))


def fail(message: str, status: int = FAILED) -> None:
    """Say why a call ends, and end it."""
    typer.echo(message, err=True)
    raise typer.Exit(status)


def carry_out(app: parts.App, line: str) -> None:
    """Have the desk do what it would do at this line in a chat."""
    if not console.Conversation(app.desk, console.screen()).carry_out(line):
        raise typer.Exit(FAILED)


def settings_or_exit() -> Settings:
    """Return the settings; where one is wrong, say so and end."""
    try:
        return load()
    except WrongSettingsError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(FAILED) from None


def print_json(record: dict[str, object]) -> None:
    """Print a record as one line of JSON."""
    typer.echo(json.dumps(record, ensure_ascii=False))
