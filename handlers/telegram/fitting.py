"""A message in parts where it is too long for one.

Parts are filled in order. Where one is full it ends at the last line end in its second half, else
between two nodes. A node that no message could hold is first cut into pieces, between words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Final

from bot.port import Break, Message, Node
from bot.rooms import Room
from handlers.telegram.rendering import Worded, marked, marks, settled
from handlers.telegram.wording import place_to_cut, units, visible

LONGEST: Final = 4096
"""Units of a message, counted without its markup."""
BELOW_PICTURE: Final = 1024
"""The same of words below a picture."""
MOST_STYLED: Final = 100
"""Pieces of a message that have a style or lead somewhere; Telegram shows more of them plain."""
HEAVIEST: Final = 30_000
"""Bytes of a message with its markup; Telegram reads no more than 32 KiB."""
PIECE: Final = 1000
"""Units of a piece of a node that is too long for any message."""


def fit(message: Message, most: int = LONGEST) -> tuple[Message, ...]:
    """Return `message` in parts that Telegram takes, in order; none where nothing is to be seen.

    A `Break` at a cut goes, and so does the space there, which Telegram would trim.

    Args:
        message: of any length.
        most: units of a part.
    """
    nodes = [piece for node in message for piece in _pieces(node, most)]
    if len(nodes) == len(message) and all(map(_Part(most).took, nodes)):
        return (message,) if _has_words(nodes) else ()
    return tuple(part for part in map(_trimmed, _parts(nodes, most)) if _has_words(part))


def length(message: Message) -> int:
    """Return how many units Telegram takes `message` to have."""
    return sum(map(_length, message))


def _length(node: Node) -> int:
    return 1 + node.paragraph if isinstance(node, Break) else units(settled(node).text)


def _has_words(nodes: Iterable[Node]) -> bool:
    return any(not isinstance(node, Break) and visible(node.text) for node in nodes)


def _pieces(node: Node, most: int) -> Iterator[Node]:
    """Cut a node that no message could hold; the space at a cut begins the piece behind it."""
    if isinstance(node, Break):
        yield node
        return
    rest = settled(node)
    if units(rest.text) > most:
        piece = min(PIECE, most)
        while units(rest.text) > piece:
            place = place_to_cut(rest.text, piece)
            yield _with(rest, rest.text[:place])
            rest = _with(rest, rest.text[place:])
    yield rest


def _with(node: Worded, words: str) -> Worded:
    return settled(replace(node, text=words))


@dataclass(slots=True)
class _Part:
    """What one message holds, and how much of its room is taken."""

    most: int
    nodes: list[Node] = field(default_factory=list)
    units: int = 0
    styled: int = 0
    weight: int = 0

    def took(self, node: Node) -> bool:
        """Add a node, unless it is too much; an empty part takes any piece."""
        taken = self.units + _length(node)
        styled = self.styled + marks(node)
        weight = self.weight + len(marked(node).encode())
        if taken > self.most or styled > MOST_STYLED or weight > HEAVIEST:
            return False
        self.nodes.append(node)
        self.units, self.styled, self.weight = taken, styled, weight
        return True

    def cut(self) -> tuple[list[Node], list[Node]]:
        """Return what stays, and what goes into the next part: all behind the last line end."""
        for place in range(len(self.nodes) - 1, len(self.nodes) // 2, -1):
            if isinstance(self.nodes[place], Break):
                return self.nodes[:place], self.nodes[place + 1 :]
        return self.nodes, []


def _parts(nodes: list[Node], most: int) -> Iterator[list[Node]]:
    waiting, part = nodes[::-1], _Part(most)
    while waiting:
        if part.took(waiting[-1]):
            waiting.pop()
            continue
        stays, goes = part.cut()
        yield stays
        waiting.extend(reversed(goes))
        part = _Part(most)
    yield part.nodes


def _trimmed(nodes: list[Node]) -> Message:
    """Return a part without the line ends and the space at its edges."""
    begin, end = 0, len(nodes)
    while begin < end and _blank(nodes[begin]):
        begin += 1
    while end > begin and _blank(nodes[end - 1]):
        end -= 1
    inner = nodes[begin:end]
    if inner:
        inner[0] = _stripped(inner[0], at_start=True)
        inner[-1] = _stripped(inner[-1], at_start=False)
    return tuple(inner)


def _blank(node: Node) -> bool:
    return isinstance(node, Break) or not node.text.strip()


def _stripped(node: Node, *, at_start: bool) -> Node:
    if isinstance(node, Break):
        return node
    return replace(node, text=node.text.lstrip() if at_start else node.text.rstrip())


ROOM: Final = Room(LONGEST, BELOW_PICTURE, length, fit)
"""What a message of Telegram holds."""
