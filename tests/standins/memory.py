"""Where what tests store lies: in memory if there is room for it.

On a disk each commit waits for a flush, and the many stores of tests cost more than the tests.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

MEMORY: Final = Path("/dev/shm")  # noqa: S108 - what is made there has a folder that is private
"""Where Linux keeps files in memory; containers often give it too little to be of use."""
ROOM: Final = 2 * 1024**3
"""Bytes that have to be free there: all tests of storage take a hundred million of them."""


def roomy(otherwise: Path) -> Path:
    """Return the folder in memory, or the other one if there is none or too little is free."""
    if not os.access(MEMORY, os.W_OK):
        return otherwise
    free = os.statvfs(MEMORY)
    return MEMORY if free.f_bavail * free.f_frsize >= ROOM else otherwise
