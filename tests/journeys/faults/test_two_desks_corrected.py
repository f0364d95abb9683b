"""Two desks over one server at a correction: they share it, and either goes on where one died."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

import pytest

from tests.journeys.crashes.correcting import wait_corrected
from tests.journeys.crashes.dying import Step
from tests.journeys.crashes.killing import OVER, House, pass_time
from tests.journeys.crashes.misleading import Misled, correct

pytestmark = pytest.mark.parametrize("filled_store", ["postgres"], indirect=True)
BEHIND: Final = timedelta(minutes=15)
"""By so much the clock of the desk that lives is behind, so that it leaves the other its turn."""


def test_one_mends_what_the_other_has_begun(house: House, other: House) -> None:
    """One dies within the edits and within the notices; the other makes the rest, nothing twice."""
    told = Misled(house)
    house.posted = other.posted = True
    told.is_told()
    before = told.pages()
    other.start()
    house.advance(BEHIND)
    told.office.says(correct("Kalve"))
    for step in (Step.COMPOSED, Step.NOTICED):
        house.restart(step)
        house.wait_dead()
    other.takes_updates()

    other.advance(house.now() - other.now())
    pass_time(OVER, other)
    wait_corrected(other)

    told.check(before, {"Ozola": "Kalve"})


def test_both_at_once(house: House, other: House) -> None:
    """Two who live make each edit once, and say each notice once."""
    told = Misled(house)
    house.posted = other.posted = True
    told.is_told()
    before = told.pages()
    other.advance(house.now() - other.now())
    house.start()
    other.start()
    told.office.says(correct("Kalve"))

    wait_corrected(house, other)

    told.check(before, {"Ozola": "Kalve"})
    assert {row.attempts for row in house.planned("correction")} == {1}
