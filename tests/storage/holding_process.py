"""A process that holds a store until its input ends: started by a test, to be met or killed.

Usage: holding_process.py URL. Prints `held` or, if it was refused, the reason.
"""

from __future__ import annotations

import sys

from storage.clock import system_clock
from storage.database import Database
from storage.errors import InUse


def main(url: str) -> None:
    """Hold the store, and say so."""
    database = Database(url, system_clock)
    try:
        with database.hold():
            tell("held")
            sys.stdin.read()
    except InUse as error:
        tell(str(error))
    database.close()


def tell(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
