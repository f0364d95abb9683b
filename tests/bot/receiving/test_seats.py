"""The seat: who fetches, who takes over, and who knows that they do not any more."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from datetime import timedelta
from typing import Any, Final

import pytest

from bot.desk import Desk
from bot.receiving.seats import BEAT, LASTS, LeasedSeat
from storage.group_commit import GroupCommit
from tests.standins.clock import FakeClock

TAKEN_OVER_WITHIN: Final = timedelta(seconds=15)
A_MOMENT: Final = timedelta(milliseconds=1)


class Row:
    """Seats of several processes on one store, and the time that passes for all of them."""

    def __init__(self, desk: Desk, clock: FakeClock) -> None:
        self.commits = GroupCommit(desk.database)
        self._clock = clock
        self._seconds = 0.0

    def seat(self, process: str) -> LeasedSeat:
        """Return the seat of a process."""
        return LeasedSeat(self.commits, "telegram", process, lambda: self._seconds)

    def passes(self, time: timedelta) -> None:
        """Let time pass, by every clock."""
        self._clock.advance(time)
        self._seconds += time.total_seconds()


@pytest.fixture
def row(desk: Desk, clock: FakeClock) -> Iterator[Row]:
    """Yield where seats are."""
    made = Row(desk, clock)
    yield made
    made.commits.close()


def run(story: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """Tell a story in a loop of its own."""
    asyncio.run(story())


def test_one_of_two_sits_and_keeps_the_seat(row: Row) -> None:
    """Who looks first has it for as long as it looks at every beat; both know who that is."""

    async def story() -> None:
        first, second = row.seat("desk-1"), row.seat("desk-2")
        for _ in range(5):
            await first.look()
            await second.look()
            assert (first.is_ours, second.is_ours) == (True, False)
            assert (first.holder, second.holder) == ("desk-1", "desk-1")
            row.passes(BEAT)

    run(story)


def test_dead_process_is_replaced_in_time(row: Row) -> None:
    """Whenever within its beat the first dies, the second sits within 15 seconds."""

    async def story() -> None:
        first, second = row.seat("desk-1"), row.seat("desk-2")
        await second.look()
        row.passes(LASTS)
        await first.look()
        row.passes(LASTS - A_MOMENT)
        await second.look()
        assert not second.is_ours
        row.passes(BEAT)
        await second.look()
        assert second.is_ours

    run(story)
    assert LASTS + BEAT <= TAKEN_OVER_WITHIN


def test_who_stood_still_does_not_sit_any_more(row: Row) -> None:
    """Past its lease a process knows, before it looks, that the seat is not its own."""

    async def story() -> None:
        first, second = row.seat("desk-1"), row.seat("desk-2")
        await first.look()
        row.passes(LASTS)
        assert not first.is_ours
        await second.look()
        await first.look()
        assert (first.is_ours, second.is_ours) == (False, True)

    run(story)


def test_who_waits_is_called_when_the_seat_is_theirs(row: Row) -> None:
    """Who waits to fetch goes on with the look that gets the seat, and with none before it."""

    async def story() -> None:
        first, second = row.seat("desk-1"), row.seat("desk-2")
        await first.look()
        waiting = asyncio.create_task(second.wait())
        await second.look()
        assert not waiting.done()
        await first.leave()
        assert not first.is_ours
        await second.look()
        await waiting

    run(story)


def test_store_out_of_reach_takes_the_seat_in_the_end(row: Row, desk: Desk) -> None:
    """While the store fails the seat stays ours until its lease is over, and then nobody sits."""

    async def story() -> None:
        seat = row.seat("desk-1")
        await seat.look()
        with desk.database.write():
            looking = asyncio.create_task(seat.look())
            ours = []
            for _ in range(LASTS // BEAT):
                ours.append(seat.is_ours)
                row.passes(BEAT)
            ours.append(seat.is_ours)
        await looking
        assert ours == [True, True, False]

    run(story)


def test_seat_is_kept_until_told_otherwise(row: Row) -> None:
    """Keeping takes the seat at once; left, it is free for the next one at once."""

    async def story() -> None:
        first, second = row.seat("desk-1"), row.seat("desk-2")
        keeping = asyncio.create_task(first.keep())
        await first.wait()
        keeping.cancel()
        await asyncio.wait({keeping})
        await first.leave()
        await second.look()
        assert second.is_ours

    run(story)
