"""`factdesk demo`: the Riga briefing in a throw-away store, on 26 November 2021.

On a terminal it is a chat; else a short scripted tour, which shows the main job: an answer in
each language, an honest "I don't know", a fact changed and asked again; then two readers in
chats of their own, one reminded of a meeting, and both told when it moves. Only the clock is
ours, which the tour sets ahead and says so; what leaves goes the way that it always goes.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.text import Text as Styled

from bot import texts
from bot.desk import Desk
from bot.port import Account, Chat, Place, plain
from bot.showing import wording
from handlers import app as parts
from handlers import attending, console, files
from handlers.console import OPERATOR, Conversation, Speaker
from handlers.settings import Settings
from storage.moments import Moment

BRIEFING: Final = "riga-2021"
ZONE: Final = "Europe/Riga"
BEGINS: Final = datetime(2021, 11, 26, 9, 0, tzinfo=ZoneInfo(ZONE))

TOUR_LANGUAGE: Final = "en"
"""In which the tour tells what it does; its editor chooses it too."""


class Clock:
    """A clock that shows `begins` (aware) at first, and runs on with the `real` one."""

    def __init__(self, begins: datetime, real: Callable[[], datetime]) -> None:
        self._real = real
        self.set_to(begins)

    def __call__(self) -> datetime:
        """Return what it shows, in UTC."""
        return self._real() - self._ahead

    def set_to(self, shown: datetime) -> None:
        """Have it show this instant (aware), and run on from there."""
        self._ahead = self._real() - shown.astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Line:
    """Something that somebody types; without a name the editor at the terminal."""

    text: str
    name: str = ""

    def __str__(self) -> str:
        return f"{self.name} {console.PROMPT}{self.text}".lstrip()


@dataclass(frozen=True, slots=True)
class Later:
    """The clock is set to an instant."""

    to: datetime


@dataclass(frozen=True, slots=True)
class Aside:
    """The tour itself speaks: the sentence with this key."""

    key: str


READERS: Final = {"Anna": "en", "Ilze": "lv"}
"""Who else is there in the tour, each with what their telephone speaks."""

TOUR: Final[tuple[Line | Later | Aside, ...]] = (
    Line("who leads the battle group?"),
    Line("cik karavīru ir kaujas grupā?"),
    Line("kad ir ministru sanaksme Riga"),
    Line("who leads the battle group in Lithuania?"),
    Line("/language en"),
    Line(
        "/fact set battle-group.strength more than 1,600 soldiers"
        " | value-lv: vairāk nekā 1600 karavīru | reason: only to show a change"
    ),
    Line("how many soldiers are in the battle group?"),
    Line("/fact undo battle-group.strength"),
    Aside("demo.readers"),
    Line("/remind ministers' meeting 1d 2h", "Anna"),
    Line("/event move ministers-meeting 2021-11-30T10:00 2021-12-01T15:00"),
    Line("cikos sākas ministru sanāksme?", "Ilze"),
    Later(datetime(2021, 11, 29, 10, 0, tzinfo=ZoneInfo(ZONE))),
    Line("/event move ministers-meeting 2021-11-30T11:00 | reason: only to show a move"),
    Line("/follow", "Anna"),
    Line("/deliveries"),
)


def run(settings: Settings) -> None:
    """Chat, or give the tour where nobody sits at the terminal."""
    clock = Clock(BEGINS, parts.utc_now)
    settings = settings.model_copy(update={"timezone": ZONE, "access": "open", "editors_chat": ""})
    screen = console.screen()
    with parts.throw_away(settings, clock) as app:
        files.take_in(app, [BRIEFING], None)
        for language in texts.LANGUAGES:
            _tell(screen, language, "demo.greeting", clock())
        if sys.stdin.isatty():
            _chat(Conversation(app.desk, screen, noted=True))
        else:
            _Tour(app.desk, clock, screen).give()


def _chat(conversation: Conversation) -> None:
    with attending.attended(conversation.desk, [conversation]) as show_what_is_due:
        lines = console.typed_lines(sys.stdin)
        console.converse(conversation, lines, show_what_is_due)


class _Tour:
    """The tour, over a desk in which nothing has been said yet."""

    def __init__(self, desk: Desk, clock: Clock, screen: Console) -> None:
        self._desk = desk
        self._clock = clock
        self._screen = screen
        speakers = {"": Speaker()} | {name: _reader(name) for name in READERS}
        self._conversations = {
            name: Conversation(desk, screen, noted=True, speaker=speaker)
            for name, speaker in speakers.items()
        }

    def give(self) -> None:
        """Go through all of it, and show what is due after each step."""
        conversations = list(self._conversations.values())
        with attending.attended(self._desk, conversations) as show_what_is_due:
            for step in TOUR:
                self._do(step)
                show_what_is_due()

    def _do(self, step: Line | Later | Aside) -> None:
        match step:
            case Line(text, name):
                self._screen.print(Styled(str(step), style="bold"), soft_wrap=True)
                self._conversations[name].say(text)
            case Later(to):
                self._clock.set_to(to)
                _tell(self._screen, TOUR_LANGUAGE, "demo.later", to)
            case Aside(key):
                _tell(self._screen, TOUR_LANGUAGE, key, self._clock())


def _reader(name: str) -> Speaker:
    account = Account(OPERATOR.platform, name.lower(), name)
    return Speaker(account, Chat(account.platform, account.id, Place.PRIVATE), READERS[name])


def _tell(screen: Console, language: str, key: str, now: datetime) -> None:
    """Print the sentence `key`, in which `now` may be told, as the voice of the program."""
    told = wording.name(Moment.instant(now, ZONE), language)
    screen.print(Styled(plain(texts.say(language, key, now=told)), style="italic"), soft_wrap=True)
    screen.print()
