"""`invite`, `admit`, and coming in by a link."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.admission.access import Access
from bot.commands.entry import INVITED_WITHIN
from bot.desk import Desk
from bot.port import Chat, Place
from bot.texts import phrase
from tests.standins.clock import FakeClock
from tests.standins.speakers import GROUP, Speaker, editor, reader

HOME = "https://chat.example/desk?start="


@pytest.fixture
def invited(desk: Desk) -> Desk:
    """Return a desk for invited people."""
    return replace(desk, about=replace(desk.about, access=Access.INVITED))


def is_in(desk: Desk, id: str = "7") -> bool:
    """Tell whether somebody came in by a link."""
    with desk.database.read() as tx:
        person = tx.people.find("telegram", id)
    return person is not None and person.admitted_at is not None


def invitation(desk: Desk) -> str:
    """Return what somebody types who follows a new invitation."""
    return editor(desk).say("/invite").splitlines()[-1].removeprefix("/factdesk ")


class TestInviting:
    """A link lets people in."""

    def test_link_is_shown_with_its_time(self, invited: Desk) -> None:
        """The address as the platform has it, and until when it works."""
        chief = editor(invited)
        chief.home = HOME

        told = chief.say("/invite")

        assert "until 3\N{NO-BREAK SPACE}December 2021 at 09:00 (Riga time)" in told
        assert told.splitlines()[-1].startswith(f"{HOME}i-")
        assert len(told.splitlines()[-1]) - len(HOME) <= 64

    def test_where_there_are_no_links_a_command_is_shown(self, invited: Desk) -> None:
        """It is typed there, and does the same."""
        assert editor(invited).say("/invite").splitlines()[-1].startswith("/factdesk start i-")

    def test_any_number_of_people_come_in(self, invited: Desk) -> None:
        """Each is greeted, and from then on is in."""
        line = invitation(invited)

        for id in ("7", "8"):
            asker = reader(invited, id)
            assert phrase("lv", "start.greeting") in asker.say(f"/{line}")
            assert is_in(invited, id)

    def test_an_old_link_lets_nobody_in(self, invited: Desk, clock: FakeClock) -> None:
        """Who brings it is told to ask for another; who is in already is greeted."""
        line = invitation(invited)
        guest, late = reader(invited, "8"), reader(invited)
        guest.say(f"/{line}")
        clock.advance(INVITED_WITHIN)

        assert late.say(f"/{line}") == phrase("lv", "start.spent-invitation")
        assert not is_in(invited)
        assert phrase("lv", "start.greeting") in guest.say(f"/{line}")

    def test_in_a_group_no_link_is_shown(self, invited: Desk) -> None:
        """Everybody there would be let in; to the editor alone it is shown."""
        chief = editor(invited).elsewhere(GROUP)
        private = phrase("lv", "desk.in-private")

        assert chief.say("/invite") == phrase("lv", "access.not-here", private=private)
        chief.alone = True
        assert "start i-" in chief.say("/invite")

    def test_where_it_is_open_nobody_needs_one(self, desk: Desk) -> None:
        """The editor hears so, and an old link greets."""
        assert editor(desk).say("/invite") == phrase("en", "access.open")
        assert phrase("lv", "start.greeting") in reader(desk).say("/start i-old")

    def test_it_is_in_the_audit(self, invited: Desk) -> None:
        """Who opened the door; the word itself is nowhere."""
        word = invitation(invited).partition("i-")[2]

        with invited.database.read() as tx:
            (act,) = tx.audit.latest(1)
        assert act.action == "invite"
        assert word not in str(act)


class TestAdmitting:
    """A group or channel is let in."""

    def admitted(self, desk: Desk, id: str = "-100") -> bool:
        """Tell whether a group is let in."""
        with desk.database.read() as tx:
            chat = tx.chats.find("telegram", id)
        return chat is not None and chat.admitted_at is not None

    def test_by_name(self, invited: Desk) -> None:
        """From anywhere, with what the group is called; and it is in the audit."""
        titled = replace(GROUP, title="Newsroom")
        Speaker(invited, reader(invited).account, titled).say("/help@factdesk_bot")

        told = editor(invited).say("/admit telegram:-100")

        assert told == phrase("en", "access.admitted", chat="Newsroom (telegram:-100)")
        assert self.admitted(invited)
        with invited.database.read() as tx:
            (act,) = tx.audit.latest(1)
        assert (act.action, act.target) == ("chat.admit", "telegram:-100")

    def test_in_the_group_itself(self, invited: Desk) -> None:
        """Alone it means the group where it is said, whatever topic of it."""
        chief = editor(invited)

        told = chief.elsewhere(Chat("telegram", "-100", Place.GROUP, "7")).say("/admit")

        assert told == phrase("lv", "access.admitted", chat="telegram:-100")
        with invited.database.read() as tx:
            topic = tx.chats.find("telegram", "-100", "7")
        assert topic is not None
        assert topic.admitted_at is not None

    @pytest.mark.parametrize("unknown", ["telegram:-5", "telegram:7"])
    def test_unknown_is_said(self, invited: Desk, unknown: str) -> None:
        """Neither a group that nobody added us to, nor a person, is let in so."""
        reader(invited).say("/whoami")

        told = editor(invited).say(f"/admit {unknown}")

        assert told == phrase("en", "access.no-such-chat", chat=unknown)

    def test_which_is_asked(self, invited: Desk) -> None:
        """In private a chat has to be named as it is written."""
        chief = editor(invited)

        assert chief.say("/admit").endswith(phrase("en", "form.ask-chat-met"))
        assert chief.say("the newsroom").startswith(phrase("en", "access.which-chat"))
        assert chief.say("/admit the newsroom") == phrase("en", "access.which-chat")

    def test_reader_may_not(self, invited: Desk) -> None:
        """Who is turned away cannot let themselves in."""
        reader(invited).elsewhere(GROUP).say("/admit")

        assert not self.admitted(invited)
