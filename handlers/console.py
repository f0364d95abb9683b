"""The console door: a chat on the terminal, and how a reply looks there."""

from __future__ import annotations

import itertools
import os
import re
import secrets
import select
import sys
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TextIO

from rich.console import Console
from rich.text import Text as Styled

from bot.desk import Desk, Said
from bot.grammar import LINE_NAMES
from bot.port import (
    Account,
    Break,
    Chat,
    Choice,
    Code,
    Formatted,
    Happening,
    Link,
    Message,
    Place,
    Reply,
    Strike,
    Strong,
    Style,
    Text,
    Update,
)
from bot.posting.outbox import Answering, note_reply
from storage.database import Transaction

OPERATOR = Account(platform="console", id="operator", name="console", operator=True)
"""Who speaks at the terminal: whoever runs the installation."""

TERMINAL = Chat(platform="console", id="terminal", place=Place.PRIVATE)
"""The one conversation that a terminal has."""

PROMPT = "› "
_NAMED = re.compile(r"\s*([A-Za-z]+(?:-[A-Za-z]+)?)[ ]?:")
LEAVE = frozenset({"exit", "quit", "/exit", "/quit", ":q", "iziet", "beigt"})


def render(message: Message, *, styles: bool = True) -> Styled:
    """Return `message` as styled terminal text; without `styles` what is struck is marked.

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
                styled.append(_printable(text) if styles else f"~{_printable(text)}~", "strike")
            case Formatted(text=text, url=url):
                styled.append(_printable(text), style=_look(node))
                styled.append(f" ({_printable(url)})" if url else "", style="dim")
            case Code(text=text):
                styled.append(_printable(text), style="cyan")
            case Text(text=text):
                styled.append(_printable(text))
    return styled


def _look(node: Formatted) -> str:
    """Return a style of the terminal; what it has none for is shown plain."""
    return " ".join(_LOOKS[style] for style in node.styles if style in _LOOKS)


_LOOKS = {
    Style.STRONG: "bold",
    Style.EMPHASIS: "italic",
    Style.UNDERLINE: "underline",
    Style.STRIKE: "strike",
    Style.CODE: "cyan",
    Style.BLOCK: "cyan",
}


def _printable(text: str) -> str:
    return "".join(char for char in text if char in "\n\t" or not _CONTROL.match(char))


_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""C0, DEL, C1, and the marks that turn the direction of other people's text."""


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who types, where, and what their own language is, if that is known."""

    account: Account = OPERATOR
    chat: Chat = TERMINAL
    language: str = ""


@dataclass(slots=True)
class Conversation:
    """One conversation with the desk; a number picks from the latest offer, or `/` and a number.

    Where words are waited for a number alone is such words: the value of a fact may be 2.

    Attributes:
        noted: somebody sits there: what it tells them counts as told.
        choices: what was offered last.
        asks: words were waited for besides.
    """

    desk: Desk
    screen: Console
    noted: bool = False
    speaker: Speaker = field(default_factory=Speaker)
    choices: tuple[Choice, ...] = ()
    asks: bool = False
    _session: str = field(default_factory=lambda: secrets.token_hex(8))
    _numbers: Iterator[int] = field(default_factory=itertools.count)

    def say(self, line: str) -> Reply:
        """Give `line` to the desk, print what it answers, and return that."""
        update = self._update(line)
        if self.noted:
            reply = self.desk.handle(update, partial(_note, update))
        else:
            reply = self.desk.handle(update)
        self.show(reply.message, reply.choices, asks=reply.asks)
        return reply

    def carry_out(self, line: str) -> bool:
        """Have the desk do what `line` says; where it does not, say why on standard error.

        Returns whether it did.
        """
        reply = self.desk.handle(replace(self._update(line), unattended=True))
        if reply.failed:
            self.screen = screen(sys.stderr)
        self.show(reply.message, reply.choices)
        return not reply.failed

    def show(self, message: Message, choices: Sequence[Choice], *, asks: bool = False) -> None:
        """Print a message with what it offers; `asks` tells whether it waits for words."""
        if choices:
            self.choices, self.asks = tuple(choices), asks
        mark = "/" if asks else ""
        self.screen.print(render(message, styles=self.screen.is_terminal), soft_wrap=True)
        for number, choice in enumerate(choices, start=1):
            label = _printable(choice.label)
            self.screen.print(Styled(f"  [{mark}{number}] {label}"), style="green")
        self.screen.print()

    def _update(self, line: str) -> Update:
        said = line.strip()
        chosen = ""
        number = said.removeprefix("/") if self.asks else said
        picks = number != said or not self.asks
        if picks and number.isdecimal() and 1 <= int(number) <= len(self.choices):
            chosen = self.choices[int(number) - 1].token
        return Update(
            id=f"console-{self._session}-{next(self._numbers)}",
            account=self.speaker.account,
            chat=self.speaker.chat,
            text="" if chosen else line,
            choice=chosen,
            language_hint=self.speaker.language,
            happening=Happening.TAPPED if chosen else Happening.SAID,
            typed_choices=True,
        )


def _note(update: Update, tx: Transaction, said: Said) -> None:
    note_reply(tx, said.reply, Answering(update, said.chat, said.person, tx.now))


def typed_lines(stream: TextIO) -> Iterator[str]:
    """Yield what is typed, a message at a time, until the end, Ctrl-C or a farewell.

    A line `name: value` that is there already when the one before it has been read belongs
    to it: so a form that is pasted, or piped in, is one message.
    """
    source: _Typed = _Terminal(stream) if stream.isatty() else _Pipe(stream)
    while (line := source.read()) is not None and line.strip().lower() not in LEAVE:
        while (following := source.ahead()) is not None and _belongs(following):
            line = f"{line}\n{source.read()}"
        yield line


def _belongs(line: str) -> bool:
    found = _NAMED.match(line)
    return found is not None and found[1].lower() in LINE_NAMES


class _Typed(ABC):
    """Lines as they are typed, with a look at the next one if it is there already."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._ahead: list[str | None] = []

    def read(self) -> str | None:
        """Return the next line, or None at the end; it may have to be waited for."""
        return self._ahead.pop() if self._ahead else self._next()

    def ahead(self) -> str | None:
        """Return the next line without taking it, or None if none has arrived."""
        if not self._ahead and self._waiting():
            self._ahead.append(self._next())
        return self._ahead[0] if self._ahead else None

    @abstractmethod
    def _next(self) -> str | None: ...

    @abstractmethod
    def _waiting(self) -> bool: ...

    def _readable(self) -> bool:
        return bool(select.select([self._stream], [], [], 0)[0])


