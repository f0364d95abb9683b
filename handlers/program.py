"""Where the program begins, by either of its names."""

from __future__ import annotations

import gc
from typing import Final

YOUNG: Final = 20_000
"""Objects made, and not gone, before a search for garbage. By Python's own 700, 110 of 2,000
questions among 100,000 facts wait a millisecond for it, 10 nine and one a second; by this two
wait some 60 ms, and the slowest of a hundred takes 13.9 ms for 15.2."""


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
