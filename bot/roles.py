"""Who may do what: the one place where a right is decided.

A right is checked at the moment of the act, with the role that the person has
then; a button that was offered earlier gives none.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from bot.errors import DeskError, Refused
from bot.port import Message, Place, Whereto
from storage.content import Audience
from storage.people import Role


class Right(StrEnum):
    """What a command asks of the person who calls it."""

    ALL = "all"
    CHAT = "chat"
    EDITOR = "editor"
    OWNER = "owner"


class RefusedToEditors(Refused):
    """Only an owner may do this."""

    key = "desk.refused-owner"


class RefusedHere(Refused):
    """Only who runs this chat may do this in it; everybody may for themselves, in private.

    Field: `private`, a link that does it there, or the words for it.
    """

    key = "desk.refused-here"


_ROLES = {
    Right.EDITOR: frozenset({Role.EDITOR, Role.OWNER}),
    Right.OWNER: frozenset({Role.OWNER}),
}


class StandingUnknown(Exception):
    """A right hangs on who runs the chat: the platform is to be asked, and the act begun anew."""


class PostingUnknown(StandingUnknown):
    """It hangs on whether may be posted to chats: their platforms are to be asked."""

    def __init__(self, asked: Sequence[Whereto]) -> None:
        super().__init__()
        self.asked = tuple(asked)


class FileUnknown(StandingUnknown):
    """It hangs on what is in the file that somebody brought: the platform is to be asked."""


class PreparedUnknown(StandingUnknown):
    """It hangs on what the message says to which somebody replies: the platform is to be asked."""


def allows(right: Right, role: Role, place: Place, *, runs_chat: bool | None = None) -> bool:
    """Tell whether somebody with `role` may use `right` in `place`.

    A private chat is run by its person. Elsewhere the platform says who runs a chat
    (`runs_chat`, None if it was not asked); editors may wherever they are.

    Raises:
        StandingUnknown: it hangs on what was not asked.
    """
    if right is Right.ALL or (right is Right.CHAT and place is Place.PRIVATE):
        return True
    if role in _ROLES[Right.EDITOR if right is Right.CHAT else right]:
        return True
    if right is not Right.CHAT:
        return False
    if runs_chat is None:
        raise StandingUnknown
    return runs_chat


def holds(right: Right, role: Role) -> bool:
    """Tell whether `role` alone gives `right`, wherever somebody is."""
    return right is Right.ALL or role in _ROLES.get(right, ())


def refusal(right: Right, private: Message) -> DeskError:
    """Return what to say to somebody who lacks `right`; `private` leads to where they have it."""
    match right:
        case Right.CHAT:
            return RefusedHere(private=private)
        case Right.OWNER:
            return RefusedToEditors()
        case _:
            return Refused()


def audience(role: Role, place: Place) -> Audience:
    """Return the audience as which `role` may read in `place`: the desk sees everything.

    In a group everybody, editors included, sees what a reader sees.
    """
    among_editors = place is Place.PRIVATE and role in _ROLES[Right.EDITOR]
    return Audience.DESK if place is Place.EDITORS or among_editors else Audience.EVERYONE
