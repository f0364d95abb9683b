"""`quiet`: the hours in which a chat is left alone, as far as that can wait."""

from __future__ import annotations

import pytest

from bot.desk import Desk
from bot.texts import phrase
from tests.standins.speakers import GROUP, Speaker, reader

NIGHT = {"en": "22:00–08:00 (Riga time)", "lv": "plkst. 22:00–8:00 (Rīgas laiks)"}


def stored(desk: Desk, speaker: Speaker) -> str | None:
    """Return what is kept of the choice of a chat."""
    with desk.database.read() as tx:
        chat = tx.chats.find("telegram", speaker.chat.id)
        assert chat is not None
        return chat.quiet


@pytest.mark.parametrize("language", ["lv", "en"])
def test_alone_it_shows_the_hours_and_what_they_mean(desk: Desk, language: str) -> None:
    """The default is in force until something is chosen, and can be turned off."""
    asker = reader(desk, language=language)

    told = asker.say("/quiet")

    assert told.splitlines() == [
        phrase(language, "quiet.now", hours=NIGHT[language]),
        phrase(language, "quiet.meaning"),
        phrase(language, "quiet.change"),
    ]
    assert [choice.label for choice in asker.reply.choices] == [phrase(language, "quiet.turn-off")]


@pytest.mark.parametrize("typed", ["23:00-07:30", "23-7:30", "23.00–7.30", "23:00 — 07:30"])
def test_chosen_hours_are_told_and_kept(desk: Desk, typed: str) -> None:
    """However they are written, they are kept in one way."""
    asker = reader(desk, language="en")

    told = asker.say(f"/quiet {typed}")

    hours = "23:00–07:30 (Riga time)"
    assert told.splitlines() == [
        phrase("en", "quiet.chosen", hours=hours),
        phrase("en", "quiet.meaning"),
    ]
    assert stored(desk, asker) == "23:00-07:30"
    assert hours in asker.say("/quiet")
    assert [choice.label for choice in asker.reply.choices] == ["Turn off", "22:00–08:00"]


def test_hours_are_those_of_the_chats_zone(desk: Desk) -> None:
    """Who moves the chat to another zone moves its night."""
    asker = reader(desk, language="en")
    asker.say("/timezone london")

    assert "22:00–08:00 (London time)" in asker.say("/quiet")


def test_quiet_can_be_turned_off_and_on_again_by_a_tap(desk: Desk) -> None:
    """The buttons do what the command does."""
    asker = reader(desk, language="en")
    asker.say("/quiet")

    assert asker.tap(1) == phrase("en", "quiet.chosen-off")
    assert stored(desk, asker) == "off"
    assert asker.say("/quiet").splitlines() == [
        phrase("en", "quiet.now-off"),
        phrase("en", "quiet.change-off"),
    ]
    assert phrase("en", "quiet.chosen", hours=NIGHT["en"]) in asker.tap(1)
    assert stored(desk, asker) == "22:00-08:00"


@pytest.mark.parametrize("typed", ["off", "OFF", " Off "])
def test_off_is_typed_in_any_letters(desk: Desk, typed: str) -> None:
    """From then on nothing waits."""
    asker = reader(desk)

    assert asker.say(f"/quiet {typed}") == phrase("lv", "quiet.chosen-off")
    assert stored(desk, asker) == "off"


@pytest.mark.parametrize("typed", ["8-8", "22:00-22:00", "25-8", "22", "tonight"])
def test_what_is_no_hours_is_told(desk: Desk, typed: str) -> None:
    """Nonsense, and hours that would end as they begin, change nothing."""
    asker = reader(desk)

    assert asker.say(f"/quiet {typed}") == phrase("lv", "quiet.none", text=typed)
    assert stored(desk, asker) is None


def test_group_has_hours_of_its_own(desk: Desk) -> None:
    """Who runs the group chooses them; others may in private."""
    chief = reader(desk).elsewhere(GROUP)
    chief.runs_chat = True
    member = reader(desk, "8").elsewhere(GROUP)

    chief.say("/quiet off")

    private = phrase("lv", "desk.in-private")
    refused = member.say("/quiet 22-8")
    assert refused == phrase("lv", "desk.refused-here", private=private)
    assert stored(desk, chief) == "off"
    assert stored(desk, reader(desk, language="en")) is None


def test_hours_are_forgotten_with_their_person(desk: Desk) -> None:
    """Who is met as new has chosen nothing."""
    asker = reader(desk)
    asker.say("/quiet off")
    asker.say("/timezone london")
    asker.say("/forget me")
    asker.tap(1)

    assert NIGHT["lv"] in asker.say("/quiet")
