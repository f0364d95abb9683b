"""A month of a press office: what every channel, every reader and every editor was told.

From 18 October to 15 November 2021, through a clock change, an outage, a hold, restarts: two
languages, three channels, five events of which one is moved and one is called off, two facts that
change, two corrections and a retraction. All of it is in `month.txt`, to the letter, day after day.
"""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Final

from storage.deliveries import State
from tests.journeys.doors.on_slack import SlackGroup
from tests.journeys.month.cast import OCTOBER, Cast, Office, by_day, meet
from tests.journeys.reminders.newsrooms import Newsrooms, at, pieces
from tests.standins.slack.people import Channel
from tests.standins.slack.shown import shown
from tests.standins.telegram.faults import ANY
from tests.standins.telegram.refusals import Refusal

TOLD: Final = Path(__file__).with_name("month.txt")
NOVEMBER: Final = 11
SATURDAY: Final = 5
COUNTED: Final = (date(2021, OCTOBER, 25), date(2021, NOVEMBER, 1))
"""When there is a countdown."""
ALL: Final = "to: zinas, news, press"
ASKED: Final = 2
"""Questions that Telegram leaves unanswered before the clock goes on."""
EVENTS: Final = (
    "press-briefing 2021-10-26T11:00 Press briefing | name-lv: Preses brīfings",
    "media-tour 2021-10-27T10:00 Media tour | name-lv: Mediju ekskursija",
    "editors-breakfast 2021-10-29T09:30 Editors' breakfast | name-lv: Redaktoru brokastis",
    "forum-opening 2021-11-01T10:00 2021-11-01T12:00 Forum opening | name-lv: Foruma atklāšana",
    "open-day 2021-11-06 Open day | name-lv: Atvērto durvju diena",
)

UNSENT: Final = {
    ("digest", State.DROPPED, "empty"): 33,
    ("post", State.DROPPED, "by an editor"): 3,
    ("reminder", State.DROPPED, "moved"): 2,
    ("notice", State.DROPPED, "empty"): 2,
    ("reminder", State.EXPIRED, "over"): 1,
}
"""What never left: digests of 11 quiet mornings in three channels; a post that was on hold until it
was no more use, and a reminder likewise; those of the tour at its first time; notices to the editor
who had just been told."""


def test_a_month_is_what_an_editor_would_have_wanted(office: Office) -> None:
    """Each thing once, at its hour, in the language of its place; nothing where nothing is new."""
    cast = meet(office)
    office.owners = f"{cast.olga.account},{cast.eva.account}"
    office.editors = f"slack:{cast.desk.id}"
    office.start()

    settle_in(office, cast)
    first_week(office, cast)
    second_week(office, cast)
    outage(office, cast)
    clock_change(office, cast)
    third_and_fourth_week(office, cast)

    told = by_day(office, cast.names())
    assert pieces(told) == pieces(TOLD.read_text())
    rows = [row for row in office.planned() if row.state != State.SENT]
    assert Counter((row.kind, row.state, row.why) for row in rows) == UNSENT


def october(day: int, hour: int, minute: int = 0) -> datetime:
    """Return an instant of October in Riga."""
    return at(day, hour, minute, month=OCTOBER)


def mornings(house: Newsrooms, first: date, last: date) -> None:
    """Let mornings come: on weekdays at half past eight, at nine where something counts."""
    for days in range((last - first).days + 1):
        day = first + timedelta(days=days)
        if day.weekday() < SATURDAY:
            house.walk_to(at(day.day, 8, 30, month=day.month))
        if day in COUNTED:
            house.walk_to(at(day.day, 9, month=day.month))


def october_mornings(house: Newsrooms, first: int, last: int) -> None:
    """Let mornings of October come."""
    mornings(house, date(2021, OCTOBER, first), date(2021, OCTOBER, last))


def settle_in(house: Newsrooms, cast: Cast) -> None:
    """Have channels named, standing posts ordered and events announced; and readers ask."""
    cast.eva.commands_in(SlackGroup(cast.eva.slack, cast.desk), "language lv")
    cast.olga.says("/channel add zinas @foruma_zinas lv")
    cast.olga.says("/channel add news @forum_news en")
    cast.eva.says(f"/channel add press slack:{cast.press.id} en")
    cast.keeps(f"weekdays 08:30 digest | {ALL}")
    for event in EVENTS:
        cast.olga.says(f"/event add {event}")
    cast.keeps("mon 09:00 countdown forum-opening | to: zinas, press")
    house.walk_to(october(18, 12))
    cast.anna.says("When is the media tour?")
    cast.anna.says("Where is the press centre?")
    cast.anna.says("What is the accreditation deadline?")
    cast.anna.says("/remind forum-opening 2d 1d 2h")
    cast.ruta.commands_in(cast.group, "remind media-tour 1d 1h")
    cast.ruta.commands_in(cast.group, "remind press-briefing 1d")
    cast.ruta.commands_in(cast.group, "quiet 20:00-09:30")


def first_week(house: Newsrooms, cast: Cast) -> None:
    """Have a post to all leave and be edited by the other editor; and a fact change at night."""
    october_mornings(house, 19, 20)
    house.walk_to(october(20, 12))
    number = cast.posts(f"Akreditācija atvērta.\n\n{ALL}\nen: Acreditation is open.")
    house.walk_to(october(20, 12, 30))
    preview = cast.eva.says(f"/post edit {number} en: Accreditation is open.")
    cast.eva.taps(preview, "Likt šo tā vietā")
    october_mornings(house, 21, 21)
    house.walk_to(october(21, 21, 30))
    cast.olga.says(
        "/fact set press-centre.place 3 Kaļķu Street | value-lv: Kaļķu iela 3 | reason: more room"
    )
    october_mornings(house, 22, 24)


