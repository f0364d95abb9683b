"""Socket Mode: nothing is acknowledged before it is stored, and no connection stays deaf."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from functools import partial

import pytest

from bot.port import Happening, Place
from handlers.door import WrongTokenError
from tests.handlers.slack.doors import IMPATIENT, Inbox, opened, settings
from tests.standins.slack.calling import actions, button, post
from tests.standins.slack.people import Channel, User
from tests.standins.slack.server import CONNECT, Slack
from tests.standins.slack.socket_mode import Reason
from tests.standins.slack.world import Json


def test_question_is_stored_as_it_was_typed(slack: Slack, anna: User) -> None:
    """A direct message is an update with its author, conversation and text, and acknowledged."""
    with opened(slack) as bot:
        said = anna.direct("kas vada R&D?").wait()
        update = bot.inbox.next()

    assert (update.account.id, update.chat.id) == (anna.id, anna.room.id)
    assert update.chat.place is Place.PRIVATE
    assert update.text == "kas vada R&amp;D?"
    assert update.id == f"{anna.room.id}:{said.ts}"


def test_nothing_is_acknowledged_before_it_is_stored(slack: Slack, anna: User) -> None:
    """While the store works there is no acknowledgement; with its end there is."""
    with opened(slack) as bot:
        bot.inbox.open.clear()
        said = anna.direct("hello")
        assert bot.inbox.reached.wait(30)
        assert not said.acknowledged
        bot.inbox.open.set()
        said.wait()

        assert bot.inbox.next().text == "hello"


def test_what_could_not_be_stored_is_brought_again(slack: Slack, anna: User) -> None:
    """A store out of reach acknowledges nothing, so Slack brings the same again."""
    with opened(slack, inbox=Inbox(failures=1)) as bot:
        said = anna.direct("hello")
        assert bot.inbox.reached.wait(30)
        said.wait_attempts(1)
        said.time_out()
        said.wait()

        assert bot.inbox.next().text == "hello"
        assert len(said.attempts) == 2


def test_acknowledged_too_late_it_is_the_same_update_again(slack: Slack, anna: User) -> None:
    """Where Slack gave up waiting and brings it again, the update has the same id."""
    with opened(slack) as bot:
        bot.inbox.open.clear()
        said = anna.direct("hello")
        assert bot.inbox.reached.wait(30)
        said.wait_attempts(1)
        said.time_out()
        said.wait_attempts(2)
        bot.inbox.open.set()
        said.wait()

        assert bot.inbox.next() == bot.inbox.next()


@pytest.mark.parametrize("order", ["after", "before"])
def test_mention_and_its_twin_are_one_update(
    slack: Slack, anna: User, newsroom: Channel, order: str
) -> None:
    """Slack tells of a mention twice, in any order: both times it is the same update."""
    slack.events.twins = "after" if order == "after" else "before"
    with opened(slack) as bot:
        said = anna.mentions("who leads?", newsroom)
        first, second = bot.inbox.next(), bot.inbox.next()

    assert first == second
    assert (first.text, first.mentioned, first.thread) == ("who leads?", True, said.ts)


def test_repeated_event_has_the_same_id(slack: Slack, anna: User, newsroom: Channel) -> None:
    """Whatever Slack brings twice is the same update, words and comings alike."""
    with opened(slack) as bot:
        for act in (partial(anna.direct, "hello"), partial(newsroom.invite_bot, anna)):
            slack.courier.repeat(act().wait()).wait()

            assert bot.inbox.next() == bot.inbox.next()


def test_command_and_tap_are_stored(slack: Slack, anna: User, newsroom: Channel) -> None:
    """A slash command is for its author alone; a tap brings the reference of its button."""
    with opened(slack) as bot:
        typed = anna.slash("fact show nato.members", newsroom).wait()
        update = bot.inbox.next()
        assert (update.text, update.alone) == ("/factdesk fact show nato.members", True)
        assert update.via == typed.response_url

        offered = post(slack, newsroom.id, blocks=[actions(button("Yes", value="ref-1"))])
        anna.taps(newsroom.room.messages[offered["ts"]], "Yes").wait()
        update = bot.inbox.next()
        assert (update.happening, update.choice) == (Happening.TAPPED, "ref-1")
        assert (update.message, update.alone) == (offered["ts"], False)


def test_own_words_and_other_bots_are_passed_over(
    slack: Slack, anna: User, newsroom: Channel
) -> None:
    """What we say ourselves, what bots say and what mentions nobody is acknowledged, no more."""
    robot = slack.workspace.bot("robot")
    robot.joins(newsroom)
    with opened(slack) as bot:
        post(slack, newsroom.id, "said by me")
        anna.says("thanks!", newsroom).wait()
        robot.mentions("hello", newsroom).wait()
        anna.direct("the end").wait()

        assert bot.inbox.next().text == "the end"


def test_unreadable_event_is_passed_over(slack: Slack, anna: User) -> None:
    """A payload of another shape is acknowledged and counted, not brought for ever."""
    with opened(slack) as bot:
        slack.events.raw(_event(type="message", subtype="message_changed")).wait()
        slack.events.raw(_event(type="app_mention", user=anna.id, channel=7, ts=8)).wait()
        anna.direct("still there?").wait()

        assert bot.inbox.next().text == "still there?"
        assert bot.counts.away == ["unreadable", "unreadable"]


def _event(**fields: object) -> Json:
    return {"type": "event_callback", "event_id": "Ev1", "event": fields}


def test_connection_that_answers_no_pings_is_replaced(slack: Slack, anna: User) -> None:
    """What was lost in it comes by the next."""
    with opened(slack) as bot:
        first = slack.sockets.wait_for()
        first.make_deaf(answers_pings=False)
        lost = anna.direct("hello?")
        slack.sockets.wait_for(2)
        slack.sockets.wait_closed(first)
        lost.wait()

        assert bot.inbox.next().text == "hello?"


def test_connection_that_goes_deaf_is_replaced(slack: Slack, anna: User) -> None:
    """It answers pings, and nothing comes: what hears nothing for long is replaced."""
    with opened(slack, patience=replace(IMPATIENT, quiet=0.3)) as bot:
        first = slack.sockets.wait_for()
        first.make_deaf()
        lost = anna.direct("hello?")
        slack.sockets.wait_for(2)
        slack.sockets.wait_closed(first)
        lost.wait()

        assert bot.inbox.next().text == "hello?"


@pytest.mark.parametrize("reason", ["warning", "refresh_requested"])
def test_request_to_reconnect_is_followed_without_a_gap(
    slack: Slack, anna: User, reason: Reason
) -> None:
    """The new connection is there before the old one is closed."""
    with opened(slack) as bot:
        first = slack.sockets.wait_for()
        first.disconnect(reason)
        second = slack.sockets.wait_for(2)
        slack.sockets.wait_closed(first)
        anna.direct("hello").wait()

        assert bot.inbox.next().text == "hello"
        assert [delivery.name for delivery in second.sent] == ["message"]


def test_broken_connection_is_made_anew(slack: Slack, anna: User) -> None:
    """Whether Slack closes it or it breaks, the next is opened."""
    with opened(slack) as bot:
        slack.sockets.wait_for().close()
        slack.sockets.wait_for(2).break_off()
        slack.sockets.wait_for(3)
        anna.direct("hello").wait()

        assert bot.inbox.next().text == "hello"


def test_outage_is_told_and_survived(slack: Slack, anna: User) -> None:
    """While no connection can be had `trouble` says so; afterwards everything arrives."""
    with opened(slack) as bot:
        first = slack.sockets.wait_for()
        with slack.faults.outage(CONNECT) as fault:
            first.break_off()
            fault.wait()
            assert bot.door.trouble()
        slack.sockets.wait_for(2)
        anna.direct("hello").wait()

        assert bot.inbox.next().text == "hello"
        assert not bot.door.trouble()


def test_slack_out_of_reach_at_the_start_is_tried_again(slack: Slack, anna: User) -> None:
    """The door opens without Slack, says so, and receives once Slack is there."""
    slack.faults.drop("auth.test", times=2)
    slack.faults.break_down(CONNECT)
    with opened(slack) as bot:
        slack.sockets.wait_for()
        anna.direct("hello").wait()

        assert bot.inbox.next().text == "hello"
        assert not bot.door.trouble()


@pytest.mark.parametrize(
    ("name", "wrong"), [("SLACK_BOT_TOKEN", "xoxb-wrong"), ("SLACK_APP_TOKEN", "xapp-wrong")]
)
def test_wrong_token_refuses_the_start(slack: Slack, name: str, wrong: str) -> None:
    """Slack refuses it, and the text says which setting, without the token."""
    with pytest.raises(WrongTokenError) as refusal, opened(slack, settings(slack, **{name: wrong})):
        pass

    assert str(refusal.value).startswith(f"{name}: ")
    assert wrong not in str(refusal.value)


def test_closing_door_stores_and_acknowledges_what_it_has(slack: Slack, anna: User) -> None:
    """What was received when the door closed is stored and acknowledged first."""
    with opened(slack) as bot:
        bot.inbox.open.clear()
        said = anna.direct("hello")
        assert bot.inbox.reached.wait(30)
        closing = asyncio.run_coroutine_threadsafe(bot.door.close(), bot.served.loop)
        bot.inbox.open.set()
        closing.result(30)

        assert said.wait().acknowledged
        assert bot.inbox.next().text == "hello"
