"""Times in people's own words, in the commands that take one."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.desk import Desk
from bot.texts import phrase
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
    """However its time was said, the reply names it absolutely."""
    assert chief.say(f"/event add fair {line}\nname-lv: Tirgus").splitlines()[1].startswith(told)


def test_event_moves_and_lasts_as_long(chief: Speaker) -> None:
    """A start alone in people's words moves the end along, as one in ISO form does."""
    chief.say("/event add fair 2021-11-30T09:00 11:00 Fair\nname-lv: Tirgus")

    moved = chief.say("/event move fair to 1 December at 10am")
    ended = chief.say("/event move fair rīt 10:00–10:30")

    assert "Wednesday, 1\u00a0December 2021, 10:00–12:00 (Riga time)" in moved
    assert "Saturday, 27\u00a0November 2021, 10:00–10:30 (Riga time)" in ended


def test_time_of_an_event_is_corrected(chief: Speaker) -> None:
    """The value of an event's time may be in people's words too."""
    told = chief.say("/fact correct ministers-meeting.time 2. decembrī")

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
    told = chief.say(
        "/fact set battle-group.leader Spain"
        " | from: rīt | until: līdz 3. decembrim | review: Friday"
    )

    assert "27\u00a0November" in told
    assert "3\u00a0December 2021" in told


@pytest.mark.parametrize("line", ["from: until Friday", "until: from Friday", "from: next week"])
def test_other_end_of_a_period_is_none_of_this_line(chief: Speaker, line: str) -> None:
    """`from:` takes no limit, `until:` no beginning, and neither a stretch without one day."""
    text = line.partition(": ")[2]

    told = chief.say(f"/fact set battle-group.leader Spain | {line}")

    assert told == phrase("en", "moment.form", text=text)
