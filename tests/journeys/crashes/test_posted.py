"""A process that dies at any step of a post: nothing is lost, and nothing is doubled by itself.

Slack is asked afterwards, and has it once. Telegram cannot be asked: what was on its way is held
until an editor says what to do, who alone can have it there twice. A picture changes nothing of
that: one message of Telegram's has it, and what lies on Slack nobody sees until a message shows it.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

import pytest

from storage.deliveries import Delivery, Reason, State
from tests.journeys.crashes.dying import Step
from tests.journeys.crashes.killing import House
from tests.journeys.crashes.planning import reach, written
from tests.journeys.doors.on_telegram import TelegramPerson, seen
from tests.journeys.doors.venues import Seen
from tests.standins.slack.people import Channel
from tests.standins.slack.shown import shown
from tests.standins.telegram.places import Group

STEPS: Final = (Step.COMPOSING, Step.COMPOSED, Step.ANSWERED, Step.SETTLING)
THERE: Final = (Step.ANSWERED, Step.SETTLING)
"""By then it has been read."""
TEXT: Final = "The meeting begins."
PICTURE: Final = "bridge"
CONTENT: Final = b"JPEG"


def olga(house: House) -> TelegramPerson:
    """Return an owner on Telegram, before a desk was started."""
    person = TelegramPerson(house.telegram, house.telegram.world.user("Olga", "en"))
    house.owners = person.account
    return person


def waiting(house: House, editor: TelegramPerson, address: str, *, pictured: bool = False) -> None:
    """Have a post wait for a channel until its time, and no desk live to send it."""
    at: datetime = (house.now() + timedelta(minutes=3)).replace(second=0, microsecond=0)
    house.start()
    editor.says(f"/channel add news {address} en")
    lines = f"to: news\nat: {written(at)}"
    preview = previewed(house, editor, lines) if pictured else None
    editor.taps(preview or editor.says(f"/post {TEXT}\n\n{lines}"), "Send")
    house.wait_settled()
    house.kill()
    reach(house, at)


def previewed(house: House, editor: TelegramPerson, lines: str) -> Seen:
    """Have a picture with the words below it shown as it will be posted."""
    world, chat = house.telegram.world, editor.user.chat
    world.files[PICTURE] = CONTENT
    prepared = editor.user.shows(PICTURE, TEXT)
    command = editor.user.says(f"/post {lines}", reply_to=prepared)
    return seen(world.wait_for_message(chat, after=command, containing="Nothing has left"))


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


@pytest.mark.parametrize("step", THERE)
def test_picture_on_telegram(house: House, step: Step) -> None:
    """It is there once, with its words, and its row is left to an editor."""
    editor = olga(house)
    channel = house.telegram.world.channel("News", creator=editor.user)
    waiting(house, editor, f"telegram:{channel.id}", pictured=True)

    copy = goes_through(house, step)

    assert (copy.state, copy.why) == (State.HELD, Reason.IN_DOUBT)
    editor.says(f"/deliveries drop {copy.number}")
    house.wait_settled()
    posted = [(each.picture, each.text) for each in channel.messages_from_bot()]
    assert posted == [(PICTURE, TEXT)]


@pytest.mark.parametrize("step", [Step.UPLOADED, *THERE])
def test_picture_on_slack(house: House, step: Step) -> None:
    """It is there once; what was laid down and never shown is laid down anew."""
    editor = olga(house)
    channel: Channel = house.slack.workspace.channel("news")
    waiting(house, editor, f"slack:{channel.id}", pictured=True)

    copy = goes_through(house, step)

    assert copy.state is State.SENT
    (posted,) = house.slack.said(channel)
    files = house.slack.files.contents
    assert TEXT in shown(posted).text
    assert files[posted.blocks[0]["slack_file"]["id"]] == CONTENT
    assert len(files) == 1 + (step is Step.UPLOADED)
