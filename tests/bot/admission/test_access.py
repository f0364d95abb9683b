"""Who may come in: everybody, or whom the newsroom let in."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.admission.access import Access, is_for_everybody, turned_away
from bot.port import Place, plain
from storage.chats import Chat
from storage.people import Person, Role

THEN = datetime(2021, 11, 26, tzinfo=UTC)


def chat(place: Place, admitted: datetime | None = None) -> Chat:
    """Return a chat of a kind, let in or not."""
    named = ("telegram", "-100", "", place.value)
    return Chat(1, *named, None, None, "", "", admitted, None, None)


def person(role: Role = Role.READER, admitted: datetime | None = None) -> Person:
    """Return somebody with a role, let in or not."""
    return Person(1, "", None, role, admitted)


@pytest.mark.parametrize("place", Place)
def test_everybody_comes_in_where_it_is_open(place: Place) -> None:
    """An open desk turns nobody away."""
    assert turned_away(Access.OPEN, "", person(), chat(place)) is None


@pytest.mark.parametrize("place", Place)
@pytest.mark.parametrize("role", [Role.EDITOR, Role.OWNER])
def test_editors_come_in_everywhere(place: Place, role: Role) -> None:
    """Somebody has to be able to let others in."""
    assert turned_away(Access.INVITED, "", person(role), chat(place)) is None


def test_a_person_needs_an_invitation_in_private() -> None:
    """Who came by a link stays in; a link just brought is read; nobody else is answered."""
    here = chat(Place.PRIVATE)

    assert turned_away(Access.INVITED, "", person(), here) is not None
    assert turned_away(Access.INVITED, "", person(admitted=THEN), here) is None
    assert turned_away(Access.INVITED, "", person(), here, own=True) is None


@pytest.mark.parametrize("place", [Place.GROUP, Place.CHANNEL])
def test_a_group_needs_to_be_let_in(place: Place) -> None:
    """Who asks in it does not matter, and the editors' chat needs no letting in."""
    guest = person(admitted=THEN)

    assert turned_away(Access.INVITED, "", guest, chat(place)) is not None
    assert turned_away(Access.INVITED, "", guest, chat(place), own=True) is None
    assert turned_away(Access.INVITED, "", person(), chat(place, THEN)) is None
    assert turned_away(Access.INVITED, "", person(), chat(Place.EDITORS)) is None


@pytest.mark.parametrize("language", ["lv", "en"])
def test_who_is_turned_away_hears_what_to_do(language: str) -> None:
    """In private whom to ask, in a group the command that lets it in."""
    alone = turned_away(Access.INVITED, "news@example.org", person(), chat(Place.PRIVATE))
    among = turned_away(Access.INVITED, "", person(), chat(Place.GROUP))

    assert alone is not None
    assert among is not None
    assert "news@example.org" in plain(alone.said(language))
    assert "/admit telegram:-100" in plain(among.said(language))


@pytest.mark.parametrize(
    ("text", "passes"),
    [
        ("/start i-abc_-9", True),
        ("/factdesk start c-abc", True),
        ("start i-abc", True),
        ("/privacy", True),
        ("forget me", True),
        ("/factdesk whoami", True),
        ("/privacy please", False),
        ("/start f-battle-group__leader", False),
        ("/start", False),
        ("/start i-", False),
        ("start i-abc who leads the battle group?", False),
        ("who leads the battle group?", False),
    ],
)
def test_a_pass_and_ones_own_are_let_through(text: str, passes: bool) -> None:  # noqa: FBT001 - a table of cases
    """A link to a fact, or a question behind a pass, is no way in; what is kept of one, is."""
    assert is_for_everybody(text) is passes
