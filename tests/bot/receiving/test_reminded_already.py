"""What is said to come is what will come: not what a chat has been told already."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from bot.texts import phrase
from tests.bot.receiving.house import House, make_editor, run, said

UNTIL_DUE = timedelta(days=3, hours=1)
"""From the beginning of every test to ten o'clock, the day before the meeting."""


def remind_and_move_within_the_day(house: House) -> None:
    """Have a chat reminded a day before ten o'clock, which becomes eleven then."""
    make_editor(house)
    run(
        partial(house.hears, said("/language en")),
        partial(house.hears, said("/event move ministers-meeting 2021-11-30T10:00")),
        partial(house.hears, said("/remind ministers-meeting 1d 2h")),
    )
    house.clock.advance(UNTIL_DUE)
    run(house.ticks, partial(house.hears, said("/event move ministers-meeting 2021-11-30T11:00")))


def test_list_tells_what_comes_next(house: House) -> None:
    """A day before was told, so that two hours before comes next, though the day moved along."""
    remind_and_move_within_the_day(house)

    run(partial(house.hears, said("/follow")))

    assert "next on 30\u00a0November 2021 at 09:00" in house.platform.words[-1]


def test_order_tells_what_was_told(house: House) -> None:
    """Ordered once more, an offset of which the chat has heard is not promised again."""
    remind_and_move_within_the_day(house)

    run(partial(house.hears, said("/remind ministers-meeting 1d 2h")))

    lines = house.platform.words[-1].splitlines()
    assert lines[1] == phrase("en", "remind.told", offset="1d")
    assert lines[2].endswith("on 30\u00a0November 2021 at 09:00 (Riga time)")
