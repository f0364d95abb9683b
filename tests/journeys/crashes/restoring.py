"""A program that restores a backup as `factdesk restore` does, and dies on the way.

Usage: restoring.py FILE WHAT TIMES. It dies as it is about to do something for the last of so
many times: WHAT is a pattern for what Python says of each file that is opened, linked, renamed or
removed. Nothing of the desk knows of this.
"""

from __future__ import annotations

import os
import re
import signal
import sys
from typing import Final

from handlers.cli import cli

HEARD: Final = frozenset({"sqlite3.connect", "os.link", "os.rename", "os.remove"})


def dies(what: str, times: int) -> None:
    """Have this process end, as by a power cut, where it is about to do `what` so often."""
    left = times

    def hear(event: str, given: tuple[object, ...]) -> None:
        nonlocal left
        if event in HEARD and re.search(what, f"{event} {given}"):
            left -= 1
            if not left:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(hear)


def main(file: str, what: str, times: str) -> None:
    """Restore a backup, and die."""
    dies(what, int(times))
    cli(["restore", file])


if __name__ == "__main__":
    main(*sys.argv[1:])
