"""What people can do at every door, said once: a venue, its people and its groups.

A scenario speaks only of these; `on_telegram`, `on_slack` and `on_console` say how each is done
there. Whatever a person does waits for what they then see, and nothing waits by the clock. What
is to be met with silence is followed by a line of the same person that is answered: lines of one
person keep their order, so whatever there was to say has been said by then.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class Seen:
    """What somebody sees of a message.

    Attributes:
        labels: the words on its buttons.
        links: where its words lead.
        aside: it is a word to who tapped, beside the message.
        handle, screen: the message itself and what it showed, for the venue that it is of.
    """

    text: str
    labels: tuple[str, ...] = ()
    links: Mapping[str, str] = field(default_factory=dict)
    aside: bool = False
    handle: Any = field(default=None, compare=False, repr=False)
    screen: Any = field(default=None, compare=False, repr=False)


class Person(Protocol):
    """Somebody at a door, with the bot alone."""

    @property
    def account(self) -> str:
        """Return how the desk names them, as `telegram:123`."""
        ...

    def says(self, text: str) -> Seen:
        """Write to the bot alone, a line with a slash as commands are given there."""
        ...

    def reads_on(self, seen: Seen, until: str) -> list[Seen]:
        """Read what came to them alone from `seen` on, up to what has those words in it."""
        ...

    def taps(self, seen: Seen, label: str) -> Seen:
        """Tap a button; return what the message has become, or the word beside it."""
        ...


class Group(Protocol):
    """A conversation of several people, with the bot in it unless told otherwise."""

    @property
    def id(self) -> str:
        """Return how the desk names it, as `telegram:-100123`."""
        ...

    def said(self) -> list[str]:
        """Return what the bot said to everybody here until now, in order."""
        ...

    def lets_bot_in(self, by: Member) -> Seen:
        """Let somebody bring the bot in; return what it says."""
        ...


class Member(Person, Protocol):
    """Somebody who meets others, and whose lines stay and can be changed."""

    def edits(self, text: str) -> Seen:
        """Change their latest line; return what its answer has become, or what is said to that."""
        ...

    def says_in(
        self, group: Group, text: str, *, below: Seen | None = None, calling: bool = False
    ) -> None:
        """Write among others, `below` a message as a reply; with `calling` by the bot's name."""
        ...

    def asks_in(self, group: Group, text: str, *, below: Seen | None = None) -> Seen:
        """Ask the bot by its name, or below a message of its own; return the answer."""
        ...

    def commands_in(self, group: Group, line: str) -> Seen:
        """Give a command among others, as they are given there: `language en`."""
        ...


class Venue(Protocol):
    """A door, with a desk behind it that holds the briefing."""

    def person(self, language: str) -> Person:
        """Return somebody new, whose language that one is."""
        ...

    def editor(self) -> Person:
        """Return an editor, who reads English."""
        ...


class Town(Protocol):
    """A venue where people meet each other."""

    def person(self, language: str) -> Member:
        """Return somebody new, whose language that one is."""
        ...

    def editor(self) -> Member:
        """Return an editor, who reads English."""
        ...

    def group(self, runner: Member, *members: Member, bot_in: bool = True) -> Group:
        """Return a new group, which `runner` runs; the desk speaks Latvian there."""
        ...

    def other_bot(self, group: Group) -> Member:
        """Return another bot, which is in the group."""
        ...


def spelt(text: str, reader: Person) -> str:
    """Return a sentence with its commands as they are typed where `reader` is."""
    slack = reader.account.startswith("slack:")
    return re.sub(r"(?<![\w/.])/(?=[a-z])", "/factdesk ", text) if slack else text


def appointed(owner: Person, somebody: Person) -> None:
    """Have the owner make somebody an editor."""
    told = owner.says(f"/role grant {somebody.account} editor")
    assert somebody.account in told.text
