"""Whether what an editor posts fits one message of each platform that it goes to.

That is asked when it is shown, and once more when it leaves (`bot/posting/prechecks.py`), as what
is told may have grown by then.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from bot.context import Context
from bot.destinations import chat_of, language_of
from bot.errors import DeskError
from bot.port import Message
from bot.posting import posts
from bot.texts import number
from storage.channels import Channel


class TooLong(DeskError):
    """More than one message holds. Fields: `where`, `length`, `most`."""

    key = "post.too-long"


class TooLongBelowPicture(DeskError):
    """More words than stand below a picture. Fields: as those of `TooLong`."""

    key = "post.too-long-below-picture"


def check(
    context: Context,
    said: Mapping[str, Message],
    channels: Iterable[Channel],
    *,
    pictured: bool = False,
) -> None:
    """Refuse words that do not fit one message in each channel that gets them.

    Args:
        context: where they are shown.
        said: what is posted, by language.
        channels: each of them gets it in its own language, if it can.
        pictured: it stands below a picture, where there is less room.

    Raises:
        TooLong, TooLongBelowPicture: it does not fit.
    """
    for channel in channels:
        chat = chat_of(context.tx, channel)
        message = said[posts.spoken(said, language_of(context, chat))]
        check_one(context, message, chat.platform, channel.name, pictured=pictured)


def check_one(
    context: Context, message: Message, platform: str, where: str, *, pictured: bool = False
) -> None:
    """Refuse a message that does not fit; say how long it is, and how long it may be.

    Args:
        context: where it is shown.
        message: as it would be posted.
        platform: which is to show it.
        where: what people call the chat that it goes to.
        pictured: it stands below a picture.

    Raises:
        TooLong, TooLongBelowPicture: it does not fit.
    """
    room = context.home.room(platform)
    if room.holds(message, pictured=pictured):
        return
    sizes = room.length(message), room.limit(pictured=pictured)
    length, most = (number(size, context.language) for size in sizes)
    raise (TooLongBelowPicture if pictured else TooLong)(where=where, length=length, most=most)
