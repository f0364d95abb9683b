"""What an editor is told of a change, and where not even that it is there."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.desk import Desk
from bot.texts import phrase
from tests.standins.speakers import GROUP, Speaker, editor


@pytest.fixture
def chief(desk: Desk) -> Speaker:
    """Return an editor who writes in English."""
    return editor(desk)


def test_fact_kept_from_readers_is_not_told_of_among_them(
    chief: Speaker, holdings: Callable[[], str]
) -> None:
    """Where nothing may be said of it, its editor is asked to write in private."""
    chief.say("/fact add battle-group.motto Together | words: motto | audience: desk")
    before = holdings()
    group = chief.elsewhere(GROUP)

    told = group.say("/fact add battle-group.motto Apart")

    private = phrase("lv", "desk.in-private")
    assert told == phrase("lv", "access.not-here", private=private)
    assert chief.say("/fact add battle-group.motto Apart") == phrase(
        "en", "edit.fact-exists", fact="battle-group.motto"
    )
    assert holdings() == before
