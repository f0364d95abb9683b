"""What a platform tells more than once: it is done once, and answered once."""

from __future__ import annotations

from typing import Final

import pytest

from tests.journeys.crashes.killing import House
from tests.journeys.crashes.speaking import OnSlack, OnSlackAlone, OnTelegram
from tests.standins.slack.events import Twins

KEY: Final = "battle-group.strength"
TIMES: Final = (2, 3, 4, 5)
BOTH_WAYS: Final = pytest.mark.parametrize("posted", [False, True], ids=["fetched", "posted"])
"""Telegram by polling or webhook, Slack by socket or HTTP."""


def line(value: int) -> str:
    """Return a line that changes the fact."""
    return f"/fact set {KEY} {value} | reason: test"


def open_for(house: House, editor: OnTelegram | OnSlack, *, posted: bool = False) -> None:
    """Start the desk, with its one editor."""
    house.posted, house.owners = posted, editor.account
    house.start()


def check(house: House, editor: OnTelegram | OnSlack, values: list[int]) -> None:
    """See that each value was recorded once, in this order, and each reply came once."""
    house.wait_settled()
    assert house.versions(KEY)[1:] == [str(value) for value in values]
    assert len(editor.seen()) == len(values), editor.seen()


@BOTH_WAYS
def test_telegram_tells_the_same_again(house: House, *, posted: bool) -> None:
    """The same update two to five times, before its answer and after: once."""
    anna = OnTelegram(house, "Anna")
    open_for(house, anna, posted=posted)
    updates = house.telegram.world.updates
    for times in TIMES:
        with house.busy_store():
            update = anna.user.says(line(times)).update
            assert update
            updates.repeat(update, times - 1)
        check(house, anna, list(TIMES[: times - 1]))

        updates.repeat(update, times)
        check(house, anna, list(TIMES[: times - 1]))


def test_telegram_forgets_what_was_confirmed(house: House) -> None:
    """A rewound offset brings all of them again, and nothing comes of it."""
    anna = OnTelegram(house, "Anna")
    open_for(house, anna)
    for value in TIMES:
        anna.says(line(value))
    check(house, anna, list(TIMES))

    again = house.telegram.world.updates.rewind(len(TIMES))

    check(house, anna, list(TIMES))
    assert [update.deliveries for update in again] == [2] * len(TIMES)


@BOTH_WAYS
def test_slack_tells_the_same_again(house: House, *, posted: bool) -> None:
    """The same event two to five times, before its answer and after: once."""
    anna = OnSlack(house, "anna")
    open_for(house, anna, posted=posted)
    for times in TIMES:
        with house.busy_store():
            told = anna.user.direct(line(times))
            house.slack.repeat(told, times - 1)
        check(house, anna, list(TIMES[: times - 1]))

        house.slack.repeat(told, times)
        check(house, anna, list(TIMES[: times - 1]))


@BOTH_WAYS
def test_slack_hears_too_late(house: House, *, posted: bool) -> None:
    """What was not acknowledged within three seconds comes again, and is done once."""
    anna = OnSlack(house, "anna")
    open_for(house, anna, posted=posted)
    with house.busy_store():
        told = anna.user.direct(line(1))
        for attempt in (1, 2):
            told.wait_attempts(attempt)
            told.time_out()
        told.wait_attempts(3)

    check(house, anna, [1])
    assert told.acknowledged
    assert len(told.attempts) == 3


@pytest.mark.parametrize("twins", ["after", "before"])
def test_slack_tells_of_a_mention_twice(house: House, twins: Twins) -> None:
    """A mention is told as two events, in any order, and is answered once, in its thread."""
    anna = OnSlack(house, "anna")
    house.slack.events.twins = twins
    room = house.slack.workspace.channel("newsroom", creator=anna.user)
    open_for(house, anna)

    said = anna.user.mentions(line(1), room)
    house.wait_settled()

    assert said.twin is not None
    assert said.twin.acknowledged
    assert house.versions(KEY)[1:] == ["1"]
    (reply,) = house.slack.said(room)
    assert reply.thread_ts == said.ts


def test_slack_tells_the_same_through_two_connections(house: House) -> None:
    """While one connection takes the place of another, the same may come by both: once."""
    anna = OnSlack(house, "anna")
    open_for(house, anna)
    sockets = house.slack.sockets
    first = sockets.wait_for(1)
    with house.busy_store():
        told = anna.user.direct(line(1))
        told.wait_attempts(1)
        first.disconnect()
        second = sockets.wait_for(2)
        for again in house.slack.repeat(told, 2):
            again.wait_attempts(1)
        assert told.event_id in {each.event_id for each in second.sent}

    check(house, anna, [1])


def test_same_slash_command_comes_again(house: House) -> None:
    """A command that is brought several times is carried out, and answered, once."""
    anna = OnSlackAlone(house, "anna")
    open_for(house, anna)
    with house.busy_store():
        told = anna.user.slash(line(1).removeprefix("/"))
        house.slack.repeat(told, 2)
    check(house, anna, [1])

    house.slack.repeat(told)
    check(house, anna, [1])


def test_same_tap_comes_again_in_telegram(house: House) -> None:
    """A tap that confirms a change, told several times: the change is made, and shown, once."""
    anna = OnTelegram(house, "Anna")
    open_for(house, anna)
    anna.says(line(1).removeprefix("/"))
    asked = house.telegram.world.wait_for_message(anna.user.chat)
    updates = house.telegram.world.updates
    with house.busy_store():
        tap = anna.user.taps(asked)
        assert tap.update
        updates.repeat(tap.update, 2)
    check(house, anna, [1])

    updates.repeat(tap.update)
    check(house, anna, [1])
    assert len(asked.history) == 1


def test_same_tap_comes_again_in_slack(house: House) -> None:
    """A tap that confirms a change, told several times: the change is made, and shown, once."""
    anna = OnSlack(house, "anna")
    open_for(house, anna)
    asked = house.slack.posted(anna.user.room, after=anna.user.direct(line(1).removeprefix("/")))
    with house.busy_store():
        tap = anna.user.taps(asked, 1)
        house.slack.repeat(tap, 2)
    check(house, anna, [1])

    house.slack.repeat(tap)
    check(house, anna, [1])
    assert len(asked.versions) == 1
