"""A time that was wrong, and a fact: who was told sees it mended, and hears of it once.

One program serves both platforms. Five chats ask when the gala is: two are told at once, one
through an offer, one in a thread, one so that only they see it; a digest and a reminder carry it;
others ask about something else. Then it is corrected, and soon after once more; a fact is set as
of a week before, and set, told and taken back; and one is corrected in one language. What every
chat sees in the end is in `story.txt`, to the letter.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from storage.deliveries import State
from tests.journeys.corrections.cast import Cast, meet
from tests.journeys.reminders.newsrooms import Newsrooms, at, pieces, transcript

TOLD: Final = Path(__file__).with_name("story.txt")
GALA: Final = "event show spring-gala"


def test_exactly_who_was_misled_hears_of_it(newsrooms: Newsrooms) -> None:
    """Each wrong message is mended where it stands, with one notice a chat; others get nothing."""
    cast = meet(newsrooms)
    newsrooms.owners = cast.olga.account
    newsrooms.start()

    announce(newsrooms, cast)
    ask(newsrooms, cast)
    correct(newsrooms, cast)
    assert noticed(newsrooms) == sorted(cast.told_of_the_gala())
    correct_once_more(newsrooms, cast)
    tell_of_the_battle_group(newsrooms, cast)

    told = transcript(newsrooms, cast.names())
    assert pieces(told) == pieces(TOLD.read_text())
    states = {row.state for row in newsrooms.planned("correction")}
    assert states <= {State.SENT, State.DROPPED}


def noticed(house: Newsrooms) -> list[str]:
    """Return where a notice of a correction was sent, each as often as it was."""
    sent = (row for row in house.planned("correction") if row.state is State.SENT)
    notices = (row for row in sent if row.payload["compose"] == row.kind)
    return sorted(f"{row.platform}:{row.external_id}" for row in notices)


def announce(house: Newsrooms, cast: Cast) -> None:
    """Have two events announced, and a digest and a reminder ordered."""
    cast.olga.says("/event add spring-gala 2021-11-24T10:00 Spring gala | name-lv: Pavasara balle")
    cast.olga.says("/event add autumn-gala 2021-11-25T10:00 Autumn gala | name-lv: Rudens balle")
    cast.dace.says("/language en")
    cast.dace.says("/digest weekdays 08:30")
    cast.juris.says("/language en")
    cast.juris.says("remind spring-gala 1d")
    house.walk_to(at(23, 8, 30))
    house.walk_to(at(23, 10))
    house.walk_to(at(24, 8, 30))


def ask(house: Newsrooms, cast: Cast) -> None:
    """Have five chats ask, each in its own way, and two about something else."""
    house.walk_to(at(24, 9))
    cast.anna.says(f"/{GALA}")
    cast.ruta.commands_in(cast.group, "language en")
    cast.ruta.asks_in(cast.group, GALA)
    cast.emil.taps(cast.emil.says("/event show gala"), "Spring gala")
    cast.eva.commands_in(cast.channel, "language en")
    cast.eva.asks_in(cast.channel, GALA)
    cast.vilis.commands_in(cast.channel, GALA)
    cast.maija.says("Who leads the battle group?")
    cast.ruta.commands_in(cast.other, "event show ministers-meeting")
    house.wait_settled()


def correct(house: Newsrooms, cast: Cast) -> None:
    """Have the time corrected."""
    house.walk_to(at(24, 9, 5))
    cast.olga.says("/fact correct spring-gala.time 2021-11-24T18:00 | reason: evening, not morning")
    house.walk_to(at(24, 9, 6))


def correct_once_more(house: Newsrooms, cast: Cast) -> None:
    """Have it corrected again, a minute later: the same notices say so."""
    cast.olga.says("/fact correct spring-gala.time 2021-11-24T19:00 | reason: doors open at six")
    house.walk_to(at(24, 9, 7))


def tell_of_the_battle_group(house: Newsrooms, cast: Cast) -> None:
    """Have a fact set as of a week before, set and taken back, and corrected in one language."""
    key = "battle-group.leader"
    cast.olga.says(f"/fact set {key} Denmark | value-lv: Dānija | from: 2021-11-17")
    house.walk_to(at(24, 9, 30))
    cast.olga.says(f"/fact set {key} France | value-lv: Francija")
    house.walk_to(at(24, 9, 31))
    cast.emil.says("Who leads the battle group?")
    house.walk_to(at(24, 9, 32))
    cast.olga.says(f"/fact undo {key}")
    house.walk_to(at(24, 9, 50))
    cast.dace.says("/language lv")
    cast.dace.says("Kas vada kaujas grupu?")
    house.walk_to(at(24, 9, 51))
    cast.olga.says(f"/fact correct {key} | value-en: The Kingdom of Denmark")
    house.walk_to(at(24, 9, 52))
