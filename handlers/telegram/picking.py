"""How somebody chooses a chat: with two buttons below the line in which they write.

Telegram shows them the groups that we are in, and the channels to which they may post and let us;
where it has to, it lets us in as they choose.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from telegram import (
    ChatAdministratorRights,
    KeyboardButton,
    KeyboardButtonRequestChat,
    ReplyKeyboardMarkup,
)

from bot import texts
from bot.port import Place

CHANNEL: Final = 1
GROUP: Final = 2
"""By what number an answer tells which button was tapped."""
PLACES: Final[Mapping[int, Place]] = {CHANNEL: Place.CHANNEL, GROUP: Place.GROUP}

_POSTS: Final = ChatAdministratorRights(
    is_anonymous=False,
    can_manage_chat=False,
    can_delete_messages=False,
    can_manage_video_chats=False,
    can_restrict_members=False,
    can_promote_members=False,
    can_change_info=False,
    can_invite_users=False,
    can_post_stories=False,
    can_edit_stories=False,
    can_delete_stories=False,
    can_post_messages=True,
)
"""What we, and who chooses, have to be allowed in a channel."""


def keyboard(language: str) -> ReplyKeyboardMarkup:
    """Return the buttons, which go once one was tapped."""
    channel = KeyboardButtonRequestChat(
        CHANNEL,
        chat_is_channel=True,
        user_administrator_rights=_POSTS,
        bot_administrator_rights=_POSTS,
        request_title=True,
    )
    group = KeyboardButtonRequestChat(
        GROUP, chat_is_channel=False, bot_is_member=True, request_title=True
    )
    rows = [
        [KeyboardButton(texts.phrase(language, "channel.pick-channel"), request_chat=channel)],
        [KeyboardButton(texts.phrase(language, "channel.pick-group"), request_chat=group)],
    ]
    return ReplyKeyboardMarkup(rows, resize_keyboard=True, one_time_keyboard=True)
