"""What is told wrongly in every way there is, on both platforms, and what each place shows of it.

    told = Misled(house)
    told.is_told()
    before = told.pages()
    …
    told.check(before, {"Ozola": "Kalve"})

A captain and the time of a regatta are told by a plain answer in a group, by one in a thread, in
private through an offer, to one person alone, and in two channels by a digest and a reminder;
others ask about something else. Every message is looked at before and after, so that one that was
touched without need is found, wherever it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from typing import Final, TypeAlias

from bot.posting import corrections
from storage.deliveries import Delivery, State
from tests.journeys.crashes.correcting import HEADING, ONCE
from tests.journeys.crashes.killing import House
from tests.journeys.crashes.planning import REPEAT, ZONE, Office, reach
from tests.journeys.crashes.speaking import OnTelegram
from tests.journeys.doors.on_slack import SlackGroup, SlackPerson
from tests.journeys.doors.on_telegram import TelegramGroup, TelegramPerson
from tests.journeys.reminders.newsrooms import struck
from tests.standins.slack.shown import shown

CAPTAIN: Final = "north-harbour.captain"
QUESTION: Final = "Who is the captain of the north harbour?"
OTHER: Final = "Who leads the battle group?"
AHEAD: Final = timedelta(hours=5)
"""How far off the regatta is: further than any test lets time pass."""
DOUBTED: Final = ([False, True], [True])
"""What may have been sent is sent once more with a word; whether the first came nobody knew."""

Name: TypeAlias = tuple[str, str]
"""A place, and the platform's id of a message there."""

_STRUCK: Final = re.compile("~[^~]*~")


@dataclass(frozen=True, slots=True)
class Page:
    """A message of the desk as it stands there.

    Attributes:
        place: as `slack:C1`.
        text: its words, those that are struck between `~`.
        edits: how often it was edited.
        alone: the place where the only person who sees it is followed up; empty: all see it.
    """

    place: str
    text: str
    edits: int
    alone: str = ""

    def tells(self, value: str) -> bool:
        """Tell whether it says so, and does not strike it."""
        return value in _STRUCK.sub("", self.text)

    def strikes(self, value: str) -> bool:
        """Tell whether it says so, struck."""
        return any(value in piece for piece in _STRUCK.findall(self.text))


def correct(captain: str) -> str:
    """Return the line by which somebody else turns out to be the captain."""
    return f"/fact correct {CAPTAIN} {captain} | value-lv: {captain} | reason: misread"


