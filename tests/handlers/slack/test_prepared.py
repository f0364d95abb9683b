"""Messages that people have prepared in Slack: read with their looks, posted with their picture."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.outcomes import Outcome, Refused, Sent
from bot.port import Account, Formatted, Link, Message, Picture, Prepared, Style, Text, Unfit
from handlers.slack.prepared import read
from handlers.slack.rendering import blocks
from tests.handlers.slack.doors import asked, opened, sent, word
from tests.standins.slack.people import Channel, User
from tests.standins.slack.server import Slack

ME = "U0FACTDESK"
FREE = (Style.STRONG, Style.EMPHASIS, Style.STRIKE)
looks = st.sets(st.sampled_from(FREE), min_size=1).map(
    lambda some: tuple(each for each in Style if each in some)
)
words = st.sampled_from(("a", "ķē ", "🙂", "<!here>", "*b*", "x\ny"))
pieces = st.one_of(
    st.builds(Formatted, words, looks),
    st.builds(Formatted, words, looks, st.just("https://x.lv/")),
)


def rich(*elements: dict[str, Any]) -> dict[str, Any]:
    """Return a message of rich text."""
    return {"user": "U1", "blocks": [{"type": "rich_text", "elements": list(elements)}]}


def said(text: str, **style: bool) -> dict[str, Any]:
    """Return a piece of rich text."""
    return {"type": "text", "text": text} | ({"style": style} if style else {})


@given(st.lists(pieces, min_size=1, max_size=6).map(tuple))
def test_looks_survive_being_shown_and_read(message: Message) -> None:
    """Whatever looks words have, they have again when what we show is read."""
    told = read({"user": "U1", "blocks": blocks((Text("|"), *message, Text("|")))}, ME).message

    assert characters(told) == characters((Text("|"), *message, Text("|")))


def characters(message: Message) -> list[tuple[str, tuple[Style, ...], str]]:
    """Return the characters of a message, each with its looks; ends of links are trimmed."""
    spread = []
    for node in message:
        assert isinstance(node, Text | Formatted)
        url = node.url if isinstance(node, Formatted) else ""
        styles = node.styles if isinstance(node, Formatted) else ()
        spread += [(each, styles, url) for each in (node.text.strip() if url else node.text)]
    return spread


def test_parts_begin_lines() -> None:
    """Lists have their marks, quotations and code their looks; each stands on lines of its own."""
    section, quote, code = "rich_text_section", "rich_text_quote", "rich_text_preformatted"
    items = [{"type": section, "elements": [said(text)]} for text in ("one", "two")]
    told = read(
        rich(
            {"type": section, "elements": [said("Hi "), said("you", bold=True)]},
            {"type": "rich_text_list", "style": "bullet", "elements": items},
            {"type": "rich_text_list", "style": "ordered", "indent": 1, "elements": items},
            {"type": quote, "elements": [said("said"), said("loud", italic=True)]},
            {"type": code, "elements": [said("1 + 1")]},
        ),
        ME,
    )

    assert told.message == (
        *(Text("Hi "), Formatted("you", (Style.STRONG,)), Text("\n")),
        *(Text("• "), Text("one"), Text("\n• "), Text("two"), Text("\n")),
        *(Text("  1. "), Text("one"), Text("\n  2. "), Text("two"), Text("\n")),
        *(Formatted("said", (Style.QUOTE,)), Formatted("loud", (Style.EMPHASIS, Style.QUOTE))),
        *(Text("\n"), Formatted("1 + 1", (Style.BLOCK,))),
    )


def test_what_calls_is_words() -> None:
    """People, channels and everybody are named and not called; emoji are what they show."""
    elements = [
        {"type": "user", "user_id": "U7"},
        {"type": "broadcast", "range": "here"},
        {"type": "channel", "channel_id": "C7"},
        {"type": "emoji", "name": "flag-lv", "unicode": "1f1f1-1f1fb"},
        {"type": "emoji", "name": "ours"},
        {"type": "link", "url": "https://x.lv"},
    ]
    told = read(rich({"type": "rich_text_section", "elements": elements}), ME).message

    assert told == (
        *(Text("@U7"), Text("@here"), Text("#C7"), Text("🇱🇻"), Text(":ours:")),
        Link("https://x.lv", "https://x.lv"),
    )


def test_plain_text_is_mended() -> None:
    """A message without rich text is read as it was typed."""
    assert read({"user": "U1", "text": "a &amp; <https://x.lv>"}, ME).message == (
        Text("a & https://x.lv"),
    )


@pytest.mark.parametrize(
    ("more", "unfit"),
    [
        ({}, None),
        ({"files": [{"id": "F1", "mimetype": "image/png"}]}, None),
        ({"files": [{"id": "F1", "mimetype": "image/png"}] * 2}, Unfit.ALBUM),
        ({"files": [{"id": "F1", "mimetype": "video/mp4"}]}, Unfit.FILE),
        ({"files": [{"id": "F1"}]}, Unfit.FILE),
        ({"files": [{"id": "F1", "mimetype": "image/png", "size": 10_000_001}]}, Unfit.LARGE),
        ({"bot_id": "B1"}, Unfit.NOBODYS),
        ({"user": ME, "bot_id": "B1"}, Unfit.OURS),
    ],
)
def test_what_cannot_be_posted_is_told_apart(more: dict[str, Any], unfit: Unfit | None) -> None:
    """By its files, and by who wrote it."""
    assert read({"user": "U1", "text": "x", **more}, ME).unfit is unfit


def test_head_of_a_thread_is_asked_for(slack: Slack, anna: User, newsroom: Channel) -> None:
    """A reply names it; what it says and shows is then asked of Slack."""
    shared = anna.shares("bridge.png", newsroom, "The bridge").message
    assert shared is not None
    with opened(slack) as door:
        anna.mentions("post to: news", newsroom, thread=shared.ts)
        update = door.inbox.next()
        anna.mentions("post to: news", newsroom)
        assert door.inbox.next().below in {"", shared.ts}

    assert (update.text, update.below, update.prepared) == ("post to: news", shared.ts, None)
    told = asked(slack, lambda door: door.platform.prepared(update.chat, update.below))
    picture = Picture("slack", shared.extra["files"][0]["id"])
    assert told == Prepared(Account("slack", anna.id), (Text("The bridge"),), picture)
    gone = asked(slack, lambda door: door.platform.prepared(update.chat, "1.000001"))
    assert gone.unfit is Unfit.OUT_OF_REACH


def posts(slack: Slack, channel: Channel, picture: Picture, **more: Any) -> Outcome:  # noqa: ANN401 - fields of a message
    """Send a picture with words; return what became of it."""
    return sent(slack, replace(word(channel), picture=picture, **more))


def test_picture_stands_above_the_words(slack: Slack, anna: User, newsroom: Channel) -> None:
    """In one message, which is found by its key, changed in place, and needs no words."""
    shared = anna.shares("bridge.png", anna.room).message
    assert shared is not None
    picture = Picture("slack", shared.extra["files"][0]["id"])
    became = posts(slack, newsroom, picture)
    posted = newsroom.messages[-1]

    image = {"type": "image", "slack_file": {"id": picture.id}, "alt_text": "Vilks"}
    assert became == Sent(posted.ts)
    assert {name: posted.blocks[0][name] for name in image} == image
    assert asked(slack, lambda door: door.platform.find(word(newsroom))) == Sent(posted.ts)
    assert posts(slack, newsroom, picture, edits=posted.ts, message=(Text("Lācis"),)) == became
    assert (posted.blocks[0]["slack_file"], posted.text) == ({"id": picture.id}, "Lācis")
    assert isinstance(posts(slack, newsroom, picture, message=(), key="2"), Sent)


def test_picture_that_we_were_not_shown_is_refused(slack: Slack, newsroom: Channel) -> None:
    """It says nothing of the conversation."""
    became = posts(slack, newsroom, Picture("slack", "F404"))

    assert isinstance(became, Refused)
