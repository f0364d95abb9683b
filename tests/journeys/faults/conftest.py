"""A house for every fault, as for every crash; and one more desk over the same store."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.crashes import conftest as crashes
from tests.journeys.crashes.killing import House, Launcher

filled_file = crashes.filled_file
filled_server = crashes.filled_server
filled_store = crashes.filled_store
launcher = crashes.launcher
house = crashes.house


@pytest.fixture
def other(launcher: Launcher, house: House, tmp_path: Path) -> Iterator[House]:
    """Yield where another desk is started over the store of the first, with a clock of its own."""
    folder = tmp_path / "other"
    folder.mkdir()
    other = House(launcher, folder, house.url, house.telegram, house.slack)
    yield other
    other.close()
