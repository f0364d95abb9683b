"""A message as Telegram's HTML.

Only four styles and links are ever written; whatever stands in a node is shown as it was typed.
An address that Telegram makes no link of, or that would call a person, is shown beside its words.
"""

from __future__ import annotations

import re
from dataclasses import replace
from html import escape
from typing import Final, TypeAlias

from bot.port import Break, Code, Link, Message, Node, Strike, Strong, Text, plain
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

Worded: TypeAlias = Text | Strong | Strike | Code | Link
Styled: TypeAlias = Strong | Strike | Code | Link


def html(message: Message) -> str:
    """Return `message` in Telegram's HTML."""
    return "".join(map(marked, message))


def plain_text(message: Message) -> str:
    """Return `message` without any style, as it may stand on a button or in a bubble."""
    return shown(plain(message)).strip()


def marked(node: Node) -> str:
    """Return one node in Telegram's HTML; nothing for one without words."""
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
            if _leads(url):
                return Link(shown(words), url)
            return Text(shown(f"{words} ({url})" if url and words != url else words))
        case _:
            words = shown(node.text)
            return node if words == node.text else replace(node, text=words)


def _tagged(node: Worded) -> str:
    words = escape(node.text, quote=False)
    if not words or (isinstance(node, Code) and TAPPED.fullmatch(words)):
        return words
    match node:
        case Strong():
            return f"<b>{words}</b>"
        case Strike():
            return f"<s>{words}</s>"
        case Code():
            return f"<code>{words}</code>"
        case Link(url=url):
            return f'<a href="{escape(url)}">{words}</a>'
        case Text():
            return words


def _leads(url: str) -> bool:
    fits = len(escape(url)) <= LONGEST_ADDRESS and not DROPPED.search(url)
    return fits and LINKED.fullmatch(url) is not None
