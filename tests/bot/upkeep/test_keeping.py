"""The keeping time: what was said goes, that it was said stays."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from bot.upkeep import keeping
from storage.choices import Choice
from storage.database import Database, Transaction, throwaway
from storage.inbox import Arrival
from storage.ledger import FORGOTTEN, Message
from storage.passes import Opens
from tests.standins.clock import FakeClock

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
KEEP = 30


@pytest.fixture
def database(clock: FakeClock) -> Iterator[Database]:
    """Yield an empty store."""
    with throwaway(clock) as database:
        yield database


def swept(database: Database, keep_days: int = KEEP) -> bool:
    """Sweep once, in a transaction of its own."""
    with database.write() as tx:
        return keeping.sweep(tx, keep_days)


def sent(tx: Transaction, count: int) -> list[int]:
    """Send so many messages, and return their ids."""
    chat = tx.chats.seen("telegram", "1", "", "private").id
    for number in range(count):
        tx.ledger.add(Message(f"reply:{number}", "answer", chat, {"message": []}))
        (claimed,) = tx.ledger.claim("t", 1, HOUR)
        tx.ledger.sent(claimed, str(number))
    return list(tx.ledger.settled_before(tx.now + HOUR, count))


def test_words_go_after_the_keeping_time_and_not_before(
    database: Database, clock: FakeClock
) -> None:
    """On its last day a message and a question still say what they said; a day later nothing."""
    with database.write() as tx:
        ids = sent(tx, 1)
        number = tx.questions.add("Kas?", "lv", "x", {})

    for days, kept in ((KEEP, True), (1, False)):
        clock.advance(days * DAY)
        assert swept(database) is False
        with database.read() as tx:
            question = tx.questions.get(number)
            assert question is not None
            assert bool(question.text) is kept
            assert (tx.ledger.get(ids)[0].why != FORGOTTEN) is kept


def test_a_part_at_a_time(database: Database, clock: FakeClock) -> None:
    """One call takes as much as it may, and says that more is left."""
    with database.write() as tx:
        sent(tx, keeping.MOST + 1)
    clock.advance((KEEP + 1) * DAY)

    assert [swept(database) for _ in range(3)] == [True, False, False]


def test_an_update_is_known_as_long_as_it_may_come_again(
    database: Database, clock: FakeClock
) -> None:
    """However short the keeping time is, what came is known for two days, and then not."""
    arrival = Arrival("telegram", "1", "lane", {})
    with database.write() as tx:
        tx.inbox.add([arrival])
        tx.inbox.finish(tx.inbox.claim("t", 1, HOUR)[0])

    for days, known in ((2, True), (1, False)):
        clock.advance(days * DAY)
        swept(database, keep_days=1)
        with database.write() as tx:
            assert (tx.inbox.add([arrival]) == 0) is known


def test_buttons_and_passes_go_in_their_own_time(database: Database, clock: FakeClock) -> None:
    """What opens nothing any more is swept, whatever the keeping time."""
    with database.write() as tx:
        chat = tx.chats.seen("telegram", "1", "", "private").id
        tx.choices.add(chat, [Choice("run", {})], HOUR)
        tx.passes.make(Opens.READER, HOUR)
    clock.advance(DAY)

    swept(database)

    with database.write() as tx:
        assert (tx.choices.sweep(), tx.passes.sweep()) == (0, 0)
