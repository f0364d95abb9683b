"""What every test may ask for: a clock that it moves, a PostgreSQL server that is real."""

from __future__ import annotations

import gc
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests.standins.clock import FakeClock
from tests.standins.memory import roomy
from tests.standins.postgres import NoServerError, running_server

# The same code gives the same result, on a slow machine too. To look further:
# pytest --hypothesis-profile=explore
settings.register_profile("steady", derandomize=True, deadline=None)
settings.register_profile("explore", max_examples=2_000, deadline=None, print_blob=True)
settings.load_profile("steady")


def pytest_configure() -> None:
    """Have the folders of tests made in memory, with their stores, unless told otherwise."""
    there = roomy(Path(tempfile.gettempdir()))
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(there))


def pytest_collection_finish() -> None:
    """Look for garbage seldom, and never among what was imported and collected: it stays.

    A tenth of the time of all tests was spent on going through it.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


@pytest.fixture(scope="session", autouse=True)
def swept() -> Iterator[None]:
    """Find what was left open, within the last test: what a worker finds later, nobody hears."""
    yield
    gc.collect()


@pytest.fixture
def clock() -> FakeClock:
    """Return a clock that stands at 26 November 2021, 09:00 in Riga, until it is advanced."""
    return FakeClock()


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """Yield the `postgresql://…` URL of a server on which databases may be created.

    It is the one named by FACTDESK_TEST_POSTGRES_URL, else one started for this run
    (for this worker, if there are several). Without either the tests that ask for it fail.
    """
    given = os.environ.get("FACTDESK_TEST_POSTGRES_URL")
    if given:
        yield given
        return
    try:
        with running_server() as url:
            yield url
            return
    except NoServerError as error:
        reason = str(error)
    pytest.fail(reason, pytrace=False)
