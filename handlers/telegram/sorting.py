"""What became of a call that failed, sorted once.

Telegram tells its reasons in sentences; those that name the chat's own state are listed here.
"""

from __future__ import annotations

from typing import Final

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    TimedOut,
)

from bot.outcomes import Closed, Gone, InDoubt, Later, Moved, Outcome, Refused, Sent, Wait
from handlers.telegram.requests import NotSentError, TooManyError

GONE: Final = (
    # Telegram's own words, in the order of https://core.telegram.org/method/messages.sendMessage:
    "allow_payment_required",
    "channel_invalid",
    "channel_private",
    "chat_admin_required",
    "chat_guest_send_forbidden",
    "chat_id_invalid",
    "chat_restricted",
    "chat_send_plain_forbidden",
    "chat_write_forbidden",
    "input_user_deactivated",
    "peer_id_invalid",
    "premium_account_required",
    "privacy_premium_required",
    "user_banned_in_channel",
    "user_is_blocked",
    "user_is_bot",
    "you_blocked_user",
    # The Bot API's:
    "chat not found",
    "group chat was deactivated",
    "have no rights to send",
    "need administrator rights",
    "not enough rights to send",
    "user not found",
)
"""Words of refusals that hold for whatever is sent to that chat."""
TOPIC_GONE: Final = ("topic_deleted", "message thread not found")
"""The same of that topic; another is open all the same."""
TOPIC_CLOSED: Final = "topic_closed"
"""Whoever runs the chat may open it again."""
NO_PICTURES: Final = ("send photos", "chat_send_photos_forbidden")
"""Words may be sent there all the same."""
UNCHANGED: Final = "message is not modified"
NOT_THERE: Final = "message to delete not found"
TOO_OLD: Final = ("query is too old", "query_id_invalid", "query id is invalid")


SENTENCES: Final = (
    (TimedOut, "Telegram did not answer in time"),
    (TimeoutError, "Telegram did not answer in time"),
    (BadRequest, "Telegram refuses the call"),
    (NetworkError, "Telegram failed, or the connection to it broke"),
    (InvalidToken, "Telegram refuses the token"),
    (Conflict, "another program fetches this bot's updates, or a webhook is set"),
)
"""What an error says of Telegram; the first that fits."""


def outcome(error: Exception, edited: str = "") -> Outcome:
    """Return what became of a call that raised `error`; `edited` names the message it edits."""
    match error:
        case TooManyError(seconds=seconds):
            return Wait(seconds)
        case ChatMigrated(new_chat_id=id):
            return Moved(str(id))
        case Forbidden(message=why):
            return Gone(why)
        case BadRequest(message=why):
            return _refused(why, edited)
        case NotSentError() | InvalidToken() | Conflict():
            return Later(told(error))
        case _:
            return InDoubt(told(error))


def told(error: Exception) -> str:
    """Return what an operator may read of `error`: not its text, which may hold the token."""
    if isinstance(error, NotSentError):
        return f"Telegram is out of reach ({error.message})"
    if isinstance(error, TooManyError):
        return error.message
    unread = f"Telegram's answer could not be read ({type(error).__name__})"
    return next((said for kind, said in SENTENCES if isinstance(error, kind)), unread)


def nobody_waits(error: Exception) -> bool:
    """Tell whether the answer to a tap came so late that the tap is over."""
    return isinstance(error, BadRequest) and any(word in error.message.lower() for word in TOO_OLD)


def is_gone(error: BadRequest) -> bool:
    """Tell whether a message that was to be taken away is not there any more."""
    return NOT_THERE in error.message.lower()


def _refused(why: str, edited: str) -> Outcome:
    words = why.lower()
    if edited and UNCHANGED in words:
        return Sent(edited)
    if TOPIC_CLOSED in words:
        return Closed(why)
    if any(word in words for word in NO_PICTURES):
        return Refused(why)
    if any(gone in words for gone in TOPIC_GONE):
        return Gone(why, topic=True)
    return Gone(why) if any(gone in words for gone in GONE) else Refused(why)
