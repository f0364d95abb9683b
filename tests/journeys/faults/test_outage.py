"""A platform that is away for ten minutes while much is due: all of it comes, once, in order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Final, TypeAlias

import pytest

from bot.posting.lanes import AT_ONCE
from storage.deliveries import State
from tests.journeys.crashes.killing import House
from tests.journeys.crashes.planning import Told
from tests.journeys.crashes.speaking import OnSlack
from tests.journeys.faults.audience import HOUR, Audience
from tests.standins.slack.faults import ANY as ANY_CALL
from tests.standins.slack.faults import FOREVER, Faults
from tests.standins.telegram.faults import ANY
from tests.standins.telegram.refusals import Refusal

MANY: Final = 500
MINUTES: Final = timedelta(minutes=10)
ASKED: Final = 3
"""Questions that were not answered: nothing else is tried by then."""

ON_SLACK: Final = 8
"""It takes four messages a second."""
ASKS_WHO: Final = "auth.test"
POSTS: Final = "chat.postMessage"
SlackAway: TypeAlias = Callable[[Faults], object]
DROPS: Final = partial(Faults.drop, method=ANY_CALL, times=FOREVER)
TAKES_AND_DROPS: Final = partial(Faults.drop, method=ANY_CALL, after=True, times=FOREVER)


def goes_away(house: House, how: str) -> None:
    """Have Telegram do nothing that it is told."""
    if how == "drops":
        house.telegram.faults.drops(ANY, times=-1)
    else:
        house.telegram.faults.refuses(ANY, Refusal(502, "Bad Gateway"), times=-1)


@pytest.mark.parametrize("filled_store", ["sqlite"], indirect=True)
@pytest.mark.parametrize("how", ["drops", "bad-gateway"])
def test_everything_is_sent_afterwards(house: House, how: str) -> None:
    """Two waves are due in it: each chat hears its reminder once, the first wave first.

    In doubt is only what was on its way when the first call was not answered: one lane of it.
    """
    audience = Audience(house, MANY)
    audience.ordered("1h", "59m")
    house.start()
    house.telegram.wait_polled()
    met = house.telegram.calls.count("getMe")

    goes_away(house, how)
    audience.due()
    asked = house.telegram.calls
    house.telegram.world.wait_until(lambda: asked.count("getMe") >= met + ASKED, "questions")
    # What waits for its turn is claimed, and given back within moments: a clock that jumped over
    # its lease before that would have it pass for lost on the way.
    audience.wait_given_back()
    house.advance(MINUTES)
    tried = asked.count("sendMessage")
    house.telegram.faults.clear()
    house.wait_settled()

    assert tried <= AT_ONCE
    assert audience.gone() == []
    assert Counter(row.state for row in audience.rows()) == {State.SENT: MANY}
    marks = audience.marks()
    assert all(len(each) == 1 for each in marks)
    assert marks.count([True]) <= AT_ONCE
    waves = [n < MANY // 2 for n in audience.in_order() if marks[n] == [False]]
    assert waves.index(False) >= sum(waves) - AT_ONCE


@pytest.mark.parametrize(
    ("filled_store", "how"),
    [("sqlite", DROPS), ("postgres", TAKES_AND_DROPS)],
    ids=["drops", "takes-and-drops"],
    indirect=["filled_store"],
)
def test_slack_hears_everything_once_afterwards(house: House, how: SlackAway) -> None:
    """Slack can be asked what it has: nothing is lost, and nothing comes twice or as a repeat."""
    people = [OnSlack(house, f"s{n}") for n in range(ON_SLACK)]
    told = [Told(each) for each in people]
    audience = Audience(house, 0)
    audience.ordered_too(people, "1h")
    audience.ordered()
    house.start()
    house.slack.sockets.wait_for()
    met = len(house.slack.counted(ASKS_WHO))

    how(house.slack.faults)
    audience.due()
    house.slack.wait_called(ASKS_WHO, met + 2)
    house.slack.world.wait(lambda: not _on_their_way(house) or None, "rows that wait again")
    tried = len(house.slack.counted(POSTS))
    house.advance(MINUTES)
    house.slack.faults.clear()
    house.wait_settled()

    assert tried <= AT_ONCE
    assert [each.marks() for each in told] == [[False]] * ON_SLACK
    assert Counter(row.state for row in house.planned()) == {State.SENT: ON_SLACK}


def _on_their_way(house: House) -> bool:
    return any(row.state is State.SENDING for row in house.planned())


@pytest.mark.parametrize("filled_store", ["postgres"], indirect=True)
def test_nobody_is_taken_for_gone(house: House) -> None:
    """A token that is refused for a while, as after a mistake, ends no subscription."""
    audience = Audience(house, 3)
    audience.ordered("1h")
    house.start()
    house.telegram.wait_polled()
    house.telegram.faults.refuses(ANY, Refusal(401, "Unauthorized"), times=-1)
    audience.due(HOUR)
    audience.wait_put_off(1)
    house.telegram.faults.clear()
    house.advance(timedelta(minutes=1))
    house.telegram.world.wait_until(lambda: all(audience.heard()), "a reminder for each")
    house.wait_settled()

    assert audience.gone() == []
    assert audience.marks() == [[False]] * 3
