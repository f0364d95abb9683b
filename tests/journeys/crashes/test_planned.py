"""A process that dies at any step of a planned message: it is heard, and at most once too often.

A reminder and a notice of a move are on their way at once, each to a chat of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import pytest

from bot.posting.held import GATHERED_FOR
from bot.texts import phrase
from storage.deliveries import Delivery, State
from tests.journeys.crashes.dying import Step
from tests.journeys.crashes.killing import House, pass_time
from tests.journeys.crashes.planning import Office, Told, reach
from tests.journeys.crashes.speaking import OnSlack, OnTelegram

ONCE: Final = [False]
REPEATED: Final = [False, True]
REPEATED_UNSEEN: Final = [True]
"""Nobody can tell that the first was never sent."""

TELEGRAM: Final = {
    Step.COMPOSING: [ONCE],
    Step.COMPOSED: [REPEATED_UNSEEN],
    Step.SENT: [REPEATED],
    Step.ANSWERED: [REPEATED, REPEATED_UNSEEN],
    Step.SETTLING: [REPEATED, REPEATED_UNSEEN],
}
"""What is heard, the likeliest first: of two that are on their way one is answered first."""

HOUR: Final = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two chats on one platform: what is on its way to each."""

    reminded: OnTelegram | OnSlack
    noticed: OnTelegram | OnSlack

    def everybody(self) -> tuple[OnTelegram | OnSlack, OnTelegram | OnSlack]:
        """Return both."""
        return self.reminded, self.noticed


def on_telegram(house: House) -> Pair:
    """Return two people there."""
    return Pair(OnTelegram(house, "Berta"), OnTelegram(house, "Dora"))


def on_slack(house: House) -> Pair:
    """Return two people there."""
    return Pair(OnSlack(house, "clara"), OnSlack(house, "emil"))


def wait_for_turn(house: House, *pairs: Pair) -> None:
    """Let a reminder and a notice be due for each of `pairs`, and no desk live to send them."""
    office = Office(house)
    gala, ball = office.plans("gala", 2 * HOUR), office.plans("ball", 5 * HOUR)
    house.start()
    for pair in pairs:
        pair.reminded.says("/remind gala 1h")
        pair.noticed.says("/event show ball")
    house.wait_settled()
    house.kill()
    reach(house, gala - HOUR)
    office.moves("ball", ball + HOUR)


def dies(house: House, step: Step, *pairs: Pair) -> list[Delivery]:
    """Have the desk die at `step`; return what it leaves."""
    speakers = [speaker for pair in pairs for speaker in pair.everybody()]
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
    left = house.planned()
    assert len(left) == len(speakers)
    return left


def check(pair: Pair, told: dict[OnTelegram | OnSlack, Told], expected: list[list[bool]]) -> None:
    """See that each of a pair heard one thing, so often."""
    marks = [told[speaker].marks() for speaker in pair.everybody()]
    assert all(each in expected for each in marks), marks
    assert expected[0] in marks
    assert told[pair.reminded].is_one("reminder.heading"), told[pair.reminded].heard()
    assert told[pair.noticed].is_one("notice.moved"), told[pair.noticed].heard()


def check_ledger(house: House, step: Step) -> None:
    """See that what happened to each message shows in its row, and each doubt in `deliveries`."""
    rows = house.planned()
    assert Office(house).repeated() == sum(row.doubts for row in rows)
    for row in rows:
        doubts = int(row.platform == "telegram" and step is not Step.COMPOSING)
        sent_again = doubts or step is Step.COMPOSED
        assert (row.state, row.why, row.doubts) == (State.SENT, "", doubts)
        assert row.attempts == 1 + sent_again


def goes_through(house: House, step: Step, *pairs: Pair) -> dict[OnTelegram | OnSlack, Told]:
    """Die at `step` and let another desk go on; return what each has heard of it in the end."""
    wait_for_turn(house, *pairs)
    told = {speaker: Told(speaker) for pair in pairs for speaker in pair.everybody()}
    left = {(row.state, row.attempts) for row in dies(house, step, *pairs)}
    assert left == {(State.QUEUED, 0) if step is Step.COMPOSING else (State.SENDING, 1)}

    house.restart()
    house.wait_settled()
    check_ledger(house, step)
    return told


