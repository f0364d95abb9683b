"""What takes two, through the whole program: one proposes on Telegram, one approves on Slack.

Readers were told the old value before, on both platforms; they are corrected once.
"""

from __future__ import annotations

from typing import Final

import pytest

from bot.texts import phrase
from tests.journeys.crashes.correcting import CORRECT, QUESTION, wait_corrected
from tests.journeys.crashes.dying import Step
from tests.journeys.doors.on_slack import SlackPerson
from tests.journeys.reminders.newsrooms import said
from tests.journeys.waiting.editors import Cast, Desks
from tests.standins.slack.shown import shown
from tests.standins.slack.world import Message

HEADING: Final = phrase("en", "correction.heading")
CARRY_OUT: Final = phrase("en", "pending.do-approve")


@pytest.fixture
def cast(desks: Desks) -> Cast:
    """Return everybody: readers have been told, and what they were told takes two people now."""
    cast = Cast(desks)
    desks.start()
    assert all("Canada" in each for each in cast.asked(QUESTION))
    cast.eva.says("/whoami")
    told = cast.olga.says("/approval on battle-group").text
    assert told == phrase("en", "approval.turned-on", name="NATO battle group in Latvia")
    return cast


def proposed(desks: Desks, cast: Cast) -> tuple[int, Message]:
    """Have Olga propose a correction; return its number, and how Eva is asked on Slack."""
    cast.olga.says(CORRECT)
    desks.first.wait_settled()
    with desks.first.database.read() as tx:
        (proposal,) = tx.pending.waiting()
    slack = desks.first.slack
    asked = [each for each in slack.said(cast.eva.user) if CARRY_OUT in shown(each).labels]
    return proposal.number, asked[-1]


def approvals(desks: Desks) -> list[str]:
    """Return what became of changes that waited, by the audit, the oldest first."""
    with desks.first.database.read() as tx:
        acts = [each.action for each in reversed(tx.audit.latest(1000))]
    return [each for each in acts if each.startswith("pending.")]


def notices(desks: Desks, cast: Cast) -> list[int]:
    """Return how many notices of the correction each reader has got; nobody has more than one."""
    told = [each.where for each in said(desks.first) if HEADING in each.text]
    # Editors were shown the old value as well, beside what was proposed.
    readers = (cast.anna.account, f"slack:{cast.clara.user.room.id}")
    most = max((told.count(where) for where in told if where not in readers), default=0)
    assert most <= 1, told
    return [told.count(where) for where in readers]


def test_nobody_approves_their_own(desks: Desks, cast: Cast) -> None:
    """Neither where they proposed it, nor on a linked account, with the slash or without."""
    slack = desks.first.slack
    again = SlackPerson(slack, slack.workspace.user("olga", "en-GB"))
    again.says("/whoami")
    cast.eva.says(f"/role link {cast.olga.account} {again.account}")
    number, _ = proposed(desks, cast)
    own = phrase("en", "pending.own", number=str(number))

    assert cast.olga.says(f"/approve {number}").text == own
    assert again.says(f"/approve {number}").text == own
    assert again.says(f"approve {number}").text == own
    assert desks.first.versions("battle-group.leader") == ["Canada"]
    assert approvals(desks) == ["pending.propose"]
    assert notices(desks, cast) == [0, 0]

    told = cast.eva.says(f"/approve {number}").text
    wait_corrected(desks.first)

    assert phrase("en", "pending.done", number=str(number)) in told
    assert approvals(desks) == ["pending.propose", "pending.apply"]
    assert notices(desks, cast) == [1, 1]


@pytest.mark.parametrize("step", [Step.CLAIMED, Step.APPLYING, Step.APPLIED])
def test_killed_behind_the_tap(desks: Desks, cast: Cast, step: Step) -> None:
    """Approved once, whenever the desk that heard the tap died; those told before hear it once."""
    number, asked = proposed(desks, cast)
    for house in desks.houses:
        house.kill()

    desks.first.start(step)
    desks.first.takes_updates()
    desks.first.wait_ready()
    cast.eva.user.taps(asked, CARRY_OUT)
    desks.first.wait_dead()
    assert ("pending.apply" in approvals(desks)) == (step is Step.APPLIED)
    desks.last.restart()
    desks.last.takes_updates()
    desks.last.wait_settled()
    wait_corrected(desks.last)
    again = cast.eva.says(f"/approve {number}").text

    assert again.startswith(f"{number} waits no more: ")
    assert "had it carried out" in again
    assert approvals(desks) == ["pending.propose", "pending.apply"]
    assert desks.last.versions("battle-group.leader") == ["Canada", "Denmark"]
    assert notices(desks, cast) == [1, 1]
    assert all("Denmark" in each for each in cast.asked(QUESTION))
