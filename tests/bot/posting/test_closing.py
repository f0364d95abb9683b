"""Closed topics: what goes there waits, who runs the chat hears of it once, and it goes in time."""

from __future__ import annotations

from dataclasses import replace

from bot.outcomes import Closed
from bot.port import Chat, Happening, Place, Update
from bot.texts import phrase
from storage.deliveries import State
from tests.bot.posting.newsroom import ANNA, ANNAS, EDS, GROUP, Newsroom
from tests.bot.receiving.house import run

TOPIC = Chat("telegram", "-100", Place.GROUP, topic="7", title="Forum")
CLOSED = Closed("Bad Request: TOPIC_CLOSED")
HEADING = phrase("en", "reminder.heading")
TOLD = phrase("en", "alarm.closed", chat="Forum")


def due_in_a_closed_topic(newsroom: Newsroom, *offsets: str) -> None:
    """Order reminders in a topic, and close it before they are due."""
    newsroom.add()
    newsroom.say("/language en", TOPIC)
    newsroom.say(f"/remind summit {' '.join(offsets)}", TOPIC)
    newsroom.sent()
    newsroom.platform.outcomes.append(CLOSED)


def opens(newsroom: Newsroom, chat: Chat = TOPIC) -> None:
    """Have the topic opened again."""
    update = Update("opened", ANNA, chat, happening=Happening.OPENED)
    run(lambda: newsroom.house.hears(update))


def heard(newsroom: Newsroom, chat: Chat) -> list[str]:
    """Return what a chat was told of closed topics."""
    told = newsroom.platform.sent
    return [TOLD for each in told if each.chat == chat and each.key.startswith("alarm:closed:")]


def test_it_waits_and_goes_nowhere_else(newsroom: Newsroom) -> None:
    """What could not be said is held, and nothing of it is said in the chat around the topic."""
    due_in_a_closed_topic(newsroom, "1d")
    newsroom.at("2021-12-05T10:00")

    (row,) = newsroom.rows("reminder")
    assert (row.state, row.why) == (State.HELD, "closed")
    assert {each.chat for each in newsroom.sent("reminder")} == {replace(TOPIC, title="")}


def test_who_runs_the_chat_is_told_once(newsroom: Newsroom) -> None:
    """Of all that waits there they hear in one word, in private, in their language."""
    due_in_a_closed_topic(newsroom, "1d", "5h")
    newsroom.at("2021-12-05T10:00")
    newsroom.platform.outcomes.append(CLOSED)
    newsroom.at("2021-12-06T05:00")

    assert [row.state for row in newsroom.rows("reminder")] == [State.HELD, State.HELD]
    assert heard(newsroom, ANNAS) == [TOLD]
    assert heard(newsroom, EDS) == [TOLD]


def test_it_goes_when_the_topic_opens(newsroom: Newsroom) -> None:
    """It comes late and says so; closed once more, they are told once more."""
    due_in_a_closed_topic(newsroom, "1d", "5h")
    newsroom.at("2021-12-05T10:00")
    newsroom.at("2021-12-05T11:00")
    opens(newsroom)
    newsroom.looks()

    there = replace(TOPIC, title="")
    _, told = newsroom.told(there, "reminder")
    assert told.startswith(HEADING)
    assert phrase("en", "reminder.late", late="1 h") in told
    newsroom.platform.outcomes.append(CLOSED)
    newsroom.at("2021-12-06T05:00")
    assert heard(newsroom, ANNAS) == [TOLD, TOLD]


def test_other_topic_that_opens_is_another(newsroom: Newsroom) -> None:
    """What waits for one topic does not go because another one opens."""
    due_in_a_closed_topic(newsroom, "1d")
    newsroom.at("2021-12-05T10:00")
    opens(newsroom, GROUP)
    newsroom.looks()

    assert [row.state for row in newsroom.rows("reminder")] == [State.HELD]


def test_answer_in_a_closed_topic_has_failed(newsroom: Newsroom) -> None:
    """Who asked there runs the chat, and will ask again: an old answer would help nobody."""
    newsroom.say("/language en", TOPIC)
    newsroom.platform.outcomes.append(CLOSED)
    newsroom.say("/events", TOPIC)

    assert [row.state for row in newsroom.rows("reply")][-1] is State.FAILED
    assert heard(newsroom, ANNAS) == []
