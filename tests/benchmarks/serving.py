"""Bots as programs of their own: started, waited for, timed, ended."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread
from typing import Final

from tests.journeys.program import PATIENCE, environment

FACTDESK: Final = ("-m", "bot", "run")
SERVING: Final = "serving"
"""The event in whose line a program tells its port, once people may speak to it."""
TICKS: Final = os.sysconf("SC_CLK_TCK")


def desk_settings(url: str) -> dict[str, str]:
    """Return the settings of a desk over the store at `url`, whatever platform it serves."""
    return {
        "DATABASE_URL": url,
        "FACTDESK_OWNERS": "telegram:1",
        "FACTDESK_HTTP_PORT": "0",
        "FACTDESK_LOG": "json",
    }


class NotServingError(Exception):
    """A program ended before it served; the text is what it said."""


@dataclass(slots=True)
class Bot:
    """A bot that serves.

    Attributes:
        port: where it listens, if it does.
        said: the last of what it wrote to standard error.
    """

    process: subprocess.Popen[str]
    port: int = 0
    said: deque[str] = field(default_factory=lambda: deque(maxlen=30))

    @property
    def busy(self) -> float | None:
        """Seconds of processor time that it took so far; None where nobody tells."""
        try:
            told = Path(f"/proc/{self.process.pid}/stat").read_text(encoding="ascii")
        except FileNotFoundError:
            return None
        fields = told.rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def end(self) -> None:
        """Ask it to end, as an operator does, and wait until it has."""
        self.process.terminate()
        self.process.wait(PATIENCE)


@contextmanager
def serving(arguments: Sequence[str], settings: Mapping[str, str], folder: Path) -> Iterator[Bot]:
    """Run `python ARGUMENTS` in a folder, in this environment alone, from when it serves.

    Raises:
        NotServingError: it ended at once.
    """
    process = subprocess.Popen(
        [sys.executable, *arguments],
        cwd=folder,
        env=environment(**settings),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    bot = Bot(process)
    try:
        bot.port = _port(bot)
        # Whoever is not read stops writing, and with that everything else.
        Thread(target=_read, args=(bot,), daemon=True).start()
        yield bot
    finally:
        process.kill()
        process.wait()


def _lines(bot: Bot) -> Iterator[str]:
    assert bot.process.stderr is not None
    with bot.process.stderr as stream:
        yield from stream


def _port(bot: Bot) -> int:
    assert bot.process.stderr is not None
    while line := bot.process.stderr.readline():
        bot.said.append(line)
        if f'"{SERVING}"' in line:
            return int(json.loads(line)["port"])
    raise NotServingError("".join(bot.said))


def _read(bot: Bot) -> None:
    bot.said.extend(_lines(bot))
