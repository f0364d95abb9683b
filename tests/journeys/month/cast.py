"""Who is in the month, where, and how it is told: day after day, step after step."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby
from typing import Final

from tests.journeys.doors.on_slack import SlackPerson
from tests.journeys.doors.on_telegram import TelegramGroup, TelegramPerson
from tests.journeys.reminders.newsrooms import RIGA, Newsrooms, Said, said
from tests.standins.slack.people import Channel
from tests.standins.telegram.places import Group

OCTOBER: Final = 10
SECONDS_IN: Final = timedelta(minutes=1)
"""How long before the story the store was filled."""


class Office(Newsrooms):
    """Newsrooms whose editors hear what they have to in one place.

    Attributes:
        editors: that place, as `slack:C1`.
    """

    editors = ""

    def settings(self) -> dict[str, str]:
        """Return the settings of the desk, which knows where its editors are."""
        return super().settings() | {"FACTDESK_EDITORS_CHAT": self.editors}


@dataclass(frozen=True, slots=True)
class Cast:
    """Who edits, who reads, and where.

    Attributes:
        olga: edits on Telegram, in English, and runs the channels there.
        eva: edits on Slack, in Latvian.
        desk: the editors' own channel on Slack, in Latvian.
        zinas: the channel on Telegram in Latvian.
        news: the channel on Telegram in English.
        press: the channel on Slack, in English.
        ruta: runs the group of journalists.
        group: of journalists, in Latvian, with quiet hours.
        anna: reads in private, in English.
    """

    olga: TelegramPerson
    eva: SlackPerson
    desk: Channel
    zinas: Group
    news: Group
    press: Channel
    ruta: TelegramPerson
    group: TelegramGroup
    anna: TelegramPerson

    def names(self) -> dict[str, str]:
        """Return what the places are called, in the order in which a step is told."""
        return {
            f"telegram:{self.zinas.id}": "zinas, Telegram, in Latvian",
            f"telegram:{self.news.id}": "news, Telegram, in English",
            f"slack:{self.press.id}": "press, Slack, in English",
            self.group.id: "journalists, a group on Telegram, in Latvian",
            self.anna.account: "Anna, a reader on Telegram, in English",
            self.olga.account: "Olga, an editor on Telegram, in English",
            f"slack:{self.desk.id}": "editors' channel on Slack, in Latvian",
            f"slack:{self.eva.user.room.id}": "Eva, an editor on Slack, in Latvian",
        }

    def posts(self, text: str) -> str:
        """Have Olga write a post, read the preview and tap [Send]; return its number."""
        told = self.olga.taps(self.olga.says(f"/post {text}"), "Send")
        found = re.search(r"Post (\d+) leaves", told.text)
        assert found, told.text
        return found[1]

    def keeps(self, line: str) -> None:
        """Have Olga order a standing post, and tap [Save]."""
        self.olga.taps(self.olga.says(f"/schedule add {line}"), "Save")


def meet(house: Newsrooms) -> Cast:
    """Return everybody, none of whom has said a word yet."""
    world, workspace = house.telegram.world, house.slack.workspace
    olga, ruta, anna = (
        world.user(name, language)
        for name, language in {"Olga": "en", "Rūta": "lv", "Anna": "en"}.items()
    )
    eva = workspace.user("eva", "lv-LV")
    return Cast(
        olga=TelegramPerson(house.telegram, olga),
        eva=SlackPerson(house.slack, eva),
        desk=workspace.channel("redaktori", creator=eva),
        zinas=world.channel("Foruma ziņas", creator=olga, username="foruma_zinas"),
        news=world.channel("Forum news", creator=olga, username="forum_news"),
        press=workspace.channel("press", creator=eva),
        ruta=TelegramPerson(house.telegram, ruta),
        group=TelegramGroup(house.telegram, world.group("Žurnālisti", creator=ruta)),
        anna=TelegramPerson(house.telegram, anna),
    )


def by_day(house: Newsrooms, names: Mapping[str, str]) -> str:
    """Return all that the desk ever said anywhere, day after day, each with its step and place.

    Args:
        house: where it was said.
        names: what each place is called, in the order in which those of one step are told.
    """
    places = list(names)
    assert {each.where for each in said(house)} <= set(places)
    told = sorted(said(house), key=lambda each: (house.step_of(each.at), places.index(each.where)))
    days = groupby(told, key=lambda each: f"{house.step_of(each.at).astimezone(RIGA):%A, %-d %B}")
    return "\n".join(
        f"== {day}\n\n{''.join(_told(house, each, names) for each in of_day)}"
        for day, of_day in days
    )


def _told(house: Newsrooms, each: Said, names: Mapping[str, str]) -> str:
    step = house.step_of(each.at).astimezone(RIGA)
    return f"{step:%H:%M} → {names[each.where]}{each.how}\n{each.text}\n\n"
