"""What an editor types behind `post`: the text, as typed, and the lines after its last empty line.

The text is nobody's markup: whatever stands in it is shown as it stands, and calls nobody. A
message that was prepared elsewhere keeps the looks that it has there, and its picture.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot import grammar
from bot.answering.language import question_language
from bot.answering.words import fold
from bot.commands.arguments import WrongForm, start_of
from bot.context import Context
from bot.errors import DeskError
from bot.grammar.errors import RepeatedField, UnknownField, shown
from bot.port import Break, Link, Message, Node, Text, plain
from bot.showing import wording
from bot.texts import LANGUAGES
from storage.moments import Moment, Precision

LINES: Final = frozenset({*LANGUAGES, "to", "at", "silent", "preview"})
"""What a post has besides its text."""

WORDS: Final = frozenset(LANGUAGES)
"""What a change of its words has."""

_YES: Final = frozenset({"", "yes", "on", "ja", "1"})
_NO: Final = frozenset({"no", "off", "ne", "0"})
_NAME: Final = re.compile(r"\s*([^\W\d_]+)[ ]?:")
_NAME_INSIDE: Final = re.compile(r"(?:^|\s)([^\W\d_]+)[ ]?:")
_BLANK: Final = re.compile(r"\n[ ]*\n")
_ADDRESS: Final = re.compile(r"(https?://[^\s<>\"„”“]*[^\s<>\"„”“.,;:!?)\]'’])")
"""An address, without the marks that end the sentence around it."""
_SHORTEST_MISTYPED: Final = 4
"""Letters of a name that can be told from a word; `to` and `at` are near to many."""
_LINE_ENDS: Final = re.compile(r"(\n+)")


class NoText(DeskError):
    """There is nothing to say."""

    key = "post.no-text"


class TextTwice(DeskError):
    """A text beside one in each language: nobody knows in which it is."""

    key = "post.text-twice"


class YesOrNo(DeskError):
    """A line that says yes or no says something else. Fields: `name`, `text`."""

    key = "post.yes-or-no"


class NoHour(DeskError):
    """A day is no time to post at. Field: `text`."""

    key = "post.no-hour"


class NoTime(DeskError):
    """It cannot be read as a time. Field: `text`."""

    key = "post.no-time"


class Past(DeskError):
    """The time is over already. Field: `at`."""

    key = "post.past"


@dataclass(frozen=True, slots=True)
class Written:
    """A post as typed.

    Attributes:
        text: in the language that `said` finds.
        lines: by name, as `grammar.fields` reads them.
    """

    text: str
    lines: Mapping[str, str]

    @property
    def hidden_lines(self) -> tuple[str, ...]:
        """Names of what looks like lines but is text."""
        return hidden_lines(self.text, LINES)

    def typed(self, **more: str) -> str:
        """Return it as it would be typed, with `more` lines."""
        lines = {**self.lines, **more}
        block = "\n".join(f"{name}: {value}".rstrip() for name, value in lines.items())
        return "\n\n".join(filter(None, [self.text, block]))

    def wants(self, name: str) -> bool:
        """Tell whether a line that says yes or no is there, and says yes; bare it does.

        Raises:
            YesOrNo: it says neither.
        """
        said = fold(self.lines.get(name, "no").strip())
        if said not in _YES | _NO:
            raise YesOrNo(name=name, text=shown(self.lines[name]))
        return said in _YES


def hidden_lines(text: str, lines: frozenset[str]) -> tuple[str, ...]:
    """Return the names of what looks like `lines` but is text: above other text, or misspelt.

    Below the last empty line any name that is near to one counts, elsewhere those on the last
    line, and within it.
    """
    *above, block = _BLANK.split(text)
    pieces = re.split(r"[\n|]", block)
    found = [name[1] for piece in pieces if (name := _NAME.match(piece))]
    known = [name for name in found if fold(name) in lines]
    near = [name for name in found if name not in known and _is_near(name, lines)]
    if above and (known or near) and len(found) == len(pieces):
        return tuple(near or known)
    last = [name[1] for name in _NAME_INSIDE.finditer(pieces[-1])]
    return tuple(dict.fromkeys(name for name in last if fold(name) in lines))


def _is_near(name: str, lines: frozenset[str]) -> bool:
    return len(name) >= _SHORTEST_MISTYPED and bool(grammar.nearest(name, lines))


def read(text: str, known: frozenset[str] = LINES) -> Written:
    """Read a text and the lines below it; lines alone are read without an empty one above them.

    Raises:
        UnknownField, RepeatedField: as `grammar.text_fields`.
    """
    first = _NAME.match(text)
    if first is not None and fold(first[1]) in WORDS and _BLANK.search(text) is None:
        # What begins with the name of a language is a line, with nothing before it.
        fields = grammar.text_fields(f"-\n\n{text.strip()}", known)
        if fields.fields:
            return Written("", fields.fields)
    fields = grammar.text_fields(text, known)
    return Written(fields.head, fields.fields)


def lines_alone(text: str) -> Written | None:
    """Return the lines that are all there is; None where there is a text."""
    block = _BLANK.sub("\n", text.strip())
    try:
        fields = grammar.text_fields(f"-\n\n{block}", LINES)
    except (UnknownField, RepeatedField):
        return None
    return Written("", fields.fields) if fields.head == "-" else None


def said(
    context: Context, written: Written, usual: str = "", prepared: Message = ()
) -> dict[str, Message]:
    """Return what a post says, by language.

    A text is in the language that it shows, else in that of who types it; beside a text in one
    language it is in the other.

    Args:
        context: where it is typed.
        written: as typed.
        usual: the language in which a text alone is taken to be, whatever it shows.
        prepared: the text, where it was not typed here.

    Raises:
        NoText, TextTwice: that cannot be posted.
    """
    lines = {name: written.lines[name] for name in LANGUAGES if written.lines.get(name)}
    given = {name: tuple(_nodes(text)) for name, text in lines.items()}
    text = prepared or tuple(_nodes(written.text))
    if text:
        free = [name for name in LANGUAGES if name not in given]
        if not free:
            raise TextTwice
        likely = usual or question_language(plain(text)) or context.language
        given[likely if likely in free and len(free) > 1 else free[0]] = text
    if not given:
        raise NoText
    return given


def as_posted(prepared: Message) -> Message:
    """Return a prepared message with its lines apart, and its addresses leading where they say."""
    return tuple(piece for node in prepared for piece in _pieces(node))


def _pieces(node: Node) -> Iterator[Node]:
    if isinstance(node, Text):
        yield from _lines(node.text)
    else:
        yield node


def _nodes(text: str) -> Iterator[Node]:
    yield from _lines(re.sub(r"[ \t]+\n", "\n", text.strip()))


def _lines(text: str) -> Iterator[Node]:
    for piece in _LINE_ENDS.split(text):
        if piece.startswith("\n"):
            yield from [Break(paragraph=True)] * (len(piece) // 2)
            yield from [Break()] * (len(piece) % 2)
        elif piece:
            yield from _words(piece)


def _words(text: str) -> Iterator[Node]:
    """Yield words as they stand; an address leads where it says, on every platform."""
    for number_, piece in enumerate(_ADDRESS.split(text)):
        if piece:
            yield Link(piece, piece) if number_ % 2 else Text(piece)


def moment_of(context: Context, text: str) -> Moment:
    """Return the instant that is typed, read in the zone of the chat.

    Raises:
        NotInCalendar, WrongYear, WrongZone: there is no such time.
        NoTime, NoHour, Past: nothing can be posted at it.
    """
    try:
        moment = start_of(text, context.zone, context.now)
    except WrongForm:
        raise NoTime(text=shown(text)) from None
    if moment.precision is not Precision.INSTANT:
        raise NoHour(text=shown(text))
    if moment.at <= context.now:
        raise Past(at=in_full(context, moment.at))
    return moment


def time_of(context: Context, text: str) -> datetime:
    """Return the same as an instant, aware."""
    return moment_of(context, text).at


def in_full(context: Context, at: datetime) -> str:
    """Return an instant with its weekday and its zone."""
    moment = Moment.instant(at, context.zone)
    return wording.in_full(moment, moment, context.language)
