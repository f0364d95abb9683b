"""Destinations: the channels that a post goes to, by name, and whether it may be posted there.

Whether it may is asked of the platform anew at each act: of us, and of who wants to.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot import grammar
from bot.context import Context
from bot.errors import DeskError
from bot.grammar.errors import BadKey, shown
from bot.port import Code, Message, Posting, Text, Whereto
from bot.roles import PostingUnknown
from storage.channels import Channel
from storage.chats import Chat
from storage.database import Transaction


class NoChannels(DeskError):
    """There is no channel at all."""

    key = "channel.none"


class NoSuchChannel(DeskError):
    """No channel of that name. Field: `name`."""

    key = "channel.no-such"


class NoSuchChannelNear(DeskError):
    """The same, where one is near. Fields: `name`, `nearest`."""

    key = "channel.no-such-near"


class NotAllowed(DeskError):
    """It may not be posted to some channels. Field: `faults`, each with its channel."""

    key = "channel.not-allowed"


def folded(name: str) -> str:
    """Return the name of a channel as it is kept.

    Raises:
        BadKey: it cannot be one.
    """
    return grammar.fold_part(name)


def named(tx: Transaction, name: str) -> Channel:
    """Return the channel that is called so.

    Raises:
        NoChannels, NoSuchChannel, NoSuchChannelNear: there is none.
    """
    try:
        found = tx.channels.get(folded(name))
    except BadKey:
        found = None
    if found is not None:
        return found
    names = [each.name for each in tx.channels.all()]
    if not names:
        raise NoChannels
    near = grammar.nearest(name, names)
    if near:
        raise NoSuchChannelNear(name=shown(name), nearest=near[0])
    raise NoSuchChannel(name=shown(name))


def chat_of(tx: Transaction, channel: Channel) -> Chat:
    """Return the chat that a channel is."""
    chat = tx.chats.get(channel.chat)
    if chat is None:
        raise LookupError(channel.chat)
    return chat


def language_of(context: Context, chat: Chat) -> str:
    """Return the language that a channel speaks; one that chose none speaks the desk's."""
    return chat.language or context.usual_language


def whereto(context: Context, platform: str, id: str) -> Whereto:
    """Return where somebody wants to post, with the account that they have on that platform."""
    own = context.update.account
    if own.operator:
        return Whereto(platform, id)
    if own.platform == platform:
        return Whereto(platform, id, own.id)
    accounts = context.tx.people.accounts_of(context.person.id)
    there = (each.account for each in accounts if each.platform == platform)
    return Whereto(platform, id, next(there, ""))


def asked(context: Context, wanted: Sequence[Whereto]) -> tuple[Posting, ...]:
    """Return what platforms say of posting to chats.

    Raises:
        PostingUnknown: they were not asked yet.
    """
    known = {each.asked: each for each in context.update.postings}
    missing = [each for each in wanted if each not in known]
    if missing:
        raise PostingUnknown(missing)
    return tuple(known[each] for each in wanted)


def check(context: Context, channels: Sequence[Channel]) -> None:
    """Refuse to post where we, or who wants to, may not.

    Raises:
        PostingUnknown: their platforms were not asked yet.
        NotAllowed: it may not be posted to some.
    """
    chats = [chat_of(context.tx, channel) for channel in channels]
    wanted = [whereto(context, chat.platform, chat.external_id) for chat in chats]
    said = zip(channels, asked(context, wanted), strict=True)
    faults = [
        f"{channel.name}: {context.phrase(f'channel.fault-{posting.fault}')}"
        for channel, posting in said
        if posting.fault is not None
    ]
    if faults:
        raise NotAllowed(faults="; ".join(faults))


def address(chat: Chat) -> str:
    """Return a chat as its platform has it: `telegram:-100123/7`."""
    topic = f"/{chat.topic}" if chat.topic else ""
    return f"{chat.platform}:{chat.external_id}{topic}"


def described(context: Context, channel: Channel) -> Message:
    """Return a channel by its name, with what its chat is called and which language it speaks."""
    chat = chat_of(context.tx, channel)
    title = f"{shown(chat.title)}, " if chat.title else ""
    spoken = context.phrase(f"channel.in-{language_of(context, chat)}")
    return (Code(channel.name), Text(f" ({title}{address(chat)}, {spoken})"))
