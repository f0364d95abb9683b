"""Many chats that are to be reminded of one event, or told that it moved.

    audience = Audience(house, 500)
    audience.ordered(hours=1)
    house.start()
    audience.due()
    house.wait_settled()
    assert audience.marks() == …

They have ordered before any desk lives, straight into the store: what is measured is what leaves.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from bot.texts import phrase
from storage.deliveries import Delivery, State
from tests.journeys.crashes.counting import IN_FLIGHT
from tests.journeys.crashes.killing import House
from tests.journeys.crashes.planning import Office, reach
from tests.journeys.crashes.speaking import OnSlack
from tests.standins.telegram.chats import Chat
from tests.standins.telegram.messages import Message

HOUR: Final = timedelta(hours=1)
REPEAT: Final = phrase("en", "desk.repeat")
REMINDER: Final = phrase("en", "reminder.heading")
MOVED: Final = phrase("en", "notice.moved")


class Audience:
    """People on Telegram, each in private, and groups if any are given.

    Attributes:
        office: where the event is planned.
        chats: where something is heard, in the order in which it was ordered.
        start: when the event begins.
    """

    def __init__(self, house: House, people: int, groups: Sequence[Chat] = ()) -> None:
        self._house = house
        self.office = Office(house)
        self.chats = [*(self._person(n) for n in range(people)), *groups]
        self.start = self.office.plans("gala", 3 * HOUR)

    def ordered(self, *offsets: str) -> None:
        """Have each chat order one reminder, so long before the event; in equal parts."""
        with self._house.database.write() as tx:
            event = tx.subjects.find("gala")
            assert event is not None
            for n, each in enumerate(self.chats):
                place = "private" if each.person else "group"
                chat = tx.chats.seen("telegram", str(each.id), "", place, each.title)
                offset = offsets[n * len(offsets) // len(self.chats)]
                tx.rules.remind(chat.id, event.id, [offset], None)
        self.moved(self.start + HOUR)

    def ordered_too(self, people: Sequence[OnSlack], offset: str) -> None:
        """Have people on Slack order as well, one reminder each, before all `ordered`."""
        with self._house.database.write() as tx:
            event = tx.subjects.find("gala")
            assert event is not None
            for each in people:
                chat = tx.chats.seen("slack", each.user.room.id, "", "private")
                tx.rules.remind(chat.id, event.id, [offset], None)

    def moved(self, start: datetime) -> None:
        """Have the event begin at another time."""
        self.start = start
        self.office.moves("gala", start)

    def due(self, before: timedelta = HOUR) -> None:
        """Let it become so late that a reminder is due."""
        reach(self._house, self.start - before)

    def heard(self) -> list[list[str]]:
        """Return what each chat has heard, the moved ones under their new ids."""
        return [[each.text for each in self._messages(chat)] for chat in self.chats]

    def marks(self) -> list[list[bool]]:
        """Return for each message of each chat whether it says that it may repeat another."""
        return [[text.startswith(REPEAT) for text in heard] for heard in self.heard()]

    def in_order(self) -> list[int]:
        """Return the place of the chat of each message, in the order in which they were heard."""
        said = [(m.turn, n) for n, chat in enumerate(self.chats) for m in self._messages(chat)]
        return [n for _, n in sorted(said)]

    def rows(self, kind: str = "reminder") -> list[Delivery]:
        """Return the rows of the ledger for them, of one kind."""
        return self._house.planned(kind)

    def wait_put_off(self, count: int) -> None:
        """Wait until so many rows were tried, and are to be tried again."""
        self._house.telegram.world.wait_until(
            lambda: (
                len([row for row in self.rows() if row.state is State.QUEUED and row.why]) >= count
            ),
            f"{count} messages that are put off",
        )

    def wait_given_back(self) -> None:
        """Wait until no row is on its way."""
        self._house.telegram.world.wait_until(
            lambda: not any(row.state in IN_FLIGHT for row in self.rows()), "rows that wait again"
        )

    def gone(self) -> list[str]:
        """Return why nothing can be sent to a chat, of each for which that is noted."""
        with self._house.database.read() as tx:
            known = [tx.chats.find("telegram", str(chat.id)) for chat in self.chats]
            return [chat.gone for chat in known if chat and chat.gone]

    def _messages(self, chat: Chat) -> list[Message]:
        there = self._house.telegram.world.chats.get(chat.moved_to, chat)
        return there.messages_from_bot()

    def _person(self, number: int) -> Chat:
        user = self._house.telegram.world.user(f"T{number}", "en")
        user.account.started = True
        return user.chat
