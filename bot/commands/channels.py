"""`channel`: the chats that editors may post to, each by a short name.

`channel add` alone has the platform show which chats there are; of the one that is chosen we ask
what it shall be called.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from typing import Final

from bot import destinations
from bot.answering.words import fold
from bot.commands.arguments import Incomplete, nothing, usage
from bot.commands.entry import check_discreet
from bot.context import Act, Button, Context, Harmless
from bot.destinations import NoChannels, NotAllowed, address, chat_of, described
from bot.errors import DeskError, Refused
from bot.grammar.errors import BadKey, shown
from bot.port import Break, Code, Message, Place, Reply, Text, joined
from bot.posting.departures import LEFT
from bot.roles import Right, holds
from bot.showing.deliveries import in_words
from bot.texts import LANGUAGES
from storage.audit import Entry
from storage.channels import Channel
from storage.chats import Chat
from storage.choices import Choice as StoredChoice
from storage.schedules import State

MOST_OFFERED: Final = 8
"""Chats to choose from by buttons."""

CHOSEN_WITHIN: Final = timedelta(hours=1)

RESERVED: Final = frozenset({"all"})
"""What stands for every channel in other commands."""

_CHAT: Final = re.compile(r"([a-z]{1,20}):(-?[A-Za-z0-9]{1,40}|@\w{4,40})(?:/(\d{1,20}))?")
_BY_NAME: Final = re.compile(r"@\w{4,40}")
_LINK: Final = re.compile(r"(?:https?://)?t\.me/(?!c/)(\w{4,40})/?")
_LINK_BY_ID: Final = re.compile(r"(?:https?://)?t\.me/c/(\d{1,20})(?:/\d+)*/?")
_LINK_OF_SLACK: Final = re.compile(r"https?://[\w-]+\.slack\.com/archives/([CG][A-Z0-9]{2,40})/?")
"""A chat by its address on the web, as people copy it."""
_SLACK: Final = re.compile(r"#([CG][A-Z0-9]{2,40})")
"""How a conversation of Slack looks once its mark is read."""


_ADDRESS: Final = re.compile(r"@|#|https?://|t\.me/|[a-z]{1,20}:")
"""How every way begins in which a chat can be addressed."""
_PUBLIC: Final = re.compile(r"(?:@|t\.me/)([a-zA-Z]\w{3,39})")
_ANY_NAME: Final = "news"


class WhichChat(DeskError):
    """No chat is named as one is written."""

    key = "channel.which-chat"


class NameTaken(DeskError):
    """The name is another chat's. Field: `name`."""

    key = "channel.name-taken"


class ReservedName(DeskError):
    """A word that means all channels. Field: `name`."""

    key = "channel.reserved"


class NameFirst(DeskError):
    """An address where our own name for the chat is due. Field: `command`, with both."""

    key = "channel.name-first"


class ChatTaken(DeskError):
    """The chat has a name already. Field: `name`."""

    key = "channel.chat-taken"


class WhichLanguage(DeskError):
    """No language that we speak. Field: `text`."""

    key = "channel.which-language"


