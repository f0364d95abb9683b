"""A desk on both platforms at once, whose clock is walked through a story.

house.start()
house.walk_to(at(23, 9))
assert pieces(transcript(house, names)) == pieces(TOLD.read_text())

Time is a file; a step writes it, and waits until the desk has looked at its ledger since and
nothing is due any more. The platforms tell the same time, so what was said bears the instant at
which it came, and a transcript names the step in which that was.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from tests.journeys.crashes.killing import House, Launcher
from tests.standins.slack.server import Slack
from tests.standins.slack.shown import shown
from tests.standins.telegram.server import Telegram

RIGA: Final = ZoneInfo("Europe/Riga")
TAKEN_AWAY: Final = ", taken away since"
A_PIECE: Final = re.compile(r"^(?===|(?:\d+ \w+, )?\d\d:\d\d\b)", re.MULTILINE)
"""Where the next piece of a transcript begins: a heading, or the step of what was said."""

SECONDS: Final = 10
"""How far into its minute each step is, so that no span to a whole hour is at its very edge."""


def at(day: int, hour: int, minute: int = 0, *, month: int = 11) -> datetime:
    """Return an instant of 2021 in Riga, in November unless told otherwise."""
    return datetime(2021, month, day, hour, minute, SECONDS, tzinfo=RIGA)


class Newsrooms(House):
    """A store, both platforms, and the desk between them, at a time that the test says.

    Attributes:
        steps: where the clock was set, each later than the one before.
    """

    def __init__(
        self, launcher: Launcher, folder: Path, url: str, telegram: Telegram, slack: Slack
    ) -> None:
        super().__init__(launcher, folder, url, telegram, slack)
        self.steps: Final[list[datetime]] = []
        telegram.world.now = lambda: self.now().timestamp()

    def settings(self) -> dict[str, str]:
        """Return the settings of the desk, which speaks Latvian where nobody chose."""
        return super().settings() | {"FACTDESK_LANGUAGE": "lv"}

    def pass_time(self, now: datetime) -> None:
        """Let the clock go on, whether a desk is there or not."""
        self.advance(now - self.now())
        self.steps.append(now)

    def walk_to(self, now: datetime) -> None:
        """Let the clock go on, and the desk do what is due by then."""
        self.wait_settled()
        self.pass_time(now)
        self.wait_ready()
        self.wait_settled()

    def start_at(self, now: datetime) -> None:
        """Start a desk after a while without one, and let it do what has become due."""
        self.pass_time(now)
        self.start()
        self.wait_ready()
        self.wait_settled()

    def step_of(self, instant: datetime) -> datetime:
        """Return where the clock was last set before an aware instant."""
        return self.steps[bisect_right(self.steps, instant) - 1]


@dataclass(frozen=True, slots=True)
class Said:
    """Something that the desk said.

    Attributes:
        where: the place, and the topic in it, as `telegram:-100/7`.
        text: its words, those that are struck out between `~`.
        how: what else there is to tell: that it is in a thread, to one person, without
            sound, taken away.
    """

    where: str
    at: datetime
    text: str
    how: str = ""


def transcript(house: Newsrooms, names: Mapping[str, str]) -> str:
    """Return all that the desk ever said anywhere, place after place, each with its step.

    Args:
        house: where it was said.
        names: what each place is called, in the order wanted; one without a name comes last.
    """
    told = list(said(house))
    places = [*names, *sorted({each.where for each in told} - set(names))]
    return "\n".join(
        f"== {names.get(place, place)}\n\n{_told(house, told, place)}" for place in places
    )


def pieces(told: str) -> list[str]:
    """Return the pieces of a transcript; those of one step in one place sorted.

    What is due at one instant leaves in any order: what editors are told each morning is planned
    at the very hour, and whether a reminder of that hour is gone by then is a matter of luck.
    """
    found = [piece.strip() for piece in A_PIECE.split(told)]
    steps = groupby(found, key=lambda piece: piece.partition("\n")[0])
    return [piece for _, step in steps for piece in sorted(step)]


def said(house: House) -> Iterator[Said]:
    """Yield all that the desk ever said anywhere, in the order in which each platform heard it."""
    chats = house.telegram.world.chats.values()
    heard = [each for chat in chats for each in chat.messages_from_bot()]
    for each in sorted(heard, key=lambda each: each.turn):
        topic = f"/{each.thread}" if each.in_topic else ""
        text = struck(each.text, each.styled("strikethrough"))
        how = ", without sound" if each.silent else ""
        how += TAKEN_AWAY if each.deleted else ""
        yield Said(f"telegram:{each.chat_id}{topic}", _instant(each.date), text, how)
    for message in house.slack.said():
        how = ", in a thread" if message.thread_ts else ""
        how += ", to one person" if message.only_for else ""
        how += TAKEN_AWAY if message.deleted else ""
        seen = shown(message)
        text = struck(seen.text, seen.of("strike"))
        yield Said(f"slack:{message.channel}", _instant(float(message.ts)), text, how)


def struck(text: str, pieces: Iterable[str]) -> str:
    """Return what somebody sees, with the pieces that are struck out between `~`."""
    end = 0
    for piece in pieces:
        start = text.index(piece, end)
        text = f"{text[:start]}~{piece}~{text[start + len(piece) :]}"
        end = start + len(piece) + len("~~")
    return text


def _told(house: Newsrooms, told: list[Said], place: str) -> str:
    return "".join(
        f"{house.step_of(each.at):%-d %B, %H:%M}{each.how}\n{each.text}\n\n"
        for each in told
        if each.where == place
    )


def _instant(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
