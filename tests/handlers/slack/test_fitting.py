"""A message too long for Slack is cut into parts that fit, and loses no word."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.port import Break, Choice, Link, Message, Node, Strong, Text, plain
from handlers.slack.fitting import fit, sections
from handlers.slack.rendering import rendered
from tests.handlers.slack.messages import messages, nodes, reading, squeezed
from tests.standins.slack.blocks import check_blocks, check_text, weight
from tests.standins.slack.shown import seen


def _stretched(node: Node, times: int) -> Node:
    if isinstance(node, Break):
        return node
    text = (node.text + "ab ")[:12] * times
    return replace(node, text=text)


long_messages = st.lists(
    st.builds(_stretched, nodes, st.sampled_from((1, 40, 400, 4000))), max_size=8
).map(tuple)
OFFERED = [Choice("Ā" * 100, str(number)) for number in range(125)]


@settings(max_examples=150)
@given(long_messages)
def test_every_part_fits_and_has_something_to_see(message: Message) -> None:
    """Each part is taken by Slack, with all the buttons there may be, and none is blank."""
    for part in fit(message):
        content = rendered(part, OFFERED)
        check_blocks(content["blocks"])
        check_text(content["text"], content["blocks"])
        assert seen("", content["blocks"], {}).text.strip()
        assert all(weight(section) <= 3000 for section in content["blocks"][0]["elements"])


@settings(max_examples=150)
@given(long_messages)
def test_no_word_is_lost(message: Message) -> None:
    """The parts together say what the message said, a link's address at each piece of it."""
    whole = tuple(node for node in message if not isinstance(node, Link))
    parts = "".join(reading(part) for part in fit(whole))

    assert squeezed(parts) == squeezed(reading(whole))


@settings(max_examples=200)
@given(messages)
def test_what_fits_stays_as_it_is(message: Message) -> None:
    """A message that fits is its only part, the very same; one without words is none."""
    if all(isinstance(node, Break) or len(reading((node,))) < 3000 for node in message):
        assert fit(message) in {(message,), ()}
    assert bool(fit(message)) == bool(reading(message).strip())


def test_parts_end_at_line_ends() -> None:
    """Lines stay whole where there are any, and the line end at a cut is not shown."""
    line = (Text("word " * 20), Break())
    parts = fit(line * 300)

    assert len(parts) == 4
    assert all(not isinstance(part[0], Break) for part in parts)
    assert all(not isinstance(part[-1], Break) for part in parts)
    assert sum(plain(part).count("word") for part in parts) == 6000


def test_long_node_is_cut_between_words_and_keeps_its_style() -> None:
    """A value of ten pages is bold to its end, and no word is cut."""
    parts = fit((Strong("vārds " * 5000),))

    assert {type(node) for part in parts for node in part} == {Strong}
    assert all(
        word == "vārds" for part in parts for node in part for word in plain((node,)).split()
    )


def test_sections_are_lines_below_each_other() -> None:
    """Within a message a cut at an empty line still shows one."""
    message = (Text("a" * 2000), Break(paragraph=True), Text("b" * 2000))

    assert list(sections(message)) == [(Text("a" * 2000),), (Break(), Text("b" * 2000))]


def test_letters_are_not_torn_apart() -> None:
    """A letter with its accents, or a family of emoji, stays whole where it can."""
    parts = list(sections((Text("👩‍👩‍👧" * 900),)))

    assert all(len(plain(part)) % 5 == 0 for part in parts)
