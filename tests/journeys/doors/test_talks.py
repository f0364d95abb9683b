"""Conversations at every door: follow-ups, remembered choices, and answers that are judged."""

from __future__ import annotations

from typing import Final

from bot.texts import phrase
from tests.journeys.doors.on_slack import SlackVenue, seen
from tests.journeys.doors.on_telegram import TelegramVenue
from tests.journeys.doors.venues import Town, Venue

QUESTION: Final = "who leads the battle group?"
FOLLOW_UP: Final = "since when?"
ABOUT: Final = phrase("en", "ask.about", subject="NATO battle group in Latvia")
UNKNOWN: Final = phrase("en", "ask.unknown")
OFFERED: Final = "ko teica Rinkēvičs?"
GOOD, POOR = "👍", "👎"
NONE: Final = phrase("en", "votes.none-of-these")


def test_follow_up_takes_its_subject_from_the_talk(venue: Venue) -> None:
    """The answer says what it took the question to be about."""
    reader = venue.person("en")
    reader.says(QUESTION)

    told = reader.says(FOLLOW_UP)

    assert told.text.startswith(ABOUT)
    assert "2017" in told.text


def test_choice_is_remembered(venue: Venue) -> None:
    """The same question again is answered at once as it was the first time."""
    reader = venue.person("en")
    chosen = reader.taps(reader.says(OFFERED), "teiktais televīzijā")

    again = reader.says("Lūdzu, ko teica RINKEVICS")

    assert again.text == chosen.text
    assert again.labels == (GOOD, POOR)


def test_thumb_up_is_thanked_for(town: Town) -> None:
    """A word beside the answer, which stays as it is; a second time it is known."""
    reader = town.person("en")
    answer = reader.says(QUESTION)

    thanks, again = reader.taps(answer, GOOD), reader.taps(answer, GOOD)

    assert (thanks.aside, thanks.text) == (True, phrase("en", "votes.thanks"))
    assert (again.aside, again.text) == (True, phrase("en", "votes.known"))


def test_follow_up_of_another_is_none(town: Town) -> None:
    """In a group each has their own talk, and what was asked in private is not there."""
    anna, boris = town.person("en"), town.person("en")
    group = town.group(town.person("lv"), anna, boris)
    boris.says(QUESTION)
    first = anna.asks_in(group, QUESTION)

    other = boris.asks_in(group, FOLLOW_UP, below=first)
    own = anna.asks_in(group, FOLLOW_UP, below=first)

    assert other.text == UNKNOWN
    assert own.text.startswith(ABOUT)
    assert first.labels == own.labels == ()


def test_thumb_down_leads_on_telegram(on_telegram: TelegramVenue) -> None:
    """Candidates come below the answer; none of them: the editors are told, and so is it said."""
    reader = on_telegram.person("en")
    answer = reader.says(QUESTION)
    reader.user.taps(answer.handle, POOR, seen=answer.screen)
    (_, offer) = reader.reads_on(answer, until=phrase("en", "votes.thanks"))

    told = reader.taps(offer, NONE)

    assert 2 <= len(offer.labels) <= 4
    assert told.text == phrase("en", "votes.queued")
    assert not told.aside


def test_thumb_down_leads_on_in_a_direct_conversation(on_slack: SlackVenue) -> None:
    """On Slack too, in a message of its own, that turns into what was chosen."""
    reader = on_slack.person("en")
    answer = reader.says(QUESTION)
    tapped = reader.user.taps(answer.handle, POOR)
    offer = seen(on_slack.slack.posted(reader.user, after=tapped))

    told = reader.taps(offer, NONE)

    assert not offer.handle.only_for
    assert told.text == phrase("en", "votes.queued")


def test_answer_in_a_channel_is_judged_behind_its_menu(on_slack: SlackVenue) -> None:
    """Two lines behind ⋯; what is said to it is seen by who tapped alone."""
    anna, boris = on_slack.person("en"), on_slack.person("en")
    group = on_slack.group(anna, boris)
    answer = anna.asks_in(group, QUESTION)
    message = answer.handle
    before = group.said()

    thanks = on_slack.slack.responded(boris.user.opens_menu(message, GOOD))
    offer = seen(on_slack.slack.responded(anna.user.opens_menu(message, POOR)))
    told = anna.taps(offer, NONE)

    assert seen(thanks).text == phrase("lv", "votes.thanks")
    assert (thanks.only_for, offer.handle.only_for) == (boris.user.id, anna.user.id)
    assert offer.labels[-1] == NONE
    assert told.text == phrase("en", "votes.queued")
    assert group.said() == before
