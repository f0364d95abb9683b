"""Processes: how each of those that serve one store is called, by itself and by the others."""

from __future__ import annotations

import os
import secrets
import socket
from typing import Final

LETTERS: Final = 4
"""Bytes that tell two starts apart which have the same number on machines of the same name."""


def token() -> str:
    """Return a name that nobody else has or had: `desk-1:417:9f86d081`.

    An operator finds the process by it, and no process takes for its own what one before it had.
    """
    return f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(LETTERS)}"
