"""Telegram's HTML: whatever a message says, people see exactly that, and nobody is called."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings

from bot.port import Break, Code, Link, Message, Strike, Strong, Text
from handlers.telegram.rendering import html, plain_text
from tests.handlers.telegram.messages import (
    LINKED,
    NASTY,
    UNLINKED,
    bare,
    drawn,
    messages,
    seen,
    typed,
)

CALLS = frozenset({"mention", "text_mention"})


def _check(message: Message) -> None:
    text, entities = seen(html(message))

    assert bare(text) == bare(typed(message))
    assert not CALLS & {entity.type for entity in entities}
    html(message).encode()


@settings(max_examples=500)
@given(messages)
def test_message_is_seen_as_typed(message: Message) -> None:
    """Any words in any nodes are valid HTML, show what was typed, and call nobody."""
    _check(message)


def test_thousands_of_messages_are_seen_as_typed() -> None:
    """So are ten thousand messages drawn by chance, long ones among them."""
    chance = random.Random(2021)  # noqa: S311 - draws examples, guards nothing
    for _ in range(10_000):
        _check(drawn(chance, 8))


@pytest.mark.parametrize("text", NASTY)
def test_nothing_typed_becomes_markup_or_a_call(text: str) -> None:
    """Whatever is nasty is shown in each node as it is, alone and beside any of the others."""
    for other in NASTY:
        for node in (Text(text), Strong(text), Strike(text), Link(text, LINKED[0])):
            _check((node, Text(other)))
            _check((Text(other), node))


def test_every_node_has_its_markup() -> None:
    """Each node has its own tag, and a break is a line end or two."""
    message = (
        Text("NATO "),
        Strong("Rīga"),
        Break(),
        Strike("vakar"),
        Break(paragraph=True),
        Code("/fact show nato.time"),
        Link("avots", "https://x.lv/?a=1&b=2"),
    )

    assert html(message) == (
        "NATO <b>Rīga</b>\n<s>vakar</s>\n\n<code>/fact show nato.time</code>"
        '<a href="https://x.lv/?a=1&amp;b=2">avots</a>'
    )


@pytest.mark.parametrize("url", LINKED)
def test_address_becomes_a_link(url: str) -> None:
    """An address that Telegram opens is a link, whatever is in it."""
    text, entities = seen(html((Link("avots", url),)))

    assert text == "avots"
    assert [entity.type for entity in entities] == ["text_link"]


@pytest.mark.parametrize("url", [url for url in UNLINKED if url])
def test_other_address_is_shown(url: str) -> None:
    """An address that Telegram would not open, or that calls a person, is shown in full."""
    text, entities = seen(html((Link("avots", url),)))

    assert text == "avots ({})".format(url.replace("\x00", ""))
    assert not {entity.type for entity in entities} & {"text_link", "text_mention"}


def test_what_is_typed_back_holds_nothing_unseen() -> None:
    """A command in code is exactly what a person has to type, names in it too."""
    assert html((Code("/role grant @anna editor"),)) == "<code>/role grant @anna editor</code>"


def test_plain_text_calls_nobody_and_has_no_markup() -> None:
    """For a bubble the words are plain, without what Telegram drops and without a call."""
    said = plain_text((Text(" @anna\x00 "), Strong("<b>"), Break()))

    assert said == "@\u2060anna <b>"