def second_week(house: Newsrooms, cast: Cast) -> None:
    """Have an event moved and one called off, a post taken away, and an afternoon on hold."""
    october_mornings(house, 25, 25)
    house.walk_to(october(25, 11))
    house.walk_to(october(25, 15))
    cast.olga.says("/event move media-tour 2021-10-28T14:00 | reason: the bus is late")
    house.wait_settled()
    october_mornings(house, 26, 26)
    house.walk_to(october(26, 10))
    house.walk_to(october(26, 12))
    number = cast.posts("Ministrs runās rīt.\n\nto: news, press\nen: The minister speaks tomorrow.")
    house.walk_to(october(26, 12, 5))
    cast.olga.taps(cast.olga.says(f"/post delete {number}"), "Take it away")
    october_mornings(house, 27, 27)
    house.walk_to(october(27, 14))
    house.walk_to(october(27, 22, 30))
    cast.olga.says("/event cancel editors-breakfast the chef is ill")
    house.wait_settled()
    hold(house, cast)


def hold(house: Newsrooms, cast: Cast) -> None:
    """Keep all back from noon to five: a post, and a reminder; then drop what came too late."""
    october_mornings(house, 28, 28)
    house.walk_to(october(28, 12))
    cast.posts(f"Ekskursija sākas.\n\n{ALL}\nen: The tour begins.\nat: 2021-10-28 14:00")
    cast.eva.says("/hold all baumas par evakuāciju")
    house.wait_settled()
    house.pass_time(october(28, 13))
    cast.olga.says(
        "/fact correct accreditation.deadline 30 October | value-lv: 30. oktobris | reason: misread"
    )
    house.pass_time(october(28, 14))
    house.pass_time(october(28, 17))
    cast.eva.says("/release all")
    hears(house, cast.desk, "Aizturēti 3")
    cast.olga.says("/deliveries drop 7 8 9")


def outage(house: Newsrooms, cast: Cast) -> None:
    """Have Telegram refuse everything for twenty minutes: digests are due in it, and a post."""
    cast.posts("Preses centrs atvērts.\n\nto: zinas\nat: 2021-10-29 8:26")
    cast.posts("Rīt pēdējā diena.\n\nto: news, press\nen: Last day tomorrow.\nat: 2021-10-29 8:30")
    house.walk_to(october(29, 8, 25))
    world, asked = house.telegram.world, house.telegram.calls
    met, before = asked.count("getMe"), left(house)
    house.telegram.faults.refuses(ANY, Refusal(502, "Bad Gateway"), times=-1)
    house.pass_time(october(29, 8, 26))
    world.wait_until(lambda: asked.count("getMe") >= met + ASKED, "questions")
    hears(house, cast.desk, "12 · ieraksts 10")
    house.pass_time(october(29, 8, 30))
    world.wait_until(lambda: left(house) == before + 2, "a post and a digest on Slack")
    house.pass_time(october(29, 8, 45))
    house.telegram.faults.clear()
    hears(house, cast.desk, "13 · ieraksts 11")
    house.walk_to(october(29, 8, 46))
    cast.olga.says("/deliveries held")
    cast.olga.says("/deliveries send 12 13")
    house.walk_to(october(29, 9))


def left(house: Newsrooms) -> int:
    """Return how many posts and digests have left, and are known to have."""
    return sum(row.state is State.SENT for row in house.planned("post", "digest"))


def hears(house: Newsrooms, where: Channel, words: str) -> None:
    """Wait until a channel on Slack has got a message with these words, while the clock stands."""

    def heard() -> bool:
        return any(words in shown(each).text for each in house.slack.said(where))

    house.slack.world.wait(heard, f"words {words!r}")


def clock_change(house: Newsrooms, cast: Cast) -> None:
    """Let the clocks go back while the desk is restarted; then let the forum open."""
    cast.posts(f"Rīt sākas forums.\n\n{ALL}\nen: The forum begins tomorrow.\nat: 2021-10-31 9:00")
    house.walk_to(october(30, 10))
    house.walk_to(october(31, 3, 30))
    assert house.stop() == 0
    house.start_at(october(31, 3, 30) + timedelta(hours=1))
    house.walk_to(october(31, 9))
    house.walk_to(october(31, 10))
    house.walk_to(at(1, 8))
    mornings(house, date(2021, NOVEMBER, 1), date(2021, NOVEMBER, 1))


def third_and_fourth_week(house: Newsrooms, cast: Cast) -> None:
    """Have a place mended and a date withdrawn, else let little be new; then look back."""
    mornings(house, date(2021, NOVEMBER, 2), date(2021, NOVEMBER, 3))
    house.walk_to(at(3, 12, month=NOVEMBER))
    cast.eva.says("/fact correct press-centre.place Kaļķu iela 5 | value-en: 5 Kaļķu Street")
    house.walk_to(at(3, 12, 1, month=NOVEMBER))
    mornings(house, date(2021, NOVEMBER, 4), date(2021, NOVEMBER, 8))
    house.walk_to(at(8, 12, month=NOVEMBER))
    cast.olga.says("/fact retract accreditation.deadline never confirmed by the office")
    house.walk_to(at(8, 12, 1, month=NOVEMBER))
    mornings(house, date(2021, NOVEMBER, 9), date(2021, NOVEMBER, 9))
    house.kill()
    house.start_at(at(10, 8, 50))
    mornings(house, date(2021, NOVEMBER, 11), date(2021, NOVEMBER, 15))
    cast.olga.says("/schedule list")
    cast.olga.says("/deliveries failed")
