"""The home of the app in Slack: the desk to editors, and to others what they can do."""

from __future__ import annotations

from typing import Final

from bot.texts import phrase
from tests.journeys.doors.on_slack import SlackPerson, SlackVenue
from tests.journeys.doors.venues import Member, appointed
from tests.standins.slack.delivery import Delivery
from tests.standins.slack.shown import seen as shown_view

BACK: Final = phrase("lv", "home.back")
REVIEWS: Final = phrase("lv", "waiting.button-reviews")


def page(venue: SlackVenue, person: Member, did: Delivery) -> tuple[str, list[str]]:
    """Return the words of somebody's page after what they did, and its buttons."""
    assert isinstance(person, SlackPerson)
    view = venue.slack.opened(person.user, after=did)
    assert view["type"] == "home"
    seen = shown_view("", view["blocks"], {})
    return seen.text, [button.label for button in seen.buttons]


def test_editor_finds_the_desk_and_its_buttons_work(on_slack: SlackVenue) -> None:
    """What is tapped is shown there, and the way back brings the page up to date."""
    ed = on_slack.person("lv")
    appointed(on_slack.owner, ed)
    first, labels = page(on_slack, ed, ed.user.opens_home())
    assert phrase("lv", "waiting.recent") in first
    assert labels[-1] == BACK
    names = "name-lv: Lapa | name-en: Page | words: garums"
    ed.says(f"/fact add page-{id(ed)}.length 5 | {names} | review: 2021-11-25")

    _, labels = page(on_slack, ed, ed.user.taps_home(BACK))
    assert REVIEWS in labels
    listed, labels = page(on_slack, ed, ed.user.taps_home(REVIEWS))
    assert f"page-{id(ed)}.length" in listed
    assert labels[-1] == BACK


def test_reader_finds_what_comes_to_them(on_slack: SlackVenue) -> None:
    """Not the desk; and what a button leads to in its place."""
    anna = on_slack.person("lv")
    anna.says("/follow battle-group")

    told, labels = page(on_slack, anna, anna.user.opens_home())
    assert phrase("lv", "home.greeting") in told
    assert phrase("lv", "follow.here") in told
    assert phrase("lv", "waiting.recent") not in told
    events, _ = page(on_slack, anna, anna.user.taps_home(phrase("lv", "home.events")))
    assert "ministers-meeting" in events
    assert labels[-1] == BACK
