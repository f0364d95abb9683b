"""Group commit: many pieces of work in one transaction, each with its own fate."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from threading import Event

import pytest

from storage.database import Database, Transaction
from storage.group_commit import GroupCommit


@pytest.fixture
def commits(database: Database) -> Iterator[GroupCommit]:
    """Yield a writer into a fresh store."""
    writer = GroupCommit(database)
    yield writer
    writer.close()


def texts(database: Database) -> list[str]:
    """Return the questions that are stored."""
    with database.read() as tx:
        return [question.text for question in tx.questions.open()]


def held_back(commits: GroupCommit) -> Event:
    """Keep the writer busy until the event is set, so that what follows waits together."""
    go_on = Event()
    commits.submit(lambda _: go_on.wait(30))
    return go_on


def test_what_waits_is_written_together(database: Database, commits: GroupCommit) -> None:
    """All of it in one transaction, in the order in which it came."""
    connections: list[Transaction] = []

    def note(tx: Transaction) -> None:
        connections.append(tx)
        tx.questions.add(str(len(connections)), "en", "reason", {})

    async def work() -> None:
        go_on = held_back(commits)
        waiting = [commits.submit(note) for _ in range(10)]
        go_on.set()
        await asyncio.gather(*waiting)

    asyncio.run(work())

    assert len({id(tx) for tx in connections}) == 1
    assert texts(database) == [str(number) for number in range(1, 11)]


def test_what_fails_fails_alone(database: Database, commits: GroupCommit) -> None:
    """Its neighbours are done as if it had never been among them; it leaves no trace."""

    def fail(tx: Transaction) -> None:
        tx.questions.add("half", "en", "reason", {})
        raise LookupError

    async def work() -> None:
        go_on = held_back(commits)
        before = commits.submit(lambda tx: tx.questions.add("before", "en", "reason", {}))
        failing = commits.submit(fail)
        after = commits.submit(lambda tx: tx.questions.add("after", "en", "reason", {}))
        go_on.set()

        assert await before + 1 == await after
        with pytest.raises(LookupError):
            await failing

    asyncio.run(work())

    assert texts(database) == ["before", "after"]


def test_closing_does_what_was_submitted(database: Database) -> None:
    """Nobody who waits is left waiting."""
    commits = GroupCommit(database)

    async def work() -> None:
        asked = [
            commits.submit(lambda tx: tx.questions.add("?", "en", "reason", {})) for _ in range(100)
        ]
        commits.close()
        await asyncio.gather(*asked)

    asyncio.run(work())

    assert len(texts(database)) == 100


def test_who_gave_up_is_not_served(database: Database, commits: GroupCommit) -> None:
    """Work that was cancelled before its turn is not done."""

    async def work() -> None:
        go_on = held_back(commits)
        given_up = commits.submit(lambda tx: tx.questions.add("given up", "en", "reason", {}))
        assert given_up.cancel()
        go_on.set()
        await commits.submit(lambda tx: tx.questions.add("next", "en", "reason", {}))

    asyncio.run(work())

    assert texts(database) == ["next"]


def test_who_has_left_is_not_missed(database: Database) -> None:
    """Work whose event loop has ended is done, and the writer goes on."""
    commits = GroupCommit(database)

    async def leave() -> Event:
        go_on = held_back(commits)
        commits.submit(lambda tx: tx.questions.add("left", "en", "reason", {}))
        return go_on

    asyncio.run(leave()).set()
    commits.close()

    assert texts(database) == ["left"]