@pytest.mark.parametrize("step", [Step.COMPOSING, Step.COMPOSED, Step.SENT])
def test_on_both_platforms(house: House, step: Step) -> None:
    """Telegram hears it once more with a word if it was claimed; Slack is asked, and once."""
    telegram, slack = on_telegram(house), on_slack(house)

    told = goes_through(house, step, telegram, slack)

    check(telegram, told, TELEGRAM[step])
    check(slack, told, [ONCE])


@pytest.mark.parametrize("step", [Step.ANSWERED, Step.SETTLING])
def test_answered_by_telegram(house: House, step: Step) -> None:
    """An answer that is not settled is a doubt: it is repeated, and says so."""
    telegram = on_telegram(house)

    told = goes_through(house, step, telegram)

    check(telegram, told, TELEGRAM[step])


@pytest.mark.parametrize("step", [Step.ANSWERED, Step.SETTLING])
def test_answered_by_slack(house: House, step: Step) -> None:
    """An answer that is not settled is asked for."""
    slack = on_slack(house)
    wait_for_turn(house, slack)
    told = {speaker: Told(speaker) for speaker in slack.everybody()}
    dies(house, step, slack)

    house.restart()
    house.wait_settled()

    check(slack, told, [ONCE])
    assert {(row.state, row.doubts) for row in house.planned()} == {(State.SENT, 0)}


@pytest.mark.parametrize("step", [Step.ORDERING, Step.ORDERED])
def test_order_of_a_reminder(house: House, step: Step) -> None:
    """An order that was interrupted is taken once, and its reminder comes once."""
    berta = OnTelegram(house, "Berta")
    gala = Office(house).plans("gala", 2 * HOUR)
    house.start(step)
    berta.says("/remind gala 1h")
    house.wait_dead()
    assert len(house.planned()) == (step is Step.ORDERED)

    house.restart()
    house.wait_settled()
    told = Told(berta)
    reach(house, gala - HOUR)
    house.wait_settled()

    assert told.marks() == ONCE
    assert told.is_one("reminder.heading")
    assert [(row.state, row.attempts) for row in house.planned()] == [(State.SENT, 1)]


@pytest.mark.parametrize("step", [Step.EFFECT, Step.QUEUED])
def test_move_of_an_event(house: House, step: Step) -> None:
    """A move that was interrupted is made once, and told once to each who was told otherwise."""
    anna, berta, clara = (
        OnTelegram(house, "Anna"),
        OnTelegram(house, "Berta"),
        OnSlack(house, "clara"),
    )
    office = Office(house)
    gala = office.plans("gala", 2 * HOUR)
    house.owners = anna.account
    house.start()
    for each in (berta, clara):
        each.says("/remind gala 1h")
    house.wait_settled()
    house.kill()
    told = [Told(each) for each in (berta, clara)]
    house.end_seat()
    house.start(step)
    anna.says(f"/event move gala {gala + HOUR:%Y-%m-%dT%H:%M}Z")
    house.wait_dead()
    assert len(house.planned("notice")) == (2 if step is Step.QUEUED else 0)

    house.restart()
    house.wait_settled()

    assert [each.marks() for each in told] == [ONCE, ONCE]
    assert all(each.is_one("notice.moved") for each in told)
    assert {row.attempts for row in house.planned("notice")} == {1}
    assert {row.due_at for row in house.planned("reminder") if row.state is State.QUEUED} == {gala}


def test_second_crash_leaves_it_to_the_editors(house: House) -> None:
    """What was twice in flight is held, and the editors hear of all of it in one message."""
    anna, telegram, slack = OnTelegram(house, "Anna"), on_telegram(house), on_slack(house)
    house.owners = anna.account
    house.start()
    anna.says("/events")
    house.wait_settled()
    house.kill()
    wait_for_turn(house, telegram, slack)
    told = {each: Told(each) for each in (*telegram.everybody(), *slack.everybody())}
    editor = Told(anna)
    dies(house, Step.SENT, telegram, slack)
    stalled = [each.stall() for each in telegram.everybody()]
    house.restart()
    for each in stalled:
        each.wait()
    house.kill()
    for each in stalled:
        each.release()

    house.restart()
    house.wait_settled()
    pass_time(GATHERED_FOR, house)
    house.wait_ready()
    house.wait_settled()

    check(telegram, told, [REPEATED])
    check(slack, told, [ONCE])
    held = {(row.why, row.doubts, row.attempts) for row in house.planned() if row.number}
    assert held == {("in doubt", 1, 2)}
    (alarm,) = editor.heard()
    assert alarm.startswith(phrase("en", "held.heading", count=2))
