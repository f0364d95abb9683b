"""The stand-in of Slack: what a reader sees of mrkdwn, of blocks and of rich text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.standins.slack.blocks import Refused, check_blocks, check_view, weight
from tests.standins.slack.calling import actions, button, section
from tests.standins.slack.markup import Span, escape, read_mrkdwn
from tests.standins.slack.shown import Shown, seen
from tests.standins.slack.world import Json


@pytest.mark.parametrize(
    ("text", "words", "spans"),
    [
        ("*Vilks* _jā_ ~nē~ `x_y_z`", "Vilks jā nē x_y_z", ["bold", "italic", "strike", "code"]),
        ("2*3*4 un snake_case_x", "2*3*4 un snake_case_x", []),
        ("* no * _ no _", "* no * _ no _", []),
        ("(*so*), _so_.", "(so), so.", ["bold", "italic"]),
        ("*a\nb*", "*a\nb*", []),
        ("*_both_* ", "both ", ["bold", "italic"]),
        ("```*as*\n&lt;is&gt;```", "*as*\n<is>", ["pre"]),
        ("&lt;b&gt; &amp;amp; &nbsp;", "<b> &amp; &nbsp;", []),
        ("&gt; said\n> said", "said\nsaid", ["quote", "quote"]),
        ("<https://a.lv|A &amp; B> <https://b.lv>", "A & B https://b.lv", ["link", "link"]),
        ("*https://a_b_c.lv/_x_y*.", "https://a_b_c.lv/_x_y.", ["bold", "link"]),
        ("`https://a.lv`", "https://a.lv", ["code"]),
        (":smile: 10:30:20", ":smile: 10:30:20", ["emoji"]),
        ("<#C1|news> <!date^1^{date}|today>", "#news today", ["channel", "date"]),
    ],
)
def test_mrkdwn_is_read_as_slack_shows_it(text: str, words: str, spans: list[str]) -> None:
    """Marks work at the edges of words only; entities, links and emoji come alive."""
    read = read_mrkdwn(text)

    assert read.text == words
    assert [span.kind for span in read.spans] == spans
    assert read.pings == []


@pytest.mark.parametrize(
    "text",
    ["<@U1>", "<@U1|anna>", "<!channel>", "<!here|x>", "<!everyone>", "<!subteam^S1>", "@here"],
)
def test_pings_are_found(text: str) -> None:
    """Whatever would call somebody is named, in code too."""
    assert len(read_mrkdwn(f"x {text}").pings) == 1
    assert len(read_mrkdwn(f"x `{text}`").pings) == (text != "@here")


def test_verbatim_text_has_no_bare_pings_and_links() -> None:
    """With `verbatim` only what is in angle brackets comes alive."""
    assert read_mrkdwn("@here https://a.lv", verbatim=True).spans == []


@given(st.text())
def test_escaped_text_pings_nobody_and_links_nowhere(text: str) -> None:
    """Escaping is enough against injections, if bare names are left alone; not against emphasis."""
    read = read_mrkdwn(escape(text), verbatim=True)

    assert read.pings == []
    assert [span for span in read.spans if span.kind == "link"] == []


@given(st.text(alphabet=st.characters(exclude_characters="*_~`>:")))
def test_escaped_text_without_marks_is_shown_as_it_is(text: str) -> None:
    """Nothing is lost or added on the way."""
    assert read_mrkdwn(escape(text), verbatim=True).text == text


def test_blocks_take_the_place_of_the_text() -> None:
    """What is seen are the blocks; the text is the notification, and may ping as well."""
    header = {"type": "header", "text": {"type": "plain_text", "text": "*News* :tada:"}}
    note = {"type": "context", "elements": [{"type": "mrkdwn", "text": "_small_"}]}
    link = button("Open", url="https://a.lv", action_id="o", style="primary")
    blocks = [header, section("*Vilks*"), note, {"type": "divider"}, actions(button("Yes"), link)]

    page = seen("<!here> Vilks", blocks, {})

    assert page.text == "*News* :tada:\n\nVilks\n\nsmall\n\n———"
    assert page.of("bold") == ["Vilks"]
    assert page.of("emoji") == []
    assert page.pings == ("<!here>",)
    assert page.labels == ["Yes", "Open"]
    assert (page.buttons[1].url, page.buttons[1].style) == ("https://a.lv", "primary")
    assert page.notification == "@here Vilks"


def test_plain_text_draws_emoji_only_when_told() -> None:
    """`emoji: true` turns names into pictures; else plain text is data."""
    text = {"type": "plain_text", "text": "a :tada: b", "emoji": True}

    assert seen("", [{"type": "header", "text": text}], {}).of("emoji") == [":tada:"]


def test_bare_name_in_the_text_calls_all_only_when_asked() -> None:
    """`link_names` and `parse: full` make pings of names; plain sending does not."""
    assert seen("@channel", [], {}) == Shown("@channel")
    assert seen("@channel", [], {"link_names": True}).pings == ("@channel",)
    assert seen("*x*", [], {"mrkdwn": False}) == Shown("*x*")


def test_rich_text_is_data() -> None:
    """Nothing in it is markup; style and links are fields."""
    text = {"type": "text", "text": "*R&D* <@U1> :tada: "}
    bold = {"type": "text", "text": "Vilks", "style": {"bold": True}}
    link = {"type": "link", "url": "https://a.lv", "text": "A"}
    part = {"type": "rich_text_section", "elements": [text, bold, link]}
    listed = {"type": "rich_text_list", "style": "bullet", "elements": [part]}
    blocks = [{"type": "rich_text", "elements": [part, listed]}]
    check_blocks(blocks)

    page = seen("", blocks, {})

    assert page.text == "*R&D* <@U1> :tada: VilksA\n• *R&D* <@U1> :tada: VilksA"
    assert page.spans[:2] == (Span("bold", "Vilks"), Span("link", "A", "https://a.lv"))
    assert page.pings == ()


@pytest.mark.parametrize(
    "part",
    [
        {"type": "text", "text": ""},
        {"type": "text", "text": "x", "style": {"blink": True}},
        {"type": "text", "text": "x", "bold": True},
        {"type": "link", "url": "nowhere"},
        {"type": "broadcast", "range": "world"},
        {"type": "mrkdwn", "text": "x"},
    ],
)
def test_wrong_rich_text_is_refused(part: Json) -> None:
    """Every part has its fields and no others."""
    section = {"type": "rich_text_section", "elements": [part]}

    with pytest.raises(Refused, match="invalid_blocks"):
        check_blocks([{"type": "rich_text", "elements": [section]}])


@pytest.mark.parametrize(
    ("part", "ping"),
    [
        ({"type": "user", "user_id": "U1"}, "user:U1"),
        ({"type": "usergroup", "usergroup_id": "S1"}, "group:S1"),
        ({"type": "broadcast", "range": "here"}, "broadcast:here"),
    ],
)
def test_rich_text_may_ping_by_its_parts(part: Json, ping: str) -> None:
    """A user, a group and all are parts of their own."""
    elements = [{"type": "rich_text_section", "elements": [part]}]
    blocks = [{"type": "rich_text", "elements": elements}]
    check_blocks(blocks)

    assert seen("", blocks, {}).pings == (ping,)


def test_weight_counts_every_text_once() -> None:
    """Sections, fields, buttons and rich text count towards the sum."""
    fields = section("abc") | {"fields": [{"type": "mrkdwn", "text": "de"}]}
    text = {"type": "text", "text": "ghi"}
    part = {"type": "rich_text_section", "elements": [text]}

    assert weight([fields, actions(button("f")), {"type": "rich_text", "elements": [part]}]) == 9


def test_menus_have_their_limits() -> None:
    """Options are needed, and end at a hundred; a view may hold more blocks than a message."""
    option = {"text": {"type": "plain_text", "text": "x"}, "value": "x"}
    title = {"type": "plain_text", "text": "x"}
    menus: list[Json] = [{}, {"options": [option] * 101}, {"options": []}]
    for menu in menus:
        with pytest.raises(Refused, match="invalid_blocks"):
            check_blocks([actions({"type": "static_select", **menu})])

    check_blocks([actions({"type": "static_select", "options": [option]})])
    check_view({"type": "modal", "title": title, "blocks": [{"type": "divider"}] * 100})
