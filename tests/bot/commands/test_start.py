"""`start`: the greeting, and what a link carries."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.desk import Desk
from bot.texts import phrase
from tests.standins.speakers import GROUP, editor, operator, reader


def test_in_a_group_the_greeting_is_short_and_in_its_language(desk: Desk) -> None:
    """One sentence, for everybody there."""
    asker = reader(desk, language="en")

    assert asker.elsewhere(GROUP).say("/start") == phrase("lv", "start.group")
    operator(desk).elsewhere(GROUP).say("/language en")
    assert asker.elsewhere(GROUP).say("/start") == phrase("en", "start.group")


def test_link_to_a_fact_shows_it(desk: Desk) -> None:
    """The dot of its key is two lines below in a link."""
    asker = reader(desk, language="en")

    told = asker.say("/start f-battle-group__leader")

    assert "Canada" in told
    assert told == asker.say("/fact show battle-group.leader")


def test_link_to_an_event_shows_it(desk: Desk) -> None:
    """As `event show` does."""
    asker = reader(desk)

    assert asker.say("/start e-ministers-meeting") == asker.say("/event show ministers-meeting")


@pytest.mark.parametrize("payload", ["start", "xyz", "f-", "do-", "x-battle-group", "42", "-"])
def test_unknown_link_is_greeted(desk: Desk, payload: str) -> None:
    """A link may be old, or somebody else's: there is no wrong one."""
    asker = reader(desk)

    assert asker.say(f"/start {payload}") == asker.say("/start")


class TestWords:
    """A link that carries words is read as if they were typed."""

    @pytest.mark.parametrize(
        ("payload", "line"),
        [
            ("do-facts", "/facts"),
            ("do-language-lv", "/language lv"),
            ("do-help-fact-show", "/help fact show"),
            ("do-who-leads-the-battle-group", "who leads the battle group"),
            ("do-fact-show", "/fact show"),
            ("do-events-please", "events please"),
        ],
    )
    def test_it_is_the_line_itself(self, desk: Desk, payload: str, line: str) -> None:
        """A command where it is one word for word, else a question."""
        asker = reader(desk, language="en")

        assert asker.say(f"/start {payload}") == asker.say(line)

    def test_what_changes_facts_is_asked_first(
        self, desk: Desk, holdings: Callable[[], str]
    ) -> None:
        """No link makes an editor change anything by a mere tap."""
        before = holdings()
        chief = editor(desk)

        told = chief.say("/start do-subject-set-battle-group-topic")

        assert holdings() == before
        assert told == phrase("en", "ask.unknown")

    def test_what_is_not_theirs_is_a_question(self, desk: Desk) -> None:
        """As it is where a reader types an editor's command."""
        assert reader(desk).say("/start do-role-list") == reader(desk, "8").say("role list")

    def test_in_a_group_it_only_greets(self, desk: Desk) -> None:
        """Words are carried to a private chat alone."""
        told = reader(desk).elsewhere(GROUP).say("/start do-facts")

        assert told == phrase("lv", "start.group")


def test_refusal_in_a_group_leads_to_where_it_works(desk: Desk) -> None:
    """The link that a refusal shows does the same for oneself."""
    asker = reader(desk, language="en")
    elsewhere = asker.elsewhere(GROUP)
    elsewhere.home = "https://chat.example/desk?start="

    told = elsewhere.say("/language en")

    payload = told.partition("?start=")[2].partition(")")[0]
    assert payload == "do-language-en"
    assert asker.say(f"/start {payload}") == phrase("en", "language.chosen", language="English")
