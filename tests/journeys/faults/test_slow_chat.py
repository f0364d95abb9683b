"""One chat that is told too much too soon, and one that moves: no other chat waits for it."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

import pytest

from storage.deliveries import State
from tests.journeys.crashes.killing import House
from tests.journeys.faults.audience import HOUR, MOVED, REMINDER, Audience
from tests.standins.telegram.refusals import too_many

OTHERS: Final = 30
FAN_OUT: Final = 2000
SOON: Final = 200
"""Reminders at most that leave before all notices have left, of those of the fan-out: what was
claimed before, and what leaves while a desk that is busy notes the move."""
NOTICED: Final = 20


def test_slow_chat_delays_no_other(house: House) -> None:
    """A chat that is to wait a minute gets what is its own then, once; the others do not wait."""
    audience = Audience(house, 1 + OTHERS)
    audience.ordered("1h")
    slow, *_ = audience.chats
    house.telegram.faults.too_many("sendMessage", 60, chat=slow.id)
    house.start()
    audience.due()
    house.wait_settled()

    assert [len(each) for each in audience.heard()] == [0, *([1] * OTHERS)]
    (row,) = (row for row in audience.rows() if row.state is State.QUEUED)
    assert timedelta(seconds=40) < row.due_at - house.now() <= timedelta(seconds=60)
    house.advance(timedelta(seconds=61))
    house.wait_settled()
    assert audience.marks() == [[False]] * (1 + OTHERS)


def test_what_came_too_soon_comes_once(house: House) -> None:
    """What was refused as too much is surely not there: it is sent in its time, without a word."""
    audience = Audience(house, 2)
    audience.ordered("1h")
    house.telegram.faults.refuses("sendMessage", too_many(5), times=2)
    house.start()
    audience.due()
    audience.wait_put_off(2)
    house.advance(timedelta(seconds=6))
    house.wait_settled()

    assert audience.marks() == [[False], [False]]
    assert {(row.attempts, row.doubts) for row in audience.rows()} == {(2, 0)}


def test_group_that_moves_meanwhile_is_followed(house: House) -> None:
    """A group becomes a supergroup in the midst of a fan-out: it hears there, once."""
    anna = house.telegram.world.user("Anna")
    group = house.telegram.world.group("Ziņas", creator=anna, supergroup=False)
    audience = Audience(house, OTHERS, [group])
    audience.ordered("1h")
    hold = house.telegram.faults.holds("sendMessage", chat=group.id)
    house.start()
    audience.due()
    hold.wait_reached()
    group.migrate()
    hold.release()
    house.wait_settled()

    assert audience.marks() == [[False]] * (OTHERS + 1)
    assert {row.external_id for row in audience.rows()} >= {str(group.moved_to)}


@pytest.mark.parametrize("filled_store", ["sqlite"], indirect=True)
def test_notices_overtake_a_fan_out(house: House) -> None:
    """Who was told another time hears of it long before two thousand others are reminded."""
    audience = Audience(house, FAN_OUT)
    audience.ordered("1h")
    house.start()
    audience.due()
    heard = audience.in_order
    house.telegram.world.wait_until(lambda: len(heard()) >= NOTICED, "the first reminders")

    audience.moved(audience.start + 3 * HOUR)
    first = len(heard())
    house.telegram.world.wait_until(
        lambda: sum(MOVED in each[-1] for each in audience.heard() if each) >= NOTICED, "notices"
    )

    said = audience.heard()
    assert all(REMINDER in each[0] for each in said if each)
    assert sum(map(bool, said)) <= first + SOON
