"""Who is in the story, and where."""

from __future__ import annotations

from dataclasses import dataclass

from tests.journeys.doors.on_slack import SlackGroup, SlackPerson
from tests.journeys.doors.on_telegram import TelegramGroup, TelegramPerson
from tests.journeys.reminders.newsrooms import Newsrooms


@dataclass(frozen=True, slots=True)
class Cast:
    """Everybody.

    Attributes:
        olga: edits, on Telegram.
        ruta: runs the groups there; the second asks about something else.
        anna: asks in private.
        emil: asks through an offer.
        dace: gets a digest.
        eva: asks in the channel on Slack, in a thread.
        juris: is reminded.
        maija: asks about something else.
        vilis: asks in the channel so that only they see the answer.
    """

    olga: TelegramPerson
    ruta: TelegramPerson
    anna: TelegramPerson
    emil: TelegramPerson
    dace: TelegramPerson
    group: TelegramGroup
    other: TelegramGroup
    eva: SlackPerson
    juris: SlackPerson
    maija: SlackPerson
    vilis: SlackPerson
    channel: SlackGroup

    def told_of_the_gala(self) -> list[str]:
        """Return where a notice is due."""
        # Who never wrote to the bot in private is known there by their own name.
        people = (self.anna, self.emil, self.dace, self.vilis)
        juris = f"slack:{self.juris.user.room.id}"
        return [*(each.account for each in people), juris, self.group.id, self.channel.id]

    def names(self) -> dict[str, str]:
        """Return what each place is called where the desk may say something."""
        rooms = {
            "juris, who was reminded": self.juris,
            "maija, who asks about something else": self.maija,
            "vilis, who asked in the channel alone": self.vilis,
        }
        return {
            self.olga.account: "Telegram, Olga, who edits",
            self.anna.account: "Telegram, Anna, who asks",
            self.emil.account: "Telegram, Emil, who asks through an offer",
            self.dace.account: "Telegram, Dace, who gets a digest",
            self.group.id: "Telegram, a group that asks",
            self.other.id: "Telegram, a group that asks about something else",
            self.channel.id: "Slack, a channel, in a thread",
            **{f"slack:{each.user.room.id}": f"Slack, {name}" for name, each in rooms.items()},
        }


def meet(house: Newsrooms) -> Cast:
    """Return everybody, none of whom has said a word yet."""
    telegram, slack = house.telegram, house.slack
    world, workspace = telegram.world, slack.workspace
    olga, ruta, anna, emil, dace = (
        TelegramPerson(telegram, world.user(name, "en"))
        for name in ("Olga", "Rūta", "Anna", "Emil", "Dace")
    )
    group, other = (world.group(title, creator=ruta.user) for title in ("Redakcija", "Kaimiņi"))
    eva, juris, maija, vilis = (
        SlackPerson(slack, workspace.user(name, "en-GB"))
        for name in ("eva", "juris", "maija", "vilis")
    )
    channel = workspace.channel("redakcija", (vilis.user,), creator=eva.user)
    return Cast(
        olga=olga,
        ruta=ruta,
        anna=anna,
        emil=emil,
        dace=dace,
        group=TelegramGroup(telegram, group),
        other=TelegramGroup(telegram, other),
        eva=eva,
        juris=juris,
        maija=maija,
        vilis=vilis,
        channel=SlackGroup(slack, channel),
    )
