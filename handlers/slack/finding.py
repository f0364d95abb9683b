"""Whether a message is there, of which nobody heard whether it was sent.

Every message has our key as metadata. It is looked for from the newest back to what it answers,
before which it cannot be; where that is not known, among the newest. Only what was looked
through to its end is surely without it.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any, Final

from bot.outcomes import Gone, InDoubt, Later, Refused, Sent, Wait
from bot.port import Outgoing
from handlers.slack.calling import Calls
from handlers.slack.outcomes import FAILURES, PATIENCE, failure

PAGE: Final = 100
"""Messages asked for at once."""
PEOPLE: Final = ("U", "W")
"""What the ids of people begin with."""
MOST_PAGES: Final = 10
"""So much is not said between a question and its answer; and each page is a call."""


async def find(calls: Calls, outgoing: Outgoing) -> Sent | Later | Wait | InDoubt:
    """Return `Sent` if the message is there, `Later` if it surely is not.

    An edit cannot be told from what it replaced; what one person saw is kept nowhere, and a file
    is shared without our key.
    """
    if outgoing.home:
        # Twice the same page is one.
        return Later("published anew")
    if outgoing.alone or outgoing.aside or outgoing.edits or outgoing.document:
        return InDoubt("cannot be looked for")
    try:
        async for page, more in _pages(calls, outgoing):
            for message in page:
                if _key(message) == outgoing.key:
                    return Sent(str(message["ts"]))
            if not more:
                return Later("not found")
    except FAILURES as error:
        return _at_present(failure(error))
    return InDoubt("too much was said since")


def _at_present(outcome: Wait | Later | Gone | InDoubt | Refused) -> Wait | InDoubt:
    """What is no answer now may be one later; what is refused never will."""
    match outcome:
        case Wait():
            return outcome
        case Gone(why=why) | Refused(why=why):
            return InDoubt(why)
        case _:
            return Wait(PATIENCE)


async def _pages(calls: Calls, outgoing: Outgoing) -> AsyncIterator[tuple[list[Any], bool]]:
    """Yield what was said where the message would be, and whether there is more."""
    since = outgoing.reply_to
    channel = await room(calls, outgoing.chat.id)
    where: dict[str, Any] = {"channel": channel, "limit": PAGE, "oldest": since or None}
    where["include_all_metadata"] = True
    cursor = ""
    for _ in range(MOST_PAGES if since or outgoing.thread else 1):
        if outgoing.thread:
            answer = await calls.web.conversations_replies(
                ts=outgoing.thread, cursor=cursor or None, **where
            )
        else:
            answer = await calls.web.conversations_history(cursor=cursor or None, **where)
        cursor = str((answer.get("response_metadata") or {}).get("next_cursor") or "")
        yield answer.get("messages", []), bool(cursor)


async def room(calls: Calls, id: str) -> str:
    """Return a conversation by its own id: to a person can be posted, but nothing more.

    To somebody who has not written yet we write by their own name.
    """
    if not id.startswith(PEOPLE):
        return id
    answer = await calls.web.conversations_open(users=id)
    return str(answer["channel"]["id"])


def _key(message: dict[str, Any]) -> str:
    payload = (message.get("metadata") or {}).get("event_payload") or {}
    return str(payload.get("key", ""))
