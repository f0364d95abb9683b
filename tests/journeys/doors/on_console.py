"""The console as a venue: one person, who runs the desk; a number picks from the latest offer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO

from rich.console import Console

from handlers import app
from handlers.console import OPERATOR, Conversation
from handlers.settings import Settings
from storage.database import Clock, Database
from tests.journeys.doors.venues import Seen

CHOICE = re.compile(r"^  \[(\d+)\] (.*)\n", re.MULTILINE)


class Operator:
    """Who sits at the terminal."""

    def __init__(self, built: app.App) -> None:
        self._printed = StringIO()
        self._conversation = Conversation(built.desk, Console(file=self._printed))

    @property
    def account(self) -> str:
        """Return how the desk names them."""
        return str(OPERATOR)

    def says(self, text: str) -> Seen:
        """Type a line, and read what is printed."""
        self._printed.truncate(0)
        self._printed.seek(0)
        self._conversation.say(text)
        printed = self._printed.getvalue()
        labels = tuple(label for _, label in CHOICE.findall(printed))
        return Seen(CHOICE.sub("", printed).strip(), labels)

    def reads_on(self, seen: Seen, until: str) -> list[Seen]:
        """Read what was printed: there is nothing else."""
        assert until in seen.text
        return [seen]

    def taps(self, seen: Seen, label: str) -> Seen:
        """Type the number of a choice."""
        return self.says(str(seen.labels.index(label) + 1))


class ConsoleVenue:
    """A terminal, with the desk behind it."""

    def __init__(self, built: app.App) -> None:
        self._built = built

    def person(self, language: str) -> Operator:
        """Return whoever sits there, who has chosen that language."""
        operator = Operator(self._built)
        operator.says(f"/language {language}")
        return operator

    def editor(self) -> Operator:
        """Return whoever sits there: they may all that editors may."""
        return self.person("en")


@contextmanager
def console_venue(database_url: str, clock: Clock) -> Iterator[ConsoleVenue]:
    """Open the desk at a terminal."""
    database = Database(database_url, clock)
    yield ConsoleVenue(app.build(Settings.model_validate({}), database, clock))
    database.close()
