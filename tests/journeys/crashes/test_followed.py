"""A process that dies at any step of a follow: it is ordered once, and each change is heard once.

Slack is asked afterwards. Telegram cannot be asked: a word that was on its way is held there until
an editor says what to do, who alone can have it there twice.
"""

from __future__ import annotations

from typing import Final

import pytest

from storage.deliveries import Delivery, Reason, State
from tests.journeys.crashes.dying import Step
from tests.journeys.crashes.killing import House
from tests.journeys.crashes.planning import Office, Told
from tests.journeys.crashes.speaking import OnSlack, OnTelegram

KEY: Final = "battle-group.leader"
FOLLOW: Final = f"/follow {KEY}"
CHANGE: Final = f"/fact set {KEY} Denmark | value-lv: Dānija"
ONCE: Final = [False]
THERE: Final = (Step.ANSWERED, Step.SETTLING)
"""By then one of the two has been read."""


def follows(house: House) -> int:
    """Return how many chats follow the fact."""
    with house.database.read() as tx:
        fact = tx.facts.find(KEY)
        assert fact is not None
        return len(tx.follows.at_once([fact]))


def words(house: House) -> list[Delivery]:
    """Return every word of a change that is for a chat that follows it."""
    return house.planned("followed")


@pytest.mark.parametrize("step", [Step.FOLLOWING, Step.FOLLOWED])
def test_order_of_a_follow(house: House, step: Step) -> None:
    """An order that was interrupted is taken once, and what it asks for comes once."""
    berta = OnTelegram(house, "Berta")
    house.start()
    berta.says("/quiet off")
    house.wait_settled()
    house.kill()
    house.end_seat()
    house.start(step)
    berta.says(FOLLOW)
    house.wait_dead()
    assert follows(house) == (step is Step.FOLLOWED)

    house.restart()
    house.wait_settled()
    told = Told(berta)
    Office(house).says(CHANGE)
    house.wait_settled()

    assert follows(house) == 1
    assert told.marks() == ONCE
    assert told.is_one("followed.heading")


@pytest.mark.parametrize("step", [Step.EFFECT, Step.QUEUED])
def test_change_of_what_is_followed(house: House, step: Step) -> None:
    """A change that was interrupted is made once, and told once to each who follows."""
    anna, berta, clara = (
        OnTelegram(house, "Anna"),
        OnTelegram(house, "Berta"),
        OnSlack(house, "clara"),
    )
    house.owners = anna.account
    told = followed_by(house, berta, clara)
    house.end_seat()
    house.start(step)
    anna.says(CHANGE)
    house.wait_dead()
    assert len(words(house)) == (2 if step is Step.QUEUED else 0)

    house.restart()
    house.wait_settled()

    assert [each.marks() for each in told] == [ONCE, ONCE]
    assert {row.state for row in words(house)} == {State.SENT}
    assert len(words(house)) == len(told)


@pytest.mark.parametrize("step", [Step.COMPOSING, Step.COMPOSED, *THERE])
def test_word_on_its_way(house: House, step: Step) -> None:
    """Slack has it once; Telegram too, or an editor is asked, who has it there once as well."""
    berta, clara = OnTelegram(house, "Berta"), OnSlack(house, "clara")
    told = followed_by(house, berta, clara)
    Office(house).says(CHANGE)
    house.start(step)
    house.wait_dead()

    house.restart()
    house.wait_settled()

    on_telegram, on_slack = told
    assert on_slack.marks() == ONCE
    held = [row for row in words(house) if row.state is State.HELD]
    assert {(row.platform, row.why) for row in held} <= {("telegram", Reason.IN_DOUBT)}
    assert bool(held) == (step is not Step.COMPOSING)
    for row in held:
        word = "drop" if on_telegram.heard() else "send"
        Office(house).says(f"/deliveries {word} {row.number}")
    house.wait_settled()
    assert on_telegram.marks() == ONCE
    assert {row.state for row in words(house)} <= {State.SENT, State.DROPPED}


def followed_by(house: House, *speakers: OnTelegram | OnSlack) -> list[Told]:
    """Have it followed at any hour, and no desk live; return what each hears from then on."""
    house.start()
    for each in speakers:
        each.says("/quiet off")
        each.says(FOLLOW)
    house.wait_settled()
    house.kill()
    return [Told(each) for each in speakers]
