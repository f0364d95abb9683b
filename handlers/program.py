"""Where the program begins, by either of its names."""

from __future__ import annotations

import gc
from typing import Final

YOUNG: Final = 20_000
"""Objects made, and not gone, before a search for garbage. By Python's own 700 one question of 40
among 100,000 facts waits a millisecond for it, and one of 500 eleven; by this none of 6,000 did,
and the slowest of a hundred took 0.92 of the time."""


def main() -> None:
    """Run the command line, and search seldom for garbage.

    While the program is imported nothing is searched, as all of it stays: that took a third of
    the time of a start.
    """
    gc.disable()
    from handlers import cli  # noqa: PLC0415 - only now, as said above

    gc.freeze()
    gc.set_threshold(YOUNG)
    gc.enable()
    cli.main()
