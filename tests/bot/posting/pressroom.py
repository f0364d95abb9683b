"""A newsroom that posts: two channels, one in each language, and editors who tap buttons."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Final

from bot.port import (
    Account,
    Chat,
    Choice,
    Fault,
    Happening,
    Outgoing,
    Place,
    Posting,
    Whereto,
    plain,
)
from storage.deliveries import Delivery
from storage.people import Role
from tests.bot.posting.newsroom import ED, EDS, Newsroom
from tests.bot.receiving.house import House, run, said

NEWS: Final = Chat("telegram", "-1001", Place.CHANNEL, title="Rīgas ziņas")
WORLD: Final = Chat("telegram", "-1002", Place.CHANNEL, title="Riga news")
LINA: Final = Account("telegram", "11", "Lina")
LINAS: Final = Chat("telegram", "11", Place.PRIVATE)


class Pressroom(Newsroom):
    """Editors with the channels `news`, in Latvian, and `world`, in English."""

    def __init__(self, house: House) -> None:
        super().__init__(house)
        house.platform.channels = {
            name: Posting(Whereto("telegram", name), chat)
            for chat, names in ((NEWS, ("-1001", "@news")), (WORLD, ("-1002", "@world")))
            for name in names
        }
        with house.desk.database.write() as tx:
            tx.people.set_role(tx.people.seen("telegram", "11", "Lina").id, Role.EDITOR)
        self.say("/language en", LINAS, LINA)

    def open_channels(self) -> None:
        """Add both."""
        self.edit("channel add news @news lv")
        self.edit("channel add world telegram:-1002 en")

    def forbid(self, chat: Chat, fault: Fault | None) -> None:
        """Have the platform say that nobody may post to a chat any more, or may again."""
        known = self.platform.channels[chat.id]
        self.platform.channels[chat.id] = replace(known, fault=fault)

    @property
    def choices(self) -> tuple[Choice, ...]:
        """The buttons below what was said last that has any."""
        with_some = [each.choices for each in self.platform.sent if each.choices]
        return with_some[-1]

    def tap(self, label: str, chat: Chat = EDS, account: Account = ED) -> str:
        """Tap the button that bears `label`; return what comes of it."""
        token = next(each.token for each in self.choices if each.label == label)
        return self.tap_token(token, chat, account)

    def tap_token(self, token: str, chat: Chat = EDS, account: Account = ED) -> str:
        """Tap a button by what it stands for."""
        tapped = said("", chat, account)
        tap = replace(tapped, choice=token, happening=Happening.TAPPED, mentioned=False)
        run(partial(self.house.hears, tap))
        return self.platform.words[-1]

    def posted(self) -> list[Outgoing]:
        """Return what was posted, changed or taken away in channels since asked last."""
        self.looks()
        return self.sent("post")

    def told_there(self, chat: Chat) -> list[str]:
        """Return the words of what was posted in a channel since asked last."""
        return [plain(each.message) for each in self.posted() if each.chat.id == chat.id]

    def copies(self) -> list[Delivery]:
        """Return the rows of posts, by their time."""
        return self.rows("post")

    def number(self) -> int:
        """Return the number of the latest post."""
        with self.house.desk.database.read() as tx:
            return max(each.number for each in tx.posts.page(0, 99))

    def alarms(self) -> list[str]:
        """Return what the editors were told of failures since asked last."""
        return self.told(None, "failed", "held")
