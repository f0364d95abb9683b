"""How many chats hear of a change of an event: the reply says what leaves, and nothing else."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial
from typing import Final

import pytest

from bot.port import Account, Chat, Happening
from tests.bot.posting.newsroom import (
    ANNA,
    ANNAS,
    ASKED,
    BACK,
    DESK,
    ED,
    EDS,
    GROUP,
    TO_11,
    Newsroom,
)
from tests.bot.receiving.house import run, said

FOR_THE_DESK: Final = f"{TO_11} | audience: desk"
CANCEL: Final = "event cancel summit fog"


def says_alone(room: Newsroom, text: str, chat: Chat = GROUP, account: Account = ED) -> str:
    """Say something in a group that nobody else sees there, nor the answer to it."""
    run(partial(room.house.hears, replace(said(text, chat, account), alone=True)))
    return room.platform.words[-1]


def counted(told: str) -> int:
    """Return how many chats a reply says will hear of it."""
    found = re.search(r"(\d+) chats? that (?:was|were) told otherwise gets? a notice", told)
    return int(found[1]) if found else 0


def left(room: Newsroom) -> list[Chat]:
    """Look at the clock, and return where notices went since asked last."""
    room.looks(8)
    return [each.chat for each in room.sent("notice")]


@pytest.fixture
def told(newsroom: Newsroom) -> Newsroom:
    """Return a newsroom in which a reader, a group and the editor were told of the event."""
    newsroom.add()
    newsroom.say(ASKED)
    newsroom.say(ASKED, GROUP)
    newsroom.say(ASKED, EDS, ED)
    newsroom.sent()
    return newsroom


@pytest.mark.parametrize("line", [TO_11, CANCEL])
def test_where_it_is_done_the_reply_tells_it(told: Newsroom, line: str) -> None:
    """The editor's own chat has read when the event is by then."""
    reply = told.edit(line)

    assert counted(reply) == 2
    assert left(told) == [ANNAS, GROUP]


@pytest.mark.parametrize("line", [TO_11, CANCEL])
def test_elsewhere_the_editor_hears_as_everybody(told: Newsroom, line: str) -> None:
    """What was told them in private is another chat than the editors'."""
    told.say("/language en", DESK, ED)

    reply = told.say(f"/{line}", DESK, ED)

    assert counted(reply) == 3
    assert left(told) == [EDS, ANNAS, GROUP]


@pytest.mark.parametrize("line", [TO_11, CANCEL])
def test_what_one_person_alone_sees_is_told_them_in_private(told: Newsroom, line: str) -> None:
    """The group in which they did it has read nothing of it."""
    reply = says_alone(told, f"/{line}")

    assert counted(reply) == 2
    assert left(told) == [ANNAS, GROUP]


def test_what_one_person_alone_has_read_is_not_told_them_again(newsroom: Newsroom) -> None:
    """Where they did it nobody else was told anything."""
    newsroom.add()
    newsroom.say(ASKED)
    says_alone(newsroom, ASKED)
    newsroom.sent()

    reply = says_alone(newsroom, f"/{TO_11}")

    assert counted(reply) == 1
    assert left(newsroom) == [ANNAS]


def test_what_is_taken_back_before_it_has_left_is_told_nobody(told: Newsroom) -> None:
    """Who awaits a notice of the first change is right again after the second."""
    assert counted(told.edit(TO_11)) == 2

    reply = told.edit(BACK)

    assert counted(reply) == 0
    assert left(told) == []


def test_who_awaits_a_notice_gets_one_of_both_changes(told: Newsroom) -> None:
    """It is counted in the reply to each."""
    told.edit(TO_11)

    assert counted(told.edit("event move summit 2021-12-06T12:00")) == 2
    assert left(told) == [ANNAS, GROUP]


def test_what_is_for_the_desk_from_now_on_is_told_the_desk_alone(told: Newsroom) -> None:
    """Readers and groups may not know the time that it has now."""
    told.say("/language en", DESK, ED)
    reply = told.say(f"/{FOR_THE_DESK}", DESK, ED)

    assert counted(reply) == 1
    assert left(told) == [EDS]


def test_who_is_gone_is_not_counted(told: Newsroom) -> None:
    """Nothing can be sent to them."""
    run(partial(told.house.hears, replace(said("", ANNAS, ANNA), happening=Happening.LEFT)))

    reply = told.edit(TO_11)

    assert counted(reply) == 1
    assert left(told) == [GROUP]
