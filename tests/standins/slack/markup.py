"""What a reader sees of mrkdwn, the markup in which Slack's texts are written.

The rules, as Slack's clients follow them:

- `&lt;`, `&gt;` and `&amp;` are `<`, `>` and `&`; no other entity is known.
- `<@U1>` and `<!subteam^S1>` ping somebody, `<!channel>`, `<!here>` and `<!everyone>` ping all,
  `<#C1>` names a channel, `<!date^…|words>` shows a time. Whatever else is in angle brackets is a
  link: `<address>` or `<address|words>`.
- `*bold*`, `_italic_`, `~strike~` and `` `code` `` stand on one line. The opening mark comes after
  the beginning of the line, a space or punctuation, never after a letter or a figure, and before
  something that is no space; the closing mark the other way round. So `2*3*4` and `snake_case_name`
  show their marks, and `(*so*)` does not. Marks may be inside each other, but not inside code.
- Three backticks, anything, three backticks: that is preformatted, over several lines too.
- A line that begins with `>` or `&gt;` is a quotation.
- `:name:` is an emoji, and a bare address a link. Unless the text is verbatim, a bare `@channel`,
  `@here` or `@everyone` may be taken for the real thing, so it counts as a ping here.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, NamedTuple

BROADCASTS: Final = ("channel", "here", "everyone")
FIRST_HOLDER: Final = 0x100000
"""Private characters stand for what was in angle brackets while the rest is read."""
LITERAL: Final = "\0"
"""Before a private character that was in the text itself."""
BARE: Final = "\1"
"""Before an address that was in the text without brackets."""

_LETTER: Final = r"[^\W_]"
_PRIVATE: Final = "[\U00100000-\U0010fffd]"
ADDRESS: Final = (
    r"https?://[^\s<>|\U00100000-\U0010fffd]*[^\s<>|.,;:!?)'\"*_~`\U00100000-\U0010fffd]"
)
_CONTROL: Final = re.compile(rf"<([^<>\n]+)>|({_PRIVATE})|({ADDRESS})")
_PRE: Final = re.compile(r"```(.+?)```", re.DOTALL)
_QUOTE: Final = re.compile(r"(?:&gt;|>)(?:(?:&gt;|>){2})? ?")
_EMOJI: Final = re.compile(r":[a-z0-9_+'-]*[a-z+][a-z0-9_+'-]*:")
_BARE_PING: Final = re.compile(rf"(?<!{_LETTER})@(?:{'|'.join(BROADCASTS)})\b")
_HOLDER: Final = re.compile(_PRIVATE)


def _marked(name: str, mark: str) -> str:
    return (
        rf"(?<!{_LETTER})(?<!{mark}){mark}(?![\s{mark}])(?P<{name}>[^\n]+?)"
        rf"(?<!\s){mark}(?!{mark})(?!{_LETTER})"
    )


_FORMAT: Final = re.compile(
    "|".join(
        _marked(name, mark)
        for name, mark in (("code", "`"), ("bold", r"\*"), ("italic", "_"), ("strike", "~"))
    )
)


class Span(NamedTuple):
    """A part of a text that is more than text: its kind, its words, where it leads."""

    kind: str
    text: str
    url: str = ""


@dataclass(slots=True)
class Read:
    """What a reader sees of some texts.

    Attributes:
        parts: the words, in order.
        spans: what is formatted, linked, pinged or drawn.
        pings: who would be called, as it was written.
    """

    parts: list[str] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    pings: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Return the words alone."""
        return "".join(self.parts)

    def add(self, kind: str, text: str, url: str = "") -> None:
        """Show `text`, as a span of that kind."""
        self.parts.append(text)
        self.spans.append(Span(kind, text, url))

    def ping(self, kind: str, text: str, written: str) -> None:
        """Show a ping of somebody or of all."""
        self.add(kind, text)
        self.pings.append(written)


def escape(text: str) -> str:
    """Return what somebody typed as Slack keeps it."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def unescape(text: str) -> str:
    """Return an escaped text as it is shown."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def read_mrkdwn(text: str, *, verbatim: bool = False) -> Read:
    """Return what a reader sees of `text`; `verbatim`: bare names and addresses stay."""
    reader = _Reader(verbatim=verbatim)
    reader.read(reader.held(text))
    return reader.seen


