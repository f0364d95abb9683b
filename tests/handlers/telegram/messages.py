"""Messages as bad as people can make them, and how Telegram shows what we make of them."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from typing import Final

from hypothesis import strategies as st

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
)
from handlers.telegram.wording import visible
from tests.standins.telegram.detection import detected, joined
from tests.standins.telegram.markup import Entity, parse

NASTY: Final = (
    *("@anna", "@", "@@durov_", "x@anna", "anna@ziņas.lv", "@zz", "@anna_bot.", "(@riga2021)"),
    *(
        "/start",
        "/role grant@FactdeskBot",
        "#NATO",
        "www.ziņas.lv",
        "https://x.lv/?a=1&b=2",
        "$EUR",
    ),
    *("<b>", "</b>", "<script>", "<a href='x'>", '"', "'", "&", "&amp;", "&#64;anna", "<", ">>"),
    *("tg://user?id=5", "</code>", "`", "*", "_", "[x](y)", "{x}", "%s", "\\"),
    *("\x00", "\x07", "\x1b[31m", "\r\n", "\t", "\x85", "\u2028", "\u202e", "\u2066", "\u0333"),
    *("\ud800", "\udfff", "\u200b", "\u2060", "\xa0", "\ufeff", "\u3000", "\u2800"),
    *(
        "🙂",
        "👩‍👩‍👧",
        "🇱🇻",
        "👍🏽",
        "a\u0301",
        "𝔏𝔳",
        "Ķēniņš",
        "ministri tiekas",
        " ",
        "\n",
        "\n\n",
        ".",
    ),
)
LINKED: Final = ("https://x.lv", "http://a.b.lv:80/c?d=<e>&f#g", "https://ziņas.lv/\"'", "tg://a")
UNLINKED: Final = (
    *(
        "",
        "x",
        "javascript:alert(1)",
        "tg://user?id=5",
        "TG://user?id=5",
        "mailto:a@b.lv",
        "ftp://x.lv",
    ),
    *("https://", "https://localhost/x", "https://a@b.lv", "https://x.lv/ y", "https://x.lv/\x00"),
    "https://x.lv/" + "a" * 3000,
)
NODES: Final[tuple[Callable[[str], Node], ...]] = (Text, Strong, Strike, Code)
JOINER: Final = "\u2060"
GONE: Final = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\u030a\u0333\u033f\ud800-\udfff]"
)

words = st.lists(st.one_of(st.sampled_from(NASTY), st.text(max_size=8)), max_size=6).map("".join)
looks = st.sets(st.sampled_from(Style)).map(
    lambda some: tuple(each for each in Style if each in some)
)
addresses = st.one_of(st.just(""), st.sampled_from(LINKED), st.sampled_from(UNLINKED))
nodes = st.one_of(
    st.builds(Formatted, words, looks, addresses),
    st.builds(lambda kind, text: kind(text), st.sampled_from(NODES), words),
    st.builds(Link, words, st.one_of(st.sampled_from(LINKED), st.sampled_from(UNLINKED))),
    st.builds(Break, st.booleans()),
)
messages = st.lists(nodes, max_size=12).map(tuple)


def drawn(chance: random.Random, longest: int) -> Message:
    """Return a message by chance, of up to so many nodes."""
    return tuple(_node(chance) for _ in range(chance.randint(0, longest)))


def _node(chance: random.Random) -> Node:
    kind = chance.randrange(6)
    if kind == 0:
        return Break(paragraph=chance.random() < 0.3)
    text = "".join(
        chance.choice(NASTY) + " " * (chance.random() < 0.5) for _ in range(chance.randrange(8))
    )
    if kind == 1:
        return Link(text, chance.choice(LINKED + UNLINKED))
    return chance.choice(NODES)(text * chance.choice((1, 1, 1, 1, 60)))


def seen(html: str) -> tuple[str, tuple[Entity, ...]]:
    """Return what people see of `html`, and what they can tap or are called by."""
    text, entities = parse(html)
    return text, joined(entities, detected(text))


def typed(message: Message) -> str:
    """Return what is to be seen of `message`."""
    return GONE.sub("", "".join(map(_typed, message)))


def bare(text: str) -> str:
    """Return `text` without the joiners that nobody sees."""
    return text.replace(JOINER, "")


def _typed(node: Node) -> str:
    if isinstance(node, Break):
        return "\n\n" if node.paragraph else "\n"
    if isinstance(node, Formatted):
        return _formatted(node)
    if not isinstance(node, Link):
        return node.text
    if not visible(GONE.sub("", node.text)):
        return node.url
    return node.text if node.url in {"", node.text, *LINKED} else f"{node.text} ({node.url})"


def _formatted(node: Formatted) -> str:
    if {Style.CODE, Style.BLOCK} & {*node.styles} or node.url in {"", node.text, *LINKED}:
        return node.text
    return f"{node.text} ({node.url})"
