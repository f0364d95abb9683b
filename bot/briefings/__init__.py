"""The briefings that are shipped: each a file of facts, known by its name."""

from __future__ import annotations

from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Final

NAMES: Final[tuple[str, ...]] = ("riga-2021",)
"""Every shipped briefing, as people type its name."""


def open_briefing(name: str) -> Traversable:
    """Return the JSON Lines file (UTF-8) of the briefing `name`, ready to be read.

    Raises:
        KeyError: `name` is not one of `NAMES`.
    """
    if name not in NAMES:
        raise KeyError(name)
    return files(__name__) / f"{name}.jsonl"
