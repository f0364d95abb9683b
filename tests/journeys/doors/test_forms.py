"""Forms at the doors: a conversation on Telegram and at the console, a window in Slack."""

from __future__ import annotations

from typing import Any, cast

import pytest

from bot.texts import phrase
from tests.journeys.doors.on_console import ConsoleVenue
from tests.journeys.doors.on_slack import SlackPerson, SlackVenue, seen
from tests.journeys.doors.on_telegram import TelegramVenue
from tests.journeys.doors.venues import Seen
from tests.standins.slack.delivery import Delivery
from tests.standins.slack.world import Message

View = dict[str, Any]
SAVE = phrase("en", "form.save")


def opened(person: SlackPerson, by: Delivery) -> View:
    """Return the window that opened."""
    by.wait()
    assert not by.refusal
    return person.slack.opened(person.user, after=by)


def sends(person: SlackPerson, view: View, **values: str) -> View:
    """Fill a page in and send it; return the page that follows, or the same with what is wrong."""
    named = {name.replace("_", "-"): text for name, text in values.items()}
    sent = person.user.submits(view, **named).wait()
    assert not sent.refusal, sent.refusal
    answer = cast("View", sent.answer or {})
    return person.slack.world.views.get(view["id"], {}) | {"answer": answer}


def written(by: Delivery) -> Message:
    """Return the message that somebody wrote."""
    message = by.wait().message
    assert message
    return message


def initial(view: View, name: str) -> str:
    """Return what stands in a field of a window already."""
    (field,) = [block for block in view["blocks"] if block.get("block_id") == name]
    return str(field["element"].get("initial_value", ""))


def said_in(view: View) -> list[View]:
    """Return what a window says above its fields, in pieces."""
    return [each for part in view["blocks"][0]["elements"] for each in part["elements"]]


def words(view: View) -> str:
    """Return everything that stands in a window."""
    return str(view["blocks"])


def test_fact_is_added_in_a_window(on_slack: SlackVenue) -> None:
    """`/factdesk fact add` opens it; each page is checked, nothing is held until it is saved."""
    chief, slack = on_slack.editor(), on_slack.slack
    first = opened(chief, chief.user.slash("fact add"))
    second = sends(chief, first, subject="Dome Square", attribute="area")
    empty = cast("View", sends(chief, first, subject="", attribute="area").get("answer"))
    assert empty["errors"] == {"subject": phrase("en", "form.needed")}
    wrong = sends(chief, second, value_en="9000", source="").get("answer")
    assert "name-lv" in cast("View", wrong)["errors"]

    shown = sends(chief, second, name_lv="Doma laukums", words="area, how large", value_en="9000")

    assert "Doma laukums" in words(shown)
    assert shown["submit"]["text"] == SAVE
    assert "I don’t know" in chief.says("how large is Dome Square?").text
    before = len(slack.world.journal)
    sends(chief, shown, name_lv="Doma laukums", words="area, how large", value_en="9000")
    told = slack.posted(chief.user, after=before, containing="dome-square.area")
    assert "9000" in seen(told).text
    assert "9000" in chief.says("how large is Dome Square?").text


def test_key_that_follows_from_a_name_stands_in_its_field(on_slack: SlackVenue) -> None:
    """Whoever names an event need not type the KEY that the window suggests."""
    chief = on_slack.editor()
    first = opened(chief, chief.user.slash("event add"))

    second = sends(
        chief,
        first,
        name_en="Winter Fair",
        name_lv="Ziemas gadatirgus",
        times="2031-12-06T10:00",
    )

    (field,) = [block for block in second["blocks"] if block.get("block_id") == "key"]
    assert field["element"]["initial_value"] == "winter-fair"


def test_button_opens_the_window_where_nothing_else_can(on_slack: SlackVenue) -> None:
    """A mention has no trigger; its reply bears a button, and what happened is asked first."""
    chief = on_slack.editor()
    told = chief.asks_in(on_slack.group(chief), "/fact correct nfiu.place")

    tap = chief.user.taps(told.handle, phrase("lv", "form.open"))

    assert phrase("en", "form.label-what") in words(opened(chief, tap))


