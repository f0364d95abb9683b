"""A process that dies at any step of a correction: each edit is made, and the notice is said once.

Everybody was told what is wrong, each in a way of their own; others have asked something else.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from tests.journeys.crashes.correcting import PACE, wait_corrected
from tests.journeys.crashes.dying import Step
from tests.journeys.crashes.killing import House
from tests.journeys.crashes.misleading import CAPTAIN, Misled, correct
from tests.journeys.crashes.planning import ZONE, written

LATER: Final = timedelta(minutes=11)
"""So long after a notice another one is sent."""
POSTPONED: Final = timedelta(hours=12)
WITHIN_THE_EDITS: Final = (
    Step.COMPOSING,
    Step.COMPOSED,
    Step.SENT,
    Step.EDITED,
    Step.SETTLING,
    Step.NOTICING,
)
MANY: Final = 20
"""More than are on their way at once."""


def dies(house: House, step: Step, *methods: str) -> None:
    """Have a desk die at `step`, or once it has called both of `methods` and heard no answer."""
    house.advance(PACE)
    if step is not Step.SENT:
        house.restart(step)
        house.wait_dead()
        return
    telegram, slack = methods
    held = [house.telegram.faults.holds(telegram, after=True) for _ in range(MANY)]
    hung = house.slack.faults.hang(slack, after=True, times=MANY)
    house.restart()
    held[0].wait_reached()
    hung.wait()
    house.kill()
    house.telegram.faults.clear()
    for each in held:
        each.drop()
    hung.release()


def test_at_each_step(house: House) -> None:
    """Exactly what was wrong is edited; each chat hears of it once, Telegram twice if in doubt."""
    told = Misled(house)
    told.is_told()
    before = told.pages()

    house.end_seat()
    house.start(Step.EFFECT)
    told.olga.says(correct("Kalve"))
    house.wait_dead()
    dies(house, Step.QUEUED)
    start = told.regatta + POSTPONED
    told.office.says(f"/fact correct regatta.time {written(start)}")
    for step in WITHIN_THE_EDITS:
        dies(house, step, "editMessageText", "chat.update")
    house.restart()
    wait_corrected(house)
    wrong, right = (f"at {each.astimezone(ZONE):%H:%M}" for each in (told.regatta, start))
    told.check(before, {"Ozola": "Kalve", wrong: right})
    assert house.versions(CAPTAIN) == ["Ozola", "Kalve"]

    for step, line, old, new in (
        (Step.NOTICED, correct("Liepa"), "Kalve", "Liepa"),
        (Step.SENT, correct("Egle"), "Liepa", "Egle"),
        (Step.ANSWERED, f"/fact correct regatta.time {written(told.regatta)}", right, wrong),
    ):
        house.stop()
        house.advance(LATER)
        before = told.pages()
        told.office.says(line)
        dies(house, step, "sendMessage", "chat.postMessage")
        house.restart()
        wait_corrected(house)
        told.check(before, {old: new})
