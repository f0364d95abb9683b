"""The disk is full: nothing is acknowledged, nothing is lost, and all goes on once there is room.

The desk's process may write no file beyond a size, as if the disk ended there.
"""

from __future__ import annotations

import resource
from datetime import timedelta
from typing import Final

import pytest

from storage.deliveries import State
from tests.journeys.crashes.killing import House
from tests.journeys.crashes.planning import Office, Told, reach
from tests.journeys.crashes.speaking import OnSlack, OnTelegram

HOUR: Final = timedelta(hours=1)
NOTHING: Final = 0
FREE: Final = resource.RLIM_INFINITY
TRIES: Final = 2
"""Refused commits that show that the desk has met the end of its disk."""


def limit(house: House, size: int) -> None:
    """Let the desk write no file beyond so many bytes."""
    resource.prlimit(house.process, resource.RLIMIT_FSIZE, (size, FREE))


@pytest.mark.parametrize("filled_store", ["sqlite"], indirect=True)
def test_full_disk_loses_nothing(house: House) -> None:
    """What is said and what is due meanwhile is answered and sent afterwards, once each."""
    anna, clara = OnTelegram(house, "Anna"), OnSlack(house, "clara")
    gala = Office(house).plans("gala", 2 * HOUR)
    house.start()
    for each in (anna, clara):
        each.says("/remind gala 1h")
    house.wait_settled()
    told = [Told(each) for each in (anna, clara)]

    limit(house, NOTHING)
    reach(house, gala - HOUR)
    asked = anna.user.says("/events")
    house.telegram.world.wait_until(
        lambda: house.telegram.calls.count("getUpdates") > TRIES and not house.is_ready(),
        "a desk that cannot write",
    )
    assert asked.update
    assert not asked.update.confirmed
    assert [each.heard() for each in told] == [[], []]

    limit(house, FREE)
    house.telegram.world.wait_confirmed(asked)
    house.wait_settled()
    assert [each.marks() for each in told] == [[False, False], [False]]
    assert {(row.state, row.attempts, row.doubts) for row in house.planned()} == {
        (State.SENT, 1, 0)
    }
