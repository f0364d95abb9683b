"""`factdesk demo`: the Riga briefing in a throw-away store, on 26 November 2021.

On a terminal it is a chat; else a short scripted tour, which shows the main job: an
answer in each language, an honest "I don't know", a fact changed and asked again.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final
from zoneinfo import ZoneInfo

from rich.text import Text as Styled

from bot import texts, wording
from bot.port import plain
from handlers import app as parts
from handlers import console, files
from handlers.app import App
from handlers.settings import Settings
from storage.moments import Moment

BRIEFING: Final = "riga-2021"
ZONE: Final = "Europe/Riga"
BEGINS: Final = datetime(2021, 11, 26, 9, 0, tzinfo=ZoneInfo(ZONE))

TOUR: Final = (
    "who leads the battle group?",
    "cik karavīru ir kaujas grupā?",
    "kad ir ministru sanaksme Riga",
    "who leads the battle group in Lithuania?",
    "/language en",
    (
        "/fact set battle-group.strength more than 1,600 soldiers"
        " | value-lv: vairāk nekā 1600 karavīru | reason: only to show a change"
    ),
    "how many soldiers are in the battle group?",
    "/fact history battle-group.strength",
    "/fact undo battle-group.strength",
)


def clock_from(begins: datetime, real: Callable[[], datetime]) -> Callable[[], datetime]:
    """Return a clock that shows `begins` (aware) now and runs on with the `real` one."""
    ahead = real() - begins.astimezone(UTC)
    return lambda: real() - ahead


def run(settings: Settings) -> None:
    """Chat, or give the tour where nobody sits at the terminal."""
    clock = clock_from(BEGINS, parts.utc_now)
    settings = settings.model_copy(update={"timezone": ZONE})
    with parts.throw_away(settings, clock) as app:
        files.take_in(app, [BRIEFING], None)
        conversation = console.Conversation(app.desk, console.screen())
        _greet(app, conversation)
        if sys.stdin.isatty():
            console.converse(conversation, console.typed_lines(sys.stdin))
        else:
            _tour(conversation)


def _greet(app: App, conversation: console.Conversation) -> None:
    begun = Moment.instant(app.desk.clock(), ZONE)
    for language in texts.LANGUAGES:
        now = wording.name(begun, language)
        greeting = plain(texts.say(language, "demo.greeting", now=now))
        conversation.screen.print(Styled(greeting, style="italic"), soft_wrap=True)
        conversation.screen.print()


def _tour(conversation: console.Conversation) -> None:
    for line in TOUR:
        conversation.screen.print(Styled(f"{console.PROMPT}{line}", style="bold"), soft_wrap=True)
        conversation.say(line)
