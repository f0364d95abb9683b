"""Reminders at every door: ordered, changed, listed and taken back, by whoever runs the chat.

At the console everything is said in one chat, so whoever orders there takes it back.
"""

from __future__ import annotations

from typing import Final

from bot.texts import phrase
from tests.journeys.doors.venues import Town, Venue, spelt

MEETING: Final = "NATO foreign ministers' meeting"
SANAKSME: Final = "NATO ārlietu ministru sanāksme"
REMIND_ME: Final = phrase("en", "event.remind-me")
NO_BREAK: Final = "\N{NO-BREAK SPACE}"


def line(offset: str, day: int, hour: str = "09:00", zone: str = "Riga time") -> str:
    """Return the line that says when in November a reminder will come."""
    at = f"on {day}{NO_BREAK}November 2021 at {hour} ({zone})"
    return phrase("en", "remind.at", offset=offset, at=at)


def listed(offsets: str, day: int) -> str:
    """Return the line in which `follow` tells of an order."""
    at = f"on {day}{NO_BREAK}November 2021 at 09:00 (Riga time)"
    return phrase("en", "follow.next", name=MEETING, offsets=offsets, at=at)


def test_reminder_is_ordered_changed_and_taken_back(venue: Venue) -> None:
    """By its words or its KEY, with or without a slash; `follow` tells each time what is left."""
    reader = venue.person("en")

    ordered = reader.says("/remind foreign ministers' meeting 2d 1h").text
    first = reader.says("/follow").text
    changed = reader.says("remind ministers-meeting 3d").text
    second = reader.says("follow").text
    off = reader.says("/remind ministers-meeting off").text
    third = reader.says("/follow").text

    assert ordered.splitlines()[1:3] == [
        line("2d", 28),
        phrase("en", "remind.waits", offset="1h"),
    ]
    assert changed.splitlines()[1] == line("3d", 27)
    assert "2d" not in changed
    assert [listed("2d 1h", 28) in first, listed("3d", 27) in second] == [True, True]
    assert off == phrase("en", "remind.off", name=MEETING)
    assert third == spelt(phrase("en", "follow.nothing"), reader)


def test_reminder_is_ordered_by_a_choice(venue: Venue) -> None:
    """The command alone asks of which event; what is usual in private is ordered of it."""
    reader = venue.person("en")
    asked = reader.says("/remind")

    ordered = reader.taps(asked, MEETING).text

    reader.says("/remind ministers-meeting off")
    past = phrase("en", "remind.past", offset="7d", at="").partition(":")[0]
    assert asked.text == phrase("en", "remind.which")
    assert ordered.splitlines()[1].startswith(past)
    assert ordered.splitlines()[2:4] == [
        line("1d", 29),
        phrase("en", "remind.waits", offset="1h"),
    ]


def test_reminder_is_ordered_where_the_event_is_shown(venue: Venue) -> None:
    """Below an event, in private, is a button that orders what is usual there."""
    reader = venue.person("en")
    shown = reader.says("/event show ministers-meeting")

    ordered = reader.taps(shown, REMIND_ME).text

    told = reader.says("/follow").text
    reader.says("/remind ministers-meeting off")
    assert shown.labels == (REMIND_ME,)
    assert line("1d", 29) in ordered
    assert listed("7d 1d 1h", 29) in told


def test_clock_and_quiet_hours_of_a_chat_are_chosen(venue: Venue) -> None:
    """Times are told by the clock that a chat lives by; an event counts its days by its own."""
    reader = venue.person("en")

    chosen = reader.says("/timezone new york").text
    ordered = reader.says("/remind ministers-meeting 1d").text
    hours = reader.says("/quiet 23:00-07:00").text
    off = reader.says("/quiet off").text

    for each in ("remind ministers-meeting off", "timezone Europe/Riga", "quiet 22:00-08:00"):
        reader.says(f"/{each}")
    assert "America/New_York" in chosen
    assert line("1d", 29, "02:00", "New York time") in ordered
    assert hours.splitlines()[0] == phrase(
        "en", "quiet.chosen", hours="23:00–07:00 (New York time)"
    )
    assert off == phrase("en", "quiet.chosen-off")


def test_who_does_not_run_a_group_orders_nothing_there(town: Town) -> None:
    """A plain member is shown the way to order for themselves; who runs it orders for all."""
    runner, anna = town.person("lv"), town.person("lv")
    group = town.group(runner, anna)

    refused = anna.commands_in(group, "remind ministers-meeting 2d")
    before = runner.commands_in(group, "follow").text
    ordered = runner.commands_in(group, "remind ministers-meeting").text
    after = runner.commands_in(group, "follow").text

    assert phrase("lv", "desk.in-private") in refused.text
    assert before == spelt(phrase("lv", "follow.nothing"), runner)
    assert SANAKSME in ordered
    assert f"{SANAKSME}, 1d 1h" in after


def test_event_shown_in_a_group_has_no_button(town: Town) -> None:
    """Among others nobody is asked to tap: the same words, and nothing below them."""
    runner = town.person("lv")
    group = town.group(runner)

    there = runner.asks_in(group, "event show ministers-meeting")
    alone = runner.says("/event show ministers-meeting")

    assert there.text == alone.text
    assert (there.labels, alone.labels) == ((), (phrase("lv", "event.remind-me"),))
