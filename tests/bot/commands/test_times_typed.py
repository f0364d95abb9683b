"""Times in people's own words, in the commands that take one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from bot.desk import Desk
from bot.texts import phrase
from tests.standins.clock import FakeClock
from tests.standins.speakers import Speaker, editor


@pytest.fixture
def chief(desk: Desk) -> Speaker:
    """Return an editor who writes in English."""
    return editor(desk)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("tomorrow at 10 Fair", "Saturday, 27\u00a0November 2021 at 10:00 (Riga time)"),
        ("30.11. 9:00–12:00 Fair", "Tuesday, 30\u00a0November 2021, 09:00–12:00 (Riga time)"),
        ("next Monday Fair", "Monday, 29\u00a0November 2021 (Riga time)"),
        ("pēc stundas Fair", "Friday, 26\u00a0November 2021 at 10:00 (Riga time)"),
        (
            "no 30. novembra līdz 1. decembrim Fair",
            "Tuesday–Wednesday, 30\u00a0November–1\u00a0December 2021 (Riga time)",
        ),
    ],
)
def test_event_is_added_and_told_with_its_day_and_zone(
    chief: Speaker, line: str, told: str
) -> None:
    """However its time was said, it is named absolutely before it is stored, and afterwards."""
    asked = chief.say(f"/event add fair {line}\nname-lv: Tirgus").splitlines()

    assert asked[:3] == [phrase("en", "echo.read-as"), told, phrase("en", "echo.do-it")]
    assert chief.tap(1).splitlines()[1].startswith(told)


def test_event_moves_and_lasts_as_long(chief: Speaker) -> None:
    """A start alone in people's words moves the end along, as one in ISO form does."""
    chief.say("/event add fair 2021-11-30T09:00 11:00 Fair\nname-lv: Tirgus")

    chief.say("/event move fair to 1 December at 10am")
    moved = chief.tap(1)
    chief.say("/event move fair rīt 10:00–10:30")
    ended = chief.tap(1)

    assert "Wednesday, 1\u00a0December 2021, 10:00–12:00 (Riga time)" in moved
    assert "Saturday, 27\u00a0November 2021, 10:00–10:30 (Riga time)" in ended


def test_time_of_an_event_is_corrected(chief: Speaker) -> None:
    """The value of an event's time may be in people's words too."""
    asked = chief.say("/fact correct ministers-meeting.time 2. decembrī")
    told = chief.tap(1)

    assert "Thursday–Friday, 2–3\u00a0December 2021 (Riga time)" in asked
    assert "2–3\u00a0December 2021" in told


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("fair tomorrow evening Fair", "tomorrow evening"),
        ("fair 31. novembrī Fair", "31. novembrī"),
        ("fair Tuesday, 1 December Fair", "Tuesday, 1 December"),
    ],
)
def test_what_is_no_one_time_is_refused(
    chief: Speaker, holdings: Callable[[], str], line: str, text: str
) -> None:
    """A time that is said but not sure adds nothing; the reply names it."""
    before = holdings()

    assert chief.say(f"/event add {line}") == phrase("en", "moment.form", text=text)
    assert holdings() == before


def test_event_that_ends_first_is_told_both_ends(chief: Speaker) -> None:
    """Ends the wrong way round are shown as they were read."""
    told = chief.say("/event add fair tomorrow from 9 to 5 Fair")

    assert told == phrase(
        "en", "event.backwards", start="2021-11-27T09:00+02:00", end="2021-11-27T05:00+02:00"
    )


def test_lines_of_a_fact_take_them(chief: Speaker) -> None:
    """A fact holds from and until days in people's words, and tells them as days."""
    chief.say(
        "/fact set battle-group.leader Spain"
        " | from: rīt | until: līdz 3. decembrim | review: Friday"
    )
    told = chief.tap(1)

    assert "27\u00a0November" in told
    assert "3\u00a0December 2021" in told


@pytest.mark.parametrize("line", ["from: until Friday", "until: from Friday", "from: next week"])
def test_other_end_of_a_period_is_none_of_this_line(chief: Speaker, line: str) -> None:
    """`from:` takes no limit, `until:` no beginning, and neither a stretch without one day."""
    text = line.partition(": ")[2]

    told = chief.say(f"/fact set battle-group.leader Spain | {line}")

    assert told == phrase("en", "moment.form", text=text)