def read_emoji(text: str, into: Read) -> None:
    """Show `text`, which is data, but for its emoji."""
    position = 0
    for match in _EMOJI.finditer(text):
        into.parts.append(text[position : match.start()])
        into.add("emoji", match[0])
        position = match.end()
    into.parts.append(text[position:])


class _Reader:
    """Reads one text; `controls` is what was in angle brackets."""

    def __init__(self, *, verbatim: bool) -> None:
        self.verbatim = verbatim
        self.seen = Read()
        self.controls: list[str] = []

    def held(self, text: str) -> str:
        """Return `text` with one private character for each pair of angle brackets."""
        return _CONTROL.sub(self._hold, text)

    def _hold(self, match: re.Match[str]) -> str:
        inside, literal, bare = match.groups()
        if bare and self.verbatim:
            return match[0]
        self.controls.append(inside or (LITERAL + literal if literal else BARE + bare))
        return chr(FIRST_HOLDER + len(self.controls) - 1)

    def read(self, text: str) -> None:
        """Read a whole text: what is preformatted, and the lines between."""
        position = 0
        for match in _PRE.finditer(text):
            self._lines(text[position : match.start()])
            self._enclosed("pre", match[1].strip("\n"))
            position = match.end()
        self._lines(text[position:])

    def _lines(self, text: str) -> None:
        for number, line in enumerate(text.split("\n")):
            if number:
                self.seen.parts.append("\n")
            if quote := _QUOTE.match(line):
                self._enclosed("quote", line[quote.end() :])
            else:
                self._formatted(line)

    def _formatted(self, text: str) -> None:
        position = 0
        for match in _FORMAT.finditer(text):
            self._plain(text[position : match.start()])
            kind = match.lastgroup
            assert kind is not None
            self._enclosed(kind, match[kind])
            position = match.end()
        self._plain(text[position:])

    def _enclosed(self, kind: str, text: str) -> None:
        start = len(self.seen.parts)
        place = len(self.seen.spans)
        if kind in {"code", "pre"}:
            self._controls(text, self._words)
        else:
            self._formatted(text)
        shown = "".join(self.seen.parts[start:])
        self.seen.spans.insert(place, Span(kind, shown))

    def _plain(self, text: str) -> None:
        self._controls(text, self._lively)

    def _controls(self, text: str, words: Callable[[str], None]) -> None:
        position = 0
        for match in _HOLDER.finditer(text):
            words(text[position : match.start()])
            inside = self.controls[ord(match[0]) - FIRST_HOLDER]
            if inside.startswith(BARE) and words == self._words:
                words(inside[1:])
            else:
                self._control(inside.removeprefix(BARE))
            position = match.end()
        words(text[position:])

    def _words(self, text: str) -> None:
        self.seen.parts.append(unescape(text))

    def _lively(self, text: str) -> None:
        """Show words in which addresses, names and emoji come alive."""
        position = 0
        for start, end, kind in self._finds(text):
            self._words(text[position:start])
            found = unescape(text[start:end])
            if kind == "broadcast":
                self.seen.ping(kind, found, found)
            else:
                self.seen.add(kind, found)
            position = end
        self._words(text[position:])

    def _finds(self, text: str) -> list[tuple[int, int, str]]:
        if "@" not in text and ":" not in text:
            return []
        patterns = [(_EMOJI, "emoji")]
        if not self.verbatim:
            patterns.append((_BARE_PING, "broadcast"))
        return sorted(
            (*match.span(), kind) for pattern, kind in patterns for match in pattern.finditer(text)
        )

    def _control(self, inside: str) -> None:
        address, _, words = inside.partition("|")
        words = unescape(words)
        written = f"<{inside}>"
        if inside.startswith(LITERAL):
            self.seen.parts.append(inside[1:])
        elif address.startswith("@"):
            self.seen.ping("user", f"@{words or address[1:]}", written)
        elif address.startswith("#"):
            self.seen.add("channel", f"#{words or address[1:]}")
        elif address.startswith("!subteam"):
            self.seen.ping("group", words or address, written)
        elif address.startswith("!date"):
            self.seen.add("date", words)
        elif address.startswith("!"):
            self.seen.ping("broadcast", f"@{words or address[1:]}", written)
        else:
            self.seen.add("link", words or unescape(address), unescape(address))
