"""Names of places: they are names, however somebody types them."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

from bot.answering.analysis import Keys


def is_place_name(keys: Keys) -> bool:
    """Tell whether a word, by its keys, is the name of a place, or of who comes from there."""
    return not keys.concepts.isdisjoint(_names())


@cache
def _names() -> frozenset[str]:
    """Return the meanings of `vocabulary.toml` that are names of places, marked `=`."""
    text = files("bot.answering").joinpath("vocabulary.toml").read_text(encoding="utf-8")
    return frozenset(f"={name}" for name in tomllib.loads(text)["places"])
