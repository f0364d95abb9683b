"""The meeting in Riga, from the morning on which reminders of it are ordered until it is over.

One program serves both platforms; it is stopped once and killed once while time passes. What
every chat was told is in `riga_story.txt`, to the letter: each message once, at its time, in the
language of its chat, and nothing else anywhere.
"""

from __future__ import annotations

import json
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from tests.journeys.program import run
from tests.journeys.reminders.cast import ORDER, QUESTION, Cast, meet
from tests.journeys.reminders.newsrooms import Newsrooms, at, pieces, said, transcript

TOLD: Final = Path(__file__).with_name("riga_story.txt")
UNSENT: Final = {
    ("reminder", "dropped", "moved"): 7,
    ("reminder", "failed", "gone"): 1,
    ("notice", "dropped", "empty"): 1,
}
"""What never left: two hours before the first hour, in each chat that had ordered it by then; a
day before, where the bot was put out; and a notice to the editor, who had just been told."""


def test_everybody_hears_of_the_meeting_as_they_have_to(
    newsrooms: Newsrooms, tmp_path: Path
) -> None:
    """Ordered for all its days, given an hour and moved: each chat hears what concerns it, once."""
    cast = meet(newsrooms)
    newsrooms.owners = cast.telegram.olga.account
    newsrooms.start()

    order(cast)
    hear_a_week_before(newsrooms)
    learn_the_hour(newsrooms, cast)
    come_and_go(newsrooms, cast)
    hear_a_day_before(newsrooms)
    hear_of_the_move(newsrooms, cast)
    hear_hours_before(newsrooms)
    hear_nothing_more(newsrooms)

    told = transcript(newsrooms, cast.names())
    assert pieces(told) == pieces(TOLD.read_text())
    rows = listed(newsrooms, tmp_path)
    assert sent(newsrooms, cast, rows) == Counter(
        (each.where, newsrooms.step_of(each.at)) for each in said(newsrooms)
    )
    assert Counter(
        (row["kind"], row["state"], row["why"]) for row in rows if not row["sent"]
    ) == Counter(UNSENT)


def listed(house: Newsrooms, folder: Path) -> list[dict[str, Any]]:
    """Return what `factdesk deliveries --json` tells, beside the desk that serves."""
    told = run("deliveries", "--json", cwd=folder, **house.settings())
    assert not told.returncode, told.stderr
    return [json.loads(line) for line in told.stdout.splitlines()]


def sent(house: Newsrooms, cast: Cast, rows: list[dict[str, Any]]) -> Counter[tuple[str, datetime]]:
    """Return how often something was sent to each place at each step, each at once."""
    left = [row for row in rows if row["sent"]]
    assert {(row["state"], row["attempts"], row["why"]) for row in left} == {("sent", 1, "")}
    # Who never wrote to the bot in private is known there by their own name.
    vilis = cast.slack.vilis
    rooms = {vilis.account: f"slack:{vilis.user.room.id}"}
    return Counter(
        (rooms.get(row["chat"], row["chat"]), house.step_of(datetime.fromisoformat(row["sent"])))
        for row in left
    )


def order(cast: Cast) -> None:
    """Have every kind of chat order, one with hours of quiet, and somebody only ask."""
    telegram, slack = cast.telegram, cast.slack
    for group in (telegram.group, telegram.left):
        telegram.ruta.commands_in(group, ORDER)
    telegram.ruta.commands_in(telegram.group, "quiet 14:00-16:00")
    ordered = telegram.ruta.user.says(f"/{ORDER}", telegram.forum.chat, topic=telegram.news)
    telegram.forum.telegram.world.wait_for_message(telegram.forum.chat, after=ordered)
    telegram.anna.says(f"/{ORDER}")
    telegram.emil.says(QUESTION)
    slack.eva.commands_in(slack.channel, "language en")
    slack.eva.asks_in(slack.channel, ORDER)
    slack.juris.says(ORDER)


def hear_a_week_before(house: Newsrooms) -> None:
    """Stop the desk just before the first reminder is due, and start it a little after."""
    house.walk_to(at(22, 21))
    house.walk_to(at(23, 8, 55))
    assert house.stop() == 0
    house.start_at(at(23, 9, 4))
    house.walk_to(at(23, 21))


def learn_the_hour(house: Newsrooms, cast: Cast) -> None:
    """Have an editor give the hour, of which nobody is told who knew the day; then others ask."""
    house.walk_to(at(24, 12))
    cast.telegram.olga.says("/event move ministers-meeting 2021-11-30T10:00")
    house.walk_to(at(25, 12))
    cast.slack.maija.says(QUESTION)
    cast.slack.vilis.commands_in(cast.slack.channel, QUESTION)


def come_and_go(house: Newsrooms, cast: Cast) -> None:
    """Have one chat put the bot out, and another order late."""
    house.walk_to(at(26, 12))
    cast.telegram.left.chat.kick_bot(cast.telegram.ruta.user)
    house.walk_to(at(28, 12))
    cast.telegram.dace.says(f"/{ORDER}")


def hear_a_day_before(house: Newsrooms) -> None:
    """Let the second reminder come at its new hour, and not at the old one."""
    house.walk_to(at(29, 9))
    house.walk_to(at(29, 9, 59))
    house.walk_to(at(29, 10))


def hear_of_the_move(house: Newsrooms, cast: Cast) -> None:
    """Have the editor move the meeting by an hour: whoever was told the other one is told."""
    house.walk_to(at(29, 15))
    cast.telegram.olga.says("/event move ministers-meeting 2021-11-30T11:00 | reason: fog")
    house.wait_settled()
    house.walk_to(at(29, 21))


def hear_hours_before(house: Newsrooms) -> None:
    """Kill the desk after the hour of the old reminder, and start it late for the new one."""
    house.walk_to(at(30, 8))
    house.walk_to(at(30, 8, 50))
    house.kill()
    house.start_at(at(30, 9, 20))


def hear_nothing_more(house: Newsrooms) -> None:
    """Let the meeting begin and end."""
    house.walk_to(at(30, 10))
    house.walk_to(at(30, 11))
    house.walk_to(at(1, 12, month=12))