class PostsWait(DeskError):
    """Posts wait to leave for a channel. Fields: `name`, `posts`."""

    key = "channel.posts-wait"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A chat as typed: its platform, and what that calls it."""

    platform: str
    id: str
    topic: str = ""


def add(text: str) -> Act:
    """Let editors post to a chat by a name: to this one, or to the one that is named or chosen.

    Raises:
        NameFirst, BadKey, ReservedName: it cannot be one.
        WhichChat: what follows is no chat.
    """
    words = text.split()
    if not words:
        return Harmless(_add_any)
    if _ADDRESS.match(words[0]):
        raise NameFirst(command=(Code(f"/channel add {_called(words[0])} {words[0]}"),))
    name, rest = new_name(words[0]), words[1:]
    language = rest.pop().lower() if rest and rest[-1].lower() in LANGUAGES else ""
    if len(rest) > 1:
        raise WhichChat
    wanted = chat_named(rest[0]) if rest else None
    return partial(_add, name=name, wanted=wanted, language=language)


def new_name(word: str) -> str:
    """Return the name that a channel may be given.

    Raises:
        BadKey, ReservedName: it cannot be one.
    """
    name = destinations.folded(word)
    if name in RESERVED:
        raise ReservedName(name=name)
    return name


def list_(text: str) -> Act:
    """List the channels."""
    nothing(text)
    return _list


def remove(text: str) -> Act:
    """Let nobody post to a channel any more.

    Raises:
        Incomplete: none is named.
    """
    if not text.strip():
        raise Incomplete(given="")
    return partial(_remove, name=text.strip())


def language(text: str) -> Act:
    """Choose the language of a channel.

    Raises:
        Incomplete, WhichLanguage: its name and a language are due.
    """
    words = text.split()
    if len(words) != 2:  # noqa: PLR2004 - a name and a language
        raise Incomplete(given=" ".join(words[:1]))
    if words[1].lower() not in LANGUAGES:
        raise WhichLanguage(text=shown(words[1]))
    return partial(_language, name=words[0], language=words[1].lower())


def picked(context: Context) -> Reply:
    """Ask what a chat that was chosen shall be called, with a name to begin with.

    Raises:
        Refused: who chose it is no editor.
    """
    chat = context.update.picked
    if chat is None or not holds(Right.EDITOR, context.person.role):
        raise Refused
    name = _near(chat.title)
    typed = f"channel add {name or 'NAME'} {chat.platform}:{chat.id}"
    asked = context.say("channel.name-it", chat=shown(chat.title) or f"{chat.platform}:{chat.id}")
    if not name:
        return context.reply(asked, (Break(),), (Code(f"/{typed}"),))
    button = Button(
        context.phrase("channel.call-it", name=name), StoredChoice("run", {"text": typed})
    )
    choices = context.offered([button], CHOSEN_WITHIN, own=True)
    return context.reply(asked, (Break(),), (Code(f"/{typed}"),), choices=choices)


def _near(title: str) -> str:
    """Return a name that is near to what a chat is called; nothing where there is none."""
    words = re.findall(r"[a-z0-9]+", fold(title))
    try:
        name = destinations.folded("-".join(words))
    except BadKey:
        return ""
    return "" if name in RESERVED else name


def _add_any(context: Context) -> Reply:
    """Have a chat chosen where that can be done; else its name is asked for first.

    Raises:
        Incomplete: it cannot be chosen here.
    """
    if not context.update.can_pick:
        raise Incomplete(given="")
    command = next(each for each in context.commands if each.parse is add)
    typed = Code(usage(command, "", context.language))
    return replace(context.reply(context.say("channel.pick", command=typed)), picks=True)


def _called(address: str) -> str:
    """Return a name for a chat, by its address if that has one."""
    found = _PUBLIC.search(address)
    return destinations.folded(found[1]) if found else _ANY_NAME


def chat_named(typed: str) -> Wanted:
    """Return the chat that is named by its address.

    Raises:
        WhichChat: it is none.
    """
    if _BY_NAME.fullmatch(typed):
        return Wanted("telegram", typed)
    linked = _LINK.fullmatch(typed)
    if linked:
        return Wanted("telegram", f"@{linked[1]}")
    by_id = _LINK_BY_ID.fullmatch(typed)
    if by_id:
        return Wanted("telegram", f"-100{by_id[1]}")
    in_slack = _SLACK.fullmatch(typed) or _LINK_OF_SLACK.fullmatch(typed)
    if in_slack:
        return Wanted("slack", in_slack[1])
    found = _CHAT.fullmatch(typed)
    if found is None:
        raise WhichChat
    return Wanted(found[1], found[2], found[3] or "")


def _add(context: Context, name: str, wanted: Wanted | None, language: str) -> Reply:
    if wanted is None and context.update.chat.place is Place.PRIVATE:
        return _which(context, " ".join(filter(None, [name, "{}", language])))
    chat = _known(context, wanted or _this(context))
    tx = context.tx
    taken = tx.channels.of_chat(chat.id)
    if taken is not None:
        raise ChatTaken(name=taken.name)
    if not tx.channels.add(name, chat.id, _author(context)):
        raise NameTaken(name=name)
    tx.chats.admit(chat.platform, chat.external_id)
    if language:
        tx.chats.set_language(chat.id, language)
    _note(context, "channel.add", name, chat)
    channel = destinations.named(tx, name)
    return context.reply(context.say("channel.added", channel=described(context, channel)))


def _which(context: Context, typed: str) -> Reply:
    """Offer the chats that know us, to be chosen by their titles."""
    chats = possible(context)
    if not chats:
        raise WhichChat
    buttons = [
        Button(title, StoredChoice("run", {"text": f"channel add {typed.format(at)}"}))
        for title, at in chats
    ]
    choices = context.offered(buttons, CHOSEN_WITHIN, own=True)
    return context.reply(context.say("channel.which"), choices=choices)


def possible(context: Context) -> list[tuple[str, str]]:
    """Return the chats that know us and are no channels yet, by what each is called and where."""
    tx = context.tx
    chats = [chat for id_ in tx.channels.possible(MOST_OFFERED) if (chat := tx.chats.get(id_))]
    return [(shown(chat.title) or address(chat), address(chat)) for chat in chats]


def _this(context: Context) -> Wanted:
    chat = context.update.chat
    return Wanted(chat.platform, chat.id, chat.topic)


def _known(context: Context, wanted: Wanted) -> Chat:
    """Return the chat that is wanted, once its platform has said that it may be posted there."""
    asked = destinations.whereto(context, wanted.platform, wanted.id)
    (posting,) = destinations.asked(context, [asked])
    found = posting.chat
    if posting.fault is not None or found is None:
        fault = context.phrase(f"channel.fault-{posting.fault}")
        raise NotAllowed(faults=f"{wanted.platform}:{wanted.id}: {fault}")
    known = context.tx.chats.find(found.platform, found.id, wanted.topic)
    place = known.place if known else found.place
    return context.tx.chats.seen(found.platform, found.id, wanted.topic, place, found.title)


def _author(context: Context) -> int | None:
    return None if context.update.account.operator else context.person.id


def _list(context: Context) -> Reply:
    check_discreet(context, "channel list")
    channels = context.tx.channels.all()
    if not channels:
        raise NoChannels
    lines = [context.say("channel.list", count=len(channels))]
    lines += [_line(context, channel) for channel in channels]
    return context.reply(joined(lines, Break()))


def _line(context: Context, channel: Channel) -> Message:
    gone = chat_of(context.tx, channel).gone
    why = (Text(" – "), *_why_gone(context, gone)) if gone else ()
    return (*described(context, channel), *why)


def _why_gone(context: Context, gone: str) -> Message:
    if gone == LEFT:
        return context.say("channel.put-out")
    return context.say("channel.gone", why=in_words(gone, context.language))


def _remove(context: Context, name: str) -> Reply:
    channel = destinations.named(context.tx, name)
    waiting = context.tx.posts.of_channel(channel.name)
    if waiting:
        raise PostsWait(name=channel.name, posts=", ".join(map(str, waiting)))
    context.tx.channels.remove(channel.name)
    _note(context, "channel.remove", channel.name, chat_of(context.tx, channel))
    lines = [context.say("channel.removed", name=Code(channel.name))]
    standing = _standing(context, channel.name)
    if standing:
        lines.append(context.say("channel.standing", numbers=", ".join(map(str, standing))))
    return context.reply(joined(lines, Break()))


def _standing(context: Context, name: str) -> list[int]:
    """Return the numbers of what is posted to a channel by rule, now or once it is resumed."""
    orders = context.tx.schedules.standing()
    going_on = (each for each in orders if each.state is not State.OVER)
    return [each.number for each in going_on if name in each.order.channels]


def _language(context: Context, name: str, language: str) -> Reply:
    channel = destinations.named(context.tx, name)
    context.tx.chats.set_language(channel.chat, language)
    _note(context, "channel.language", channel.name, chat_of(context.tx, channel))
    return context.reply(context.say("channel.speaks", channel=described(context, channel)))


def _note(context: Context, action: str, name: str, chat: Chat) -> None:
    place, details = str(context.update.chat), {"chat": address(chat)}
    context.tx.audit.add(Entry(context.person.id, action, name, place, details))
