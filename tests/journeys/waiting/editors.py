"""Two editors, one on each platform, two readers, and the desks that serve all of them.

desks = Desks((house, other))
cast = Cast(desks)
desks.start()
cast.keeps(cast.olga, "/fact set … | embargo: …")
desks.reach(due)
assert all(SECRET in each for each in cast.asked(QUESTION))

What people say goes to one desk at a time (`Desks.each`), so each of them is asked.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from bot.texts import phrase
from tests.journeys.crashes.killing import House
from tests.journeys.crashes.planning import written
from tests.journeys.doors.on_slack import SlackPerson
from tests.journeys.doors.on_telegram import TelegramPerson
from tests.journeys.reminders.newsrooms import said

Person = TelegramPerson | SlackPerson


class Desks:
    """Desks over one store, whose clocks go together."""

    def __init__(self, houses: tuple[House, ...]) -> None:
        self.houses: Final = houses
        self.first: Final = houses[0]
        self.last: Final = houses[-1]

    def start(self) -> None:
        """Start all of them."""
        for each in self.houses:
            each.start()

    def each(self) -> Iterator[House]:
        """Yield each desk that lives, to which all that is said goes meanwhile."""
        for house in self.houses:
            if house.process:
                house.takes_updates()
                yield house

    def reach(self, instant: datetime) -> None:
        """Set all clocks to an instant, to the very moment."""
        ahead = instant - self.first.now()
        for each in self.houses:
            each.advance(ahead)

    def let_go(self, instant: datetime) -> None:
        """Set all clocks to an instant, and let what is due by then be done."""
        self.reach(instant)
        for each in self.each():
            each.wait_ready()
        self.first.wait_settled()


class Cast:
    """Everybody.

    Attributes:
        olga: owns the desk, and edits on Telegram.
        eva: the same on Slack.
        anna: reads on Telegram.
        clara: reads on Slack.
    """

    def __init__(self, desks: Desks) -> None:
        self._desks = desks
        telegram, slack = desks.first.telegram, desks.first.slack
        self.olga, self.anna = (
            TelegramPerson(telegram, telegram.world.user(name, "en")) for name in ("Olga", "Anna")
        )
        self.eva, self.clara = (
            SlackPerson(slack, slack.workspace.user(name, "en-GB")) for name in ("eva", "clara")
        )
        for house in desks.houses:
            house.posted = True
            house.owners = f"{self.olga.account},{self.eva.account}"

    def keeps(self, editor: Person, line: str, due: datetime) -> None:
        """Have a change be kept until its hour."""
        shown = editor.says(f"{line} | embargo: {written(due)}")
        told = editor.taps(shown, phrase("en", "embargo.do-keep"))
        assert "Kept as" in told.text, told.text

    def asked(self, question: str) -> list[str]:
        """Have both readers ask, of each desk; return the answers."""
        return [reader.says(question).text for _ in self._desks.each() for reader in self.readers()]

    def readers(self) -> tuple[TelegramPerson, SlackPerson]:
        """Return who is no editor."""
        return self.anna, self.clara

    def pages(self) -> list[list[str]]:
        """Return what each reader sees now of all that was said to them, as `said` writes it."""
        rooms = (self.anna.account, f"slack:{self.clara.user.room.id}")
        told = list(said(self._desks.first))
        return [[each.text for each in told if each.where == room] for room in rooms]

    def read(self) -> str:
        """Return all that the desk ever said where readers are."""
        editors = {self.olga.account, f"slack:{self.eva.user.room.id}"}
        return "\n".join(each.text for each in said(self._desks.first) if each.where not in editors)
