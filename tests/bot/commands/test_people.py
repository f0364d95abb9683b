"""`role …`: owners give and take roles, and link accounts."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.desk import Desk
from bot.port import Account, Chat, Place
from bot.texts import phrase
from storage.people import Role
from tests.standins.speakers import GROUP, Speaker, editor, operator, owner, reader


def role_of(desk: Desk, platform: str, account: str) -> Role | None:
    """Return the stored role of who is behind an account, None where nobody is."""
    with desk.database.read() as tx:
        person = tx.people.find(platform, account)
    return person.role if person else None


def named(desk: Desk, platform: str, id: str, name: str, handle: str = "") -> Speaker:
    """Return somebody with a name, who has written in private."""
    account = Account(platform, id, name, handle)
    speaker = Speaker(desk, account, Chat(platform, id, Place.PRIVATE))
    speaker.say("/whoami")
    return speaker


class TestGranting:
    """Somebody becomes editor or owner."""

    @pytest.mark.parametrize(
        ("word", "role"),
        [
            ("editor", Role.EDITOR),
            ("Owner", Role.OWNER),
            ("redaktors", Role.EDITOR),
            ("īpašnieks", Role.OWNER),
            ("ipasnieks", Role.OWNER),
        ],
    )
    def test_by_account(self, desk: Desk, word: str, role: Role) -> None:
        """`telegram:123` gets the role at once; the reply names person and account."""
        named(desk, "telegram", "77", "Anna")

        told = owner(desk).say(f"/role grant telegram:77 {word}")

        assert told == f"Anna (telegram:77) is an {phrase('en', f'role.{role}')} now."
        assert role_of(desk, "telegram", "77") is role

    def test_who_never_wrote_yet(self, desk: Desk) -> None:
        """They are met as what they will be, and the owner is asked to check the account."""
        told = owner(desk).say("/role grant slack:U01ABC editor")

        assert told.startswith("Nobody has written to me as slack:U01ABC yet")
        assert role_of(desk, "slack", "U01ABC") is Role.EDITOR

    def test_what_is_known_of_somebody_stays(self, desk: Desk) -> None:
        """Granting by number takes no handle away."""
        named(desk, "telegram", "77", "Anna", "anna")
        chief = owner(desk)
        chief.say("/role grant telegram:77 editor")

        assert "Anna (telegram:77)" in chief.say("/role revoke @anna editor")

    def test_by_handle(self, desk: Desk) -> None:
        """A mention leads to who was seen under it on this platform, in whatever case."""
        named(desk, "telegram", "77", "Anna", "Anna_B")

        assert "telegram:77" in owner(desk).say("/role grant @anna_b editor")
        assert role_of(desk, "telegram", "77") is Role.EDITOR

    def test_unknown_handle_says_how(self, desk: Desk) -> None:
        """The owner hears where the account is shown."""
        told = owner(desk).say("/role grant @nobody editor")

        assert told == phrase("en", "role.unknown-handle", handle="@nobody")
        assert "/whoami" in told

    def test_a_mention_may_be_the_account(self, desk: Desk) -> None:
        """Where people are mentioned by their ids, one who never wrote can be mentioned too."""
        chief = named(desk, "slack", "U9OWNER", "Otto")
        operator(desk).say("/role grant slack:U9OWNER owner")

        chief.say("/role grant <@U01ABC> editor")

        assert role_of(desk, "slack", "U01ABC") is Role.EDITOR

    def test_by_reply(self, desk: Desk) -> None:
        """As a reply to somebody's message PERSON is left out; without one it is asked for."""
        chief = owner(desk).elsewhere(GROUP)
        assert chief.say("/role grant editor") == phrase("lv", "role.nobody-named")

        chief.reply_author = Account("telegram", "77", "Anna", "anna")

        assert chief.say("/role grant editor") == "Anna (telegram:77) tagad ir redaktors."
        assert role_of(desk, "telegram", "77") is Role.EDITOR

    def test_whoever_speaks_in_the_name_of_a_chat_is_nobody(self, desk: Desk) -> None:
        """A channel or an anonymous administrator gets no role: it would be everybody's there."""
        chief = owner(desk)
        chief.reply_author = Account("telegram", "-100123", "A channel")

        told = [chief.say("/role grant editor"), chief.say("/role grant telegram:-100123 editor")]

        assert told == [phrase("en", "role.wrong-person", text="telegram:-100123")] * 2

    @pytest.mark.parametrize("role", ["editor", "owner"])
    def test_twice_is_said(self, desk: Desk, role: str) -> None:
        """Nothing is done a second time, and an owner is editor already."""
        chief = owner(desk)
        chief.say(f"/role grant telegram:77 {role}")

        assert "already" in chief.say(f"/role grant telegram:77 {role}")
        assert "is an owner already" in chief.say("/role grant telegram:5 editor")

    def test_it_is_in_the_audit(self, desk: Desk) -> None:
        """Who gave what to whom, and where it was said."""
        owner(desk).say("/role grant telegram:77 editor")

        with desk.database.read() as tx:
            (act,) = tx.audit.latest(1)
            chief = tx.people.find("telegram", "5")
        assert chief is not None
        assert (act.person, act.action, act.target, act.place) == (
            chief.id,
            "role.grant",
            "telegram:77",
            "telegram:5",
        )
        assert act.details == {"role": "editor", "before": "reader"}

    @pytest.mark.parametrize("by", [reader, editor])
    def test_only_owners_may(self, desk: Desk, by: Callable[[Desk], Speaker]) -> None:
        """Nobody else makes anybody anything, themselves included."""
        speaker = by(desk)
        speaker.say("/whoami")
        before = role_of(desk, "telegram", speaker.account.id)

        for who in ("telegram:8", str(speaker.account)):
            speaker.say(f"/role grant {who} owner")

        assert role_of(desk, "telegram", "8") is None
        assert role_of(desk, "telegram", speaker.account.id) is before

    def test_operator_may_from_the_terminal(self, desk: Desk) -> None:
        """Who runs the installation can make the first owner."""
        operator(desk).say("/role grant telegram:8 owner")

        assert role_of(desk, "telegram", "8") is Role.OWNER

    @pytest.mark.parametrize(
        ("typed", "key"),
        [
            ("telegram:8 boss", "role.none"),
            ("Anna editor", "role.wrong-person"),
            ("telegram:8 editor please", "arguments.too-much"),
        ],
    )
    def test_what_is_wrong_is_said(self, desk: Desk, typed: str, key: str) -> None:
        """A role that is none, somebody who is no account, too much."""
        told = owner(desk).say(f"/role grant {typed}")

        begin = phrase("en", key, text="\n").partition("\n")[0].partition("“")[0]
        assert told.startswith(begin)
        assert role_of(desk, "telegram", "8") is None


