"""Long messages: in parts that Telegram takes, with nothing lost and nothing doubled."""

from __future__ import annotations

import random
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings

from bot.port import Break, Claim, Code, Link, Message, Strong, Text, plain
from handlers.telegram.fitting import fit
from handlers.telegram.rendering import html
from handlers.telegram.wording import visible
from tests.handlers.telegram.messages import bare, drawn, messages, seen, typed
from tests.standins.telegram.markup import parse, units

CLAIM = Claim(1, 2, datetime(2021, 11, 26, tzinfo=UTC), "lv")


def _words(text: str) -> str:
    return bare("".join(text.split()))


def _check(message: Message) -> None:
    parts = fit(message)

    for part in parts:
        text, entities = parse(html(part))
        assert text.strip()
        assert units(text) <= 4096
        assert len(entities) <= 100
        assert len(html(part).encode()) < 32_768
        assert not {"mention", "text_mention"} & {entity.type for entity in seen(html(part))[1]}
    shown = _words("".join(parse(html(part))[0] for part in parts))
    assert shown == _words(typed(message)) or (not parts and not visible(typed(message)))


@settings(max_examples=300)
@given(messages)
def test_parts_are_within_limits_and_lose_nothing(message: Message) -> None:
    """Any message is cut into parts within each limit, which show all of it between them."""
    _check(message)


def test_hundreds_of_long_messages_fit() -> None:
    """So is any of hundreds drawn by chance, of up to several hundred nodes."""
    chance = random.Random(1991)  # noqa: S311 - draws examples, guards nothing
    for _ in range(400):
        _check(drawn(chance, chance.choice((5, 60, 400))))


def test_short_message_stays_as_it_is() -> None:
    """A message that fits comes back unchanged."""
    message = (Text("  @anna "), Break(), Strong("Rīga"), Break())

    assert fit(message) == (message,)


@pytest.mark.parametrize("text", ["", " \n", "\x00", "\u200b\xa0", "\u2800", "\u202e"])
def test_nothing_to_see_is_no_part(text: str) -> None:
    """A message in which nothing is to be seen is none, as Telegram would refuse it."""
    assert fit((Text(text), Break(), Strong(text))) == ()


def test_lines_stay_whole() -> None:
    """A long list is cut between two lines, and the line end at the cut goes."""
    lines = tuple(node for n in range(400) for node in (Text(f"{n}. rinda par tikšanos"), Break()))

    parts = fit(lines)

    assert len(parts) > 1
    for part in parts:
        assert plain(part).splitlines()[0].endswith("rinda par tikšanos")
        assert plain(part).splitlines()[-1].endswith("rinda par tikšanos")
        assert not isinstance(part[0], Break)
        assert not isinstance(part[-1], Break)


def test_long_paragraph_is_cut_between_words() -> None:
    """One node that no message could hold is cut between words, keeping its style and claim."""
    long = Strong(" ".join(["ministri"] * 1500), CLAIM)

    parts = fit((long,))

    assert {word for part in parts for word in plain(part).split()} == {"ministri"}
    assert all(isinstance(node, Strong) and node.claim == CLAIM for part in parts for node in part)
    assert units(plain(parts[0])) > 3000


@pytest.mark.parametrize("character", ["🙂", "👩‍👩‍👧", "🇱🇻", "👍🏽", "a\u0301"])
def test_characters_are_not_torn(character: str) -> None:
    """Without a space to cut at, a cut still never tears what is seen as one character."""
    parts = fit((Text(character * 3000),))

    assert all(set(plain(part).split(character)) == {""} for part in parts)


def test_hundred_styles_are_the_most() -> None:
    """Of more than a hundred styled pieces none loses its style."""
    parts = fit(tuple(Code(f"/k{n} ") for n in range(250)))

    assert [len(parse(html(part))[1]) for part in parts] == [100, 100, 50]


def test_many_long_addresses_are_not_cut_off() -> None:
    """Links with long addresses go into as many parts as Telegram reads whole."""
    url = "https://x.lv/" + "a" * 1400
    parts = fit(tuple(Link(f"avots {n}", url) for n in range(60)))

    assert len(parts) > 1
    assert sum(len(parse(html(part))[1]) for part in parts) == 60
