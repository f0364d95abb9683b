"""A desk with a reception and a relay over one platform, for tests to speak to."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

from bot.desk import Desk
from bot.port import Account, Chat, Happening, Place, Update
from bot.posting.occasions import Home
from bot.posting.relay import Relay
from bot.receiving.reception import Reception
from bot.upkeep.hostclock import HostClock
from storage.group_commit import GroupCommit
from storage.ledger import Delivery, State
from storage.people import Role
from tests.standins.clock import FakeClock
from tests.standins.platform import Counting, QuietPlatform

ANNA = Account("telegram", "7", "Anna")
PRIVATE = Chat("telegram", "7", Place.PRIVATE)
GROUP = Chat("telegram", "-100", Place.GROUP)
EDITORS = "telegram:-200"
QUESTION = "who leads the battle group?"
_ids = itertools.count(1)


def said(text: str, chat: Chat = PRIVATE, account: Account = ANNA) -> Update:
    """Return an update in which somebody says `text`."""
    number = next(_ids)
    return Update(f"u{number}", account, chat, text, message=f"m{number}", mentioned=True)


def changed(question: Update, text: str) -> Update:
    """Return the update in which somebody makes `text` of a line that they said before."""
    number = next(_ids)
    happening, message = Happening.EDITED, question.message
    return Update(f"u{number}", ANNA, PRIVATE, text, message=message, happening=happening)


class House:
    """A desk with a reception and a relay, over one platform, in one loop."""

    def __init__(self, desk: Desk, commits: GroupCommit, clock: FakeClock) -> None:
        self.platform = QuietPlatform()
        self.counting = Counting()
        self.desk = replace(desk, editors=EDITORS)
        self.commits = commits
        self.clock = clock
        self.host_clock = HostClock()
        self.build()

    def build(self) -> None:
        """Build reception and relay anew, as a start does."""
        platforms = {"telegram": self.platform}
        home = Home(EDITORS, "en", "Europe/Riga", self.desk.rooms)
        told = self.commits, platforms, self.counting, self.clock, home, self.host_clock
        self.relay = Relay(*told)
        self.reception = Reception(self.desk, self.commits, self.relay, platforms, self.counting)

    async def hears(self, *updates: Update) -> None:
        """Take updates in and deal with all that follows at once."""
        await self.reception.accept(updates)
        await self.works()

    async def works(self) -> None:
        """Handle what waits and send what is due now."""
        self.reception.wake()
        self.reception.close()
        await self.reception.run()
        await self.relay.idle()
        self.build()

    async def ticks(self) -> None:
        """Look at the clock, and deal with all that follows at once."""
        await self.relay.tick()
        await self.relay.idle()

    def ledger(self) -> list[Delivery]:
        """Return every row of the ledger."""
        with self.desk.database.read() as tx:
            return list(tx.ledger.get(range(1, 100)))

    def states(self) -> list[State]:
        """Return where each row of the ledger stands."""
        return [row.state for row in self.ledger()]

    def value(self, key: str) -> str:
        """Return what a fact says in English."""
        with self.desk.database.read() as tx:
            fact = tx.facts.find(key)
            assert fact is not None
            held = tx.facts.at(fact.id, tx.now)
            assert held is not None
            return held.version.content.value["en"]


@contextmanager
def standing(desk: Desk, clock: FakeClock) -> Iterator[House]:
    """Yield a house."""
    commits = GroupCommit(desk.database)
    try:
        yield House(desk, commits, clock)
    finally:
        commits.close()


def run(*steps: Callable[[], Awaitable[None]]) -> None:
    """Carry out steps one after another in one loop."""

    async def all_of_them() -> None:
        for step in steps:
            await step()

    asyncio.run(all_of_them())


def make_editor(house: House) -> None:
    """Make Anna an editor."""
    with house.desk.database.write() as tx:
        person = tx.people.seen("telegram", "7", "Anna")
        tx.people.set_role(person.id, Role.EDITOR)


def open_editors_chat(house: House) -> None:
    """Have the editors' chat known."""
    with house.desk.database.write() as tx:
        tx.chats.seen("telegram", "-200", "", Place.EDITORS)
