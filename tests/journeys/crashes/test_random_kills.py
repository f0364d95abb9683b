"""A process that is killed at any instant under load, again and again.

The instants are drawn by a seed, and counted in what the platforms have heard from the desk, so
that they mean the same on a slow machine. Whatever is said carries a number of its own, and its
reply shows it: so each can be counted.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Final

import pytest

from storage.ledger import State
from tests.journeys.crashes.counting import IN_FLIGHT, REPEAT, heard, number_in, wait_heard
from tests.journeys.crashes.killing import House
from tests.journeys.crashes.speaking import OnSlack, OnTelegram

KILLS: Final = 5
"""In a row, with each of the seeds: on each database ten, so twenty."""
SEEDS: Final = (2021, 2026)
MOST_HEARD: Final = 6
"""Messages that the platforms hear at most between a start and a kill."""
LINES: Final = 20
"""Said before each kill, by anybody: several times what is heard by then."""


@dataclass(slots=True)
class Person:
    """Somebody who says one numbered line after another.

    Attributes:
        key: the fact that they change with each line; empty: they say what nobody understands.
        said: the numbers, in order.
    """

    at: OnTelegram | OnSlack
    key: str = ""
    said: list[str] = field(default_factory=list)

    def says(self, number: str) -> None:
        """Say a line."""
        self.said.append(number)
        line = f"/fact set {self.key} {number} | reason: test" if self.key else f"/{number}"
        self.at.says(line)

    def seen(self) -> list[tuple[str, bool]]:
        """Return the number of each reply, and whether it says that it repeats.

        That of an edit tells after its own what stood there before.
        """
        seen = [(number_in(text), text.startswith(REPEAT)) for text in self.at.seen()]
        return [each for each in seen if each[0]]

    def in_order(self, numbers: list[str]) -> list[str]:
        """Return `numbers` in the order in which they were said, where the platform keeps that.

        What Slack brings once more it brings after what it had not yet brought.
        """
        if isinstance(self.at, OnTelegram):
            return numbers
        return sorted(numbers, key=lambda number: int(number.removeprefix("zq")))


def people(house: House) -> list[Person]:
    """Return who writes: on each platform an editor and four others."""
    anna, berta = OnTelegram(house, "Anna"), OnSlack(house, "berta")
    house.owners = f"{anna.account},{berta.account}"
    editors = [Person(anna, "battle-group.leader"), Person(berta, "battle-group.base")]
    telegram = [Person(OnTelegram(house, f"T{n}")) for n in range(4)]
    slack = [Person(OnSlack(house, f"s{n}")) for n in range(4)]
    return [*editors, *telegram, *slack]


def kill_under_load(
    house: House, everybody: list[Person], chance: random.Random, *, settled: bool
) -> Counter[str]:
    """Kill the desk again and again; return how often the reply to each number was in flight.

    With `settled` only when it has done what the one before it left.
    """
    in_flight: Counter[str] = Counter()
    numbers = iter(range(10_000))
    house.start()
    for _ in range(KILLS):
        instant = heard(house) + chance.randint(1, MOST_HEARD)
        for person in chance.choices(everybody, k=LINES):
            person.says(f"zq{next(numbers)}")
        wait_heard(house, instant)
        house.kill()
        in_flight.update(
            number_in(said) for said, state in house.deliveries() if state in IN_FLIGHT
        )
        house.restart()
        if settled:
            house.wait_settled()
    house.wait_settled()
    return in_flight


@pytest.mark.parametrize("seed", SEEDS, ids="seed={}".format)
def test_nothing_is_lost_and_only_what_was_in_flight_is_doubled(house: House, seed: int) -> None:
    """Each line has one effect, in its order, and is replied to; what is said twice says so."""
    everybody = people(house)
    chance = random.Random(seed)  # noqa: S311 - it guards nothing
    in_flight = kill_under_load(house, everybody, chance, settled=True)

    told = f"seed {seed}; in flight at a kill: {dict(in_flight)}"
    assert {state for _, state in house.deliveries()} == {State.SENT}, told
    for person in everybody:
        check_effects(house, person, told)
        check_replies(person, in_flight, told)


@pytest.mark.parametrize("seed", SEEDS[:1], ids="seed={}".format)
def test_what_was_twice_in_flight_is_left_to_an_editor(house: House, seed: int) -> None:
    """Kills in quick succession: nobody sees anything a third time, and nothing is forgotten."""
    everybody = people(house)
    chance = random.Random(seed)  # noqa: S311 - it guards nothing
    in_flight = kill_under_load(house, everybody, chance, settled=False)

    told = f"seed {seed}; in flight at a kill: {dict(in_flight)}"
    held = {number_in(said) for said, state in house.deliveries() if state is State.HELD}
    assert all(in_flight[number] > 1 for number in held), told
    for person in everybody:
        check_effects(house, person, told)
        check_replies(person, in_flight, told, held)


def check_effects(house: House, person: Person, told: str) -> None:
    """See that every edit was made once, in their order."""
    if person.key:
        assert person.in_order(house.versions(person.key)[1:]) == person.said, told


def check_replies(
    person: Person, in_flight: Counter[str], told: str, held: Collection[str] = ()
) -> None:
    """See that nothing but what is held is missing, and nothing was repeated without need."""
    seen = person.seen()
    once = [number for number in dict.fromkeys(n for n, _ in seen) if number not in held]
    assert person.in_order(once) == [number for number in person.said if number not in held], told
    marked = Counter(number for number, repeats in seen if repeats)
    assert marked.keys() <= in_flight.keys(), told
    for number, copies in Counter(number for number, _ in seen).items():
        assert copies == 1 or (copies, marked[number]) == (2, 1), (number, told)
        assert copies == 1 or isinstance(person.at, OnTelegram), (number, told)
