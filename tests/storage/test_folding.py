"""Folding: what the store keeps folded has to be found for ever."""

from __future__ import annotations

from hashlib import sha256
from typing import Final

from storage.folding import fold

FOLDED: Final = "5ca3629899acd5133c04b12abe81bd2bacfc212393a724a945bcfa8687a2aa47"
"""Of what the letters and signs below come to."""


def test_what_is_stored_folded_stays_found() -> None:
    """Latin, Greek and Cyrillic letters fold as ever; otherwise names need a new migration."""
    letters = "\n".join(
        map(chr, (*range(0x20, 0x530), *range(0x1E00, 0x1F00), *range(0x2010, 0x2040)))
    )
    assert sha256(fold(letters).encode()).hexdigest() == FOLDED
