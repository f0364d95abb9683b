"""Who may do what: the one place where a right is decided.

A right is checked at the moment of the act, with the role that the person has
then; a button that was offered earlier gives none.
"""

from __future__ import annotations

from enum import StrEnum

from bot.errors import DeskError, Refused
from bot.port import Place
from storage.content import Audience
from storage.people import Role


class Right(StrEnum):
    """What a command asks of the person who calls it."""

    ALL = "all"
    CHAT = "chat"
    EDITOR = "editor"
    OWNER = "owner"


class RefusedHere(Refused):
    """Only who runs this chat may do this in it; everybody may for themselves, in private."""

    key = "desk.refused-here"


_ROLES = {
    Right.EDITOR: frozenset({Role.EDITOR, Role.OWNER}),
    Right.OWNER: frozenset({Role.OWNER}),
}


def allows(right: Right, role: Role, place: Place) -> bool:
    """Tell whether somebody with `role` may use `right` in `place`.

    A private chat is run by its person; elsewhere running a chat is, so far,
    the right of editors alone.
    """
    if right is Right.ALL or (right is Right.CHAT and place is Place.PRIVATE):
        return True
    return role in _ROLES[Right.EDITOR if right is Right.CHAT else right]


def refusal(right: Right) -> DeskError:
    """Return what to say to somebody who lacks `right`."""
    return RefusedHere() if right is Right.CHAT else Refused()


def audience(role: Role, place: Place) -> Audience:
    """Return the audience as which `role` may read in `place`: the desk sees everything.

    In a group everybody, editors included, sees what a reader sees.
    """
    among_editors = place is Place.PRIVATE and role in _ROLES[Right.EDITOR]
    return Audience.DESK if place is Place.EDITORS or among_editors else Audience.EVERYONE
