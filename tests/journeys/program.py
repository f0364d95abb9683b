"""The program itself, started as a person starts it."""

from __future__ import annotations

import os
import pty
import re
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
PATIENCE = 60
"""Seconds after which a program that says nothing is taken for dead."""

_ESCAPES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b\][^\x07]*\x07|\r")


def environment(**settings: str) -> dict[str, str]:
    """Return an environment without any settings but these."""
    kept = ("PATH", "HOME", "TMPDIR", "LANG", "SYSTEMROOT")
    return {
        **{name: os.environ[name] for name in kept if name in os.environ},
        "PYTHONPATH": str(ROOT),
        "PYTHONIOENCODING": "utf-8",
        **settings,
    }


def run(
    *arguments: str, cwd: Path, stdin: str = "", **settings: str
) -> subprocess.CompletedProcess[str]:
    """Run `factdesk ARGUMENTS` in a folder until it ends."""
    return subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        cwd=cwd,
        env=environment(**settings),
        input=stdin,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


@dataclass
class Terminal:
    """A program that believes to have a person before it."""

    process: subprocess.Popen[bytes]
    end: int
    said: str = ""

    def read_until(self, mark: str) -> str:
        """Return what the program prints up to and with `mark`."""
        while mark not in self.said:
            ready, _, _ = select.select([self.end], [], [], PATIENCE)
            assert ready, f"silent before {mark!r}: {self.said}"
            self.said += _ESCAPES.sub("", os.read(self.end, 65_536).decode(errors="replace"))
        told, found, self.said = self.said.partition(mark)
        return told + found

    def type(self, text: str) -> None:
        """Type `text`, as it is."""
        os.write(self.end, text.encode())

    def interrupt(self) -> None:
        """Press Ctrl-C, and a key.

        A signal that comes just before a program waits for a key is noticed with that key.
        """
        self.process.send_signal(signal.SIGINT)
        self.type("\n")

    def status(self) -> int:
        """Return the exit status, once the program has ended."""
        return self.process.wait(PATIENCE)


@contextmanager
def terminal(*arguments: str, cwd: Path, **settings: str) -> Iterator[Terminal]:
    """Run `factdesk ARGUMENTS` on a terminal of its own; it is ended afterwards."""
    # A shell starts its background jobs deaf to Ctrl-C, and the deaf pass it on; whoever
    # sits at a terminal is heard, so tests that run in the background must not differ.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", *arguments],
        cwd=cwd,
        env=environment(TERM="xterm", COLUMNS="200", **settings),
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
    )
    os.close(theirs)
    try:
        yield Terminal(process, ours)
    finally:
        process.kill()
        process.wait()
        os.close(ours)
