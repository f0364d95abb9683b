"""One more desk over the same store."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.crashes.killing import House, Launcher


@pytest.fixture
def other(launcher: Launcher, house: House, tmp_path: Path) -> Iterator[House]:
    """Yield where another desk is started over the store of the first, with a clock of its own."""
    folder = tmp_path / "other"
    folder.mkdir()
    other = House(launcher, folder, house.url, house.telegram, house.slack)
    yield other
    other.close()
