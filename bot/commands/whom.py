"""PERSON: somebody named in a command, by account, by mention, or by a reply to them.

`telegram:123` may be somebody who never wrote to us: they are met here. `@handle` leads
to who was seen under it on the platform where it is said; where people are mentioned by
their ids, the mention is the account.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from bot.context import Context
from bot.errors import DeskError
from bot.grammar.errors import shown
from bot.port import Code, Message, Text
from storage.people import KnownAs, Person

_ACCOUNT: Final = re.compile(r"([a-z]{1,20}):([A-Za-z0-9]{1,40})")
"""No sign before the number: those are chats, and whoever speaks in their name is nobody."""

_MENTION: Final = re.compile(r"@(\w{1,64})", re.ASCII)
_MEMBER: Final = re.compile(r"[UW][A-Z0-9]{2,}")
"""An id that stands in mentions by itself."""


class WrongPerson(DeskError):
    """Nobody can be named so. Field: `text`."""

    key = "role.wrong-person"


class UnknownHandle(DeskError):
    """A mention that leads to nobody. Field: `handle`."""

    key = "role.unknown-handle"


class NobodyNamed(DeskError):
    """No PERSON is written, and it is no reply to anybody."""

    key = "role.nobody-named"


@dataclass(frozen=True, slots=True)
class Someone:
    """A person, with the account by which they were named."""

    person: Person
    account: str
    unseen: bool = False

    @property
    def shown(self) -> Message:
        """How a reply calls them."""
        if not self.person.name:
            return (Code(self.account),)
        return (Text(f"{shown(self.person.name)} ("), Code(self.account), Text(")"))


def check_person(text: str) -> None:
    """Refuse what cannot name a person.

    Raises:
        WrongPerson: it is neither an account nor a mention.
    """
    if not (_ACCOUNT.fullmatch(text) or _MENTION.fullmatch(text)):
        raise WrongPerson(text=shown(text))


def someone(context: Context, text: str) -> Someone:
    """Return whom `text` names; an empty one, whose message this replies to.

    Raises:
        WrongPerson, UnknownHandle, NobodyNamed: it leads to nobody.
    """
    if not text:
        return _replied_to(context)
    mention = _MENTION.fullmatch(text)
    if mention:
        return _mentioned(context, mention[1])
    account = _ACCOUNT.fullmatch(text)
    if account is None:
        raise WrongPerson(text=shown(text))
    return _known_as(context, account[1], account[2])


def _replied_to(context: Context) -> Someone:
    author = context.update.reply_author
    if author is None:
        raise NobodyNamed
    check_person(str(author))
    people = context.tx.people
    return Someone(people.seen(author.platform, author.id, author.name, author.handle), str(author))


def _mentioned(context: Context, handle: str) -> Someone:
    speaker = context.update.account
    person = context.tx.people.mentioned(speaker.platform, handle)
    if person is not None:
        accounts = context.tx.people.accounts_of(person.id)
        mentioned = (
            KnownAs(speaker.platform, each.account)
            for each in accounts
            if (each.platform, each.handle) == (speaker.platform, handle.lower())
        )
        return Someone(person, str(next(mentioned)))
    if _MEMBER.fullmatch(handle) and _MEMBER.fullmatch(speaker.id):
        return _known_as(context, speaker.platform, handle)
    raise UnknownHandle(handle=f"@{handle}")


def _known_as(context: Context, platform: str, account: str) -> Someone:
    known = context.tx.people.find(platform, account)
    # What is known of somebody (a name, a handle) is not to be overwritten by nothing.
    person = known or context.tx.people.seen(platform, account)
    return Someone(person, f"{platform}:{account}", unseen=not known)
