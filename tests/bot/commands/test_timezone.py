"""`timezone`: where a chat lives is chosen by name, by city or by a tap."""

from __future__ import annotations

import pytest

from bot.desk import Desk
from bot.texts import phrase
from tests.standins.speakers import GROUP, editor, reader

NB = "\N{NO-BREAK SPACE}"


def test_alone_it_shows_the_zone_and_the_time_there(desk: Desk) -> None:
    """With how to change it, and a button for each likely zone but the one in force."""
    asker = reader(desk, language="en")

    told = asker.say("/timezone")

    now = f"26{NB}November 2021 at 09:00 (Riga time)"
    assert told.splitlines() == [
        phrase("en", "timezone.now", zone="Europe/Riga", now=now),
        phrase("en", "timezone.change"),
    ]
    assert [choice.label for choice in asker.reply.choices] == [
        *("UTC", "London time", "Brussels time", "Kyiv time", "New York time")
    ]


@pytest.mark.parametrize("typed", ["Europe/Kyiv", "europe/kyiv", "kyiv", "Kyīv"])
def test_chosen_zone_is_told_with_its_time_and_kept(desk: Desk, typed: str) -> None:
    """What follows is said; from then on times are shown in it."""
    asker = reader(desk, language="en")

    told = asker.say(f"/timezone {typed}")

    now = f"26{NB}November 2021 at 09:00 (Kyiv time)"
    assert told == phrase("en", "timezone.chosen", zone="Europe/Kyiv", now=now)
    assert "Europe/Kyiv" in asker.say("/whoami")


def test_times_are_read_in_the_chosen_zone(desk: Desk) -> None:
    """An hour that an editor types is one of the zone that they chose."""
    chief = editor(desk)
    chief.say("/timezone new york")

    told = chief.say("/fact set battle-group.leader Poland | from: 2021-11-26T05:00")

    assert "at 05:00 (New York time)" in told


def test_tap_chooses_as_the_command_does(desk: Desk) -> None:
    """The reply is the same, and the zone in which a chat begins is offered from then on."""
    asker = reader(desk)
    asker.say("/timezone")

    told = asker.tap(2)

    assert "Europe/London" in told
    asker.say("/timezone")
    assert [choice.label for choice in asker.reply.choices][:3] == [
        *("Rīgas laiks", "UTC", "Briseles laiks")
    ]
    assert "Europe/Riga" in asker.tap(1)


def test_mistyped_zone_is_told_with_the_nearest(desk: Desk) -> None:
    """Nothing changes; what is like no zone is answered with an example."""
    asker = reader(desk, language="en")

    assert asker.say("/timezone rigga") == phrase(
        "en", "moment.zone-near", text="rigga", nearest="Europe/Riga"
    )
    assert asker.say("/timezone xyzzy") == phrase("en", "moment.zone", text="xyzzy")
    assert "Europe/Riga" in asker.say("/whoami")


def test_city_of_several_zones_names_them(desk: Desk) -> None:
    """Who meant which is not guessed."""
    told = reader(desk, language="en").say("/timezone west")

    zones = "Australia/West, Brazil/West"
    assert told == phrase("en", "moment.zone-several", text="west", zones=zones)


def test_group_has_a_zone_of_its_own(desk: Desk) -> None:
    """Who runs the group chooses it; others are told that they may in private."""
    chief = reader(desk).elsewhere(GROUP)
    chief.runs_chat = True
    chief.say("/timezone UTC")
    member = reader(desk, "8").elsewhere(GROUP)

    refused = member.say("/timezone riga")

    private = phrase("lv", "desk.in-private")
    assert refused == phrase("lv", "desk.refused-here", private=private)
    assert "UTC" in member.say("/whoami")
    assert "Europe/Riga" in reader(desk).say("/whoami")


def test_button_gives_no_right(desk: Desk) -> None:
    """A member who taps what was offered to who runs the group changes nothing."""
    chief = reader(desk).elsewhere(GROUP)
    chief.runs_chat = True
    chief.say("/timezone")
    token = chief.reply.choices[0].token

    reader(desk, "8").elsewhere(GROUP).tap_token(token)

    assert "Europe/Riga" in chief.say("/timezone")
    assert "UTC" in chief.tap_token(token)


def test_what_only_begins_like_it_is_a_question(desk: Desk) -> None:
    """Without the slash nothing but a zone is taken for one."""
    asker = reader(desk, language="en")

    assert "Europe/London" in asker.say("timezone london")
    asker.say("timezone of the minister")
    assert "Europe/London" in asker.say("/whoami")
