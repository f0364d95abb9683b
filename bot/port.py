"""The port: what passes between the desk and any door.

A door (console, Telegram, Slack, web) turns its platform's words into an
`Update`, hands it to the desk and renders the `Reply` that comes back. Text is
a tree of the few nodes below; a door escapes and lays it out as its platform
asks, so nobody but a door ever writes markup.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Text:
    """Words shown exactly as they stand."""

    text: str


@dataclass(frozen=True, slots=True)
class Strong:
    """Words that carry the answer: a value, a name."""

    text: str


@dataclass(frozen=True, slots=True)
class Strike:
    """Words that no longer hold, shown struck through."""

    text: str


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


Node: TypeAlias = Text | Strong | Strike | Link | Code | Break
"""One piece of a message; nodes hold plain text only, so trees stay flat."""

Message: TypeAlias = tuple[Node, ...]
"""A message in reading order."""


class Place(StrEnum):
    """Where an update was said; it decides what may be shown there."""

    PRIVATE = "private"
    GROUP = "group"
    EDITORS = "editors"


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody as one platform knows them, e.g. `telegram:123456`.

    `operator`: the door vouches that this is who runs the installation (the
    console and the command line); they act as owner without being made one.
    """

    platform: str
    id: str
    name: str = ""
    operator: bool = False

    def __str__(self) -> str:
        return f"{self.platform}:{self.id}"


@dataclass(frozen=True, slots=True)
class Chat:
    """A conversation as one platform knows it; `topic` is a forum topic or thread."""

    platform: str
    id: str
    place: Place
    topic: str = ""

    def __str__(self) -> str:
        return f"{self.platform}:{self.id}" + (f"/{self.topic}" if self.topic else "")


@dataclass(frozen=True, slots=True)
class Update:
    """One thing that somebody said or tapped.

    Attributes:
        id: the platform's own id of the event; the same id is the same event.
        text: what was typed, as typed; empty for a tap.
        choice: the token of the choice that was tapped, or empty.
        language_hint: the platform's idea of the person's language, or empty.
    """

    id: str
    account: Account
    chat: Chat
    text: str = ""
    choice: str = ""
    language_hint: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """A button. `token` is a short stored reference, checked again when tapped."""

    label: str
    token: str


@dataclass(frozen=True, slots=True)
class Reply:
    """What the desk says back.

    Attributes:
        message: the text as a tree; an empty one is silence, and a door sends nothing.
        choices: offered below it, in order; a door shows them as it can.
        language: `lv` or `en`, the language of the message.
    """

    message: Message
    choices: tuple[Choice, ...] = ()
    language: str = "lv"


def joined(messages: Iterable[Message], gap: Node) -> Message:
    """Return `messages` as one, with `gap` between each two."""
    parts: list[Node] = []
    for message in messages:
        if parts:
            parts.append(gap)
        parts.extend(message)
    return tuple(parts)


def plain(message: Message) -> str:
    """Return the words of `message` without any markup, for logs, tests and JSON."""
    parts: list[str] = []
    for node in message:
        match node:
            case Break(paragraph=paragraph):
                parts.append("\n\n" if paragraph else "\n")
            case Link(text=text, url=url):
                parts.append(f"{text} ({url})" if url else text)
            case _:
                parts.append(node.text)
    return "".join(parts)
