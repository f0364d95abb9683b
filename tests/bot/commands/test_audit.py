"""`audit`: who did what, when and from where; refusals with it, and nothing taken away."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from bot.desk import Desk
from bot.texts import phrase
from storage.audit import Entry
from storage.people import Role
from tests.standins.speakers import EDITORS, GROUP, Speaker, editor, owner, reader

SET = "fact set battle-group.strength 1700 | value-lv: 1700"


@pytest.fixture
def chief(desk: Desk) -> Speaker:
    """Return an owner in private, after an editor has changed a fact."""
    editor(desk).say(f"/{SET}")
    return owner(desk)


def refusals(desk: Desk) -> list[tuple[str, str]]:
    """Return what was refused, and why, the newest first."""
    with desk.database.read() as tx:
        acts = tx.audit.latest(100)
    return [(each.target, each.details["why"]) for each in acts if each.action == "refused"]


class TestReading:
    """Of everything, of one thing, or of one person."""

    def test_each_act_says_who_what_when_and_where(self, chief: Speaker) -> None:
        """In words, with the account and the key; the zone of the times stands above."""
        heading, line, *_ = chief.say("/audit").splitlines()

        assert heading.endswith("(Riga time):")
        assert line == (
            "· NATO battle group in Latvia, number of soldiers (battle-group.strength): 1700,"
            " changed by telegram:9, 09:00, in private"
        )

    def test_act_of_an_older_program_is_shown_as_it_is_stored(self, chief: Speaker) -> None:
        """Nothing of the audit is left out for want of a sentence."""
        with chief.desk.database.write() as tx:
            tx.audit.add(Entry(None, "fact.blessed", "bell.tower", ""))

        assert (
            chief.say("/audit").splitlines()[1] == "· fact.blessed bell.tower by the program, 09:00"
        )

    @pytest.mark.parametrize(
        "named", ["battle-group.strength", "battle-group", "Battle-Group", "telegram:9"]
    )
    def test_it_is_asked_by_key_or_person(self, chief: Speaker, named: str) -> None:
        """A subject has what was done to its facts."""
        assert "(battle-group.strength): 1700, changed" in chief.say(f"/audit {named}")

    def test_nothing_done_is_said(self, chief: Speaker) -> None:
        """Whatever was asked for."""
        for named in ("nosuch.fact", "telegram:77", "17", "nobody at all"):
            assert chief.say(f"/audit {named}") == phrase("en", "audit.none-of", text=named)

    def test_it_is_paged(self, chief: Speaker) -> None:
        """The button leads on, and the last page has none."""
        for number in range(9):
            chief.say(f"/{SET.replace('1700', str(1800 + number))}")

        assert phrase("en", "audit.heading", count=10, zone="Riga time") in chief.say(
            "/audit battle-group"
        )
        assert "telegram:9" in chief.tap(1)
        assert chief.reply.choices == ()

    def test_it_is_for_owners_where_no_reader_is(self, desk: Desk, chief: Speaker) -> None:
        """Neither an editor nor a group reads it."""
        assert editor(desk).say("/audit") == phrase("en", "desk.refused-owner")
        assert "battle-group" not in chief.elsewhere(GROUP).say("/audit")
        assert EDITORS.id not in chief.say("/audit")


class TestRefusals:
    """Who tried what they may not is written down."""

    def test_command_without_the_right_is_noted(self, desk: Desk) -> None:
        """Which it was, and nothing of what stood behind it."""
        reader(desk, language="en").say(f"/{SET}")
        editor(desk).say("/role grant telegram:7 owner")

        assert refusals(desk) == [
            ("role grant", "desk.refused-owner"),
            ("fact set", "desk.refused"),
        ]

    def test_copied_and_replayed_buttons_are_noted(self, desk: Desk) -> None:
        """A stranger's tap on somebody's button, and a second tap on one's own."""
        ed = editor(desk)
        ed.say(SET)
        token = ed.reply.choices[0].token

        stranger = reader(desk, language="en")
        assert stranger.tap_token(token) == phrase("en", "desk.spent-not-yours")
        ed.tap_token(token)
        assert ed.tap_token(token) == phrase("en", "desk.spent-used")
        assert stranger.tap_token("forged") == phrase("en", "desk.spent-unknown")
        assert refusals(desk) == [
            ("button", "spent: unknown"),
            ("fact set", "spent: used"),
            ("fact set", "spent: not-yours"),
        ]

    def test_demoted_editor_is_refused_at_the_tap(self, desk: Desk) -> None:
        """The right is that of the moment, and the fact stays as it was."""
        ed = editor(desk)
        ed.say(SET)
        with desk.database.write() as tx:
            tx.people.set_role(tx.people.seen("telegram", "9").id, Role.READER)

        assert ed.tap(1) == phrase("en", "desk.refused")
        assert refusals(desk) == [("fact set", "desk.refused")]

    def test_wrong_words_and_groups_are_no_refusal(self, desk: Desk) -> None:
        """What is only written wrongly is no try; nor is ordering in a chat that others run."""
        editor(desk).say("/fact set nosuch.fact x")
        reader(desk).elsewhere(GROUP).say("/remind ministers-meeting")

        assert refusals(desk) == []


def test_nothing_is_ever_taken_away(chief: Speaker) -> None:
    """The database itself refuses to change or to delete an act."""
    for statement in ("UPDATE audit SET action = 'x'", "DELETE FROM audit"):
        with pytest.raises(DBAPIError), chief.desk.database.write() as tx:
            tx.connection.execute(text(statement))