class TestRevoking:
    """A role is taken back."""

    def test_editor_is_a_reader_again(self, desk: Desk) -> None:
        """Their next command is refused, and the audit says who took it."""
        chief, was = owner(desk), editor(desk)

        assert chief.say("/role revoke telegram:9 editor") == "telegram:9 is no longer an editor."
        assert was.say("/fact undo battle-group.leader") == phrase("en", "desk.refused")
        with desk.database.read() as tx:
            refused, revoked = tx.audit.latest(2)
        assert (refused.action, revoked.action) == ("refused", "role.revoke")

    def test_owner_is_a_reader_again(self, desk: Desk) -> None:
        """Taking owner takes everything."""
        owner(desk, "6")

        assert "no longer an owner" in owner(desk).say("/role revoke telegram:6 owner")
        assert role_of(desk, "telegram", "6") is Role.READER

    def test_owner_is_editor_as_long_as_owner(self, desk: Desk) -> None:
        """Being editor cannot be taken from an owner alone."""
        owner(desk, "6")

        told = owner(desk).say("/role revoke telegram:6 editor")

        assert told == phrase("en", "role.owner-includes-editor", who="telegram:6")
        assert role_of(desk, "telegram", "6") is Role.OWNER

    @pytest.mark.parametrize("by", [owner, operator])
    def test_last_owner_stays(self, desk: Desk, by: Callable[[Desk], Speaker]) -> None:
        """Nobody, not even who runs it, leaves the desk without an owner."""
        owner(desk)

        by(desk).say("/role revoke telegram:5 owner")

        assert role_of(desk, "telegram", "5") is Role.OWNER

    def test_what_somebody_has_not_is_not_taken(self, desk: Desk) -> None:
        """It is said, and an editor stays editor if owner was to be taken."""
        editor(desk)
        chief = owner(desk)

        assert "is not an owner" in chief.say("/role revoke telegram:9 owner")
        assert "is not an editor" in chief.say("/role revoke telegram:77 editor")
        assert role_of(desk, "telegram", "9") is Role.EDITOR


