"""Who asked what nobody knew is told once it is known: once, wherever they asked, whatever dies.

An editor answers on a platform, or at the terminal beside a desk that is dead.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import pytest

from bot.texts import phrase
from storage.deliveries import State
from tests.journeys.crashes.dying import Step
from tests.journeys.crashes.killing import House
from tests.journeys.crashes.planning import Office, Told
from tests.journeys.crashes.speaking import OnSlack, OnSlackAlone, OnTelegram
from tests.journeys.doors.on_slack import SlackGroup, SlackPerson
from tests.journeys.doors.on_telegram import TelegramGroup, TelegramPerson

ASKED: Final = "Who leads the battle group in Lithuania?"
ASKED_LV: Final = "Kas vada kaujas grupu Lietuvā?"
OTHER: Final = "How many soldiers are in the battle group in Lithuania?"
KEY: Final = "battle-group.leader"
TOLD: Final = phrase("en", "later.heading", question=ASKED)
TOLD_LV: Final = phrase("lv", "later.heading", question=ASKED_LV)

ONCE: Final = [False]
REPEATED: Final = [False, True]
UNSEEN: Final = [True]
"""Nobody can tell that the first was never sent."""


def number(house: House) -> int:
    """Return the number of what was asked first."""
    with house.database.read() as tx:
        return tx.questions.groups(0, 1)[0].number


def waiting(house: House) -> list[str]:
    """Return what still waits."""
    with house.database.read() as tx:
        return [each.text for each in tx.questions.open()]


def told(said: list[str]) -> list[str]:
    """Return the first line of each answer to an earlier question."""
    lines = [text.splitlines()[0] for text in said]
    return [line for line in lines if line in {TOLD, TOLD_LV}]


@dataclass(frozen=True, slots=True)
class Places:
    """A group on each platform, who asks there, and who asks alone."""

    group: TelegramGroup
    channel: SlackGroup
    dora: TelegramPerson
    emil: SlackPerson
    alone: OnSlackAlone


def ask_among_people(house: House) -> Places:
    """Have it asked in a group, in a channel, and in that channel by the command."""
    telegram, slack = house.telegram, house.slack
    dora = TelegramPerson(telegram, telegram.world.user("Dora", "en"))
    emil = SlackPerson(slack, slack.workspace.user("emil", "en-GB"))
    group = TelegramGroup(telegram, telegram.world.group("Runas", creator=dora.user))
    alone = OnSlackAlone(house, "vilis")
    members = (emil.user, alone.user)
    channel = SlackGroup(slack, slack.workspace.channel("runas", members, creator=emil.user))
    dora.asks_in(group, ASKED)
    dora.asks_in(group, ASKED_LV)
    emil.asks_in(channel, ASKED)
    alone.user.slash(f"ask {ASKED}", channel.channel)
    return Places(group, channel, dora, emil, alone)


def test_each_is_told_once_where_they_asked(house: House) -> None:
    """In private, below the question in a group, in its thread, alone; and nobody else."""
    anna, clara = OnTelegram(house, "Anna"), OnSlack(house, "clara")
    other = OnTelegram(house, "Berta")
    house.start()
    anna.says(ASKED)
    clara.says(ASKED)
    other.says(OTHER)
    places = ask_among_people(house)
    house.wait_settled()

    Office(house).says(f"/answer {number(house)} {KEY}")
    house.wait_settled()

    assert told(anna.seen()) == [TOLD]
    assert told(clara.seen()) == [TOLD]
    assert told(places.group.said()) == [TOLD_LV]
    assert told(places.channel.said()) == [TOLD]
    assert told(places.alone.seen()) == [TOLD]
    assert told(other.seen()) == []
    assert waiting(house) == [OTHER]
    check_places(house, places)


def check_places(house: House, places: Places) -> None:
    """See that each was answered below what they asked last."""
    below = places.group.chat.messages_from_bot()[-1].reply_to
    assert below is not None
    assert ASKED_LV in below.text
    answer = house.slack.said(places.channel.channel)[-1]
    assert answer.thread_ts


@pytest.mark.parametrize("step", [Step.COMPOSING, Step.COMPOSED, Step.SENT])
def test_a_desk_dies_on_the_way(house: House, step: Step) -> None:
    """Nobody is left untold: Slack hears it once, Telegram once more with a word if in doubt."""
    anna, clara = OnTelegram(house, "Anna"), OnSlack(house, "clara")
    house.start()
    anna.says(ASKED)
    clara.says(ASKED)
    house.wait_settled()
    house.kill()
    Office(house).says(f"/answer {number(house)} {KEY}")
    heard = {speaker: Told(speaker) for speaker in (anna, clara)}

    dies_at(house, step, anna, clara)
    house.restart()
    house.wait_settled()

    expected = {Step.COMPOSING: ONCE, Step.COMPOSED: UNSEEN, Step.SENT: REPEATED}[step]
    assert heard[anna].marks() == expected
    assert heard[clara].marks() == ONCE
    assert all("Canada" in text for each in heard.values() for text in each.heard())
    assert {row.state for row in house.planned("later")} == {State.SENT}


def dies_at(house: House, step: Step, *speakers: OnTelegram | OnSlack) -> None:
    """Have the desk die at a step of what it is to send to them."""
    stalled = [speaker.stall() for speaker in speakers] if step is Step.SENT else []
    house.start(step)
    for each in stalled:
        each.wait()
    if stalled:
        house.kill()
    else:
        house.wait_dead()
    for each in stalled:
        each.release()


@pytest.mark.parametrize("step", [Step.CLOSING, Step.CLOSED])
def test_a_desk_dies_as_it_is_answered(house: House, step: Step) -> None:
    """An answer that was interrupted is given once, and each who asked hears it once."""
    olga, anna, clara = (
        OnTelegram(house, "Olga"),
        OnTelegram(house, "Anna"),
        OnSlack(house, "clara"),
    )
    house.owners = olga.account
    house.start()
    olga.says("/language en")
    anna.says(ASKED)
    clara.says(ASKED)
    house.wait_settled()
    house.kill()
    heard = {speaker: Told(speaker) for speaker in (anna, clara)}

    house.end_seat()
    house.start(step)
    olga.says(f"/answer {number(house)} {KEY}")
    house.wait_dead()
    assert len(waiting(house)) == (2 if step is Step.CLOSING else 0)
    assert len(house.planned("later")) == (0 if step is Step.CLOSING else 2)
    house.restart()
    house.wait_settled()

    assert [each.marks() for each in heard.values()] == [ONCE, ONCE]
    assert waiting(house) == []
