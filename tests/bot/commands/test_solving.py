"""A fact that answers what waits: its reply offers to tell who asked, and nobody else is told."""

from __future__ import annotations

from typing import Final

import pytest

from bot.desk import Desk
from bot.texts import phrase
from tests.bot.commands.askings import ASKED, labels, planned, waiting
from tests.standins.speakers import GROUP, Speaker, editor, reader

ADD: Final = (
    "/fact add battle-group.budget 40 million euros\nvalue-lv: 40 miljoni eiro\nwords: budget"
)
BUDGET: Final = "What is the budget of the battle group?"


@pytest.fixture
def chief(desk: Desk) -> Speaker:
    """Return an editor in private."""
    return editor(desk)


def test_its_reply_offers_to_tell_who_asked(desk: Desk, chief: Speaker) -> None:
    """With what they asked; a tap tells them."""
    reader(desk).say(BUDGET)
    assert len(waiting(desk)) == 1

    told = chief.say(ADD)
    assert phrase("en", "questions.solves", count=1) in told
    assert BUDGET in told
    assert not planned(desk)

    chief.tap(len(chief.reply.choices))

    assert len(planned(desk)) == 1
    assert not waiting(desk)


def test_what_is_just_answered_waits_no_more(desk: Desk, chief: Speaker) -> None:
    """Words that become a fact answer their own question, of which nothing is offered."""
    reader(desk).say(BUDGET)
    chief.say(f"/answer {waiting(desk)[0].group} 40 million euros")
    for line in ("budget", "budget", "budžets", "40 miljoni eiro", "Treasury, 2021-11-20"):
        chief.say(line)

    told = chief.tap(1)

    assert not waiting(desk)
    assert len(planned(desk)) == 1
    assert phrase("en", "questions.solves", count=1) not in told
    assert labels(chief) == []


def test_what_else_it_answers_is_offered_still(desk: Desk, chief: Speaker) -> None:
    """Another question that the same fact answers waits for its tap."""
    for asked in (BUDGET, "Which budget does the battle group have in 2022?"):
        reader(desk).say(asked)
    groups = {each.text: each.group for each in waiting(desk)}
    assert len(set(groups.values())) == len(groups)
    chief.say(f"/answer {groups[BUDGET]} 40 million euros")
    for line in ("budget", "budget", "budžets", "40 miljoni eiro", "Treasury, 2021-11-20"):
        chief.say(line)

    told = chief.tap(1)

    assert phrase("en", "questions.solves", count=1) in told
    assert BUDGET not in told
    chief.tap(1)
    assert not waiting(desk)


def test_an_unrelated_fact_offers_nothing(desk: Desk, chief: Speaker) -> None:
    """And tells nobody."""
    reader(desk).say(ASKED)
    told = chief.say(ADD)

    assert ASKED not in told
    assert labels(chief) == []
    assert not planned(desk)


def test_so_does_that_of_an_event(desk: Desk, chief: Speaker) -> None:
    """When it is was asked before anybody knew."""
    asked = "When is the Song Festival?"
    reader(desk).say(asked)
    assert len(waiting(desk)) == 1

    told = chief.say("/event add song-festival 2021-12-06T10:00 Song Festival")

    assert asked in told
    chief.tap(len(chief.reply.choices))
    assert len(planned(desk)) == 1


def test_where_others_read_it_offers_nothing(desk: Desk, chief: Speaker) -> None:
    """What was asked privately is for editors."""
    reader(desk).say(BUDGET)
    among = chief.elsewhere(GROUP)
    among.say("/language en")
    told = among.say(ADD)

    assert BUDGET not in told
    assert labels(among) == []
