"""A message in parts: several messages where it is too long for one, and sections within one.

Parts are filled in order. Where one is full it ends at the last line end in its second half, else
between two nodes; a node that no section could hold is first cut into pieces, between words.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final, TypeAlias

from bot.port import Break, Code, Formatted, Link, Message, Node, Strike, Strong, Text, plain
from bot.rooms import Room
from handlers.slack.wording import beside, leads, place_to_cut, shown

LONGEST: Final = 10_000
"""Characters of a message. Slack documents no limit of all blocks together, and refuses from
12,000 to 13,300; the rest is for the buttons."""
SECTION: Final = 3000
"""Characters of a section, the documented limit of a text in a block."""
MOST_NODES: Final = 400
"""Pieces of a message: a section of so many is still shown whole by Slack's clients."""
PIECE: Final = 900
"""Characters of a piece of a node that is too long; with the longest address it fits a section."""

Worded: TypeAlias = Text | Strong | Strike | Code | Link | Formatted


def fit(message: Message, most: int = LONGEST) -> tuple[Message, ...]:
    """Return `message` in parts that Slack takes, in order; none where nothing is to be seen.

    A `Break` at a cut goes, and so does what is blank there.

    Args:
        message: of any length.
        most: characters of a part, no fewer than a section has.
    """
    nodes = pieces(message)
    parts = tuple(divided(nodes, most))
    if len(parts) > 1:
        parts = tuple(map(_trimmed, parts))
    return tuple(part for part in parts if _seen(part))


def sections(message: Message) -> Iterator[Message]:
    """Yield `message` in sections, each a line of its own below the one before."""
    return divided(pieces(message), SECTION)


def pieces(message: Message) -> list[Node]:
    """Return `message` with what no section could hold cut into pieces."""
    return [piece for node in message for piece in _pieces(node)]


def divided(nodes: list[Node], most: int) -> Iterator[Message]:
    """Yield `nodes` in parts of at most `most` characters; the line end at a cut is left out.

    Args:
        nodes: none of them longer than `most`.
        most: characters of a part.
    """
    part: list[Node] = []
    taken = 0
    for node in nodes:
        part.append(node)
        taken += length(node)
        while taken > most or len(part) > MOST_NODES:
            stays, part = _cut(part, most // 2)
            taken = sum(map(length, part))
            yield tuple(stays)
    yield tuple(part)


def whole_length(message: Message) -> int:
    """Return how many characters `message` takes."""
    return sum(map(length, message))


def length(node: Node) -> int:
    """Return how many characters a node takes, the address of a link counted too."""
    match node:
        case Break(paragraph=paragraph):
            return 1 + paragraph
        case Link(text=text, url=url):
            return len(text) + len(url) + len(" ()")
        case Formatted(text=text, url=url):
            return len(text) + (len(url) + len(" ()") if url else 0)
        case _:
            return len(node.text)


def _cut(part: list[Node], most: int) -> tuple[list[Node], list[Node]]:
    """Part what is one node too long, at a line end if one is in its last `most` characters.

    Of an empty line there, a line end stays in front of what follows.
    """
    last = len(part) - 1
    behind = 0
    for place in range(last, 0, -1):
        node = part[place]
        if isinstance(node, Break):
            return part[:place], [*([Break()] if node.paragraph else []), *part[place + 1 :]]
        behind += length(node) if place < last else 0
        if behind > most:
            break
    return part[:-1], part[-1:]


def _pieces(node: Node) -> Iterator[Node]:
    if isinstance(node, Break) or length(node) <= SECTION:
        yield node
        return
    if isinstance(node, Link) and not leads(node.url):
        node = Text(beside(node.text, node.url))
    rest: Worded = node
    while len(rest.text) > PIECE:
        place = place_to_cut(rest.text, PIECE)
        yield replace(rest, text=rest.text[:place])
        rest = replace(rest, text=rest.text[place:])
    yield rest


def _trimmed(part: Message) -> Message:
    """Return a part without what is blank at its edges."""
    begin, end = 0, len(part)
    while begin < end and not _seen(part[begin : begin + 1]):
        begin += 1
    while end > begin and not _seen(part[end - 1 : end]):
        end -= 1
    return part[begin:end]


def _seen(part: Message) -> bool:
    return bool(shown(plain(part)).strip())


ROOM: Final = Room(LONGEST, LONGEST, whole_length, fit)
"""What a message of Slack holds, with a picture as without one."""
