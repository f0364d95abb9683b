"""An editor who changes events, and chats that ask for them and are told: a line for each."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from itertools import count
from typing import Final
from zoneinfo import ZoneInfo

from bot.port import Account, Chat, Outgoing, Place, Strike, plain
from storage.ledger import Delivery
from storage.people import Role
from tests.bot.receiving.house import EDITORS, House, run, said
from tests.standins.speakers import Speaker

RIGA: Final = ZoneInfo("Europe/Riga")
ED: Final = Account("telegram", "9", "Ed")
EDS: Final = Chat("telegram", "9", Place.PRIVATE)
ANNA: Final = Account("telegram", "7", "Anna")
ANNAS: Final = Chat("telegram", "7", Place.PRIVATE)
GROUP: Final = Chat("telegram", "-100", Place.GROUP)
DESK: Final = Chat("telegram", "-200", Place.EDITORS)
ASKED: Final = "/event show summit"
TO_11: Final = "event move summit 2021-12-06T11:00 | reason: fog"
TO_12: Final = "event move summit 2021-12-06T12:00"
BACK: Final = "event move summit 2021-12-06T10:00"


def riga(written: str) -> datetime:
    """Return an instant as it is read from a clock in Riga."""
    return datetime.fromisoformat(written).replace(tzinfo=RIGA)


class Newsroom:
    """An editor and chats, all of which speak English until told otherwise."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.clock = house.clock
        self.platform = house.platform
        house.platform.running = {str(ANNA), str(ED)}
        self._heard = 0
        self._messages = count(1)
        with house.desk.database.write() as tx:
            tx.people.set_role(tx.people.seen("telegram", "9", "Ed").id, Role.EDITOR)
            tx.chats.seen("telegram", EDITORS.partition(":")[2], "", Place.EDITORS)
        for chat, account in ((EDS, ED), (ANNAS, ANNA), (GROUP, ANNA)):
            self.say("/language en", chat, account)

    def say(self, text: str, chat: Chat = ANNAS, account: Account = ANNA) -> str:
        """Say something in a chat and return the last words of what comes of it."""
        run(partial(self.house.hears, said(text, chat, account)))
        words = self.platform.words
        return words[-1] if words else ""

    def edit(self, text: str) -> str:
        """Have the editor give a command, and return the reply."""
        return self.say(f"/{text}", EDS, ED)

    def add(self, start: str = "2021-12-06T10:00", more: str = "") -> None:
        """Have the editor add the event `summit`."""
        self.edit(f"event add summit {start} Summit{more}")

    def at(self, when: str) -> None:
        """Let it become so late in Riga, and look at the clock."""
        self.clock.set(riga(when))
        self.looks()

    def after(self, by: timedelta) -> None:
        """Let time pass, and look at the clock."""
        self.clock.advance(by)
        self.looks()

    def looks(self, times: int = 3) -> None:
        """Look at the clock until all that is due has left."""
        for _ in range(times):
            self.house.build()
            run(self.house.ticks)
            self.clock.advance(timedelta(milliseconds=5))

    def sent(self, *kinds: str) -> list[Outgoing]:
        """Return what left by itself since this was asked last."""
        new = self.platform.sent[self._heard :]
        self._heard = len(self.platform.sent)
        wanted = kinds or ("reminder", "notice", "held")
        return [each for each in new if each.key.partition(":")[0] in wanted]

    def told(self, chat: Chat | None = None, *kinds: str) -> list[str]:
        """Return the words of what left by itself, in a chat or anywhere, since asked last."""
        return [plain(each.message) for each in self.sent(*kinds) if chat in {None, each.chat}]

    def rows(self, kind: str) -> list[Delivery]:
        """Return the messages of a kind, by their time."""
        with self.house.desk.database.read() as tx:
            every = tx.ledger.get(range(1, 500))
        return sorted(
            (each for each in every if each.kind == kind),
            key=lambda each: (each.planned_at or each.created_at, each.id),
        )

    def plans(self) -> list[tuple[str, str, str, str]]:
        """Return offset, time in Riga, state and reason of each reminder."""
        return [
            (
                each.payload["offset"],
                (each.planned_at or each.due_at).astimezone(RIGA).strftime("%m-%d %H:%M"),
                each.state.value,
                each.why,
            )
            for each in self.rows("reminder")
        ]


def noticed(newsroom: Newsroom, chat: Chat = ANNAS) -> list[str]:
    """Look at the clock, and return the notices that a chat got, of corrections as well."""
    newsroom.looks(8)
    new = newsroom.sent("notice", "correction")
    return [plain(each.message) for each in new if each.chat == chat and not mends(each)]


def mends(each: Outgoing) -> bool:
    """Tell whether a message mends an earlier one where it stands."""
    kind, *named = each.key.split(":")
    return kind == "correction" and len(named) == len(("change", "chat", "message"))


def shown(each: Outgoing) -> str:
    """Return a message as it looks, what is struck between `~`."""
    return "".join(
        f"~{node.text}~" if isinstance(node, Strike) else plain((node,)) for node in each.message
    )


def corrected(newsroom: Newsroom) -> tuple[list[Outgoing], list[Outgoing]]:
    """Look at the clock; return the edits and the notices that left since asked last."""
    newsroom.looks(10)
    new = newsroom.sent("correction")
    return [each for each in new if mends(each)], [each for each in new if not mends(each)]


def moving(newsroom: Newsroom, to: str) -> Callable[[Outgoing], None]:
    """Return what moves the event while the next message is on its way."""

    def move(_: Outgoing) -> None:
        newsroom.platform.before_sending = lambda _: None
        Speaker(newsroom.house.desk, ED, EDS).say(f"/event move summit {to}")

    return move
