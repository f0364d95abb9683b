"""What is due at the console, while somebody sits there and while nobody does."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from rich.console import Console

from bot.desk import Desk
from bot.port import Kind
from bot.posting.occasions import Home
from bot.posting.relay import Relay
from bot.texts import phrase
from handlers import app, console, files
from handlers.attending import Unwatched, attended
from handlers.console import Conversation
from handlers.settings import Settings
from storage.database import Database
from storage.group_commit import GroupCommit
from storage.ledger import Message, State
from tests.journeys.program import run
from tests.standins.clock import FakeClock
from tests.standins.platform import QuietPlatform

HEADING = phrase("en", "reminder.heading")
UNTIL_DUE = timedelta(days=3)
"""From the beginning of every test to the hour of the day before the meeting."""


@pytest.fixture
def desk(clock: FakeClock) -> Iterator[Desk]:
    """Yield a desk over the Riga briefing, which speaks English."""
    settings = Settings.model_validate({"FACTDESK_LANGUAGE": "en"})
    with app.throw_away(settings, clock) as built:
        files.take_in(built, ["riga-2021"], None)
        yield built.desk


class Sitting:
    """Somebody at a terminal, and what stands on it."""

    def __init__(self, desk: Desk) -> None:
        self._printed = io.StringIO()
        self.conversation = Conversation(desk, Console(file=self._printed), noted=True)

    def read(self) -> str:
        """Return what was printed since the last time."""
        printed = self._printed.getvalue()
        self._printed.seek(0)
        self._printed.truncate()
        return printed


@pytest.fixture
def ordered(desk: Desk) -> Sitting:
    """Return somebody who has ordered a reminder, which is not yet due."""
    sitting = Sitting(desk)
    sitting.conversation.say("/remind ministers-meeting 1d")
    sitting.read()
    return sitting


def states(desk: Desk, kind: Kind) -> list[State]:
    """Return where the messages of a kind stand."""
    with desk.database.read() as tx:
        return [each.state for each in tx.ledger.get(range(1, 50)) if each.kind == kind]


def test_what_is_due_comes_before_the_next_line(
    desk: Desk, clock: FakeClock, ordered: Sitting
) -> None:
    """It is shown once, between two lines, never behind a prompt."""

    def typed() -> Iterator[str]:
        assert ordered.read() == ""
        clock.advance(UNTIL_DUE)
        yield ""
        assert ordered.read().startswith(f"{HEADING}\n")
        yield ""
        assert ordered.read() == ""

    with attended(desk, [ordered.conversation]) as show_what_is_due:
        console.converse(ordered.conversation, typed(), show_what_is_due)

    assert states(desk, Kind.REMINDER) == [State.SENT]


def test_what_was_due_while_nobody_sat_there_comes_late(
    desk: Desk, clock: FakeClock, ordered: Sitting
) -> None:
    """The next who sits there is told, as long as the event is ahead, and how late it is."""
    clock.advance(UNTIL_DUE + timedelta(hours=2))

    with attended(desk, [ordered.conversation]) as show_what_is_due:
        show_what_is_due()

    assert phrase("en", "reminder.late", late="2 h") in ordered.read()


def test_what_came_to_nothing_hides_nothing(desk: Desk, clock: FakeClock, ordered: Sitting) -> None:
    """Of two that are due at once the nearer alone is shown, and at once."""
    ordered.conversation.say("/remind ministers-meeting 2d 1d")
    ordered.read()
    clock.advance(UNTIL_DUE)

    with attended(desk, [ordered.conversation]) as show_what_is_due:
        show_what_is_due()

    assert ordered.read().count(HEADING) == 1
    assert sorted(states(desk, Kind.REMINDER)) == [State.DROPPED, State.SENT]


def test_who_moves_an_event_there_hears_it_once(desk: Desk, ordered: Sitting) -> None:
    """The reply says so, and counts as told: no notice comes behind it."""
    ordered.conversation.say("/event move ministers-meeting 2021-12-02")
    assert "2–3\u00a0December" in ordered.read()

    with attended(desk, [ordered.conversation]) as show_what_is_due:
        show_what_is_due()

    assert ordered.read() == ""
    assert states(desk, Kind.NOTICE) == [State.DROPPED]


def test_other_platforms_are_left_alone(desk: Desk, ordered: Sitting) -> None:
    """What waits for another platform is not taken by a terminal, nor put off."""
    with desk.database.write() as tx:
        there = tx.chats.seen("telegram", "7", "", "private").id
        payload = {"message": [{"text": "Hello"}], "language": "en"}
        waiting = tx.ledger.add(Message("reply:1", Kind.REPLY, there, payload))

    with attended(desk, [ordered.conversation]) as show_what_is_due:
        show_what_is_due()

    with desk.database.read() as tx:
        (row,) = tx.ledger.get([waiting or 0])
    assert (row.state, row.attempts) == (State.QUEUED, 0)


@pytest.mark.usefixtures("ordered")
def test_console_is_left_alone_by_a_program_without_one(desk: Desk, clock: FakeClock) -> None:
    """`factdesk run` neither takes what is due at a terminal nor lets it fail."""
    clock.advance(UNTIL_DUE)

    async def serve() -> None:
        commits = GroupCommit(desk.database)
        platform = QuietPlatform()
        home = Home("", "en", "Europe/Riga")
        relay = Relay(commits, {platform.name: platform}, Unwatched(), clock, home)
        assert not await relay.tick()
        await relay.idle()
        commits.close()

    asyncio.run(serve())

    assert states(desk, Kind.REMINDER) == [State.QUEUED]


def test_program_shows_what_is_due(tmp_path: Path) -> None:
    """`factdesk console` begins with it, even where nothing is typed."""
    now = datetime.now(UTC)
    database = Database(
        f"sqlite:///{tmp_path / 'factdesk.db'}", FakeClock(now - timedelta(hours=2))
    )
    database.upgrade()
    settings = Settings.model_validate({"FACTDESK_LANGUAGE": "en"})
    earlier = app.build(settings, database, FakeClock(now - timedelta(hours=2)))
    conversation = Conversation(earlier.desk, Console(file=io.StringIO()), noted=True)
    begins = (now + timedelta(hours=1)).strftime("%Y-%m-%dT%H:%MZ")
    conversation.say(f"/event add opening {begins} Opening")
    conversation.say("/remind opening 90m")
    database.close()

    shown = run("console", cwd=tmp_path, FACTDESK_LANGUAGE="en")

    assert (shown.returncode, shown.stderr) == (0, "")
    assert shown.stdout.startswith(f"{HEADING}\nOpening\n")
