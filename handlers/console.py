"""The console door: a chat on the terminal, and how a reply looks there."""

from __future__ import annotations

import itertools
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TextIO

from rich.console import Console
from rich.text import Text as Styled

from bot.desk import Desk
from bot.port import (
    Account,
    Break,
    Chat,
    Choice,
    Code,
    Link,
    Message,
    Place,
    Reply,
    Strike,
    Strong,
    Text,
    Update,
)

OPERATOR = Account(platform="console", id="operator", name="console", operator=True)
"""Who speaks at the terminal: whoever runs the installation."""

TERMINAL = Chat(platform="console", id="terminal", place=Place.PRIVATE)
"""The one conversation that a terminal has."""

PROMPT = "› "
LEAVE = frozenset({"exit", "quit", "/exit", "/quit", ":q", "iziet", "beigt"})


def render(message: Message) -> Styled:
    """Return `message` as styled terminal text.

    Control characters are dropped: what a person wrote must not move the cursor
    or change the colours of somebody else's terminal.
    """
    styled = Styled()
    for node in message:
        match node:
            case Break(paragraph=paragraph):
                styled.append("\n\n" if paragraph else "\n")
            case Link(text=text, url=url):
                styled.append(_printable(text))
                styled.append(f" ({_printable(url)})" if url else "", style="dim")
            case Strong(text=text):
                styled.append(_printable(text), style="bold")
            case Strike(text=text):
                styled.append(_printable(text), style="strike")
            case Code(text=text):
                styled.append(_printable(text), style="cyan")
            case Text(text=text):
                styled.append(_printable(text))
    return styled


def _printable(text: str) -> str:
    return "".join(char for char in text if char in "\n\t" or not _CONTROL.match(char))


_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""C0, DEL, C1, and the marks that turn the direction of other people's text."""


@dataclass(slots=True)
class Conversation:
    """One conversation with the desk; a number picks from the latest offer."""

    desk: Desk
    screen: Console
    choices: tuple[Choice, ...] = ()
    _numbers: Iterator[int] = field(default_factory=itertools.count)

    def say(self, line: str) -> Reply:
        """Give `line` to the desk, print what it answers, and return that."""
        reply = self.desk.handle(self._update(line))
        self.choices = reply.choices or self.choices
        self.screen.print(render(reply.message), soft_wrap=True)
        for number, choice in enumerate(reply.choices, start=1):
            self.screen.print(Styled(f"  [{number}] {_printable(choice.label)}"), style="green")
        self.screen.print()
        return reply

    def _update(self, line: str) -> Update:
        said = line.strip()
        chosen = ""
        if said.isdecimal() and 1 <= int(said) <= len(self.choices):
            chosen = self.choices[int(said) - 1].token
        return Update(
            id=f"console-{next(self._numbers)}",
            account=OPERATOR,
            chat=TERMINAL,
            text="" if chosen else line,
            choice=chosen,
        )


def typed_lines(stream: TextIO) -> Iterator[str]:
    """Yield what is typed, a line at a time, until the end, Ctrl-C or a farewell."""
    if stream.isatty():
        import readline  # noqa: F401, PLC0415 - line editing; importing it is what turns it on

    while True:
        try:
            line = input(PROMPT) if stream.isatty() else stream.readline()
        except (EOFError, KeyboardInterrupt):
            return
        if not stream.isatty() and not line:
            return
        if line.strip().lower() in LEAVE:
            return
        yield line.rstrip("\n")


def converse(conversation: Conversation, lines: Iterable[str]) -> None:
    """Answer `lines` one by one; an empty line is not a question."""
    for line in lines:
        if line.strip():
            conversation.say(line)


def screen() -> Console:
    """Return the terminal as rich sees it; plain text where output is piped."""
    return Console(file=sys.stdout, highlight=False, markup=False, emoji=False)
