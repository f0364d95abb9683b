"""A process that stands still for longer than its leases, while another one serves its store.

Only PostgreSQL is served by two. Both get their updates over HTTP, and by one clock.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.deliveries import State
from tests.journeys.crashes.dying import Step
from tests.journeys.crashes.killing import House, Launcher
from tests.journeys.crashes.planning import Told
from tests.journeys.crashes.test_planned import (
    ONCE,
    REPEATED,
    REPEATED_UNSEEN,
    check,
    on_slack,
    on_telegram,
    wait_for_turn,
)

ON_SERVER = pytest.mark.parametrize("filled_store", ["postgres"], indirect=True)
REFUSED = '"error": "LostLease"'


@pytest.fixture
def other(launcher: Launcher, house: House, tmp_path: Path) -> Iterator[House]:
    """Yield where another desk is started over the same store, with the clock of the first."""
    other = House(launcher, tmp_path, house.url, house.telegram, house.slack)
    house.posted = other.posted = True
    yield other
    other.close()


def takes_over(house: House, other: House) -> None:
    """Let the leases of the first pass, and another desk do what it left."""
    house.end_leases()
    other.start()
    house.wait_settled()


def wait_refused(house: House, times: int) -> None:
    """Wait until a desk was told so often that what it wanted to settle is not its own any more."""
    found = house.telegram.world.wait_until
    found(lambda: house.log().count(REFUSED) >= times, f"{times} refused settlings")


@ON_SERVER
def test_before_it_sends(house: House, other: House) -> None:
    """What another one has sent meanwhile is not sent by the first, who has no time left for it."""
    telegram, slack = on_telegram(house), on_slack(house)
    wait_for_turn(house, telegram, slack)
    told = {each: Told(each) for each in (*telegram.everybody(), *slack.everybody())}
    house.start(Step.ASLEEP)
    house.wait_asleep()

    takes_over(house, other)
    house.wake()
    wait_refused(house, 4)

    check(telegram, told, [REPEATED_UNSEEN])
    check(slack, told, [ONCE])
    assert {(row.state, row.attempts) for row in house.planned()} == {(State.SENT, 2)}


@ON_SERVER
def test_before_it_settles(house: House, other: House) -> None:
    """The late word of the first is refused: what the other has settled stays as it is."""
    telegram, slack = on_telegram(house), on_slack(house)
    wait_for_turn(house, telegram, slack)
    told = {each: Told(each) for each in (*telegram.everybody(), *slack.everybody())}
    holds = [house.telegram.faults.holds("sendMessage", after=True) for _ in range(2)]
    stalled = [each.stall() for each in slack.everybody()]
    house.start()
    for hold in holds:
        hold.wait_reached()
    for each in stalled:
        each.wait()
    house.pause()

    takes_over(house, other)
    settled = house.planned()
    for hold in holds:
        hold.release()
    for each in stalled:
        each.release()
    house.wake()
    wait_refused(house, 4)

    check(telegram, told, [REPEATED])
    check(slack, told, [ONCE])
    assert house.planned() == settled
    assert {(row.platform, row.attempts, row.doubts) for row in settled} == {
        ("telegram", 2, 1),
        ("slack", 1, 0),
    }
