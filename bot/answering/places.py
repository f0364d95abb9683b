"""Names of places and alliances: they are names, however somebody types them."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

from bot.answering.analysis import Keys


def is_place_name(keys: Keys) -> bool:
    """Tell whether a word, by its keys, is the name of a place, or of who comes from there.

    Alliances of countries are spoken of like places: "the meeting of NATO".
    """
    return is_alliance(keys) or not keys.concepts.isdisjoint(_names("places"))


def is_alliance(keys: Keys) -> bool:
    """Tell whether a word, by its keys, is the name of an alliance of countries."""
    return not keys.concepts.isdisjoint(_names("alliances"))


@cache
def _names(of: str) -> frozenset[str]:
    """Return the meanings of a table of `vocabulary.toml`, which are names, marked `=`."""
    text = files("bot.answering").joinpath("vocabulary.toml").read_text(encoding="utf-8")
    return frozenset(f"={name}" for name in tomllib.loads(text)[of])
