"""What was told can be shown again as it was told, whatever others were changing just then."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

import pytest

from bot.answering.following import Follower
from bot.answering.verdict import Verdict
from bot.context import About
from bot.desk import Desk
from bot.editing.change import Draft, Editor, set_value
from bot.port import Strong, Text
from storage.content import Audience
from storage.database import Database, Transaction
from tests.bot.conftest import ZONE, fill
from tests.standins.clock import FakeClock
from tests.standins.speakers import Speaker, reader
from tests.storage.stores import new_database

KEY: Final = "battle-group.leader"
QUESTION: Final = "who leads the battle group?"
BEFORE, AFTER = "Canada", "Poland"
SECOND: Final = timedelta(seconds=1)


@pytest.fixture
def url(postgres_url: str, clock: FakeClock) -> Iterator[str]:
    """Yield the URL of a store on PostgreSQL that holds the briefing."""
    with new_database(postgres_url) as url:
        database = Database(url, clock)
        database.upgrade()
        fill(database)
        database.close()
        clock.advance(SECOND)
        yield url


@pytest.fixture
def database(url: str, clock: FakeClock) -> Iterator[Database]:
    """Yield the store as one process has it."""
    database = Database(url, clock)
    yield database
    database.close()


def berta(database: Database, clock: FakeClock, follower: Follower | None = None) -> Speaker:
    """Return a reader of that process."""
    about = About("1.2.3", "news@example.org")
    return reader(Desk(database, follower or Follower(), clock, about, "en", ZONE))


def hand_over(tx: Transaction) -> None:
    """Have another one lead."""
    set_value(Editor(tx, None, "handover", ZONE), KEY, Draft(value={"en": AFTER, "lv": AFTER}))


def told_at(speaker: Speaker) -> datetime:
    """Return the instant of what was told last."""
    claims = (node.claim for node in speaker.reply.message if isinstance(node, Text | Strong))
    return next(claim.instant for claim in claims if claim)


def as_told(speaker: Speaker, at: datetime) -> str:
    """Return what was told at an instant."""
    return speaker.say(f"/fact show {KEY} as told on {at.isoformat()}")


@pytest.mark.parametrize("said", [QUESTION, f"/fact show {KEY}"])
def test_what_was_told_while_an_edit_was_under_way(
    database: Database, clock: FakeClock, said: str
) -> None:
    """The edit is dated, the clock goes on, somebody asks, and only then it is committed."""
    asks = berta(database, clock)
    with database.write() as tx:
        hand_over(tx)
        clock.advance(SECOND)
        assert BEFORE in asks.say(said)
        at = told_at(asks)
    assert BEFORE in as_told(asks, at)
    assert AFTER in asks.say(said)
    assert AFTER in as_told(asks, told_at(asks))


class Overtaken(Follower):
    """An answerer whose store is changed by another process just before it looks."""

    def __init__(self, other: Database, clock: FakeClock) -> None:
        super().__init__()
        self._other = other
        self._clock = clock
        self.asked = 0

    def ask(
        self, tx: Transaction, question: str, *, at: datetime, zone: str, audience: Audience
    ) -> Verdict:
        """Answer, the first time after somebody's edit."""
        self.asked += 1
        if self.asked == 1:
            self._clock.advance(SECOND)
            with self._other.write() as theirs:
                hand_over(theirs)
        return super().ask(tx, question, at=at, zone=zone, audience=audience)


def test_what_was_told_while_an_edit_was_committed(
    url: str, database: Database, clock: FakeClock
) -> None:
    """Who asks is dated, the edit commits, and only then the value is read: it is read anew."""
    other = Database(url, clock)
    follower = Overtaken(other, clock)
    asks = berta(database, clock, follower)
    assert AFTER in asks.say(QUESTION)
    assert follower.asked > 1
    assert AFTER in as_told(asks, told_at(asks))
    other.close()


def test_what_was_told_by_a_host_whose_clock_is_behind(
    url: str, database: Database, clock: FakeClock
) -> None:
    """Another host's clock is ahead: what it recorded was known to whoever was told it."""
    ahead = FakeClock()
    other = Database(url, ahead)
    ahead.set(clock() + 5 * SECOND)
    with other.write() as tx:
        hand_over(tx)
    other.close()
    asks = berta(database, clock)
    assert AFTER in asks.say(f"/fact show {KEY}")
    assert AFTER in as_told(asks, told_at(asks))


def test_nobody_was_misled_who_was_told_by_a_host_whose_clock_is_behind(
    url: str, database: Database, clock: FakeClock
) -> None:
    """What is set later holds from no earlier than what was told before, right as it was."""
    ahead = FakeClock()
    other = Database(url, ahead)
    ahead.set(clock() + 5 * SECOND)
    with other.write() as tx:
        set_value(Editor(tx, None, "handover", ZONE), "nfiu.place", Draft(value={"en": "Valmiera"}))
    other.close()
    asks = berta(database, clock)
    assert BEFORE in asks.say(QUESTION)
    clock.advance(SECOND)
    with database.write() as tx:
        hand_over(tx)
    with database.read() as tx:
        fact = tx.facts.find(KEY)
        assert fact is not None
        (*_, new) = tx.facts.timeline(fact.id)
        assert new.start is not None
        assert new.start.at >= told_at(asks)
