"""The machine's clock is set while reminders wait: none is lost, and none comes twice."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from bot.texts import phrase
from storage.deliveries import State
from tests.journeys.crashes.killing import House
from tests.journeys.crashes.planning import Office, Told, reach
from tests.journeys.crashes.speaking import OnSlack, OnTelegram

HOUR: Final = timedelta(hours=1)
LATE: Final = phrase("en", "reminder.late", late="").removesuffix(".")


def minutes(count: int) -> timedelta:
    """Return so many minutes."""
    return timedelta(minutes=count)


def opened(house: House, **events: int) -> tuple[list[OnTelegram | OnSlack], dict[str, datetime]]:
    """Start a desk with events, each so many minutes from now; return who listens, and when."""
    office = Office(house)
    starts = {name: office.plans(name, minutes(ahead)) for name, ahead in events.items()}
    listeners: list[OnTelegram | OnSlack] = [OnTelegram(house, "Berta"), OnSlack(house, "clara")]
    house.start()
    return listeners, starts


def order(house: House, listeners: list[OnTelegram | OnSlack], *orders: str) -> list[Told]:
    """Have each listener order reminders; return what they hear from then on."""
    for listener in listeners:
        for ordered in orders:
            listener.says(f"/remind {ordered}")
    house.wait_settled()
    return [Told(listener) for listener in listeners]


def passes(house: House, until: datetime) -> None:
    """Let time pass until an instant, and what is due then happen."""
    reach(house, until)
    house.wait_settled()


def test_clock_is_set_an_hour_ahead(house: House) -> None:
    """What was due meanwhile comes once and says how late; what is over by now does not come."""
    listeners, starts = opened(house, tea=50, gala=120, ball=180)
    told = order(house, listeners, "tea 30m", "gala 90m", "ball 60m")

    house.advance(HOUR)
    house.wait_settled()

    for each in told:
        (reminder,) = each.heard()
        assert "The gala" in reminder
        assert LATE in reminder
    passes(house, starts["ball"] - HOUR)
    for each in told:
        _, reminder = each.heard()
        assert "The ball" in reminder
        assert LATE not in reminder
    states = {(row.state, row.why) for row in house.planned()}
    assert states == {(State.SENT, ""), (State.EXPIRED, "over")}
    assert {row.attempts for row in house.planned()} == {1}


def test_clock_is_set_an_hour_back(house: House) -> None:
    """What was sent is not sent when its time comes again, and what is due comes at its time."""
    listeners, starts = opened(house, gala=65, ball=85, tea=60)
    told = order(house, listeners, "gala 60m", "ball 60m")
    passes(house, starts["gala"] - HOUR)

    house.advance(-HOUR)
    again = order(house, listeners, "tea 90m")
    assert [len(each.heard()) for each in told] == [2, 2]
    for event, before, so_far in (("tea", 90, 1), ("gala", 60, 1), ("ball", 60, 2)):
        passes(house, starts[event] - minutes(before))
        assert [len(each.heard()) for each in again] == [so_far, so_far]

    for each in again:
        tea, ball = each.heard()
        assert "The tea" in tea
        assert "The ball" in ball
        assert LATE not in tea + ball
    assert {(row.state, row.attempts) for row in house.planned()} == {(State.SENT, 1)}
