"""Posts: the same few groups get many at once, and no platform is told one too early."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from bot.port import Text
from bot.posting import posts as posting
from storage.database import Database
from tests.benchmarks.briefed import BRIEFING, briefed_store
from tests.benchmarks.fan_out import fan_out, row
from tests.benchmarks.halls import Hall, MakeHall, slack_hall, telegram_hall
from tests.benchmarks.sizes import Audience, Sizes
from tests.benchmarks.stores import Stores
from tests.benchmarks.tables import Row, Table

NOTES: Final = """\
Editors have many posts leave for each channel at one instant, {asking.ahead:g} s from now. Limits,
columns, and the {asking.people} people who ask about {briefing}, are those of `reminders`; the
ratio's other side is what a group's own pace takes, or the bot's, whichever is longer.
Each channel got each post exactly once, and nothing was refused as too early; else there would
be no table."""


class Send:
    """Posts are sent, all for one instant.

    Attributes:
        each: how many.
    """

    def __init__(self, each: int) -> None:
        self.each: int = each

    def order(self, database: Database, hall: Hall) -> None:
        """Have every listener be a channel."""
        with database.write() as tx:
            for number, each in enumerate(hall.listeners):
                chat = tx.chats.seen(hall.platform, each.id, each.topic, each.place)
                tx.channels.add(f"channel-{number}", chat.id, None)

    def begin(self, database: Database, due_at: datetime) -> None:
        """Send the posts."""
        with database.write() as tx:
            channels = tx.channels.all()
            names = tuple(each.name for each in channels)
            for number in range(self.each):
                said = {"en": (Text(f"Post {number}"),)}
                posting.send(tx, posting.Draft(said, names, due_at), channels, None)


def posts(sizes: Sizes, _stores: Stores) -> Table:
    """Measure groups of Telegram, and channels of Slack."""
    audience, each = sizes.editions.audience, sizes.editions.posts
    notes = NOTES.format(asking=audience.asking, briefing=BRIEFING)
    rows = [_row(name, hall, audience, each) for name, hall in _HALLS.items()]
    return Table("Posts at once", rows, notes)


_HALLS: Final[dict[str, MakeHall]] = {"Telegram": telegram_hall, "Slack": slack_hall}


def _row(name: str, hall: MakeHall, audience: Audience, each: int) -> Row:
    with briefed_store() as url, hall(audience) as opened:
        return {**row(name, fan_out(opened, audience.asking, url, Send(each))), "posts each": each}
