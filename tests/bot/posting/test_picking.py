"""Adding a channel with the chooser of the platform: which chat it is, and what it is called."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pytest

from bot.port import Account, Chat, Happening, Place, plain
from tests.bot.posting.newsroom import ANNA, ED, EDS
from tests.bot.posting.pressroom import NEWS, Pressroom
from tests.bot.receiving.house import run, said


def pick(pressroom: Pressroom, chat: Chat, account: Account = ED) -> str:
    """Have somebody choose a chat; return what they are asked."""
    chosen = replace(said("", EDS, account), happening=Happening.PICKED, picked=chat)
    run(partial(pressroom.house.hears, chosen))
    return pressroom.platform.words[-1]


def test_chooser_comes_with_the_command_alone(pressroom: Pressroom) -> None:
    """Below what could be typed; where a platform has none, that is all."""
    update = replace(said("/channel add", EDS, ED), can_pick=True)
    run(partial(pressroom.house.hears, update))
    asked = pressroom.platform.sent[-1]

    assert asked.picks
    assert "/channel add NAME [CHAT] [lv|en]" in plain(asked.message)
    assert plain(asked.message).startswith("Choose the chat below")
    pressroom.edit("channel add")
    assert not pressroom.platform.sent[-1].picks


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("@rigas_zinas", "/channel add rigas-zinas @rigas_zinas"),
        ("https://t.me/rigaszinas en", "/channel add rigaszinas https://t.me/rigaszinas"),
        ("telegram:-1001", "/channel add news telegram:-1001"),
        ("#zinas", "/channel add news #zinas"),
    ],
)
def test_address_alone_lacks_a_name(pressroom: Pressroom, typed: str, told: str) -> None:
    """Which comes first, and is suggested: an address is no wrong KEY."""
    said = pressroom.edit(f"channel add {typed}")

    assert said.startswith("First comes a short name")
    assert said.endswith(told)


def test_chosen_chat_is_called_by_a_tap(pressroom: Pressroom) -> None:
    """A name that is near to its title is offered, and the command with it to be edited."""
    pressroom.edit("channel remove news")

    assert pick(pressroom, NEWS) == (
        "What shall Rīgas ziņas be called? Please write a short name of your choice, or this, "
        "changed as you like:\n"
        "/channel add rigas-zinas telegram:-1001"
    )
    told = pressroom.tap("Call it rigas-zinas")
    assert told.startswith("Editors may post to rigas-zinas (Rīgas ziņas, telegram:-1001")


def test_chosen_chat_is_called_by_a_word(pressroom: Pressroom) -> None:
    """The bot has asked for a name, so a name is the answer; a wrong one is asked for again."""
    pressroom.edit("channel remove news")
    pick(pressroom, NEWS)

    assert "all" in pressroom.say("all", EDS, ED)
    told = pressroom.say("Rīga", EDS, ED)

    assert told.startswith("Editors may post to riga (Rīgas ziņas, telegram:-1001")


def test_title_without_letters_gives_no_name(pressroom: Pressroom) -> None:
    """Then the command is shown to be completed."""
    told = pick(pressroom, Chat("telegram", "-1001", Place.CHANNEL, title="🎉"))

    assert told.endswith("/channel add NAME telegram:-1001")
    assert pressroom.platform.sent[-1].choices == ()
    assert "What shall slack:C1 be called?" in pick(pressroom, Chat("slack", "C1", Place.GROUP))
    assert "NAME" in pick(pressroom, Chat("telegram", "-1", Place.GROUP, title="All"))


def test_reader_who_chooses_is_refused(pressroom: Pressroom) -> None:
    """Who lost the right meanwhile, or never had it, adds nothing."""
    assert "channel add" not in pick(pressroom, NEWS, ANNA)
