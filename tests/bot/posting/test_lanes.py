"""Lanes: answers pass what was planned, and no second has too much of both."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from datetime import timedelta
from time import monotonic

from bot.posting.lanes import AT_ONCE, SECOND, Lanes

GAP = timedelta(milliseconds=100)
PLACES = 11
"""As many of what is planned as such a gap leaves for a second."""
FOR_ALL = 12
"""The same with answers."""
NEARLY = SECOND - 0.02
"""A loop's timers and the clock of a test do not agree to the last millisecond."""


class Crossing:
    """Messages that go through lanes, each kept on its way until the test lets it arrive.

    Attributes:
        begun: when each set out, in order.
    """

    def __init__(self) -> None:
        self.lanes = Lanes(GAP)
        self.begun: list[float] = []
        self.arrive = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []

    def plan(self, how_many: int) -> None:
        """Have the turn of so many planned messages come together."""
        self._begin(how_many, self.lanes.planned)

    def answer(self, how_many: int) -> None:
        """Have so many answers leave."""
        self._begin(how_many, self.lanes.answer)

    async def settle(self) -> None:
        """Let everything go on that waits for nothing but the loop."""
        for _ in range(5 * len(self._tasks)):
            await asyncio.sleep(0)

    async def end(self) -> None:
        """Let everything arrive."""
        self.arrive.set()
        await asyncio.gather(*self._tasks)

    def _begin(self, how_many: int, lane: Callable[[], AbstractAsyncContextManager[None]]) -> None:
        self._tasks += [asyncio.create_task(self._cross(lane)) for _ in range(how_many)]

    async def _cross(self, lane: Callable[[], AbstractAsyncContextManager[None]]) -> None:
        async with lane():
            self.begun.append(monotonic())
            await self.arrive.wait()


def test_late_messages_are_no_crowd() -> None:
    """However many are late together, no second has more than there are places."""

    async def scene() -> list[float]:
        crossing = Crossing()
        crossing.plan(PLACES + 3)
        await crossing.end()
        return crossing.begun

    begun = asyncio.run(scene())

    assert begun[PLACES - 1] - begun[0] < NEARLY
    assert all(begun[PLACES + each] - begun[each] >= NEARLY for each in range(3))


def test_place_is_kept_until_the_platform_has_answered() -> None:
    """What is on its way may arrive at any moment: the second counts from its end."""

    async def scene() -> float:
        crossing = Crossing()
        crossing.answer(AT_ONCE)
        crossing.plan(PLACES - AT_ONCE + 1)
        await crossing.settle()
        assert len(crossing.begun) == PLACES
        ended = monotonic()
        await crossing.end()
        return crossing.begun[-1] - ended

    assert asyncio.run(scene()) >= NEARLY


def test_answer_waits_for_nothing_that_was_planned() -> None:
    """It goes while the others wait for a place."""

    async def scene() -> None:
        crossing = Crossing()
        crossing.answer(AT_ONCE - 1)
        crossing.plan(PLACES)
        await crossing.settle()
        assert len(crossing.begun) == PLACES
        crossing.answer(1)
        await crossing.settle()
        assert len(crossing.begun) == PLACES + 1
        await crossing.end()

    asyncio.run(scene())


def test_answer_waits_where_it_would_be_refused() -> None:
    """While anything planned is said, answers do not make it too much; alone they do not wait."""

    async def scene(planned: int) -> list[float]:
        crossing = Crossing()
        crossing.arrive.set()
        crossing.plan(planned)
        await crossing.settle()
        crossing.answer(2 * FOR_ALL - planned)
        await crossing.end()
        return crossing.begun

    begun, alone = asyncio.run(scene(1)), asyncio.run(scene(0))

    assert begun[FOR_ALL] - begun[0] >= NEARLY > alone[-1] - alone[0]


def test_are_behind_while_a_seconds_worth_is_late() -> None:
    """Who asks whether to claim more is told so, until what waits has gone."""

    async def scene() -> list[bool]:
        crossing, seen = Crossing(), []
        for more in (PLACES, 1):
            crossing.plan(more)
            await crossing.settle()
            seen.append(crossing.lanes.are_behind)
        await crossing.end()
        return [*seen, crossing.lanes.are_behind]

    assert asyncio.run(scene()) == [False, True, False]