class TestEcho:
    """A time that can be misread is shown and confirmed before it is stored."""

    def test_nothing_is_stored_before_the_tap(
        self, chief: Speaker, holdings: Callable[[], str]
    ) -> None:
        """Until then all is as it was; the command that is offered has the time in ISO form."""
        before = holdings()

        asked = chief.say("/event add fair tomorrow at 10 Fair\nname-lv: Tirgus\nreview: Friday")

        assert holdings() == before
        assert asked.splitlines() == [
            "I read the time as:",
            "Saturday, 27\u00a0November 2021 at 10:00 (Riga time)",
            "review: Friday, 26\u00a0November 2021 (Riga time)",
            "Shall I do it?",
            "/event add fair 2021-11-27T10:00+02:00 Fair",
            "name-lv: Tirgus",
            "review: 2021-11-26",
        ]
        assert "Added" in chief.tap(1)
        assert holdings() != before

    def test_it_means_the_same_later(self, clock: FakeClock, chief: Speaker) -> None:
        """What was shown as tomorrow is still that day when it is tapped after midnight."""
        clock.advance(timedelta(hours=14, minutes=30))
        chief.say("/event move ministers-meeting tomorrow")
        clock.advance(timedelta(minutes=50))

        assert "Saturday–Sunday, 27–28\u00a0November 2021" in chief.tap(1)

    def test_it_may_be_left(self, chief: Speaker, holdings: Callable[[], str]) -> None:
        """The other button changes nothing."""
        before = holdings()
        chief.say("/fact set battle-group.leader Spain | from: rīt")

        chief.tap(2)

        assert holdings() == before

    def test_without_slash_it_is_asked_once(self, chief: Speaker) -> None:
        """The question about the time is the question whether to do it."""
        asked = chief.say("event move ministers-meeting tomorrow")

        assert asked.startswith(phrase("en", "echo.read-as"))
        assert chief.tap(1).startswith("Moved")

    def test_what_is_refused_is_refused_at_once(self, chief: Speaker) -> None:
        """Nobody confirms a time only to hear that there is something else wrong."""
        told = chief.say("/event add ministers-meeting tomorrow Fair")

        assert "/event move ministers-meeting" in told
        assert not chief.reply.choices

    def test_one_of_several_is_chosen_first(self, chief: Speaker) -> None:
        """Which event is meant is asked before its time is."""
        chief.say("/event add fair-one 2021-12-01 Winter fair")
        chief.say("/event add fair-two 2021-12-02 Winter fair")

        chief.say("/event move winter fair tomorrow")

        assert chief.tap(1).startswith(phrase("en", "echo.read-as"))

    @pytest.mark.parametrize(
        ("time", "told"),
        [
            ("2022-03-27T03:30", "03:30 does not exist that night, 04:00 is meant"),
            ("27 March at 3:30am", "03:30 does not exist that night, 04:00 is meant"),
            ("2022-10-30 03:30", "03:30 comes twice that night, the first is meant"),
        ],
    )
    def test_hour_of_the_clock_change_is_asked_about(
        self, chief: Speaker, time: str, told: str
    ) -> None:
        """An hour that the clocks skip or show twice is not sure, in whatever form it is."""
        assert told in chief.say(f"/event add gala {time} Gala | name-lv: Balle")
        assert "Added" in chief.tap(1)

    @pytest.mark.parametrize("time", ["2022-10-30T03:30+02:00", "2022-10-30T03:30:00Z"])
    def test_offset_leaves_no_doubt(self, chief: Speaker, time: str) -> None:
        """With its offset an instant is sure, whatever the clocks do."""
        assert "Added" in chief.say(f"/event add gala {time} Gala | name-lv: Balle")


def test_channel_and_hold_alone_ask_nothing(chief: Speaker) -> None:
    """What only shows or asks is not confirmed, though its command changes things."""
    assert phrase("en", "hold.nothing") in chief.say("hold")
    assert phrase("en", "desk.confirm", text="") not in chief.say("channel add")
