"""Two desks over one server send one fan-out: together they keep the pace, and lose none of it."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import Final

import pytest

from handlers.slack import sending as on_slack
from handlers.telegram import sending as on_telegram
from storage.deliveries import State
from tests.journeys.crashes.killing import House
from tests.journeys.crashes.speaking import OnSlack
from tests.journeys.faults.audience import Audience

MANY: Final = 150
"""Six seconds of Telegram's pace."""
FEW: Final = 24
"""As long at Slack's."""
MOST: Final = 1.1
"""How much longer than the pace says it may take."""


@pytest.mark.parametrize("filled_store", ["postgres"], indirect=True)
def test_together_they_keep_the_pace(house: House, other: House) -> None:
    """Nothing is refused, in any second, and it takes no longer than with one desk."""
    house.posted = other.posted = True
    audience = Audience(house, MANY)
    people = [OnSlack(house, f"s{n}") for n in range(FEW)]
    audience.ordered_too(people, "1h")
    audience.ordered("1h")
    house.start()
    other.start()
    house.wait_ready()
    other.wait_ready()
    house.telegram.pace.enforce()
    house.slack.pace.enforce()

    audience.due()
    other.advance(house.now() - other.now())
    house.wait_settled()

    rows = audience.rows()
    assert Counter((row.state, row.attempts, row.doubts) for row in rows) == {
        (State.SENT, 1, 0): MANY + FEW
    }
    assert (house.telegram.pace.refused, house.slack.pace.refused) == (0, 0)
    on_time(house.telegram.calls.times("sendMessage"), on_telegram.PACE.bot)
    on_time([call.at for call in house.slack.counted("chat.postMessage")], on_slack.PACE.bot)


def on_time(instants: list[float], gap: timedelta) -> None:
    """Check that messages came no more slowly than the pace says, by a tenth."""
    took, paced = max(instants) - min(instants), (len(instants) - 1) * gap.total_seconds()
    assert took <= MOST * paced
