"""Two desks on one server, Telegram fetched by one of them: who, and what when that one is gone."""

from __future__ import annotations

import json
from http.client import HTTPConnection
from typing import Any

import pytest

from storage.postgres import SILENCE
from tests.journeys.crashes.killing import House
from tests.journeys.crashes.planning import Told
from tests.journeys.crashes.speaking import OnTelegram
from tests.standins.loopback import HOST

pytestmark = pytest.mark.parametrize("filled_store", ["postgres"], indirect=True)


def fetcher(house: House) -> str:
    """Return which process fetches, as a desk tells whoever asks on its machine."""
    connection = HTTPConnection(HOST, house.port, timeout=10)
    connection.request("GET", "/readyz")
    told: dict[str, Any] = json.loads(connection.getresponse().read())
    connection.close()
    return str(told.get("fetched_by", {}).get("telegram", ""))


def fetched_by(house: House, by: House) -> bool:
    """Tell whether a desk says that another one fetches."""
    return f":{by.process}:" in fetcher(house)


def sits(first: House, second: House) -> None:
    """Start both; the first one fetches, and both say so."""
    first.start()
    first.telegram.wait_polled()
    second.start()
    until = first.telegram.world.wait_until
    until(lambda: fetched_by(first, first) and fetched_by(second, first), "one that fetches")


def test_one_fetches_and_both_say_who(house: House, other: House) -> None:
    """Telegram sees one program only, and whoever asks is told its process by either."""
    sits(house, other)
    asked = house.telegram.calls.count("getUpdates")
    anna = OnTelegram(house, "Anna")
    told = Told(anna)
    anna.says("/events")
    house.wait_settled()

    assert len(told.heard()) == 1
    assert house.telegram.calls.count("getUpdates") <= asked + 2
    statuses = {call.status for call in house.telegram.calls.of("getUpdates")}
    assert statuses <= {0, 200}


def test_dead_one_is_replaced(house: House, other: House) -> None:
    """What was said meanwhile is answered by the other, once its lease is over."""
    sits(house, other)
    anna = OnTelegram(house, "Anna")
    told = Told(anna)
    house.kill()
    anna.says("/events")
    for each in (house, other):
        each.end_seat()
    other.telegram.world.wait_until(lambda: len(told.heard()) == 1, "an answer")
    other.wait_settled()

    assert fetched_by(other, other)
    assert told.marks() == [False]


def test_who_stops_makes_room_at_once(house: House, other: House) -> None:
    """Told to stop, it leaves the seat: nobody waits for a lease."""
    sits(house, other)
    anna = OnTelegram(house, "Anna")
    told = Told(anna)
    assert house.stop() == 0
    anna.says("/events")
    other.telegram.world.wait_until(lambda: len(told.heard()) == 1, "an answer")

    assert fetched_by(other, other)


def test_both_fetch_the_same(house: House, other: House) -> None:
    """One stands still with what it fetched, the other fetches it too: it is answered once."""
    sits(house, other)
    anna = OnTelegram(house, "Anna")
    told = Told(anna)
    hold = house.telegram.faults.holds("getUpdates", after=True)
    anna.says("/events")
    hold.wait_reached()
    house.pause()
    for each in (house, other):
        each.end_seat()
    # Should it stand still amid a transaction, its server lets go of the row a while later.
    patience = 2 * SILENCE.total_seconds()
    other.telegram.world.wait_until(lambda: len(told.heard()) == 1, "an answer", patience)
    hold.release()
    house.wake()
    house.wait_ready()
    anna.says("/whoami")
    other.telegram.world.wait_until(lambda: len(told.heard()) == 2, "the next answer")
    other.wait_settled()

    assert told.marks() == [False, False]
    assert other.inbox() == ["handled"] * 2
