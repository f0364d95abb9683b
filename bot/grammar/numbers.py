"""A number by which people call a post, a schedule or what is held: `8`, or `#8`."""

from __future__ import annotations

import re
from typing import Final

_NUMBER: Final = re.compile(r"#?([0-9]{1,9})")
"""No more digits than a database holds."""


def number_of(word: str) -> int | None:
    """Return the number that all of `word` is; None if it is something else."""
    found = _NUMBER.fullmatch(word.strip())
    return int(found[1]) if found else None
