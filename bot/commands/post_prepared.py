"""What somebody has prepared elsewhere: a message with its looks and its picture, to be posted.

`post` posts the message that it replies to, if an editor wrote it, or whoever asks. What the bot
itself said is not posted: it may state facts, which a copy would state without anybody knowing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from bot.commands import post_reading
from bot.context import Context
from bot.destinations import chat_of
from bot.errors import DeskError
from bot.port import Account, Formatted, Message, Prepared, Style, Unfit
from bot.roles import PreparedUnknown, Right, holds
from storage.channels import Channel

NOT_EVERYWHERE: Final = frozenset({Style.UNDERLINE, Style.HIDDEN})
"""Styles that some platforms have not."""


class OutOfReach(DeskError):
    """It cannot be read at present."""

    key = "post.prepared-out-of-reach"


class Ours(DeskError):
    """The bot said it."""

    key = "post.prepared-ours"


class Nobodys(DeskError):
    """It does not show who wrote it."""

    key = "post.prepared-nobodys"


class NotEditors(DeskError):
    """Who wrote it is no editor."""

    key = "post.prepared-not-editors"


class Album(DeskError):
    """It has several pictures."""

    key = "post.prepared-album"


class NoPicture(DeskError):
    """It has something that is no picture."""

    key = "post.prepared-file"


class Empty(DeskError):
    """There is nothing in it."""

    key = "post.prepared-empty"


class TooLarge(DeskError):
    """Its picture is too large to be brought anywhere."""

    key = "post.prepared-large"


_UNFIT: Final[Mapping[Unfit, type[DeskError]]] = {
    Unfit.OURS: Ours,
    Unfit.NOBODYS: Nobodys,
    Unfit.ALBUM: Album,
    Unfit.FILE: NoPicture,
    Unfit.LARGE: TooLarge,
    Unfit.OUT_OF_REACH: OutOfReach,
}


def replied_to(context: Context) -> Prepared | None:
    """Return the message that was replied to; None where there is none.

    Raises:
        PreparedUnknown: its platform was not asked yet.
    """
    update = context.update
    if update.prepared is None and update.below:
        raise PreparedUnknown
    return update.prepared


def checked(context: Context, prepared: Prepared) -> Prepared:
    """Return a prepared message as it would be posted.

    Raises:
        Ours, Nobodys, NotEditors, Album, NoPicture, TooLarge, OutOfReach, Empty: it cannot
            be.
    """
    if prepared.unfit is not None:
        raise _UNFIT[prepared.unfit]
    if prepared.author is None or not _may(context, prepared.author):
        raise NotEditors
    message = post_reading.as_posted(prepared.message)
    if not message and prepared.picture is None:
        raise Empty
    return replace(prepared, message=message)


def _may(context: Context, author: Account) -> bool:
    own = context.update.account
    if (author.platform, author.id) == (own.platform, own.id):
        return True
    known = context.tx.people.find(author.platform, author.id)
    return known is not None and (known.id == context.person.id or holds(Right.EDITOR, known.role))


def loses_looks(context: Context, message: Message, channels: Sequence[Channel]) -> bool:
    """Tell whether a channel may show words plain that look otherwise where they were written.

    Args:
        context: where they were.
        message: the words.
        channels: those that get them.
    """
    here = context.update.chat.platform
    if all(chat_of(context.tx, channel).platform == here for channel in channels):
        return False
    looks = (node.styles for node in message if isinstance(node, Formatted))
    return any(style in NOT_EVERYWHERE for styles in looks for style in styles)
