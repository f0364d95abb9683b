"""A bare number is never an hour; who writes one is shown the very line that is to be sent."""

from __future__ import annotations

from typing import Final

import pytest

from bot.desk import Desk
from bot.grammar.bare_hours import with_minutes
from bot.texts import phrase
from tests.bot.commands.askings import labels
from tests.standins.speakers import GROUP, Speaker, editor

SPOKEN: Final = ["rīt 9", "tomorrow 9", "Monday 18", "2021-12-01 9"]


@pytest.fixture
def chief(desk: Desk) -> Speaker:
    """Return an editor in private, with a channel to post to."""
    speaker = editor(desk)
    with desk.database.write() as tx:
        chat = tx.chats.seen("telegram", GROUP.id, "", GROUP.place, "Press", formerly="")
        tx.channels.add("press", chat.id, None)
    return speaker


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("rīt 9", "rīt 9:00"),
        ("tomorrow 09 the fair", "tomorrow 09:00 the fair"),
        ("rīt 24", ""),
        ("Tuesday, 1 December", ""),
        ("9", ""),
        ("the fair 9", ""),
        ("rīt 9:00", ""),
        ("rīt", ""),
        ("2021 9", ""),
    ],
)
def test_minutes_are_added_to_a_bare_hour_behind_a_day(text: str, whole: str) -> None:
    """Only where that is a time; a number elsewhere is no hour."""
    assert with_minutes(text) == whole


@pytest.mark.parametrize("language", ["lv", "en"])
@pytest.mark.parametrize("at", SPOKEN[:-1])
@pytest.mark.parametrize(
    "line",
    [
        "/post Hello\n\nto: press\nat: {at}",
        "/fact set battle-group.leader Norway | from: {at}",
        "/event add fair {at} Fair | name-lv: Tirgus",
    ],
)
def test_the_line_is_given_back_with_its_minutes(
    chief: Speaker, language: str, at: str, line: str
) -> None:
    """As it was typed but for these; sent, it is understood."""
    chief.say(f"/language {language}")

    told = chief.say(line.format(at=at))

    whole = line.format(at=f"{at}:00")
    assert told.endswith(phrase(language, "desk.mended", line=whole))
    chief.say(whole)
    assert not chief.reply.failed


@pytest.mark.parametrize("at", SPOKEN)
def test_in_a_form_it_can_be_tapped(chief: Speaker, at: str) -> None:
    """The question stands again, with the time as it is understood on a button."""
    chief.say("/event move ministers-meeting")

    told = chief.say(at)

    assert phrase("en", "moment.bare-hour", text=at, line=f"{at}:00") in told
    assert labels(chief)[0] == f"{at}:00"
    assert phrase("en", "form.preview") in chief.tap(1)


def test_an_embargo_is_repeated_nowhere(chief: Speaker) -> None:
    """Only the time is, and not what waits for it."""
    told = chief.say("/fact set battle-group.leader Norway | embargo: tomorrow 9")

    assert told == phrase("en", "moment.bare-hour", text="tomorrow 9", line="tomorrow 9:00")
