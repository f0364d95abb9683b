"""A line that was refused where it is not seen any more is given back."""

from __future__ import annotations

import pytest

from bot.desk import Desk
from bot.port import plain
from tests.standins.speakers import Speaker, editor

TYPED = "post The Old Bridge is open.\n\nto: nowhere\nat: tomorrow 9:00"


@pytest.fixture
def alone(desk: Desk) -> Speaker:
    """Return an editor whose command nobody sees, they themselves included."""
    chief = editor(desk)
    chief.alone = True
    return chief


def test_text_is_not_lost_with_a_slip_below_it(alone: Speaker) -> None:
    """All of it comes back, below what is wrong with it."""
    alone.say(f"/factdesk {TYPED}")

    told = plain(alone.reply.message)
    assert told.endswith(f"\n\nYou wrote:\n/{TYPED}")


@pytest.mark.parametrize(
    "typed",
    [
        "/factdesk post show none",
        "/factdesk fact set battle-group.leader Poland\nembargo: 2021-99-99T09:00",
    ],
)
def test_what_is_short_or_for_later_is_not_repeated(alone: Speaker, typed: str) -> None:
    """The one is quickly typed again, the other is not to stand anywhere before its hour."""
    alone.say(typed)

    assert alone.reply.failed
    assert "You wrote" not in plain(alone.reply.message)


def test_what_stands_in_the_chat_is_not_repeated(desk: Desk) -> None:
    """There it can be edited, or copied."""
    assert "You wrote" not in editor(desk).say(f"/{TYPED}")
