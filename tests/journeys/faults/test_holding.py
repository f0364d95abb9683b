"""The big red button amid a fan-out, with a restart before it is let go.

Reminders are on their way on both platforms when an editor at another terminal puts everything on
hold; the program is killed and started again; a post becomes due meanwhile. Nothing leaves until
release; then each chat hears its reminder once, the later ones that they are late, and the editors
are asked about the post.
"""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import Final

from bot.port import Text
from bot.posting import posts
from bot.posting.policies import LATE_AFTER
from bot.texts import phrase
from storage.deliveries import Reason, State
from tests.journeys.crashes.killing import House
from tests.journeys.crashes.planning import Told
from tests.journeys.crashes.speaking import OnSlack, OnTelegram
from tests.journeys.faults.audience import Audience
from tests.standins.telegram.places import Group

MANY: Final = 150
"""The pace of Telegram lets them leave in six seconds."""

SOME: Final = 10
LATE: Final = phrase("en", "reminder.late", late="").strip(" .")
WHY: Final = "the wrong list"


class Meeting:
    """An audience on both platforms, a channel with a post that is to leave, and an owner."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.audience = Audience(house, MANY)
        self.owner = OnTelegram(house, "Olga")
        self.slack = [OnSlack(house, name) for name in ("eva", "maija")]
        self.channel = house.telegram.world.channel("Press")
        house.owners = self.owner.account

    def begins(self) -> list[Told]:
        """Have everybody order, and let the first reminders leave; return what Slack is told."""
        self.audience.ordered("1h")
        self.house.start()
        self.owner.says("/language en")
        for each in self.slack:
            each.says("/remind gala 1h")
        self.house.wait_settled()
        told = [Told(each) for each in self.slack]
        self._posts()
        self.audience.due()
        world = self.house.telegram.world
        world.wait_until(lambda: self.heard() >= SOME, "the first reminders")
        return told

    def heard(self) -> int:
        """Return how many reminders were heard on Telegram."""
        return sum(map(len, self.audience.heard()))

    def posted(self) -> list[str]:
        """Return what stands in the channel."""
        return said_in(self.channel)

    def at_terminal(self, line: str) -> str:
        """Have an editor at a terminal beside the desk say something."""
        return self.audience.office.says(line)

    def rows(self, kind: str) -> Counter[State]:
        """Return how many messages of a kind stand in each state."""
        return Counter(row.state for row in self.house.planned(kind))

    def wait_still(self) -> None:
        """Wait until nothing is on its way."""
        world = self.house.telegram.world
        world.wait_until(lambda: State.SENDING not in self._states(), "what was on its way")

    def _states(self) -> set[State]:
        return {row.state for row in self.house.planned()}

    def _posts(self) -> None:
        """Send a post that is due a minute after the reminders."""
        at = self.audience.start - timedelta(minutes=59)
        with self.house.database.write() as tx:
            chat = tx.chats.seen("telegram", str(self.channel.id), "", "channel", "Press")
            tx.channels.add("press", chat.id, None)
            tx.chats.set_language(chat.id, "en")
            draft = posts.Draft({"en": (Text("Good morning"),)}, ("press",), at)
            posts.send(tx, draft, tx.channels.all(), None)


def said_in(channel: Group) -> list[str]:
    """Return what the desk has said in a channel."""
    return [each.text for each in channel.messages_from_bot()]


def test_nothing_leaves_between_hold_and_release(house: House) -> None:
    """Through a kill and a start; each reminder comes once, and the post is asked about."""
    meeting = Meeting(house)
    told = meeting.begins()

    assert "Everything is on hold" in meeting.at_terminal(f"/hold all {WHY}")
    meeting.wait_still()
    heard = meeting.heard()
    assert SOME <= heard < MANY
    house.kill()
    house.advance(2 * LATE_AFTER)
    house.start()
    house.wait_ready()
    assert meeting.heard() == heard
    assert meeting.posted() == []
    assert meeting.rows("post") == {State.QUEUED: 1}
    listed = meeting.at_terminal("/deliveries").splitlines()
    assert listed[0].endswith(WHY)
    assert any(f" of {MANY + len(told)}" in line for line in listed)

    released = meeting.at_terminal("/release all")
    assert phrase("en", "hold.overdue", count=1) in released
    house.wait_settled()

    marks = meeting.audience.heard()
    assert [len(each) for each in marks] == [1] * MANY
    assert sum(LATE in each[0] for each in marks) == MANY - heard
    assert [len(each.heard()) for each in told] == [1, 1]
    (post,) = house.planned("post")
    assert (post.state, post.why) == (State.HELD, Reason.ON_HOLD)
    assert any("post" in text and "/deliveries send" in text for text in meeting.owner.seen())
    meeting.at_terminal(f"/deliveries send {post.number}")
    house.wait_settled()
    assert meeting.posted() == ["Good morning"]
