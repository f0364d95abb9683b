"""The message tree: what a message says, and how it looks, whatever platform shows it.

It is flat: nodes hold plain words. A door escapes them and lays them out as its platform asks, so
nobody but a door ever writes markup.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Claim:
    """What a piece of a message states: a version of a fact, for an instant, in a language.

    It makes a receipt of whatever message carries it, so that who was told can be corrected. One
    that is `withdrawn` states that the version no longer stands.
    """

    fact_id: int
    version_id: int
    instant: datetime
    language: str
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class Text:
    """Words shown exactly as they stand."""

    text: str
    claim: Claim | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Choosing(Text):
    """How a choice is taken where choices are buttons; `typed`, where they are typed."""

    typed: str = ""


@dataclass(frozen=True, slots=True)
class Strong:
    """Words that carry the answer: a value, a name."""

    text: str
    claim: Claim | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Strike:
    """Words that no longer hold, shown struck through."""

    text: str
    claim: Claim | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Code:
    """What a person can type back: a key, a command."""

    text: str


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead to an address; a door without links shows both."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Break:
    """A new line; with `paragraph`, an empty line before what follows."""

    paragraph: bool = False


class Style(StrEnum):
    """How somebody made words look; a platform without a style shows the words plain."""

    STRONG = "strong"
    EMPHASIS = "emphasis"
    UNDERLINE = "underline"
    STRIKE = "strike"
    HIDDEN = "hidden"
    """Covered until they are tapped."""
    CODE = "code"
    BLOCK = "block"
    """Code on lines of its own."""
    QUOTE = "quote"
    """A quotation on lines of its own; those that follow each other are one."""


@dataclass(frozen=True, slots=True)
class Formatted:
    """Words as who wrote them made them look, ends of lines within them.

    Attributes:
        styles: all that they have, in the order of `Style`.
        url: the address that they lead to, or empty.
    """

    text: str
    styles: tuple[Style, ...]
    url: str = ""


Node: TypeAlias = Text | Strong | Strike | Link | Code | Formatted | Break
"""One piece of a message; nodes hold plain text only, so trees stay flat."""

Message: TypeAlias = tuple[Node, ...]
"""A message in reading order."""


def joined(messages: Iterable[Message], gap: Node) -> Message:
    """Return `messages` as one, with `gap` between each two."""
    parts: list[Node] = []
    for message in messages:
        if parts:
            parts.append(gap)
        parts.extend(message)
    return tuple(parts)


def unclaimed(message: Message) -> Message:
    """Return a message that states nothing: to show, to propose and to tell again is no telling.

    So it leaves no receipt, and whoever read it is never told that it was wrong.
    """
    return tuple(
        replace(node, claim=None) if isinstance(node, Text | Strong | Strike) else node
        for node in message
    )


def plain(message: Message) -> str:
    """Return the words of `message` without any markup, for logs, tests and JSON."""
    parts: list[str] = []
    for node in message:
        match node:
            case Break(paragraph=paragraph):
                parts.append("\n\n" if paragraph else "\n")
            case Link(text=text, url=url) | Formatted(text=text, url=url):
                parts.append(f"{text} ({url})" if url not in {"", text} else text)
            case _:
                parts.append(node.text)
    return "".join(parts)
