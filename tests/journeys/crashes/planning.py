"""What is planned before a desk dies: events, who is to hear of them, and who has heard what.

    office = Office(house)
    gala = office.plans("gala", house.now() + timedelta(hours=2))
    told = Told(anna)
    house.advance(…)
    house.start(Step.COMPOSED)
    …
    assert told.marks() == [True]

The office is an editor at the terminal beside the desk, so that it can be used while no desk
lives, and nothing leaves because of it but what is planned.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.texts import phrase
from handlers import app
from handlers.settings import Settings
from tests.journeys.crashes.killing import House
from tests.journeys.crashes.speaking import Speaker
from tests.standins.speakers import operator

ZONE: Final = ZoneInfo("Europe/Riga")
REPEAT: Final = phrase("en", "desk.repeat")
MINUTE: Final = timedelta(minutes=1)


class Office:
    """An editor at the terminal."""

    def __init__(self, house: House) -> None:
        settings = Settings.model_construct(language="en")
        self._editor = operator(app.build(settings, house.database, house.now).desk)
        self._now = house.now

    def says(self, line: str) -> str:
        """Say a line, and return the words of the reply."""
        return self._editor.say(line)

    def plans(self, key: str, ahead: timedelta) -> datetime:
        """Add an event, which begins at the next whole minute from so long ahead; return when."""
        start = self.soon(ahead)
        self._editor.say(f"/event add {key} {written(start)} The {key}")
        return start

    def moves(self, key: str, start: datetime) -> None:
        """Say that an event begins at `start` instead, and save it where many are told of it."""
        told = self._editor.say(f"/event move {key} {written(start)}")
        if told.startswith(phrase("en", "form.preview")):
            self._editor.tap(1)

    def repeated(self) -> int:
        """Return how many of the latest messages `deliveries` shows as sent once more."""
        listed = self._editor.say("/deliveries")
        assert phrase("en", "delivery.reminder") in listed, listed
        return listed.count(phrase("en", "delivery.why-repeated"))

    def soon(self, ahead: timedelta) -> datetime:
        """Return the next whole minute from so long ahead."""
        return (self._now() + ahead + MINUTE).replace(second=0, microsecond=0)


class Told:
    """What somebody hears from now on."""

    def __init__(self, speaker: Speaker) -> None:
        self._speaker = speaker
        self._before = len(speaker.seen())

    def heard(self) -> list[str]:
        """Return each message, oldest first."""
        return self._speaker.seen()[self._before :]

    def marks(self) -> list[bool]:
        """Return for each message whether it says that it may repeat another."""
        return [text.startswith(REPEAT) for text in self.heard()]

    def is_one(self, heading: str) -> bool:
        """Tell whether all that was heard says the same, under a heading."""
        said = {text.removeprefix(f"{REPEAT}\n") for text in self.heard()}
        return len(said) == 1 and said.pop().startswith(phrase("en", heading))


def written(instant: datetime) -> str:
    """Return an instant as an editor types it."""
    return f"{instant.astimezone(ZONE):%Y-%m-%dT%H:%M}"


def reach(house: House, instant: datetime) -> None:
    """Set the desk's clock to an instant, and a moment more."""
    house.advance(instant - house.now() + timedelta(seconds=1))
