"""Who may do what, and as whom somebody reads."""

from __future__ import annotations

import pytest

from bot.errors import Refused
from bot.port import Place
from bot.roles import RefusedHere, Right, StandingUnknown, allows, audience, refusal
from storage.content import Audience
from storage.people import Role

READERS_RIGHTS = {
    (Right.ALL, Place.PRIVATE),
    (Right.ALL, Place.GROUP),
    (Right.ALL, Place.CHANNEL),
    (Right.ALL, Place.EDITORS),
    (Right.CHAT, Place.PRIVATE),
}


@pytest.mark.parametrize("place", Place)
@pytest.mark.parametrize("right", Right)
def test_reader_may_read_and_run_their_own_chat(right: Right, place: Place) -> None:
    """A reader may what everybody may, and what a private chat's person may, nothing more."""
    allowed = allows(right, Role.READER, place, runs_chat=False)

    assert allowed is ((right, place) in READERS_RIGHTS)


@pytest.mark.parametrize("place", [Place.GROUP, Place.CHANNEL, Place.EDITORS])
def test_who_runs_a_chat_is_what_the_platform_says(place: Place) -> None:
    """A chat's right is decided by the platform's word, and without it not at all."""
    assert allows(Right.CHAT, Role.READER, place, runs_chat=True)
    assert not allows(Right.EDITOR, Role.READER, place, runs_chat=True)
    with pytest.raises(StandingUnknown):
        allows(Right.CHAT, Role.READER, place)


@pytest.mark.parametrize("place", Place)
@pytest.mark.parametrize("right", Right)
def test_editor_may_all_but_what_is_the_owners(right: Right, place: Place) -> None:
    """An editor may everything anywhere, but for what only an owner may."""
    assert allows(right, Role.EDITOR, place) is (right is not Right.OWNER)


@pytest.mark.parametrize("place", Place)
@pytest.mark.parametrize("right", Right)
def test_owner_may_everything(right: Right, place: Place) -> None:
    """An owner may whatever an editor may, and the rest."""
    assert allows(right, Role.OWNER, place)


@pytest.mark.parametrize(
    ("role", "place", "reads_as"),
    [
        (Role.READER, Place.PRIVATE, Audience.EVERYONE),
        (Role.READER, Place.GROUP, Audience.EVERYONE),
        (Role.EDITOR, Place.CHANNEL, Audience.EVERYONE),
        (Role.EDITOR, Place.PRIVATE, Audience.DESK),
        (Role.OWNER, Place.PRIVATE, Audience.DESK),
        (Role.EDITOR, Place.GROUP, Audience.EVERYONE),
        (Role.OWNER, Place.GROUP, Audience.EVERYONE),
        (Role.EDITOR, Place.EDITORS, Audience.DESK),
    ],
)
def test_what_is_shown_depends_on_the_place(role: Role, place: Place, reads_as: Audience) -> None:
    """Only in private and among editors do editors see what is for the desk alone."""
    assert audience(role, place) is reads_as


def test_refusal_says_what_is_missing() -> None:
    """Somebody without the right to run a chat hears another sentence than a reader does."""
    assert isinstance(refusal(Right.CHAT, ()), RefusedHere)
    assert type(refusal(Right.EDITOR, ())) is Refused