class Misled:
    """Everybody, and what was told to them.

    Attributes:
        olga: edits, on Telegram; what is said to her is not looked at.
        regatta: when that is told to begin.
    """

    def __init__(self, house: House) -> None:
        telegram, slack = house.telegram, house.slack
        world, workspace = telegram.world, slack.workspace
        self._house = house
        self.olga = OnTelegram(house, "Olga")
        house.owners = self.olga.account
        self._ruta, self._emil = (
            TelegramPerson(telegram, world.user(name, "en")) for name in ("Ruta", "Emil")
        )
        self._group, self._other, self._news = (
            TelegramGroup(telegram, world.group(title, creator=self._ruta.user))
            for title in ("Redakcija", "Kaimiņi", "Ziņas")
        )
        self._eva, self._vilis, self._maija = (
            SlackPerson(slack, workspace.user(name, "en-GB")) for name in ("eva", "vilis", "maija")
        )
        self._channel, self._feed = (
            SlackGroup(slack, workspace.channel(name, (self._vilis.user,), creator=self._eva.user))
            for name in ("redakcija", "zinas")
        )
        self.office = Office(house)
        self.regatta = self.office.soon(AHEAD)

    def is_told(self) -> None:
        """Let everybody be told by a desk, which is dead afterwards."""
        house, due = self._house, self.office.soon(timedelta(minutes=2))
        self._record()
        house.start()
        order = f"digest daily {due.astimezone(ZONE):%H:%M} harbour"
        self._ruta.commands_in(self._news, order)
        self._eva.commands_in(self._feed, order)
        self._ruta.commands_in(self._news, "remind regatta 4h")
        self._eva.commands_in(self._feed, "remind regatta 4h")
        self._ask()
        reach(house, due)
        house.wait_ready()
        house.wait_settled()
        reach(house, self.regatta - AHEAD + timedelta(hours=1))
        house.wait_ready()
        house.wait_settled()
        house.kill()

    def pages(self) -> dict[Name, Page]:
        """Return every message that the desk has said anywhere, as it stands there now."""
        house = self._house
        pages: dict[Name, Page] = {}
        rooms = {each.user.id: f"slack:{each.user.room.id}" for each in (self._eva, self._vilis)}
        for chat in house.telegram.world.chats.values():
            place = f"telegram:{chat.id}"
            for each in chat.messages_from_bot():
                text = struck(each.text, each.styled("strikethrough"))
                pages[place, str(each.message_id)] = Page(place, text, len(each.history))
        for message in house.slack.said():
            seen, place = shown(message), f"slack:{message.channel}"
            alone = rooms.get(message.only_for, "")
            text = struck(seen.text, seen.of("strike"))
            pages[place, message.ts] = Page(place, text, len(message.versions), alone)
        return pages

    def check(self, before: Mapping[Name, Page], values: Mapping[str, str]) -> None:
        """See that exactly what was wrong is edited, with exactly one notice a chat.

        Args:
            before: the pages before it turned out to be wrong.
            values: each that was wrong, and what holds instead.
        """
        now, doubled = self.pages(), set(_doubled(before))
        for name, page in before.items():
            wrong = [old for old in values if page.tells(old) and not page.alone]
            if not wrong or name in doubled or page.place == self.olga.account:
                assert now[name] == page, now[name]
                continue
            assert now[name].edits > page.edits, page
            for old in wrong:
                assert now[name].strikes(old), now[name]
                assert now[name].tells(values[old]), now[name]
                assert not now[name].tells(old), now[name]
        told = {
            page.alone or page.place
            for page in before.values()
            if any(map(page.tells, values)) and page.place != self.olga.account
        }
        new = [page for name, page in now.items() if name not in before]
        self._check_notices(told, [page for page in new if page.place != self.olga.account], values)

    def _check_notices(self, told: set[str], new: list[Page], values: Mapping[str, str]) -> None:
        assert {page.place for page in new} == told
        latest = {_place(row): row for row in self._house.planned("correction") if _is_first(row)}
        doubted = {place for place, row in latest.items() if row.doubts}
        assert all(place.startswith("telegram:") for place in doubted)
        for place in told:
            here = [page.text for page in new if page.place == place]
            for text in here:
                assert text.removeprefix(f"{REPEAT}\n").startswith(f"{HEADING}\n"), text
                assert any(value in text for value in values.values()), text
            marks = [text.startswith(REPEAT) for text in here]
            assert marks in (DOUBTED if place in doubted else [ONCE]), here

    def _record(self) -> None:
        for side, who in (("north", "Ozola"), ("south", "Krauja")):
            self.office.says(
                f"/fact add {side}-harbour.captain {who}\nvalue-lv: {who}\nalso-en: harbour\n"
                f"name-en: {side} harbour\nname-lv: osta {side}\ntopic: harbour\n"
                "words-en: captain\nwords-lv: kapteinis"
            )
        when = self.regatta.astimezone(ZONE)
        self.office.says(
            f"/event add regatta {when:%Y-%m-%dT%H:%M} Regatta\nname-lv: Regate\ntopic: harbour"
        )

    def _ask(self) -> None:
        self._ruta.asks_in(self._group, QUESTION)
        self._emil.taps(self._emil.says("Who is the captain of the harbour?"), "north harbour")
        self._eva.asks_in(self._channel, QUESTION)
        self._vilis.commands_in(self._channel, f"ask {QUESTION}")
        self._ruta.asks_in(self._other, OTHER)
        self._maija.says(OTHER)


def _doubled(pages: Mapping[Name, Page]) -> Iterator[Name]:
    """Yield what is there twice: the desk knows of the second only, which says so."""
    for (name, page), second in pairwise(pages.items()):
        if second[1].place == page.place and second[1].text.startswith(REPEAT):
            yield name


def _is_first(row: Delivery) -> bool:
    """Tell whether this is a notice that was sent, and no edit of one."""
    is_notice = row.payload["compose"] == corrections.NAME and row.state is State.SENT
    return is_notice and not row.payload.get("edits")


def _place(row: Delivery) -> str:
    return f"{row.platform}:{row.external_id}"