def test_message_is_made_a_fact(on_slack: SlackVenue) -> None:
    """Its words are the sentence, its editor writes the value; who is no editor is told so."""
    chief, anna = on_slack.editor(), on_slack.person("en")
    message = anna.user.says("The office opens at 9", on_slack.group(anna, chief).channel)

    refused = opened(anna, anna.user.uses_shortcut(written(message), "make-fact"))
    first = opened(chief, chief.user.uses_shortcut(written(message), "make-fact"))
    second = sends(chief, first, subject="NATO Force Integration Unit", attribute="opening")

    assert "submit" not in refused
    assert phrase("en", "desk.refused") in words(refused)
    assert phrase("en", "form.made-of-en") in words(first)
    assert initial(second, "en") == "The office opens at 9"
    assert initial(second, "value-en") == initial(second, "value-lv") == ""
    shown = sends(chief, second, words="opening", value_en="9:00", en="The office opens at 9")
    assert shown["submit"]["text"] == SAVE
    assert {"type": "text", "text": "9:00", "style": {"bold": True}} in said_in(shown)
    assert any("The office opens at 9" in each["text"] for each in said_in(shown))


@pytest.mark.parametrize(
    ("said", "sentence", "key"),
    [
        ("Birojs slēdzas plkst. 9", "Birojs slēdzas plkst. 9", "form.made-of-lv"),
        ("The office closes at 9. " * 50, "", "form.made-of-long"),
    ],
    ids=["another", "long"],
)
def test_message_is_a_sentence_in_its_own_language(
    on_slack: SlackVenue, said: str, sentence: str, key: str
) -> None:
    """Whatever the editor speaks; what is too long for one is written anew."""
    chief, anna = on_slack.editor(), on_slack.person("lv")
    message = anna.user.says(said, on_slack.group(anna, chief).channel)

    first = opened(chief, chief.user.uses_shortcut(written(message), "make-fact"))
    second = sends(chief, first, subject="NATO Force Integration Unit", attribute="closing")

    assert phrase("en", key) in words(first)
    assert initial(second, "lv") == sentence
    assert initial(second, "en") == initial(second, "value-en") == initial(second, "value-lv") == ""


def test_form_is_filled_in_on_telegram(on_telegram: TelegramVenue) -> None:
    """Taps change the question where it stands, words are answered below."""
    chief = on_telegram.editor()
    asked = chief.says("/fact correct nfiu.place")
    asked = chief.taps(asked, phrase("en", "form.what-correct"))
    asked = chief.says("Riga, Ādaži")
    asked = chief.taps(asked, phrase("en", "form.skip-unchanged"))
    asked = chief.taps(asked, phrase("en", "form.skip-no-reason"))
    shown = chief.taps(asked, phrase("en", "form.skip-desk"))
    assert phrase("en", "form.readers-lv") in shown.text

    told = chief.taps(shown, SAVE)

    assert "nfiu.place" in told.text


def test_link_leads_from_the_group_to_the_form(on_telegram: TelegramVenue) -> None:
    """Among others the command is shown whole, and the form opens in private."""
    chief = on_telegram.editor()
    group = on_telegram.group(chief)

    told: Seen = chief.commands_in(group, "fact set nfiu.place")

    (link,) = told.links.values()
    assert "?start=do-fact-set-nfiu_2eplace" in link


def test_what_a_command_lacks_is_asked_for_in_a_window(on_slack: SlackVenue) -> None:
    """A field for each argument, with a choice where there are few values; wrong ones stay."""
    chief, slack = on_slack.editor(), on_slack.slack
    view = opened(chief, chief.user.slash("subject set"))
    wrong = sends(chief, view, subject="nosuch", naming="| topic:", text="x").get("answer")
    assert "subject" in cast("View", wrong)["errors"]
    before = len(slack.world.journal)

    sends(chief, view, subject="stratcom-coe", naming="| topic:", text="defence")

    told = slack.posted(chief.user, after=before, containing="stratcom-coe")
    assert "defence" in seen(told).text


def test_what_a_command_lacks_is_asked_for_on_telegram(on_telegram: TelegramVenue) -> None:
    """Of anybody, by a button for each value; a tap carries the command out."""
    anna = on_telegram.person("en")
    asked = anna.says("/answers")
    assert anna.says("perhaps").text.startswith("“perhaps” is none of these")

    told = anna.taps(anna.says("/answers"), phrase("en", "form.off"))

    assert asked.labels == (*(phrase("en", f"form.{each}") for each in ("on", "off", "cancel")),)
    assert told.text == phrase("en", "later.is-off")


def test_what_a_command_lacks_is_asked_for_line_by_line(on_console: ConsoleVenue) -> None:
    """At the console a bare number is an answer, and one behind a slash is a button."""
    chief = on_console.editor()
    asked = chief.says("/role link")
    assert f"[/1] {phrase('en', 'form.cancel')}" in asked.text
    assert phrase("en", "form.ask-other") in chief.says("telegram:77").text

    told = chief.says("slack:U77")

    assert "telegram:77" in told.text
    assert "slack:U77" in told.text
