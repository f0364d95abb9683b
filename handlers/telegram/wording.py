"""Words as Telegram shows them: what it drops, what it would make ring, how long it counts them.

Telegram looks for names to call in every text it is given. A word joiner behind the `@`, which
nobody sees, keeps it from finding any, so that what others wrote rings at nobody's.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

DROPPED: Final = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\u030a\u0333\u033f\ud800-\udfff]"
)
"""What Telegram leaves out or turns into a space (control characters, separators of lines, a few
combining lines), what turns the direction of the text around it, and halves of characters."""
CALLS: Final = re.compile(r"(?<![A-Za-z0-9_])@(?=[A-Za-z0-9_]|\Z)")
"""An `@` that would call somebody, alone or with what the next piece of the message begins with."""
JOINER: Final = "\u2060"
VISIBLE: Final = re.compile(
    r"[^\s\xa0\u1680\u180e\u2000-\u200f\u202f\u205f\u2060\u2800\u3000\ufeff\ufffc]"
)
"""Telegram refuses a message without any such character as empty."""
ASTRAL: Final = re.compile(r"[\U00010000-\U0010ffff]")
JOINED: Final = re.compile(r"[\u200d\ufe00-\ufe0f\u20e3\U0001f3fb-\U0001f3ff]")
FLAG: Final = re.compile(r"[\U0001f1e6-\U0001f1ff]+\Z")
LONGEST_CHARACTER: Final = 32
"""Parts of one character that is written with many; what is longer is cut anywhere."""
MORE: Final = "…"


def kept(text: str) -> str:
    """Return `text` without what Telegram drops."""
    return DROPPED.sub("", text)


def shown(text: str) -> str:
    """Return `text` as people will see it: nothing that Telegram drops, nobody called."""
    return CALLS.sub(f"@{JOINER}", kept(text))


def units(text: str) -> int:
    """Return how long Telegram takes `text` to be: in UTF-16 units."""
    return len(text) if text.isascii() else len(text) + len(ASTRAL.findall(text))


def visible(text: str) -> bool:
    """Tell whether there is anything to see."""
    return VISIBLE.search(text) is not None


def index_within(text: str, most: int) -> int:
    """Return the place in `text` where its first `most` units end, never within a character."""
    if len(text) == units(text):
        return min(most, len(text))
    kept = text.encode("utf-16-le")[: 2 * most]
    return len(kept.decode("utf-16-le", "ignore"))


def place_to_cut(text: str, most: int) -> int:
    """Return where to cut `text` so that at most `most` units are before it.

    Behind a word if one ends in the second half, else between two characters as people see
    them. At least one character is before the cut.
    """
    end = index_within(text, most)
    if end >= len(text):
        return len(text)
    for place in range(end, end // 2, -1):
        if text[place].isspace():
            return place
    return _between_characters(text, end)


def cut(text: str, most: int) -> str:
    """Return `text` if it has at most `most` units, else its beginning and an ellipsis."""
    if units(text) <= most:
        return text
    return text[: place_to_cut(text, most - 1)].rstrip() + MORE


def _between_characters(text: str, end: int) -> int:
    for place in range(end, max(end - LONGEST_CHARACTER, 0), -1):
        if not _continues(text, place):
            return place
    return max(end, 1)


def _continues(text: str, place: int) -> bool:
    """Tell whether the character at `place` is seen as one with that before it."""
    here, before = text[place], text[place - 1]
    if unicodedata.category(here)[0] == "M" or unicodedata.category(here) == "Cf":
        return True
    if JOINED.match(here) or before == "\u200d":
        return True
    flags = FLAG.search(text, max(place - LONGEST_CHARACTER, 0), place)
    return bool(flags and len(flags[0]) % 2 and FLAG.match(here))
