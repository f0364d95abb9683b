"""Where the program begins, by either of its names."""

from __future__ import annotations

import gc


def main() -> None:
    """Run the command line, and import it without a search for garbage, as all of it stays.

    That search took a third of the time of a start.
    """
    gc.disable()
    from handlers import cli  # noqa: PLC0415 - only now, as said above

    gc.freeze()
    gc.enable()
    cli.main()