def test_list_names_owners_then_editors(desk: Desk) -> None:
    """Each with a name, if known, and every account."""
    named(desk, "telegram", "77", "Anna")
    chief = owner(desk)
    assert chief.say("/role list").splitlines()[-1] == phrase("en", "role.nobody")
    chief.say("/role grant telegram:77 editor")
    chief.say("/role link telegram:77 slack:U01ABC")

    assert chief.say("/role list").splitlines() == [
        phrase("en", "role.owners"),
        "· telegram:5",
        "",
        phrase("en", "role.editors"),
        "· Anna – telegram:77, slack:U01ABC",
    ]


def test_list_is_not_for_a_group(desk: Desk) -> None:
    """Who edits is told in private, or to the owner alone."""
    chief = owner(desk).elsewhere(GROUP)

    assert "telegram:5" not in chief.say("/role list")
    chief.alone = True
    assert "telegram:5" in chief.say("/role list")


class TestLinking:
    """Two accounts become one person."""

    def test_role_and_language_are_those_of_both(self, desk: Desk) -> None:
        """An editor on one platform is one on the other, in the language chosen there."""
        editor(desk, language="en")
        elsewhere = named(desk, "slack", "U01ABC", "Anna")

        told = owner(desk).say("/role link slack:U01ABC telegram:9")

        assert told == ("Anna (slack:U01ABC) is one person now, editor: telegram:9, slack:U01ABC")
        assert role_of(desk, "slack", "U01ABC") is Role.EDITOR
        assert elsewhere.say("/whoami").splitlines()[1] == phrase(
            "en", "whoami.linked", accounts="telegram:9"
        )
        assert "telegram:9" not in elsewhere.elsewhere(GROUP).say("/whoami")

    def test_the_same_person_is_not_linked_again(self, desk: Desk) -> None:
        """It is said, also of one account with itself."""
        chief = owner(desk)
        chief.say("/role link telegram:8 slack:U8")

        for pair in ("slack:U8 telegram:8", "telegram:8 telegram:8"):
            one, other = pair.split()
            told = chief.say(f"/role link {pair}")
            assert told == phrase("en", "role.linked-already", one=one, other=other)

    def test_it_is_in_the_audit(self, desk: Desk) -> None:
        """Which account was added to which, and what they are together."""
        owner(desk).say("/role link telegram:8 slack:U8")

        with desk.database.read() as tx:
            (act,) = tx.audit.latest(1)
        assert (act.action, act.target) == ("role.link", "telegram:8")
        assert act.details == {"account": "slack:U8", "role": "reader"}

    def test_one_is_not_enough(self, desk: Desk) -> None:
        """The other account is asked for."""
        told = owner(desk).say("/role link telegram:8")

        assert told.endswith(phrase("en", "form.ask-other"))
