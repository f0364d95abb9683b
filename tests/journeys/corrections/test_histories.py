"""What was told, and what has become of it since, where it was not simply wrong.

Each history ends in what every chat sees of it: what the world changed was right when it was said.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from bot.texts import phrase
from tests.journeys.crashes.correcting import CORRECT, HEADING, QUESTION, wait_corrected
from tests.journeys.crashes.killing import House
from tests.journeys.crashes.planning import Office
from tests.journeys.doors.on_slack import SlackPerson
from tests.journeys.doors.on_telegram import TelegramPerson
from tests.journeys.reminders.newsrooms import said

BACK: Final = "/fact correct battle-group.leader Canada | value-lv: Kanāda | reason: right at first"
HOUR: Final = timedelta(hours=1)


class Readers:
    """Somebody on each platform who asks."""

    def __init__(self, house: House) -> None:
        self._house = house
        telegram, slack = house.telegram, house.slack
        self._people = (
            TelegramPerson(telegram, telegram.world.user("Anna", "en")),
            SlackPerson(slack, slack.workspace.user("clara", "en-GB")),
        )

    def ask(self, question: str) -> None:
        """Have both ask."""
        for each in self._people:
            each.says(question)

    def pages(self) -> list[list[str]]:
        """Return what each sees now, what is struck between `~`."""
        anna, clara = self._people
        assert isinstance(clara, SlackPerson)
        told = list(said(self._house))
        rooms = (anna.account, f"slack:{clara.user.room.id}")
        return [[each.text for each in told if each.where == room] for room in rooms]


def test_time_that_was_moved(house: House) -> None:
    """It was right when it was said: that stands, and one notice tells each chat of the move."""
    office, readers = Office(house), Readers(house)
    gala = office.plans("gala", 2 * HOUR)
    house.start()
    readers.ask("when is the gala?")
    house.wait_settled()
    before = readers.pages()

    office.moves("gala", gala + HOUR)
    house.wait_settled()

    for told, (answer,) in zip(readers.pages(), before, strict=True):
        kept, notice = told
        assert kept == answer
        assert notice.startswith(f"{phrase('en', 'notice.moved')}\n")
    assert house.planned("correction") == []


def test_corrected_there_and_back(house: House) -> None:
    """Both steps show where it was said, and the one notice says what holds in the end."""
    office, readers = Office(house), Readers(house)
    house.start()
    readers.ask(QUESTION)
    for line in (CORRECT, BACK):
        office.says(line)
        wait_corrected(house)

    for answer, notice in readers.pages():
        assert "lead nation: ~Canada~ ~Denmark~ Canada\n" in answer
        assert notice.startswith(f"{HEADING}\n")
        assert "lead nation: ~Denmark~ Canada\n" in notice
        assert notice.endswith("right at first")
