"""How the program begins."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.journeys.program import environment

BEGUN = """
import atexit, gc
from handlers.program import main
atexit.register(lambda: print("searched:", gc.isenabled(), "kept:", gc.get_freeze_count() > 0))
main()
"""


def test_garbage_is_searched_for_once_all_is_imported(tmp_path: Path) -> None:
    """A desk that serves for months does not grow for want of it, nor look through its own code."""
    ended = subprocess.run(
        [sys.executable, "-c", BEGUN, "--help"],
        cwd=tmp_path,
        env=environment(),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )

    assert ended.returncode == 0
    assert ended.stdout.splitlines()[-1] == "searched: True kept: True"
