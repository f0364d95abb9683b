"""A week of a press office that posts to a channel on Telegram and to one on Slack.

Two editors, one on each platform, post now and later, edit, move, cancel and take back; the program
is killed behind a [Send] and restarted. What each channel and each editor was told is in
`press_story.txt`, to the letter.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.journeys.doors.on_slack import SlackPerson
from tests.journeys.doors.on_telegram import TelegramPerson
from tests.journeys.reminders.newsrooms import Newsrooms, at, pieces, transcript
from tests.standins.slack.people import Channel
from tests.standins.telegram.places import Group

TOLD: Final = Path(__file__).with_name("press_story.txt")
BOTH: Final = "to: zinas, press"


@dataclass(frozen=True, slots=True)
class Cast:
    """Who posts, and where.

    Attributes:
        olga: edits on Telegram, and runs the channel there.
        eva: edits on Slack.
        zinas: the channel on Telegram, in Latvian.
        press: the channel on Slack, in English.
    """

    olga: TelegramPerson
    eva: SlackPerson
    zinas: Group
    press: Channel

    def names(self) -> dict[str, str]:
        """Return what the places are called."""
        return {
            f"telegram:{self.zinas.id}": "Telegram, a channel, in Latvian",
            f"slack:{self.press.id}": "Slack, a channel, in English",
            self.olga.account: "Telegram, an editor, in private",
            f"slack:{self.eva.user.room.id}": "Slack, an editor, in private",
        }

    def sends(self, text: str) -> str:
        """Have Olga write a post, read the preview and tap [Send]; return its number."""
        shown = self.olga.says(f"/post {text}")
        told = self.olga.taps(shown, "Send")
        found = re.search(r"Post (\d+) leaves", told.text)
        assert found, told.text
        return found[1]


def meet(house: Newsrooms) -> Cast:
    """Return everybody."""
    world, workspace = house.telegram.world, house.slack.workspace
    olga = world.user("Olga", "en")
    eva = workspace.user("eva", "en-US")
    return Cast(
        TelegramPerson(house.telegram, olga),
        SlackPerson(house.slack, eva),
        world.channel("Rīgas ziņas", creator=olga, username="rigas_zinas"),
        workspace.channel("press", creator=eva),
    )


def test_channels_get_what_was_shown_once_and_on_time(newsrooms: Newsrooms) -> None:
    """Through edits, moves, a kill behind [Send] and a restart; what cannot be undone is said."""
    cast = meet(newsrooms)
    newsrooms.owners = f"{cast.olga.account},{cast.eva.account}"
    newsrooms.start()
    cast.olga.says("/channel add zinas @rigas_zinas lv")
    cast.olga.says(f"/channel add press slack:{cast.press.id} en")

    first = post_now(newsrooms, cast)
    later = post_later(newsrooms, cast)
    edit_elsewhere(newsrooms, cast, later)
    move_and_cancel(newsrooms, cast)
    take_back(newsrooms, cast, first)

    told = transcript(newsrooms, cast.names())
    assert pieces(told) == pieces(TOLD.read_text())


def post_now(house: Newsrooms, cast: Cast) -> str:
    """Post at once to both, each in its language."""
    number = cast.sends(f"Ministri tiekas rīt. @all <b>!\n\n{BOTH}\nen: Ministers meet tomorrow.")
    house.walk_to(at(22, 9, 1))
    return number


def post_later(house: Newsrooms, cast: Cast) -> str:
    """Have a post wait for the next morning; the desk is killed at once, and stopped before it."""
    number = cast.sends(f"Sākas sanāksme.\n\n{BOTH}\nen: The meeting begins.\nat: 2021-11-23 9:00")
    house.kill()
    house.start_at(at(22, 10))
    house.walk_to(at(23, 8, 50))
    assert house.stop() == 0
    house.start_at(at(23, 9, 2))
    return number


def edit_elsewhere(house: Newsrooms, cast: Cast, number: str) -> None:
    """Have the other editor change what stands, on the other platform."""
    house.walk_to(at(23, 12))
    shown = cast.eva.says(f"/post edit {number} en: The meeting has begun.")
    cast.eva.taps(shown, "Put this in its place")
    house.walk_to(at(23, 12, 1))


def move_and_cancel(house: Newsrooms, cast: Cast) -> None:
    """Have one post leave a day later, and another not at all."""
    moved = cast.sends("Noslēgums.\n\nto: zinas\nat: 2021-11-24 9:00")
    dropped = cast.sends("Ielūgums.\n\nto: zinas\nat: 2021-11-24 10:00")
    shown = cast.olga.says(f"/post move {moved} 2021-11-25 9:00")
    cast.olga.taps(shown, "Move it")
    cast.olga.says(f"/post cancel {dropped}")
    house.walk_to(at(24, 12))
    house.walk_to(at(25, 9))


def take_back(house: Newsrooms, cast: Cast, number: str) -> None:
    """Take the first post back when Telegram does not let us any more."""
    shown = cast.olga.says(f"/post delete {number}")
    cast.olga.taps(shown, "Take it away")
    house.walk_to(at(25, 9, 1))
    house.walk_to(at(25, 9, 2))
    cast.olga.says(f"/post show {number}")
