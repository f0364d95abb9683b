"""Kills at any instant while reminders are due in many chats, and people ask.

The instants are drawn by a seed, as in `test_random_kills.py`. Every event has a number, and
each chat is reminded of each once: so a chat and a number are told once, which is counted. What is
due at about the same time is one message, and its numbers share its fate.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Collection
from datetime import timedelta
from typing import Final, TypeAlias

import pytest

from storage.ledger import State
from tests.journeys.crashes.counting import IN_FLIGHT, heard, numbered, numbers_in, wait_heard
from tests.journeys.crashes.killing import House, pass_time
from tests.journeys.crashes.planning import Office, reach
from tests.journeys.crashes.speaking import OnSlack, OnTelegram

SEED: Final = 1991
KILLS: Final = 10
"""In a row, on each database."""
CHATS: Final = 6
"""On each platform."""
EVENTS: Final = ("zq1", "zq2", "zq3", "zq4")
EARLIEST: Final = 119
LATEST: Final = 100
"""Minutes before its event at which a reminder is due: all of them within twenty minutes."""
BEFORE_FIRST: Final = timedelta(hours=2)
MOST_HEARD: Final = 5
"""Messages that the platforms hear at most between a start and a kill."""
LINES: Final = MOST_HEARD
"""Said before each kill, by anybody: so much is heard even if no reminder is due."""
PAUSE: Final = 60
"""Seconds that pass at most before a kill; after it all leases are over."""

Message: TypeAlias = tuple[str, str]
"""An account, and a number."""


class Crowd:
    """Everybody who is reminded, and who asks meanwhile."""

    def __init__(self, house: House) -> None:
        self.everybody: list[OnTelegram | OnSlack] = [
            *(OnTelegram(house, f"T{n}") for n in range(CHATS)),
            *(OnSlack(house, f"s{n}") for n in range(CHATS)),
        ]
        self.asked: list[Message] = []
        self._numbers = iter(range(1000, 10_000))

    def orders(self, chance: random.Random) -> list[Message]:
        """Order a reminder of each event for everybody; return what is to come."""
        for person in self.everybody:
            for event in EVENTS:
                person.says(f"/remind {event} {chance.randint(LATEST, EARLIEST)}m")
        return [(person.account, event) for person in self.everybody for event in EVENTS]

    def asks(self, chance: random.Random) -> None:
        """Have some of them say what nobody understands."""
        for person in chance.choices(self.everybody, k=LINES):
            line = f"zq{next(self._numbers)}"
            person.says(f"/{line}")
            self.asked.append((person.account, line))

    def copies(self, before: Counter[Message]) -> tuple[Counter[Message], Counter[Message]]:
        """Return how often each message was seen since, and how often as a repeat."""
        seen = [(person.account, *each) for person in self.everybody for each in numbered(person)]
        every = Counter((account, line) for account, line, _ in seen)
        return every - before, Counter((account, line) for account, line, marked in seen if marked)


def in_flight(house: House) -> Collection[Message]:
    """Return what may have been sent, or not."""
    with house.database.read() as tx:
        rows = tx.ledger.get(range(1, 1000))
    flying = [row for row in rows if row.state in IN_FLIGHT]
    return [
        (f"{row.platform}:{row.external_id}", number)
        for row in flying
        for number in numbers_in(str(row.payload))
    ]


def kill_again_and_again(house: House, crowd: Crowd, chance: random.Random) -> Counter[Message]:
    """Kill the desk while reminders are due; return how often each message was in flight."""
    flown: Counter[Message] = Counter()
    for _ in range(KILLS):
        instant = heard(house) + chance.randint(1, MOST_HEARD)
        house.advance(timedelta(seconds=chance.randint(0, PAUSE)))
        crowd.asks(chance)
        wait_heard(house, instant)
        house.kill()
        flown.update(in_flight(house))
        house.end_leases()
        house.start()
        house.wait_settled()
    return flown


@pytest.mark.parametrize("seed", [SEED], ids="seed={}".format)
def test_every_reminder_comes(house: House, seed: int) -> None:
    """None is lost; only what was in flight at a kill comes twice, in Telegram, and says so."""
    chance = random.Random(seed)  # noqa: S311 - it guards nothing
    office, crowd = Office(house), Crowd(house)
    starts = [office.plans(event, BEFORE_FIRST) for event in EVENTS]
    house.start()
    ordered = crowd.orders(chance)
    house.wait_settled()
    confirmed, _ = crowd.copies(Counter())
    reach(house, min(starts) - timedelta(minutes=EARLIEST + 1))

    flown = kill_again_and_again(house, crowd, chance)
    last = max(starts) - timedelta(minutes=LATEST)
    pass_time(last - house.now() + timedelta(seconds=1), house)
    house.wait_ready()
    house.wait_settled()

    told = f"seed {seed}; in flight at a kill: {dict(flown)}"
    seen, marked = crowd.copies(confirmed)
    assert seen.keys() == {*ordered, *crowd.asked}, told
    assert marked.keys() <= flown.keys(), told
    for message, copies in seen.items():
        assert copies == 1 or (copies, marked[message]) == (2, 1), (message, told)
        assert copies == 1 or message[0].startswith("telegram:"), (message, told)
    doubted = {f"{row.platform}:{row.external_id}" for row in house.planned() if row.doubts}
    ended = {(row.state, row.why) for row in house.planned() if row.state != State.SENT}
    assert ended <= {(State.DROPPED, "merged")}, told
    assert doubted == {account for account, line in marked if line in EVENTS}, told
