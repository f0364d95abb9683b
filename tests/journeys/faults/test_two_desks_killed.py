"""Two desks over one server, either of which dies: nothing is lost, little is doubled, all shows.

At each named step one dies, and the other, whose clock was a little behind, does what is left. At
random instants either dies while the other works on.
"""

from __future__ import annotations

import random
from datetime import timedelta
from typing import Final

import pytest

from bot.port import Kind
from storage.deliveries import Delivery, State
from tests.journeys.crashes.dying import Step
from tests.journeys.crashes.killing import OVER, House, pass_time
from tests.journeys.crashes.planning import Told
from tests.journeys.crashes.speaking import OnTelegram
from tests.journeys.faults.killings import kill_at_random
from tests.journeys.faults.press import MAY_REPEAT, Press, judged

pytestmark = pytest.mark.parametrize("filled_store", ["postgres"], indirect=True)
SEED: Final = 2026
KILLS: Final = 20
HORIZON: Final = 15
"""Minutes within which everything is due; the desk that dies sees the end of them."""
STEPS: Final = (Step.COMPOSING, Step.COMPOSED, Step.SENT, Step.ANSWERED, Step.SETTLING)
UPDATES: Final = {
    Step.UNSTORED: [False],
    Step.STORED: [False],
    Step.CLAIMED: [False],
    Step.EFFECT: [False],
    Step.QUEUED: [True],
}
"""What is heard of the reply; of one that may have been sent nobody can tell that it was not."""
KEY: Final = "battle-group.leader"


def check(press: Press, flown: list[Delivery]) -> None:
    """See that nothing is lost, and nothing doubled that may not be; each doubt shows."""
    verdict = judged(press, flown)
    told = f"in flight: {[(row.kind, row.key) for row in flown]}"
    assert verdict.lost == [], told
    assert verdict.wrong == [], told
    held = [row for row in press.rows() if row.state is State.HELD]
    assert all(row.number and row.why == "in doubt" for row in held), told
    assert all(row.kind not in MAY_REPEAT or row.doubts for row in held), told
    assert len(verdict.doubled) <= len(flown), told


@pytest.mark.parametrize("step", STEPS)
def test_dies_at_a_step_of_what_was_planned(house: House, other: House, step: Step) -> None:
    """The other takes over once the lease is over: what may be repeated is, the rest is held."""
    press = Press((house, other), random.Random(SEED))  # noqa: S311 - it guards nothing
    house.posted = other.posted = True
    other.start()
    press.plans(HORIZON)
    house.advance(timedelta(minutes=HORIZON // 3))
    stalled = [each.stall() for each in press.people] if step is Step.SENT else []

    house.start(step)
    if stalled:
        # One that nobody had reached would hold back what the other desk says later.
        for each in stalled:
            each.wait()
        process = house.process
        house.kill()
    else:
        process = house.process
        house.wait_dead()
    for each in stalled:
        each.release()
    other.takes_updates()
    flown = other.in_flight(process)
    assert (step is Step.COMPOSING) == (not flown)
    pass_time(timedelta(minutes=HORIZON // 3) + OVER, other)
    other.wait_ready()
    other.wait_settled()
    for _ in range(HORIZON // 5):
        pass_time(timedelta(minutes=5), other)
        other.wait_ready()
        other.wait_settled()

    check(press, flown)


@pytest.mark.parametrize("seed", [SEED], ids="seed={}".format)
def test_either_dies_at_any_instant(house: House, other: House, seed: int) -> None:
    """Twenty kills under load: lost 0; twice only on Telegram, with a word, what was in flight."""
    report = kill_at_random((house, other), KILLS, seed)

    told = f"seed {seed}; in flight: {[(row.kind, row.key) for row in report.flown]}"
    assert report.verdict.lost == [], told
    assert report.verdict.wrong == [], told
    assert len(report.verdict.doubled) <= len(report.flown), told
    assert {row.kind for row in report.flown} & {Kind.REMINDER, Kind.REPLY}, told


@pytest.mark.parametrize("step", UPDATES)
def test_dies_at_a_step_of_an_update(house: House, other: House, step: Step) -> None:
    """What was said is done once and answered once, by the other, once no lease is in its way."""
    anna = OnTelegram(house, "Anna")
    house.owners = other.owners = anna.account
    house.posted = other.posted = True
    house.start(step)
    told = Told(anna)
    anna.says(f"/fact set {KEY} Poland | reason: test")
    house.wait_dead()
    # One that lived before might have taken it from the inbox, and nobody would have died.
    other.start()
    other.takes_updates()
    pass_time(OVER, other)
    other.wait_settled()

    assert told.marks() == UPDATES[step]
    assert other.versions(KEY)[-1] == "Poland"
    assert other.inbox() == ["handled"]
