"""The house of all journeys, and the other desk of the faults, serve what waits as well."""

from __future__ import annotations

import pytest

from tests.journeys.crashes.killing import House
from tests.journeys.faults import conftest as faults
from tests.journeys.waiting.editors import Desks

other = faults.other


@pytest.fixture
def desks(house: House, other: House) -> Desks:
    """Return one desk over a file, two over a server; none is started yet."""
    return Desks((house,) if house.url.startswith("sqlite") else (house, other))
