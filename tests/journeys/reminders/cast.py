"""Who is in the story, and where: every kind of chat that may be reminded or told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tests.journeys.doors.on_slack import SlackGroup, SlackPerson
from tests.journeys.doors.on_telegram import TelegramGroup, TelegramPerson
from tests.journeys.reminders.newsrooms import Newsrooms
from tests.standins.telegram.chats import Topic

ORDER = "remind ministers-meeting 7d 1d 2h"
QUESTION = "when is the ministers' meeting?"


@dataclass(frozen=True, slots=True)
class OnTelegram:
    """Everybody on Telegram.

    Attributes:
        olga: an owner, who edits.
        ruta: runs the groups.
        anna: orders in private, in English.
        dace: orders in private, in Latvian, and late.
        emil: only asks, before the hour is known.
        group, left: order; the first wants quiet, the second puts the bot out.
        forum, news: orders in that topic; there is another.
    """

    olga: TelegramPerson
    ruta: TelegramPerson
    anna: TelegramPerson
    dace: TelegramPerson
    emil: TelegramPerson
    group: TelegramGroup
    left: TelegramGroup
    forum: TelegramGroup
    news: Topic

    def names(self) -> dict[str, str]:
        """Return what the places are called."""
        people = {
            "an editor, in private": self.olga,
            "in private, in English": self.anna,
            "in private, in Latvian, from the 28th": self.dace,
            "in private, only asks, before the hour is known": self.emil,
        }
        told = {person.account: f"Telegram, {name}" for name, person in people.items()}
        return told | {
            self.group.id: "Telegram, a group, quiet from 14 to 16",
            self.left.id: "Telegram, a group that puts the bot out on the 26th",
            f"{self.forum.id}/{self.news.thread}": "Telegram, a topic of a forum",
        }


@dataclass(frozen=True, slots=True)
class OnSlack:
    """Everybody on Slack.

    Attributes:
        eva: runs the channel, which speaks English.
        juris: orders in private, in Latvian.
        maija: only asks, in private, once the hour is known.
        vilis: asks then too, in the channel, answered so that only they see it.
    """

    eva: SlackPerson
    juris: SlackPerson
    maija: SlackPerson
    vilis: SlackPerson
    channel: SlackGroup

    def names(self) -> dict[str, str]:
        """Return what the places are called."""
        people = {
            "in private, in Latvian": self.juris,
            "in private, only asks, once the hour is known": self.maija,
            "in private, who asked in the channel": self.vilis,
        }
        told = {f"slack:{person.user.room.id}": f"Slack, {name}" for name, person in people.items()}
        return {self.channel.id: "Slack, a channel, in English"} | told


@dataclass(frozen=True, slots=True)
class Cast:
    """Everybody."""

    telegram: OnTelegram
    slack: OnSlack

    def names(self) -> Mapping[str, str]:
        """Return what each place is called where the desk may say something."""
        return self.telegram.names() | self.slack.names()


def meet(house: Newsrooms) -> Cast:
    """Return everybody, none of whom has said a word yet."""
    return Cast(_on_telegram(house), _on_slack(house))


def _on_telegram(house: Newsrooms) -> OnTelegram:
    world, telegram = house.telegram.world, house.telegram
    names = {"Olga": "en", "Rūta": "lv", "Anna": "en", "Dace": "lv", "Emil": "en"}
    olga, ruta, anna, dace, emil = (
        TelegramPerson(telegram, world.user(name, language)) for name, language in names.items()
    )
    forum = world.group("Forums", creator=ruta.user, topics=True)
    news, _ = forum.open_topic("Ziņas"), forum.open_topic("Sports")
    group, left = (world.group(title, creator=ruta.user) for title in ("Redakcija", "Kaimiņi"))
    return OnTelegram(
        olga=olga,
        ruta=ruta,
        anna=anna,
        dace=dace,
        emil=emil,
        group=TelegramGroup(telegram, group),
        left=TelegramGroup(telegram, left),
        forum=TelegramGroup(telegram, forum),
        news=news,
    )


def _on_slack(house: Newsrooms) -> OnSlack:
    slack, workspace = house.slack, house.slack.workspace
    names = {"eva": "en-US", "juris": "lv-LV", "maija": "en-GB", "vilis": "en-GB"}
    eva, juris, maija, vilis = (
        SlackPerson(slack, workspace.user(name, locale)) for name, locale in names.items()
    )
    channel = workspace.channel("redakcija", (vilis.user,), creator=eva.user)
    return OnSlack(eva, juris, maija, vilis, SlackGroup(slack, channel))
