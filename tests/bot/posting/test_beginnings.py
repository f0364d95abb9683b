"""Beginnings: what was recorded ahead of its time is followed when its time comes."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from contextlib import closing
from datetime import timedelta
from typing import TypeVar

import pytest

from bot import exchange
from bot.posting.relay import Relay
from bot.texts import phrase
from storage.database import Transaction
from storage.group_commit import GroupCommit
from tests.bot.posting.newsroom import ANNAS, ASKED, Newsroom, riga
from tests.bot.receiving.house import House, run

T = TypeVar("T")

SUMMIT = {"type": "event", "subject": "summit", "subject_names": {"en": ["Summit"]}}
FIRST = {"start": "2021-12-06T10:00", "valid_to": "2021-11-30"}
SOONER = {"start": "2021-12-03T10:00", "valid_from": "2021-12-01"}


@pytest.fixture
def moving(newsroom: Newsroom) -> Newsroom:
    """Return a newsroom where a summit that Anna was told of is sooner from December on."""
    lines = [json.dumps({**SUMMIT, "id": id, **when}) for id, when in (("1", FIRST), ("2", SOONER))]
    records = exchange.read("\n".join(lines).encode(), "summit.jsonl")
    with newsroom.house.desk.database.write() as tx:
        exchange.import_records(tx, records, author=None, zone="Europe/Riga")
    newsroom.say(ASKED)
    newsroom.say("/remind summit 1d")
    newsroom.looks()
    newsroom.sent()
    return newsroom


class Slow(GroupCommit):
    """A store that has a first look at the ledger take long: its clock goes on meanwhile."""

    def __init__(self, house: House, takes: timedelta) -> None:
        super().__init__(house.desk.database)
        self._clock = house.clock
        self._takes = takes

    def submit(self, work: Callable[[Transaction], T]) -> asyncio.Future[T]:
        """Carry it out, and tell of it late."""
        return asyncio.ensure_future(self._told_late(super().submit(work)))

    async def _told_late(self, carried_out: asyncio.Future[T]) -> T:
        done = await carried_out
        self._clock.advance(self._takes)
        self._takes = timedelta(0)
        return done


def waiting(newsroom: Newsroom) -> list[str]:
    """Return the times of reminders that wait."""
    return [row[1] for row in newsroom.plans() if row[2] == "queued"]


def test_event_takes_its_reminders_along_once_it_is_so(moving: Newsroom) -> None:
    """At the instant from which it has another time, though that is nearer than the first."""
    moving.at("2021-11-30T23:59")
    assert waiting(moving) == ["12-05 10:00"]
    moving.at("2021-12-01T00:00")
    assert waiting(moving) == ["12-02 10:00"]
    moving.at("2021-12-02T10:00")

    assert len(moving.told(ANNAS, "reminder")) == 1


def test_who_was_told_otherwise_hears_then_and_once(moving: Newsroom) -> None:
    """However often anybody looks, and after a start."""
    moving.at("2021-11-30T23:59")
    assert moving.told(ANNAS, "notice") == []
    moving.at("2021-12-01T00:00")
    (told,) = moving.told(ANNAS, "notice")
    assert told.startswith(phrase("en", "notice.moved"))
    moving.at("2021-12-01T00:30")
    moving.at("2021-12-02T12:30")

    assert moving.told(ANNAS, "notice") == []


def test_what_begins_while_the_ledger_is_looked_at_is_for_the_next_look(moving: Newsroom) -> None:
    """A look counts from its beginning, however long it takes: nothing falls between two."""
    house = moving.house
    moving.clock.set(riga("2021-11-30T23:58"))
    with closing(Slow(house, takes=timedelta(minutes=5))) as commits:
        platforms, home = {"telegram": house.platform}, house.desk.home
        relay = Relay(commits, platforms, house.counting, house.clock, home)
        run(relay_looks(relay), relay_looks(relay))

    assert waiting(moving) == ["12-02 10:00"]


def relay_looks(relay: Relay) -> Callable[[], Awaitable[None]]:
    """Return what has a relay look at the ledger, and send what is due."""

    async def look() -> None:
        await relay.tick()
        await relay.idle()

    return look
