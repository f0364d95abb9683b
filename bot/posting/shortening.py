"""Shortening: what leaves unasked is one message, however long a name or a reason is.

A reply that is too long comes in parts. Where there is one message only, as on a page, or where
nothing could be shown on (`parts.py`), the longest words of what is too long for every platform are
cut, so that when something is stays whole.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from bot.port import Break, Message, Node

MOST: Final = 3500
"""Units of UTF-16, as the narrowest platform counts; the rest of its room is for what is put
before a repeated message."""

_CUT: Final = "…"


def shortened(message: Message, most: int = MOST) -> Message:
    """Return `message` with its longest words cut, if there are more than `most` units of them."""
    lengths = [_units(node) for node in message]
    if sum(lengths) <= most:
        return message
    longest = _longest(lengths, most)
    return tuple(_cut(node, longest) for node in message)


def _longest(lengths: list[int], most: int) -> int:
    """Return how long a node may be so that all of them together are at most `most`."""
    room = most
    for place, length in enumerate(sorted(lengths)):
        share = room // (len(lengths) - place)
        if length > share:
            return share
        room -= length
    return room


def _cut(node: Node, longest: int) -> Node:
    if isinstance(node, Break) or _units(node) <= longest:
        return node
    encoded = _encoded(node.text)[: 2 * max(longest - len(_CUT), 0)]
    # Half of a pair of units is no character.
    kept = encoded.decode("utf-16-le", "ignore")
    if not node.text[len(kept)].isspace():
        whole, _, part = kept.rpartition(" ")
        # A word that alone is more than the half of it has to be cut somewhere.
        kept = whole if len(part) < len(kept) / 2 else kept
    return replace(node, text=kept.rstrip() + _CUT)


def _units(node: Node) -> int:
    return 1 if isinstance(node, Break) else len(_encoded(node.text)) // 2


def _encoded(text: str) -> bytes:
    return text.encode("utf-16-le", "surrogatepass")
