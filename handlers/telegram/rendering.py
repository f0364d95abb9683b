"""A message as Telegram's HTML.

Only the styles of the tree and links are ever written; whatever stands in a node is shown as it
was typed. Quotations that follow each other are one.
An address that Telegram makes no link of, or that would call a person, is shown beside its words.
"""

from __future__ import annotations

import re
from dataclasses import replace
from html import escape
from itertools import groupby
from typing import Final, TypeAlias

from bot.port import (
    Break,
    Code,
    Formatted,
    Link,
    Message,
    Node,
    Strike,
    Strong,
    Style,
    Text,
    plain,
)
from handlers.telegram.wording import DROPPED, kept, shown, visible

LONGEST_ADDRESS: Final = 1500
"""Letters of an address, escaped. A message of links alone is still read whole by Telegram."""
LINKED: Final = re.compile(
    r"https?://[^\s/?#:@]+\.[^\s/?#:@.]+(:\d{1,5})?([/?#]\S*)?|tg://(?!user\b)\S+", re.IGNORECASE
)
"""What Telegram makes a link of. No mailto:, of which it shows the words alone; and no tg://user,
which calls that user."""

TAPPED: Final = re.compile(r"/[a-z]+")
"""A command that a person can tap, where it stands in no style."""

TAGS: Final = {
    Style.STRONG: "b",
    Style.EMPHASIS: "i",
    Style.UNDERLINE: "u",
    Style.STRIKE: "s",
    Style.HIDDEN: "tg-spoiler",
    Style.CODE: "code",
    Style.BLOCK: "pre",
}
_OWN: Final = {Strong: Style.STRONG, Strike: Style.STRIKE, Code: Style.CODE}
VERBATIM: Final[tuple[Style, ...]] = (Style.BLOCK, Style.CODE)
"""Styles that Telegram joins with no other, nor with a link."""

Worded: TypeAlias = Text | Strong | Strike | Code | Link | Formatted


def html(message: Message) -> str:
    """Return `message` in Telegram's HTML."""
    runs = groupby(message, _is_quoted)
    return "".join(_marked_run(list(nodes), quoted=quoted) for quoted, nodes in runs)


def marks(node: Node) -> int:
    """Return how many marks Telegram counts for a node."""
    match node:
        case Formatted(styles=styles, url=url):
            return len(styles) + bool(url)
        case Text() | Break():
            return 0
        case _:
            return 1


def plain_text(message: Message) -> str:
    """Return `message` without any style, as it may stand on a button or in a bubble."""
    return shown(plain(message)).strip()


def marked(node: Node) -> str:
    """Return one node in Telegram's HTML; nothing for one without words."""
    return _marked_run([node], quoted=_is_quoted(node))


def _is_quoted(node: Node) -> bool:
    return isinstance(node, Formatted) and Style.QUOTE in node.styles


def _marked_run(nodes: list[Node], *, quoted: bool) -> str:
    words = "".join(map(_marked, nodes))
    return f"<blockquote>{words}</blockquote>" if quoted and words else words


def _marked(node: Node) -> str:
    if isinstance(node, Break):
        return "\n\n" if node.paragraph else "\n"
    return _tagged(settled(node))


def settled(node: Worded) -> Worded:
    """Return a node whose words are exactly what will be seen; the same again changes nothing."""
    match node:
        case Code(text=text):
            # Telegram looks for nobody in there, and it is to be typed back as it stands.
            return Code(kept(text))
        case Link(text=text, url=url):
            words = text if visible(kept(text)) else url
            return Link(shown(words), url) if _leads(url) else Text(shown(_beside(words, url)))
        case Formatted(text=text, styles=styles, url=url):
            if any(style in styles for style in VERBATIM):
                return Formatted(kept(text), styles)
            if _leads(url):
                return Formatted(shown(text), styles, url)
            return Formatted(shown(_beside(text, url)), styles)
        case _:
            words = shown(node.text)
            return node if words == node.text else replace(node, text=words)


def _tagged(node: Worded) -> str:
    words = escape(node.text, quote=False)
    if not words or (isinstance(node, Code) and TAPPED.fullmatch(words)):
        return words
    match node:
        case Text():
            return words
        case Link(url=url):
            return f'<a href="{escape(url)}">{words}</a>'
        case Formatted():
            return _formatted(node, words)
        case _:
            tag = TAGS[_OWN[type(node)]]
            return f"<{tag}>{words}</{tag}>"


def _leads(url: str) -> bool:
    fits = len(escape(url)) <= LONGEST_ADDRESS and not DROPPED.search(url)
    return fits and LINKED.fullmatch(url) is not None


def _formatted(node: Formatted, words: str) -> str:
    verbatim = [style for style in VERBATIM if style in node.styles][:1]
    for style in verbatim or [style for style in node.styles if style in TAGS]:
        words = f"<{TAGS[style]}>{words}</{TAGS[style]}>"
    return f'<a href="{escape(node.url)}">{words}</a>' if node.url else words


def _beside(words: str, url: str) -> str:
    return f"{words} ({url})" if url and words != url else words
