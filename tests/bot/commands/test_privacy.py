"""`privacy` and `forget me`: what is kept of somebody is theirs to see, and to have gone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from bot.desk import Desk
from bot.port import Account, Chat, Place
from bot.texts import phrase
from storage.people import Role
from tests.standins.speakers import GROUP, Speaker, editor, operator, owner, reader


def anna(desk: Desk, language: str = "en") -> Speaker:
    """Return a reader with a name."""
    account = Account("telegram", "7", "Anna", "anna")
    speaker = Speaker(desk, account, Chat("telegram", "7", Place.PRIVATE, title="Anna"))
    speaker.say(f"/language {language}")
    return speaker


class TestPrivacy:
    """What is kept, and for how long."""

    def test_it_says_how_long_and_where_to_read_more(self, desk: Desk) -> None:
        """The days and the address of this installation."""
        told = replace(
            desk, about=replace(desk.about, keep_days=30, privacy_url="https://example.org/p")
        )

        said = reader(told, language="en").say("/privacy")

        assert "after 30 days" in said
        assert "https://example.org/p" in said

    def test_show_mine_shows_everything(self, desk: Desk) -> None:
        """Accounts, name, role, language, chats, and each question with its day."""
        asker = anna(desk)
        asker.say("who leads the battle group in Lithuania?")
        asker.say("/privacy")

        told = asker.tap(1).splitlines()

        assert told == [
            phrase("en", "privacy.accounts", accounts="telegram:7"),
            phrase("en", "privacy.name", name="Anna"),
            phrase("en", "privacy.role", role="reader"),
            phrase("en", "privacy.language", language="English"),
            phrase("en", "privacy.chats", chats="telegram:7"),
            phrase("en", "privacy.messages", count=0),
            phrase("en", "privacy.questions", count=1),
            "· 26\N{NO-BREAK SPACE}November 2021: who leads the battle group in Lithuania?",
        ]

    def test_show_mine_shows_what_was_chosen_for_the_chat(self, desk: Desk) -> None:
        """The zone and the quiet hours of a private chat are their person's."""
        asker = anna(desk)
        asker.say("/timezone london")
        asker.say("/quiet 23-7")
        asker.say("/privacy")

        told = asker.tap(1).splitlines()

        assert phrase("en", "privacy.timezone", zone="Europe/London") in told
        assert phrase("en", "privacy.quiet", hours="23:00–07:00") in told
        asker.say("/quiet off")
        asker.say("/privacy")
        none = phrase("en", "privacy.no-quiet")
        assert phrase("en", "privacy.quiet", hours=none) in asker.tap(1).splitlines()

    def test_who_has_seen_it_can_have_it_forgotten(self, desk: Desk) -> None:
        """What is shown takes the place of both buttons, and keeps the one that forgets."""
        asker = anna(desk)
        asker.say("/privacy")
        asker.tap(1)

        assert asker.tap(1) == phrase("en", "privacy.ask")

    def test_only_the_latest_questions_are_shown(self, desk: Desk) -> None:
        """Ten, newest first, and how many there are."""
        asker = anna(desk)
        for number in range(12):
            asker.say(f"who leads the battle group number {number} in Lithuania?")
        asker.say("/privacy")

        told = asker.tap(1).splitlines()

        assert phrase("en", "privacy.questions", count=12) in told
        assert len([line for line in told if line.startswith("·")]) == 10
        assert "number 11" in told[-10]

    def test_in_a_group_nothing_is_shown(self, desk: Desk) -> None:
        """The reply leads to a private chat, and has no buttons."""
        asker = anna(desk).elsewhere(GROUP)
        asker.home = "https://chat.example/desk?start="

        told = asker.say("/privacy")

        assert "https://chat.example/desk?start=do-privacy" in told
        assert asker.reply.choices == ()

    def test_somebody_elses_button_shows_nothing(self, desk: Desk) -> None:
        """What is kept of one person is for that person."""
        asker, other = anna(desk), reader(desk, "8", "en")
        asker.say("/privacy")

        told = other.elsewhere(asker.chat).tap_token(asker.reply.choices[0].token)

        assert "Anna" not in told


class TestForgetting:
    """Somebody wants to be forgotten."""

    def test_nothing_is_forgotten_before_the_tap(self, desk: Desk) -> None:
        """It is asked once, and [Keep] keeps everything."""
        asker = anna(desk)

        assert asker.say("/forget me") == phrase("en", "privacy.ask")
        assert asker.tap(2) == phrase("en", "desk.left")
        assert "English" in asker.say("/whoami")

    def test_button_of_privacy_asks_the_same(self, desk: Desk) -> None:
        """[Forget me] there is the command."""
        asker = anna(desk)
        asker.say("/privacy")

        assert asker.tap(2) == phrase("en", "privacy.ask")

    def test_they_are_met_as_new(self, desk: Desk) -> None:
        """The reply says what went and what stays; the next line is that of a stranger."""
        asker = anna(desk)
        asker.say("who leads the battle group in Lithuania?")
        asker.say("forget me")

        assert asker.tap(1) == phrase("en", "privacy.forgotten", count=90)

        with desk.database.read() as tx:
            assert tx.people.find("telegram", "7") is None
            (question,) = tx.questions.open()
            assert (question.person, question.chat) == (None, None)
        assert "latviešu" in asker.say("/whoami")
        asker.say("/privacy")
        assert phrase("lv", "privacy.questions", count=0) in asker.tap(1)

    @pytest.mark.parametrize("by", [editor, owner, operator])
    def test_who_changes_facts_cannot_be_forgotten(
        self, desk: Desk, by: Callable[[Desk], Speaker]
    ) -> None:
        """They hear what stays, and what has to happen first."""
        chief = by(desk)
        chief.say("/language en")
        role = "editor" if by is editor else "owner"

        told = chief.say("/forget me")

        assert told == phrase("en", "privacy.still-editor", role=role)
        assert chief.reply.choices == ()

    def test_who_became_editor_meanwhile_is_not_forgotten(self, desk: Desk) -> None:
        """An old button is checked again when it is tapped."""
        asker = anna(desk)
        asker.say("/forget me")
        with desk.database.write() as tx:
            person = tx.people.find("telegram", "7")
            assert person is not None
            tx.people.set_role(person.id, Role.EDITOR)

        assert asker.tap(1) == phrase("en", "privacy.still-editor", role="editor")

    def test_what_an_editor_changed_stays(self, desk: Desk) -> None:
        """Once the role is taken back they are forgotten, and the audit still has a number."""
        chief = editor(desk)
        chief.say("/fact set battle-group.leader Poland | value-lv: Polija")
        owner(desk).say("/role revoke telegram:9 editor")
        with desk.database.read() as tx:
            person = tx.people.find("telegram", "9")
        assert person is not None

        chief.say("/forget me")
        chief.tap(1)

        with desk.database.read() as tx:
            assert tx.audit.latest(1, person=person.id)[0].target == "battle-group.leader"
            left = tx.people.get(person.id)
        assert left is not None
        assert left.name == ""

    def test_in_a_group_it_leads_to_a_private_chat(self, desk: Desk) -> None:
        """Nobody else needs to see it."""
        asker = anna(desk).elsewhere(GROUP)
        private = phrase("lv", "desk.in-private")

        assert asker.say("/forget me") == phrase("lv", "privacy.only-in-private", private=private)
