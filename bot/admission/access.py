"""Who may come in at all: everybody, or whom the newsroom let in.

Under `invited` people come by a link of `/invite`, groups and channels by an editor's
`/admit`. Editors and owners come in everywhere: somebody has to be able to open a door.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Final

from bot import grammar
from bot.errors import DeskError
from bot.port import Code, Place
from storage.chats import Chat
from storage.people import Person, Role

_PASS: Final = re.compile(r"[ci]-[A-Za-z0-9_-]+")
"""What `start` is given of a pass, and nothing beside it."""


_OWN: Final = (("start",), ("whoami",), ("privacy",), ("forget", "me"))


class Access(StrEnum):
    """For whom the desk is there."""

    OPEN = "open"
    INVITED = "invited"


class NotInvited(DeskError):
    """Somebody whom nobody let in yet, in private."""

    key = "access.private"


class NotInvitedContact(DeskError):
    """The same, where the newsroom can be asked. Field: `contact`."""

    key = "access.private-contact"


class NotAdmitted(DeskError):
    """A group or channel that nobody let in yet. Field: `command`, what lets it in."""

    key = "access.group"


def turned_away(
    access: Access, contact: str, person: Person, chat: Chat, *, own: bool = False
) -> DeskError | None:
    """Return what to say to somebody who may not come in here, or None if they may.

    Args:
        access: for whom this desk is there.
        contact: how the newsroom can be reached, or empty.
        person: who speaks, with the role that counts here.
        chat: where, as it is stored; the editors' chat needs no letting in.
        own: what is said may be said by whoever it is, see `is_for_everybody`.
    """
    if access is Access.OPEN or person.role is not Role.READER or own:
        return None
    if chat.place == Place.PRIVATE:
        if person.admitted_at is not None:
            return None
        return NotInvitedContact(contact=contact) if contact else NotInvited()
    if chat.place == Place.EDITORS or chat.admitted_at is not None:
        return None
    return NotAdmitted(command=(Code(f"/admit {chat.platform}:{chat.external_id}"),))


def is_for_everybody(text: str) -> bool:
    """Tell whether a line may be said by whoever it is, for their own sake.

    It is `start` with a pass, which may open the desk to who brings it, or asks who somebody
    is to the desk and what is kept of them, or has that forgotten.
    """
    found = grammar.first_words(grammar.typed(text).text, _OWN)
    if found is None:
        return False
    name, rest = found
    return _PASS.fullmatch(rest) is not None if name == ("start",) else not rest
