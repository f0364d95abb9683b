"""Any text, with any markup, mention or control character in it, is shown as typed.

It never pings, never breaks and never passes a limit, by the stand-in's own checks.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Final

from hypothesis import given, settings

from bot.port import Break, Choice, Code, Formatted, Link, Message, Strike, Strong, Style, Text
from handlers.slack.fitting import sections
from handlers.slack.rendering import blocks, rendered
from tests.handlers.slack.messages import (
    choices,
    messages,
    prepared,
    reading,
    seen_as,
    some_message,
    squeezed,
)
from tests.standins.slack.blocks import check_blocks, check_text
from tests.standins.slack.shown import Shown, seen

STYLES: Final[dict[str, type[Strong | Strike | Code]]] = {
    "bold": Strong,
    "strike": Strike,
    "code": Code,
}


def looked_at(message: Message, offered: Sequence[Choice] = ()) -> Shown:
    """Return what a reader sees of a message that Slack takes."""
    content = rendered(message, offered)
    check_blocks(content["blocks"])
    check_text(content["text"], content["blocks"] or [{}])
    return seen(content["text"], content["blocks"], content)


def shows_as_typed(message: Message) -> None:
    """Check that every word is seen, nothing is called, and only our own styles are there."""
    look = looked_at(message)
    assert look.pings == ()
    if blocks(message):
        told = reading(message)
        assert squeezed(look.text) == squeezed(told)
        assert look.text == told or len(list(sections(message))) > 1
        for kind, node in STYLES.items():
            ours = "".join(seen_as(each.text) for each in message if isinstance(each, node))
            assert "".join(look.of(kind)) == ours
        assert {span.kind for span in look.spans} <= {*STYLES, "link"}


@settings(max_examples=400)
@given(messages)
def test_any_text_is_shown_as_typed(message: Message) -> None:
    """Whatever stands in a node is read as it stands, and only our styles and links are there."""
    shows_as_typed(message)


def test_ten_thousand_messages_are_shown_as_typed() -> None:
    """Ten thousand messages of everything that is markup somewhere are read as they stand."""
    chance = random.Random(1)  # noqa: S311 - the same messages each time
    for _ in range(10_000):
        shows_as_typed(some_message(chance))


@settings(max_examples=200)
@given(messages, choices)
def test_any_choice_is_a_button(message: Message, offered: list[Choice]) -> None:
    """A button has its words without emoji, its reference, and an id of its own."""
    buttons = looked_at(message, offered).buttons

    assert [button.value for button in buttons] == [choice.token for choice in offered]
    assert len({button.action_id for button in buttons}) == len(offered)
    for button, choice in zip(buttons, offered, strict=True):
        whole = " ".join(seen_as(choice.label).split())
        assert button.label == (whole if len(whole) <= 75 else button.label) or not whole
        assert whole.startswith(button.label.rstrip("…")) or not whole


def test_styles_and_links_are_shown() -> None:
    """Emphasis holds inside a word too, where mrkdwn would show its marks."""
    message = (Text("snake"), Strong("_case_"), Text("s"), Strike("7"), Code("/ask"), Break())
    look = looked_at((*message, Link("LETA", "https://leta.lv/a_b?c=d&e")))

    assert look.text == "snake_case_s7/ask\nLETA"
    assert (look.of("bold"), look.of("strike"), look.of("code")) == (["_case_"], ["7"], ["/ask"])
    assert look.links == [("LETA", "https://leta.lv/a_b?c=d&e")]


def test_address_that_leads_nowhere_is_shown_beside_its_words() -> None:
    """A script, or what is no address, is text that can be read."""
    look = looked_at((Link("here", "javascript:alert(1)"), Text(" "), Link("", "ftp://a.lv")))

    assert look.text == "here (javascript:alert(1)) ftp://a.lv"
    assert look.links == []


def test_notification_is_escaped_and_cut() -> None:
    """It calls nobody, ends with no half of an entity, and is never too long."""
    content = rendered((Text("<!channel> & more, " + "&" * 5000),))

    assert content["text"].startswith("&lt;!channel&gt; &amp; more, &amp;")
    assert content["text"].endswith("&amp;…")
    assert len(content["text"]) <= 3000


def test_nothing_is_unfurled_or_linked_by_itself() -> None:
    """Slack is told to add no previews and to make no names of words."""
    content = rendered((Text("https://a.lv @anna"),))

    assert (content["unfurl_links"], content["unfurl_media"]) == (False, False)
    assert (content["link_names"], content["parse"]) == (False, "none")


def test_very_many_choices_are_as_many_as_slack_takes() -> None:
    """Twenty-five in a row, five rows, and all labels together within the limit of a message."""
    offered = [Choice(f"{number} " + "x" * 100, str(number)) for number in range(200)]
    look = looked_at((Text("x" * 9999),), offered)

    assert len(look.buttons) == 125
    assert looked_at((Text("x"),), offered[:2]).labels[0] == "0 " + "x" * 72 + "…"


def test_what_is_tucked_away_is_behind_the_three_dots() -> None:
    """A menu of two to five lines stands after the buttons; one line alone Slack refuses."""
    tucked = [Choice(sign, f"{sign}.token", tucked=True) for sign in "👍👎abcd"]
    look = looked_at((Text("x"),), [*tucked, Choice("Share", "1")])

    assert look.labels == ["Share"]
    assert look.tucked == ["👍", "👎", "a", "b", "c"]
    assert [line["value"] for line in look.menus[0].element["options"]][:2] == [
        "👍.token",
        "👎.token",
    ]
    assert looked_at((Text("x"),), tucked[:1]).menus == ()


def test_menu_has_its_place_beside_very_many_buttons() -> None:
    """It takes that of the last button, so that no row has more than Slack takes."""
    offered = [Choice("x", str(number)) for number in range(200)]
    tucked = [Choice(sign, sign, tucked=True) for sign in "👍👎"]
    look = looked_at((Text("x"),), [*offered, *tucked])

    assert (len(look.buttons), look.tucked) == (124, ["👍", "👎"])


def test_blank_label_is_still_a_button() -> None:
    """Slack refuses a button without words."""
    assert looked_at((Text("x"),), [Choice("\u202e\n", "1")]).labels == ["–"]


@settings(max_examples=300)
@given(prepared)
def test_prepared_words_are_shown_and_call_nobody(message: Message) -> None:
    """Looks that somebody gave their words add nothing and break nothing, whatever is in them."""
    look = looked_at(message)

    assert look.pings == ()
    if blocks(message):
        assert squeezed(look.text) == squeezed(reading(message))


def test_prepared_looks_are_shown() -> None:
    """Those that Slack has stand together; quotations and code stand on lines of their own."""
    quote, block = (Style.QUOTE,), (Style.BLOCK,)
    message = (
        Formatted("both", (Style.STRONG, Style.EMPHASIS)),
        Formatted("plain", (Style.UNDERLINE, Style.HIDDEN)),
        Formatted("link", (Style.STRONG,), "https://x.lv"),
        Text("\n"),
        Formatted("said ", quote),
        Formatted("loudly", (Style.STRONG, Style.QUOTE)),
        Text("\n"),
        Formatted("1 + 1\n= 2", block),
        Text("\nend"),
    )
    (text,) = blocks(message)

    assert [(part["type"], part["elements"]) for part in text["elements"]] == [
        (
            "rich_text_section",
            [
                {"type": "text", "text": "both", "style": {"bold": True, "italic": True}},
                {"type": "text", "text": "plain"},
                {"type": "link", "url": "https://x.lv", "text": "link", "style": {"bold": True}},
            ],
        ),
        (
            "rich_text_quote",
            [
                {"type": "text", "text": "said "},
                {"type": "text", "text": "loudly", "style": {"bold": True}},
            ],
        ),
        ("rich_text_preformatted", [{"type": "text", "text": "1 + 1\n= 2"}]),
        ("rich_text_section", [{"type": "text", "text": "end"}]),
    ]
    looked_at(message)
