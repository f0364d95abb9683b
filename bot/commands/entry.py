"""`invite`, `admit`: an editor lets people in by a link, groups and channels by name."""

from __future__ import annotations

import re
from datetime import timedelta
from functools import partial
from typing import Final

from bot.admission.access import Access
from bot.commands.arguments import Incomplete, nothing
from bot.context import Act, Context
from bot.errors import DeskError
from bot.grammar.errors import shown
from bot.port import Code, Place, Reply
from bot.showing import wording
from storage.audit import Entry
from storage.moments import Moment
from storage.passes import Opens

INVITED_WITHIN: Final = timedelta(days=7)
"""How long a link of `/invite` lets people in."""

_CHAT: Final = re.compile(r"([a-z]{1,20}):(-?[A-Za-z0-9]{1,40})")


class NotHere(DeskError):
    """What is not for everybody's eyes. Field: `private`, the way to a private chat."""

    key = "access.not-here"


class NewInPrivate(DeskError):
    """What is new, where everybody reads, or seems so: it may be there for the desk alone.

    Field: `private`, the way to a private chat.
    """

    key = "access.new-in-private"


class WhichChat(DeskError):
    """No chat is named as one is written."""

    key = "access.which-chat"


class NoSuchChat(DeskError):
    """No group or channel that we were added to. Field: `chat`."""

    key = "access.no-such-chat"


def invite(text: str) -> Act:
    """Give out a link by which people come in."""
    nothing(text)
    return _invite


def admit(text: str) -> Act:
    """Let a group or channel in: the one that is named, or this one.

    Raises:
        WhichChat: what is named is no chat.
    """
    named = text.strip()
    found = _CHAT.fullmatch(named)
    if named and found is None:
        raise WhichChat
    return partial(_admit, platform=found[1], chat=found[2]) if found else _admit_this


def chat_met(context: Context, named: str) -> str:
    """Return the address of a group or channel that we were added to.

    Raises:
        WhichChat: what is named is no chat.
        NoSuchChat: we were never added to it.
    """
    found = _CHAT.fullmatch(named)
    if found is None:
        raise WhichChat
    if not context.tx.chats.whole(found[1], found[2]):
        raise NoSuchChat(chat=(Code(named),))
    return named


def check_discreet(context: Context, command: str) -> None:
    """Refuse to say here what only editors, or who asks, may read.

    Raises:
        NotHere: everybody here would read it.
    """
    if everybody_reads(context):
        raise NotHere(private=context.private_link(command))


def everybody_reads(context: Context) -> bool:
    """Tell whether a reply is read by others than editors, or who asks."""
    update = context.update
    return update.chat.place in {Place.GROUP, Place.CHANNEL} and not update.alone


def _invite(context: Context) -> Reply:
    if context.about.access is Access.OPEN:
        return context.reply(context.say("access.open"))
    check_discreet(context, "invite")
    word = context.tx.passes.make(Opens.READER, INVITED_WITHIN, context.person.id)
    _note(context, "invite", "people")
    ends = Moment.instant(context.now + INVITED_WITHIN, context.zone)
    until = wording.until(ends, context.language)
    home = context.update.home
    if not home:
        typed = Code(f"/factdesk start i-{word}")
        return context.reply(context.say("access.invite-typed", until=until, command=typed))
    return context.reply(context.say("access.invite-link", until=until, link=f"{home}i-{word}"))


def _admit_this(context: Context) -> Reply:
    chat = context.update.chat
    if chat.place is Place.PRIVATE:
        raise Incomplete(given="")
    return _admit(context, chat.platform, chat.id)


def _admit(context: Context, platform: str, chat: str) -> Reply:
    known = context.tx.chats.find(platform, chat)
    private = known is not None and known.place == Place.PRIVATE
    if private or not context.tx.chats.admit(platform, chat):
        raise NoSuchChat(chat=(Code(f"{platform}:{chat}"),))
    _note(context, "chat.admit", f"{platform}:{chat}")
    title = known.title if known else ""
    named = f"{shown(title)} ({platform}:{chat})" if title else f"{platform}:{chat}"
    return context.reply(context.say("access.admitted", chat=named))


def _note(context: Context, action: str, target: str) -> None:
    place = str(context.update.chat)
    context.tx.audit.add(Entry(context.person.id, action, target, place))
