"""Two weeks of a newsroom: digests on weekdays in two languages, countdowns, and what changes.

One program serves both platforms; it is killed once, over a digest. What every chat was told is in
`two_weeks.txt`, to the letter: each thing once, at its time, in the language of its chat; and on
days without news nothing at all.
"""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Final

from storage.deliveries import State
from tests.journeys.reminders.cast import Cast, meet
from tests.journeys.reminders.newsrooms import Newsrooms, at, pieces, transcript

TOLD: Final = Path(__file__).with_name("two_weeks.txt")
DAY: Final = timedelta(days=1)


def test_two_weeks_are_what_an_editor_would_have_wanted(newsrooms: Newsrooms) -> None:
    """Corrections, changes, a new event, a cancelled one; a countdown to each until it ends."""
    cast = meet(newsrooms)
    newsrooms.owners = cast.telegram.olga.account
    newsrooms.start()

    order(cast)
    first_week(newsrooms, cast)
    second_week(newsrooms, cast)

    told = transcript(newsrooms, cast.names())
    assert pieces(told) == pieces(TOLD.read_text())
    rows = newsrooms.planned("digest", "countdown", "fact")
    assert Counter((row.kind, row.state, row.why) for row in rows if row.state != State.SENT) == {
        ("digest", State.DROPPED, "empty"): 8,
        ("countdown", State.DROPPED, "merged"): 6,
        ("countdown", State.DROPPED, "cancelled"): 1,
        ("countdown", State.DROPPED, "over"): 1,
    }


def order(cast: Cast) -> None:
    """Have a group and a channel order digests, and the editor two posts for her own chat."""
    telegram, slack = cast.telegram, cast.slack
    telegram.ruta.commands_in(telegram.group, "apkopojums darbdienās plkst. 8.30")
    slack.eva.commands_in(slack.channel, "language en")
    slack.eva.asks_in(slack.channel, "digest weekdays 08:30")
    keep(cast, "daily 09:00 countdown ministers-meeting")
    keep(cast, "mon 09:00 fact battle-group.leader")


def keep(cast: Cast, line: str) -> None:
    """Have the editor order a standing post, and tap [Save]."""
    olga = cast.telegram.olga
    olga.taps(olga.says(f"/schedule add {line}"), "Save")


def days(house: Newsrooms, first: int, last: int) -> None:
    """Let mornings come: at half past eight, and at nine; the 31st of November is December."""
    for day in range(first, last + 1):
        date = at(22, 8, 30) + (day - 22) * DAY
        house.walk_to(date)
        house.walk_to(date + timedelta(minutes=30))


def first_week(house: Newsrooms, cast: Cast) -> None:
    """Have the world change, and an error corrected; and an event announced."""
    olga = cast.telegram.olga
    days(house, 23, 23)
    olga.says(
        "/fact set battle-group.strength 1600 soldiers | value-lv: 1600 karavīru | reason: rotation"
    )
    days(house, 24, 24)
    olga.says("/fact correct battle-group.leader Spain | value-lv: Spānija | reason: misread")
    olga.says(
        "/event add press-briefing 2021-12-02T11:00 Press briefing | name-lv: Preses brīfings"
    )
    keep(cast, "daily 09:05 countdown press-briefing")
    house.walk_to(at(24, 9, 5))
    days(house, 25, 26)
    olga.says(
        "/fact correct battle-group.leader Canada | value-lv: Kanāda | reason: right after all"
    )
    days(house, 27, 28)


def second_week(house: Newsrooms, cast: Cast) -> None:
    """Kill the desk over a digest; then have an event cancelled, and both come to their end."""
    olga = cast.telegram.olga
    house.kill()
    house.start_at(at(29, 8, 50))
    house.walk_to(at(29, 9))
    days(house, 30, 30)
    olga.says("/event cancel press-briefing the minister is ill")
    house.wait_settled()
    days(house, 31, 33)
    olga.says("/schedule list")
