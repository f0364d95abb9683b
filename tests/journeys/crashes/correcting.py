"""What turns out to be wrong, what follows from that, and who has heard of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from bot.texts import phrase
from storage.deliveries import UNSETTLED
from tests.journeys.crashes.killing import House, pass_time
from tests.journeys.crashes.planning import REPEAT
from tests.journeys.crashes.speaking import Speaker

QUESTION: Final = "who leads the battle group?"
CORRECT: Final = "/fact correct battle-group.leader Denmark | value-lv: Dānija | reason: misread"
HEADING: Final = phrase("en", "correction.heading")
ONCE: Final = [False]
PACE: Final = timedelta(seconds=4)
"""After so long no chat waits for its turn."""


def notices(speaker: Speaker) -> list[bool]:
    """Return for each notice that somebody has got whether it says that it may repeat another."""
    marks = [text.startswith(REPEAT) for text in speaker.seen() if HEADING in text]
    assert all("Denmark" in text for text in speaker.seen() if HEADING in text)
    return marks


def wait_corrected(*desks: House) -> None:
    """Let desks over one store make all corrections, while time passes quickly."""
    house = desks[0]

    def are_over() -> bool:
        rows = house.planned("correction")
        if rows and not any(row.state in UNSETTLED for row in rows):
            return True
        pass_time(PACE / 2, *desks)
        return False

    house.telegram.world.wait_until(are_over, "corrections that are over")
    house.wait_settled()
