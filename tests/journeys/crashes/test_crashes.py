"""A process that dies at any step of a message's way: nothing is lost, and nothing done twice."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import pytest

from bot.texts import phrase
from storage.ledger import State
from tests.journeys.crashes.dying import Step
from tests.journeys.crashes.killing import House
from tests.journeys.crashes.speaking import OnSlack, OnSlackAlone, OnTelegram

KEY: Final = "battle-group.strength"
STRENGTH: Final = "1607"
LINE: Final = f"/fact set {KEY} {STRENGTH} | reason: test"
REPEAT: Final = phrase("en", "desk.repeat")


@dataclass(frozen=True, slots=True)
class Expected:
    """What somebody sees in the end: a mark for each reply, true where it says that it repeats."""

    marks: list[bool]


ONCE: Final = Expected([False])
REPEATED: Final = Expected([False, True])
REPEATED_UNSEEN: Final = Expected([True])
"""Nobody can tell that the first was never sent."""

TELEGRAM: Final = {
    Step.UNSTORED: ONCE,
    Step.STORED: ONCE,
    Step.CLAIMED: ONCE,
    Step.EFFECT: ONCE,
    Step.QUEUED: REPEATED_UNSEEN,
    Step.SENT: REPEATED,
    Step.ANSWERED: REPEATED,
    Step.SETTLING: REPEATED,
}


@dataclass(frozen=True, slots=True)
class Left:
    """What a dead process leaves: updates, new versions, messages."""

    inbox: list[str]
    versions: int = 0
    deliveries: list[State] = field(default_factory=list)


IN_FLIGHT: Final = Left(["handled"], 1, [State.SENDING])
LEFT: Final = {
    Step.UNSTORED: Left([]),
    Step.STORED: Left(["waiting"]),
    Step.CLAIMED: Left(["claimed"]),
    Step.EFFECT: Left(["claimed"]),
}
"""By the step at which it died; IN_FLIGHT at the others."""


def left(house: House) -> Left:
    """Return what there is."""
    states = [state for _, state in house.deliveries()]
    return Left(house.inbox(), len(house.versions(KEY)) - 1, states)


def crashes(house: House, speaker: OnTelegram | OnSlack, step: Step) -> None:
    """Have an editor change a fact, and the desk die at `step`; see that it died there."""
    house.owners = speaker.account
    house.start(step)
    if step is Step.STORED:
        # What looks for updates after a start could take this one in the commit that stores it.
        house.wait_ready()
    stalled = speaker.stall() if step is Step.SENT else None
    speaker.says(LINE)
    if stalled:
        stalled.wait()
        house.kill()
        stalled.release()
    else:
        house.wait_dead()
    assert left(house) == LEFT.get(step, IN_FLIGHT)


def goes_on(house: House, speaker: OnTelegram | OnSlack, expected: Expected) -> None:
    """Let another desk go on; see that it was done once, and what is seen of it."""
    house.restart()
    house.wait_settled()
    assert house.versions(KEY)[1:] == [STRENGTH]
    seen = speaker.seen()
    assert [text.startswith(REPEAT) for text in seen] == expected.marks, seen
    assert len({text.removeprefix(f"{REPEAT}\n") for text in seen}) == 1
    assert KEY in seen[0]
    assert [state for _, state in house.deliveries()] == [State.SENT]


@pytest.mark.parametrize("step", TELEGRAM)
def test_telegram_polling(house: House, step: Step) -> None:
    """One edit, one effect; the reply is repeated only if it was on its way, and says so."""
    editor = OnTelegram(house, "Anna")
    crashes(house, editor, step)
    goes_on(house, editor, TELEGRAM[step])


@pytest.mark.parametrize("step", TELEGRAM)
def test_slack_by_socket(house: House, step: Step) -> None:
    """One edit, one effect, one reply: Slack is asked whether it was sent."""
    editor = OnSlack(house, "anna")
    crashes(house, editor, step)
    goes_on(house, editor, ONCE)


@pytest.mark.parametrize("step", [Step.UNSTORED, Step.STORED])
def test_telegram_webhook(house: House, step: Step) -> None:
    """What was not answered with 200 is posted again, and is done once."""
    house.posted = True
    editor = OnTelegram(house, "Anna")
    crashes(house, editor, step)
    goes_on(house, editor, ONCE)


@pytest.mark.parametrize("step", [Step.UNSTORED, Step.STORED])
def test_slack_over_http(house: House, step: Step) -> None:
    """What was not acknowledged is brought again, and is done once."""
    house.posted = True
    editor = OnSlack(house, "anna")
    crashes(house, editor, step)
    goes_on(house, editor, ONCE)


@pytest.mark.parametrize("step", [Step.QUEUED, Step.SENT, Step.SETTLING])
def test_what_one_person_sees_in_slack(house: House, step: Step) -> None:
    """Nobody can ask for what one person alone was shown, so it is repeated and says so."""
    editor = OnSlackAlone(house, "anna")
    crashes(house, editor, step)
    goes_on(house, editor, TELEGRAM[step])


@pytest.mark.parametrize("filled_store", ["postgres"], indirect=True)
@pytest.mark.parametrize("step", [Step.CLAIMED, Step.QUEUED])
def test_what_another_process_may_hold_is_left_to_it(house: House, step: Step) -> None:
    """Where many may serve a store, nobody takes what another holds before its lease is over."""
    editor, other = OnTelegram(house, "Anna"), OnTelegram(house, "Berta")
    crashes(house, editor, step)
    house.start()
    other.says("who leads the battle group?")
    house.telegram.world.wait_for_message(other.user.chat)
    house.wait_ready()
    before, now = LEFT.get(step, IN_FLIGHT), left(house)
    assert (now.inbox[0], now.versions) == (before.inbox[0], before.versions)
    assert editor.seen() == []

    house.end_leases()
    house.wait_settled()
    assert house.versions(KEY)[1:] == [STRENGTH]
    assert len(editor.seen()) == 1
