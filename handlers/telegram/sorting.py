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

from bot.outcomes import Gone, InDoubt, Later, Moved, Outcome, Refused, Sent, Wait
from handlers.telegram.requests import NotSentError, TooManyError

CLOSED: Final = (
    "chat not found",
    "peer_id_invalid",
    "chat_write_forbidden",
    "chat_restricted",
    "chat_send_plain_forbidden",
    "user_is_blocked",
    "input_user_deactivated",
    "not enough rights to send",
    "have no rights to send",
    "need administrator rights",
)
"""Words of refusals that hold for whatever is sent to that chat."""
TOPIC_CLOSED: Final = ("topic_closed", "topic_deleted", "message thread not found")
"""Words of refusals that hold for whatever is sent to that topic; another is open all the same."""
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
    if any(closed in words for closed in CLOSED):
        return Gone(why)
    if any(closed in words for closed in TOPIC_CLOSED):
        return Gone(why, topic=True)
    return Refused(why)
