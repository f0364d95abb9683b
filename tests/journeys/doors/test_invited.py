"""A desk for invited people: who comes in by a link, and which groups an editor lets in."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from bot.texts import phrase
from tests.journeys.doors.conftest import Stores
from tests.journeys.doors.on_slack import slack_venue
from tests.journeys.doors.on_telegram import telegram_venue
from tests.journeys.doors.venues import Town, spelt
from tests.standins.clock import FakeClock

QUESTION = "kas vada kaujas grupu?"


@pytest.fixture(scope="module", params=["telegram", "slack"])
def invited(request: pytest.FixtureRequest, stores: Stores) -> Iterator[Town]:
    """Yield a town with a desk that answers invited people only, on each database once."""
    settings = {"FACTDESK_ACCESS": "invited", "FACTDESK_CONTACT": "news@example.org"}
    if request.param == "telegram":
        with telegram_venue(stores("sqlite"), FakeClock(), webhook=False, **settings) as telegram:
            yield telegram
    else:
        with slack_venue(stores("postgres"), FakeClock(), http=False, **settings) as slack:
            yield slack


def test_stranger_comes_in_by_a_link(invited: Town) -> None:
    """Uninvited they hear whom to ask; with an editor's link they are greeted, and answered."""
    anna = invited.person("lv")
    refused = anna.says(QUESTION)
    link = invited.editor().says("/invite")
    (word,) = re.findall(r"\bi-[\w-]+", link.text)

    greeted = anna.says(f"/start {word}")

    contact = phrase("lv", "access.private-contact", contact="news@example.org")
    assert refused.text == contact
    assert greeted.text.startswith(spelt(phrase("lv", "start.greeting"), anna))
    assert "Kanāda" in anna.says(QUESTION).text


def test_group_is_let_in_by_an_editor(invited: Town) -> None:
    """Brought in, the bot says what lets it in; once an editor does, everybody is answered."""
    anna, editor = invited.person("lv"), invited.editor()
    group = invited.group(anna, editor, bot_in=False)
    command = f"/admit {group.id}"
    refused = [group.lets_bot_in(anna).text, anna.asks_in(group, QUESTION).text]

    editor.says(command)

    assert refused == [spelt(phrase("lv", "access.group", command=command), anna)] * 2
    assert "Kanāda" in anna.asks_in(group, QUESTION).text


def test_editor_is_answered_uninvited(invited: Town) -> None:
    """Somebody has to be able to open a door."""
    assert "Kanāda" in invited.editor().says(QUESTION).text
