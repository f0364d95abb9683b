"""A process that dies at any step of a post: nothing is lost, and nothing is doubled by itself.

Slack is asked afterwards, and has it once. Telegram cannot be asked: what was on its way is held
until an editor says what to do, who alone can have it there twice.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

import pytest

from storage.deliveries import Delivery, Reason, State
from tests.journeys.crashes.dying import Step
from tests.journeys.crashes.killing import House
from tests.journeys.crashes.planning import reach, written
from tests.journeys.doors.on_telegram import TelegramPerson
from tests.standins.slack.people import Channel
from tests.standins.slack.shown import shown
from tests.standins.telegram.places import Group

STEPS: Final = (Step.COMPOSING, Step.COMPOSED, Step.ANSWERED, Step.SETTLING)
THERE: Final = (Step.ANSWERED, Step.SETTLING)
"""By then it has been read."""
TEXT: Final = "The meeting begins."


def olga(house: House) -> TelegramPerson:
    """Return an owner on Telegram, before a desk was started."""
    person = TelegramPerson(house.telegram, house.telegram.world.user("Olga", "en"))
    house.owners = person.account
    return person


def waiting(house: House, editor: TelegramPerson, address: str) -> None:
    """Have a post wait for a channel until its time, and no desk live to send it."""
    at: datetime = (house.now() + timedelta(minutes=3)).replace(second=0, microsecond=0)
    house.start()
    editor.says(f"/channel add news {address} en")
    shown_ = editor.says(f"/post {TEXT}\n\nto: news\nat: {written(at)}")
    editor.taps(shown_, "Send")
    house.wait_settled()
    house.kill()
    reach(house, at)


def goes_through(house: House, step: Step) -> Delivery:
    """Die at `step` and let another desk go on; return what became of the post."""
    house.start(step)
    house.wait_dead()
    house.restart()
    house.wait_settled()
    return the_post(house)


def the_post(house: House) -> Delivery:
    """Return the one copy of the post."""
    (copy,) = house.planned("post")
    return copy


def read(channel: Group) -> list[str]:
    """Return what a channel on Telegram has got."""
    return [each.text for each in channel.messages_from_bot()]


@pytest.mark.parametrize("step", STEPS)
def test_on_telegram(house: House, step: Step) -> None:
    """Once where it was not claimed, else as an editor says, without a word of ours."""
    editor = olga(house)
    channel = house.telegram.world.channel("News", creator=editor.user)
    waiting(house, editor, f"telegram:{channel.id}")

    copy = goes_through(house, step)

    before = [TEXT] if step in {*THERE, Step.COMPOSING} else []
    assert read(channel) == before
    if step is Step.COMPOSING:
        assert copy.state is State.SENT
        return
    assert (copy.state, copy.why) == (State.HELD, Reason.IN_DOUBT)
    word = "drop" if step in THERE else "send"
    editor.says(f"/deliveries {word} {copy.number}")
    house.wait_settled()
    assert read(channel) == [TEXT]


@pytest.mark.parametrize("step", STEPS)
def test_on_slack(house: House, step: Step) -> None:
    """Once, whatever happened."""
    editor = olga(house)
    channel: Channel = house.slack.workspace.channel("news")
    waiting(house, editor, f"slack:{channel.id}")

    copy = goes_through(house, step)

    assert copy.state is State.SENT
    assert [shown(each).text for each in house.slack.said(channel)] == [TEXT]
