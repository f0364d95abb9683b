"""Slips in what is typed behind `post`: each gets a word before anything leaves."""

from __future__ import annotations

import pytest

from tests.bot.posting.pressroom import Pressroom


@pytest.mark.parametrize("text", ["Kur: Rīgā", "Labdien\n\nVieta: Rīga\nLaiks: 9:00", "Es: te"])
def test_colon_in_a_text_is_no_line(pressroom: Pressroom, text: str) -> None:
    """What looks like no line of ours is text, and nobody is bothered about it."""
    assert "is part of the text" not in pressroom.edit(f"post {text}")


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("silent: maybe", "silent: takes yes or no, or nothing, which means yes; there is: maybe"),
        ("preview: https://a.lv", "preview: takes yes or no"),
        ("silent: jā", "Without a sound"),
        ("silent:", "Without a sound"),
    ],
)
def test_yes_or_no_is_one_of_them(pressroom: Pressroom, line: str, told: str) -> None:
    """Whatever else a line says that takes yes or no is never taken for a yes."""
    assert told in pressroom.edit(f"post Labdien\n\nto: news\n{line}")


def test_number_may_have_its_mark(pressroom: Pressroom) -> None:
    """People write `#8` as they read it elsewhere."""
    pressroom.edit("post Labdien\n\nto: news\nat: rīt 9:00")
    pressroom.tap("Send")

    number = pressroom.number()
    assert "Labdien" in pressroom.edit(f"post show #{number}")
    assert "#x" in pressroom.edit("post show #x")


def test_moving_to_its_own_time_is_no_move(pressroom: Pressroom) -> None:
    """Nothing is asked where nothing would change."""
    pressroom.edit("post Labdien\n\nto: news\nat: 2021-11-27 9:00")
    pressroom.tap("Send")

    number = pressroom.number()
    told = pressroom.edit(f"post move {number} tomorrow 9:00")

    assert told.startswith(f"Post {number} is to leave at that time already: Saturday")


def test_hour_that_the_clocks_skip_is_told(pressroom: Pressroom) -> None:
    """The preview and the question name the hour that is meant instead."""
    told = pressroom.edit("post Labdien\n\nto: news\nat: 2022-03-27 03:30")
    pressroom.tap("Send")

    assert "03:30 does not exist that night, 04:00 is meant" in told
    moved = pressroom.edit(f"post move {pressroom.number()} 2022-10-30 03:30")
    assert "03:30 comes twice that night, the first" in moved