class _Terminal(_Typed):
    """A terminal, with line editing."""

    def __init__(self, stream: TextIO) -> None:
        import readline  # noqa: F401, PLC0415 - line editing; importing it is what turns it on

        super().__init__(stream)

    def _next(self) -> str | None:
        try:
            return input(PROMPT)
        except (EOFError, KeyboardInterrupt):
            return None

    def _waiting(self) -> bool:
        return self._readable()


class _Pipe(_Typed):
    """Anything else that lines come from; it is read past Python's own buffer."""

    def __init__(self, stream: TextIO) -> None:
        super().__init__(stream)
        self._bytes = b""
        self._ended = False

    def _next(self) -> str | None:
        while b"\n" not in self._bytes and not self._ended:
            self._fill()
        if not self._bytes:
            return None
        line, _, self._bytes = self._bytes.partition(b"\n")
        return line.decode(errors="replace").rstrip("\r")

    def _waiting(self) -> bool:
        while b"\n" not in self._bytes and not self._ended and self._readable():
            self._fill()
        return b"\n" in self._bytes or (self._ended and bool(self._bytes))

    def _fill(self) -> None:
        try:
            arrived = os.read(self._stream.fileno(), 1 << 16)
        except KeyboardInterrupt:
            arrived = b""
        self._bytes += arrived
        self._ended = not arrived


def converse(
    conversation: Conversation,
    lines: Iterable[str],
    before_each: Callable[[], None] = lambda: None,
) -> None:
    """Answer `lines` one by one; an empty line is not a question.

    Args:
        conversation: in which they are said.
        lines: each is waited for.
        before_each: called before each is waited for.
    """
    before_each()
    for line in lines:
        if line.strip():
            conversation.say(line)
        before_each()


def screen(stream: TextIO | None = None) -> Console:
    """Return the terminal as rich sees it; plain text where output is piped."""
    return Console(file=stream or sys.stdout, highlight=False, markup=False, emoji=False)
