"""Words as Slack shows them: what is dropped from them, and where they may be cut."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

DROPPED: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""Control characters, what turns the direction of the text around it, halves of characters."""
LONGEST_CHARACTER: Final = 32
"""Parts of one character that is written with many; what is longer is cut anywhere."""
JOINING: Final = re.compile("[\u200d\ufe00-\ufe0f\u20e3\U0001f3fb-\U0001f3ff]")
LONGEST_ADDRESS: Final = 2000
"""Characters of the address of a link; Slack takes 3000."""
LINKED: Final = re.compile(r"https?://[^\s/?#<>|]+([/?#][^\s<>|]*)?|mailto:[^\s<>|@]+@[^\s<>|@]+")
"""What is made a link of; any other address is shown beside its words."""
MORE: Final = "…"


def shown(text: str) -> str:
    """Return `text` without what is dropped, and with spaces for tabs."""
    return DROPPED.sub("", text.replace("\t", " "))


def escaped(text: str) -> str:
    """Return `text` as it stands in a message's `text`, so that nothing in it calls anybody."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def leads(url: str) -> bool:
    """Tell whether Slack makes a link of `url`."""
    fits = len(url) <= LONGEST_ADDRESS and not DROPPED.search(url)
    return fits and LINKED.fullmatch(url) is not None


def beside(text: str, url: str) -> str:
    """Return words and an address that is no link."""
    words = shown(text).strip()
    return f"{words} ({url})" if words and url else words or url


def cut(text: str, most: int) -> str:
    """Return `text` if it has at most `most` characters, else its beginning and an ellipsis."""
    if len(text) <= most:
        return text
    return text[: place_to_cut(text, most - len(MORE))].rstrip() + MORE


def place_to_cut(text: str, most: int) -> int:
    """Return where to cut `text` so that at most `most` characters are before it.

    Behind a word if one ends in the second half, else between two characters as people see
    them. At least one character is before the cut.
    """
    if most >= len(text):
        return len(text)
    for place in range(most, most // 2, -1):
        if text[place].isspace():
            return place
    return _between_characters(text, most)


def _between_characters(text: str, end: int) -> int:
    for place in range(end, max(end - LONGEST_CHARACTER, 0), -1):
        if not _continues(text[place]) and text[place - 1] != "\u200d":
            return place
    return max(end, 1)


def _continues(char: str) -> bool:
    """Tell whether a character is seen as one with that before it."""
    return unicodedata.category(char)[0] == "M" or JOINING.match(char) is not None
