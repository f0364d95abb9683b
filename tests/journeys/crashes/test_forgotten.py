"""What is past its keeping time is forgotten, however short the desk is up at a time."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from tests.journeys.crashes.killing import House
from tests.journeys.crashes.speaking import OnTelegram

KEPT: Final = timedelta(days=90)
WORD: Final = "zq7"


def test_a_desk_that_never_lives_for_an_hour_forgets(house: House) -> None:
    """Killed soon after each start, it still forgets what was said to it longer ago than it may."""
    anna = OnTelegram(house, "Anna")
    house.start()
    anna.says(f"/{WORD}")
    house.wait_settled()
    house.kill()
    assert is_kept(house)

    house.advance(KEPT + timedelta(days=1))
    house.start()
    house.telegram.world.wait_until(lambda: not is_kept(house), "a desk that has forgotten")
    assert any(WORD in text for text in anna.seen())


def is_kept(house: House) -> bool:
    """Tell whether the store still has the word that was said."""
    return any(WORD in said for said, _ in house.deliveries())
