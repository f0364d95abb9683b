"""A platform does what it is told, and its answer never comes: nobody is told a third time.

Slack is asked whether a message is there. Telegram cannot be: what may be repeated is, once, with
a word; what may not waits for an editor.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Final

import pytest

from handlers.telegram.requests import ANSWER_WITHIN
from storage.deliveries import State
from tests.journeys.crashes.killing import House
from tests.journeys.crashes.planning import Office, Told, reach
from tests.journeys.crashes.speaking import OnSlack, OnTelegram

HOUR: Final = timedelta(hours=1)
ONCE: Final = [False]
REPEATED: Final = [False, True]

Break = Callable[[House], None]


def fails(house: House) -> None:
    """Have each platform answer 500 to the next message, which is there."""
    house.telegram.faults.fails("sendMessage", after=True)
    house.slack.faults.break_down("chat.postMessage", after=True)


def drops(house: House) -> None:
    """Have each break the connection once the next message is there."""
    house.telegram.faults.drops("sendMessage", after=True)
    house.slack.faults.drop("chat.postMessage", after=True)


def is_late(house: House) -> None:
    """Have each answer long after anybody waits for it."""
    house.telegram.faults.holds("sendMessage", after=True)
    house.slack.faults.hang("chat.postMessage", after=True)


def reminded(house: House, goes_wrong: Break) -> tuple[Told, Told]:
    """Let a reminder be due for somebody on each platform, with a fault; return what they hear."""
    berta, clara = OnTelegram(house, "Berta"), OnSlack(house, "clara")
    gala = Office(house).plans("gala", 2 * HOUR)
    house.start()
    for each in (berta, clara):
        each.says("/remind gala 1h")
    house.wait_settled()
    told = Told(berta), Told(clara)
    goes_wrong(house)
    reach(house, gala - HOUR)
    wait_sent(house)
    return told


def wait_sent(house: House) -> None:
    """Wait until everything planned is sent, however long a platform takes."""
    house.telegram.world.wait_until(
        lambda: all(row.state is State.SENT for row in house.planned()),
        "messages that are sent",
        2 * ANSWER_WITHIN + 60,
    )


@pytest.mark.parametrize("goes_wrong", [fails, drops])
def test_answer_that_breaks_off(house: House, goes_wrong: Break) -> None:
    """It is there: Telegram hears it once more with a word, Slack is asked, and both once."""
    telegram, slack = reminded(house, goes_wrong)

    assert telegram.marks() == REPEATED
    assert slack.marks() == ONCE
    assert {(row.platform, row.doubts) for row in house.planned()} == {
        ("telegram", 1),
        ("slack", 0),
    }


@pytest.mark.parametrize("filled_store", ["sqlite"], indirect=True)
def test_answer_after_half_a_minute(house: House) -> None:
    """An answer that nobody waits for any more is a doubt like any other."""
    telegram, slack = reminded(house, is_late)

    assert telegram.marks() == REPEATED
    assert slack.marks() == ONCE
