"""The houses of the crashes and the faults serve what waits as well: one desk, or two."""

from __future__ import annotations

import pytest

from tests.journeys.crashes import conftest as crashes
from tests.journeys.crashes.killing import House
from tests.journeys.faults import conftest as faults
from tests.journeys.waiting.editors import Desks

filled_file = crashes.filled_file
filled_server = crashes.filled_server
filled_store = crashes.filled_store
launcher = crashes.launcher
house = crashes.house
other = faults.other


@pytest.fixture
def desks(house: House, other: House) -> Desks:
    """Return one desk over a file, two over a server; none is started yet."""
    return Desks((house,) if house.url.startswith("sqlite") else (house, other))
