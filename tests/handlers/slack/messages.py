"""Messages made of what could go wrong in Slack, and what a reader is to see of them."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from typing import Final

from hypothesis import strategies as st

from bot.port import (
    Break,
    Choice,
    Code,
    Formatted,
    Link,
    Message,
    Node,
    Strike,
    Strong,
    Style,
    Text,
)

HOSTILE: Final = (
    *("*bold*", "_it_", "~no~", "`code`", "```", "```pre```", "*", "_", "~", "`", "> quote"),
    *(
        "<!here>",
        "<!channel>",
        "<!everyone|all>",
        "<@U0FACTDESK>",
        "<#C1|room>",
        "@here",
        "@channel",
    ),
    *(
        "<!subteam^S1>",
        "<!date^1^{date}|x>",
        "<https://a.b|c>",
        "https://a.b/c_d_e",
        "a.lv",
        "a@b.lv",
    ),
    *("&", "&amp;", "&lt;!here&gt;", "<", ">", ":smile:", ":+1:", "• ", "1. ", "\n", "\n\n", "\t"),
    *("\x00", "\x07", "\x1b[31m", "\x7f", "\x85", "\u202e", "\u2066", "\u2069", "\ud800", "\u200b"),
    *(
        "plkst. 9:00",
        "30.\u00a0novembris",
        "„Ādaži”",
        "🙂",
        "👩‍👩‍👧",
        "e\u0301",
        "عربي",
        "10\u00a0000",
    ),
    *(" ", "  ", "x", "Egils Levits", "snake_case_name", "2*3*4", "#tag", "{gap}", "%s", "\\n"),
)
ADDRESSES: Final = (
    *(
        "https://example.org/a?b=c&d=*e*",
        "http://a.lv",
        "mailto:desk@example.org",
        "https://ā.lv/ē",
    ),
    *("", "javascript:alert(1)", "ftp://a.b", "https://", "https://a b", "slack://open", "tel:112"),
    *("https://a.b/>|<!here>", "https://a.b/\u202e", "HTTPS://A.B", f"https://a.b/{'x' * 2000}"),
)
OPENS: Final = frozenset(ADDRESSES[:4])
"""Those of which a link is made."""
_GONE: Final = re.compile("[\0-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")

words = st.lists(st.one_of(st.sampled_from(HOSTILE), st.text(max_size=12)), max_size=6).map("".join)
"""Any text, mostly hostile."""
nodes = st.one_of(
    *(st.builds(kind, words) for kind in (Text, Strong, Strike, Code)),
    st.builds(Link, words, st.sampled_from(ADDRESSES)),
    st.builds(Break, st.booleans()),
)
looks = st.sets(st.sampled_from(Style)).map(
    lambda some: tuple(each for each in Style if each in some)
)
formatted = st.builds(Formatted, words, looks, st.sampled_from(ADDRESSES))
prepared = st.lists(st.one_of(nodes, formatted), max_size=8).map(tuple)
messages = st.lists(nodes, max_size=8).map(tuple)
choices = st.lists(st.builds(Choice, words, st.uuids().map(str)), max_size=4)


def seen_as(text: str) -> str:
    """Return what is to be seen of `text`: all but what nobody can see, or must not."""
    return _GONE.sub("", text.replace("\t", " "))


def reading(message: Message) -> str:
    """Return what is to be read of a whole message."""
    return "".join(map(_read, message))


def squeezed(text: str) -> str:
    """Return `text` without what may be lost or added where a message is cut."""
    return "".join(text.split())


def _read(node: Node) -> str:
    if isinstance(node, Formatted):
        verbatim = {Style.CODE, Style.BLOCK} & {*node.styles}
        url = node.url if not verbatim else f"\0{node.url}" if node.url else ""
        return _read(Link(node.text, url)) if node.url else seen_as(node.text)
    match node:
        case Break(paragraph=paragraph):
            return "\n\n" if paragraph else "\n"
        case Link(text=text, url=url) if url in OPENS:
            return seen_as(text).strip() or url
        case Link(text=text, url=url):
            said, address = seen_as(text).strip(), seen_as(url)
            return f"{said} ({address})" if said and url else said or address
        case _:
            return seen_as(node.text)


def some_message(chance: random.Random) -> Message:
    """Return a message of chance, hostile and short."""
    return tuple(_some_node(chance) for _ in range(chance.randrange(6)))


def _some_node(chance: random.Random) -> Node:
    said = _some_words(chance, HOSTILE)
    kinds = (
        Text(said),
        Strong(said),
        Strike(said),
        Code(said),
        Link(said, chance.choice(ADDRESSES)),
        Break(paragraph=chance.random() < 0.5),
    )
    return chance.choice(kinds)


def _some_words(chance: random.Random, among: Sequence[str]) -> str:
    return "".join(chance.choices(among, k=chance.randrange(5)))
