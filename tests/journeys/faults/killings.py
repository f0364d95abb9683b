"""Kills of a desk alone or of two over one server, at any instant, while everything leaves."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from storage.deliveries import Delivery
from tests.journeys.crashes.counting import heard, wait_heard
from tests.journeys.crashes.killing import OVER, House
from tests.journeys.faults.press import Press, Verdict, judged

MOST_HEARD: Final = 5
"""Messages that the platforms hear at most between a start and a kill."""
LINES: Final = MOST_HEARD
"""Said before each kill: so much is heard even if nothing else is due."""
PAUSE: Final = 60
"""Seconds that pass at most before a kill; after it all leases are over."""
MINUTES_EACH: Final = 2
"""Of time that passes with each kill, about."""
MOVED_EACH: Final = 5
"""Kills from one move of an event to the next."""


@dataclass(frozen=True, slots=True)
class Report:
    """What became of a series of kills.

    Attributes:
        flown: what was in flight at a kill, each time that it was.
        left: the rows of the ledger that show that they may be there twice, or are held for it.
    """

    kills: int
    seed: int
    flown: list[Delivery]
    left: list[Delivery]
    verdict: Verdict


def kill_at_random(desks: tuple[House, ...], kills: int, seed: int) -> Report:
    """Kill any of the desks again and again under load, and say what became of everything."""
    chance = random.Random(seed)  # noqa: S311 - it guards nothing
    press = Press(desks, chance)
    for desk in desks:
        # What comes to a dead one another takes; who is alone fetches it later.
        desk.posted = len(desks) > 1
        desk.start()
    press.plans(kills * MINUTES_EACH)
    flown: list[Delivery] = []
    for n in range(kills):
        flown += _kill(press, chance)
        if n % MOVED_EACH == 0:
            press.moves()
    _end(press, kills)
    doubted = [row for row in press.rows() if row.doubts or row.number]
    return Report(kills, seed, flown, doubted, judged(press, flown))


def _kill(press: Press, chance: random.Random) -> list[Delivery]:
    """Kill a desk, let another one go on, and start it again; return what it left."""
    victim, *others = chance.sample(press.desks, len(press.desks))
    instant = heard(victim) + chance.randint(1, MOST_HEARD)
    press.passes(timedelta(seconds=chance.randint(0, PAUSE)))
    press.asks(LINES)
    wait_heard(victim, instant)
    process = victim.process
    victim.kill()
    for other in others:
        other.takes_updates()
    flown = victim.in_flight(process)
    press.passes(OVER)
    victim.start()
    victim.wait_settled()
    return flown


def _end(press: Press, kills: int) -> None:
    """Let all that is planned be due, a little at a time, so that nothing is late."""
    for _ in range(kills * MINUTES_EACH // 5 + 3):
        press.passes(timedelta(minutes=5))
        press.desks[0].wait_ready()
        press.desks[0].wait_settled()
