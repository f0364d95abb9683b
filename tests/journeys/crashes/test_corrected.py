"""A process that dies at any step of a correction: each edit is made, and the notice is said once.

One chat on each platform was told what was wrong, and asks nothing more.
"""

from __future__ import annotations

from typing import Final

import pytest

from bot.texts import phrase
from storage.deliveries import UNSETTLED, State
from tests.journeys.crashes.dying import Step
from tests.journeys.crashes.killing import House
from tests.journeys.crashes.planning import REPEAT, Office
from tests.journeys.crashes.speaking import OnSlack, OnTelegram, Speaker

QUESTION: Final = "who leads the battle group?"
CORRECT: Final = "/fact correct battle-group.leader Denmark | value-lv: Dānija | reason: misread"
HEADING: Final = phrase("en", "correction.heading")
ONCE: Final = [False]
REPEATED: Final = [False, True]


def notices(speaker: Speaker) -> list[bool]:
    """Return for each notice that somebody has got whether it says that it may repeat another."""
    marks = [text.startswith(REPEAT) for text in speaker.seen() if HEADING in text]
    assert all("Denmark" in text for text in speaker.seen() if HEADING in text)
    return marks


def answers(speaker: Speaker) -> list[str]:
    """Return the first line of each answer that somebody sees now."""
    said = (text.removeprefix(f"{REPEAT}\n") for text in speaker.seen() if HEADING not in text)
    return [text.partition("\n")[0] for text in said]


def wait_corrected(house: House) -> None:
    """Wait until every edit and every notice has ended."""

    def ended() -> bool:
        rows = house.planned("correction")
        return bool(rows) and not any(row.state in UNSETTLED for row in rows)

    house.telegram.world.wait_until(ended, "corrections that are over")


def misled(house: House, *speakers: Speaker) -> None:
    """Let everybody be told, and no desk live when it turns out to be wrong."""
    house.start()
    for each in speakers:
        each.says(QUESTION)
    house.wait_settled()
    house.kill()
    Office(house).says(CORRECT)
    assert {row.state for row in house.planned("correction")} == {State.QUEUED}


@pytest.mark.parametrize("step", [Step.COMPOSING, Step.COMPOSED, Step.SETTLING])
def test_within_the_edits(house: House, step: Step) -> None:
    """An edit that may have been made is made again, and nobody hears of it twice."""
    berta, clara = OnTelegram(house, "Berta"), OnSlack(house, "clara")
    misled(house, berta, clara)
    house.start(step)
    house.wait_dead()

    house.restart()
    wait_corrected(house)

    for each in (berta, clara):
        assert len(answers(each)) == 1
        assert answers(each)[0].startswith(
            "NATO battle group in Latvia, lead nation: Canada Denmark"
        )
        assert notices(each) == ONCE
    assert {row.state for row in house.planned("correction")} == {State.SENT}


def test_with_the_notice_on_its_way(house: House) -> None:
    """Telegram hears it once more with a word; Slack is asked, and once."""
    berta, clara = OnTelegram(house, "Berta"), OnSlack(house, "clara")
    misled(house, berta, clara)
    stalled = [each.stall() for each in (berta, clara)]
    house.start()
    for each in stalled:
        each.wait()
    house.kill()
    for each in stalled:
        each.release()

    house.restart()
    wait_corrected(house)

    assert (notices(berta), notices(clara)) == (REPEATED, ONCE)
    assert len(answers(berta)) == len(answers(clara)) == 1


@pytest.mark.parametrize("step", [Step.EFFECT, Step.QUEUED])
def test_within_the_change(house: House, step: Step) -> None:
    """A correction that was interrupted is made once, and told once to who was misled."""
    anna, berta, clara = (
        OnTelegram(house, "Anna"),
        OnTelegram(house, "Berta"),
        OnSlack(house, "clara"),
    )
    house.owners = anna.account
    house.start()
    for each in (berta, clara):
        each.says(QUESTION)
    house.wait_settled()
    house.kill()
    house.end_seat()
    house.start(step)
    anna.says(CORRECT)
    house.wait_dead()

    house.restart()
    house.wait_settled()
    wait_corrected(house)

    assert house.versions("battle-group.leader")[-1:] == ["Denmark"]
    assert [notices(each) for each in (anna, berta, clara)] == [[], ONCE, ONCE]
