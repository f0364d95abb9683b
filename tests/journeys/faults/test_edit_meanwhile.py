"""One process says when an event is at the very moment when another one moves it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import text

from bot.texts import phrase
from tests.journeys.crashes.dying import Step
from tests.journeys.crashes.killing import House
from tests.journeys.crashes.planning import ZONE, Office, Told, reach
from tests.journeys.crashes.speaking import OnSlack, OnTelegram

HOUR = timedelta(hours=1)
HEADINGS = [phrase("en", "reminder.heading"), phrase("en", "notice.moved")]


def somebody_waits(house: House) -> bool:
    """Tell whether somebody waits for what another one has locked."""
    with house.database.read() as tx:
        waiting = "SELECT count(*) FROM pg_locks WHERE NOT granted"
        return bool(tx.connection.execute(text(waiting)).scalar())


@pytest.mark.parametrize("filled_store", ["postgres"], indirect=True)
def test_who_is_reminded_of_the_old_time_hears_of_the_new_one(house: House) -> None:
    """A move waits for a reminder that is being worded, and tells whoever that has told."""
    anna, clara = OnTelegram(house, "Anna"), OnSlack(house, "clara")
    office = Office(house)
    gala = office.plans("gala", 2 * HOUR)
    house.start()
    for each in (anna, clara):
        each.says("/remind gala 1h")
    house.wait_settled()
    house.kill()
    reach(house, gala - HOUR)
    # What was told when it was ordered is a word of its own: only the reminder is to count.
    told = [Told(each) for each in (anna, clara)]

    house.start(Step.DOZING)
    house.wait_asleep()
    with ThreadPoolExecutor(1) as pool:
        moving = pool.submit(office.moves, "gala", gala + HOUR)
        while not moving.done() and not somebody_waits(house):
            pass
        assert not moving.done(), moving.result()
        house.wake()
        moving.result()
    house.wait_settled()

    for heard in (each.heard() for each in told):
        assert [text.partition("\n")[0] for text in heard] == HEADINGS
        assert f"{gala.astimezone(ZONE):%H:%M}" in heard[0]
