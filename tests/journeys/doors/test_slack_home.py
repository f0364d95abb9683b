"""The home of the app in Slack: the desk to editors, and to others what they can do."""

from __future__ import annotations

from typing import Final

from bot.texts import phrase
from tests.journeys.doors.on_slack import SlackPerson, SlackVenue
from tests.journeys.doors.venues import Member, appointed
from tests.standins.slack.delivery import Delivery
from tests.standins.slack.shown import seen as shown_view

BACK: Final = phrase("lv", "home.back")
RECENT: Final = phrase("lv", "waiting.recent", zone="Rīgas laiks")
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
    assert RECENT in first
    assert labels[-1] == BACK
    names = "name-lv: Lapa | name-en: Page | words: garums"
    ed.says(f"/fact add page-{id(ed)}.length 5 | {names} | review: 2021-11-25")

    _, labels = page(on_slack, ed, ed.user.taps_home(BACK))
    assert REVIEWS in labels
    listed, labels = page(on_slack, ed, ed.user.taps_home(REVIEWS))
    assert f"page-{id(ed)}.length" in listed
    assert labels[-1] == BACK


def test_new_fact_is_begun_on_the_page(on_slack: SlackVenue) -> None:
    """Though nothing waits, and nothing has to be typed."""
    ed = on_slack.person("lv")
    appointed(on_slack.owner, ed)
    page(on_slack, ed, ed.user.opens_home())

    tapped = ed.user.taps_home(phrase("lv", "form.title-fact-add"))

    window = on_slack.slack.opened(ed.user, after=tapped)
    assert window["type"] == "modal"
    assert window["title"]["text"] == phrase("lv", "form.title-fact-add")


def test_missing_language_is_added_from_the_page(on_slack: SlackVenue) -> None:
    """Nothing can be typed there, which is said; a button opens the window with what is missing."""
    ed = on_slack.person("lv")
    appointed(on_slack.owner, ed)
    key = f"quay-{id(ed)}.depth"
    ed.says(f"/fact add {key} septiņi metri | name-lv: Mols | name-en: Quay | words: dziļums")
    page(on_slack, ed, ed.user.opens_home())

    listed, labels = page(on_slack, ed, ed.user.taps_home(phrase("lv", "waiting.button-languages")))
    assert f"/factdesk fact edit {key}" in listed
    assert phrase("lv", "home.typed", command="/factdesk") in listed
    (button,) = (each for each in labels if each.startswith("Mols"))
    tapped = ed.user.taps_home(button)
    window = on_slack.slack.opened(ed.user, after=tapped)
    assert window["type"] == "modal"
    fields = {"value-en": "seven metres", "lv": "", "en": "", "source": ""}
    for _page in ("filled in", "as readers will see it"):
        assert not ed.user.submits(window, **fields).wait().refusal
        window = on_slack.slack.world.views.get(window["id"], {})

    assert key not in ed.says("/desk languages").text


def test_reader_finds_what_comes_to_them(on_slack: SlackVenue) -> None:
    """Not the desk; and what a button leads to in its place."""
    anna = on_slack.person("lv")
    anna.says("/follow battle-group")

    told, labels = page(on_slack, anna, anna.user.opens_home())
    assert phrase("lv", "home.greeting") in told
    assert phrase("lv", "follow.here") in told
    assert RECENT not in told
    events, _ = page(on_slack, anna, anna.user.taps_home(phrase("lv", "home.events")))
    assert "ministers-meeting" in events
    assert labels[-1] == BACK
