"""A house for every test of the way of a message."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.desk import Desk
from tests.bot.receiving.house import House, standing
from tests.standins.clock import FakeClock


@pytest.fixture
def house(desk: Desk, clock: FakeClock) -> Iterator[House]:
    """Yield a house over the Riga briefing."""
    with standing(desk, clock) as built:
        yield built
