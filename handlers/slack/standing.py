"""Who runs a conversation: whoever created it, and whoever runs the workspace; who may post.

Never guests, bots, people who left, or people of another workspace, whatever they created.
"""

from __future__ import annotations

from typing import Any, Final

from slack_sdk.errors import SlackApiError

from bot.port import Chat, Fault, Place, Posting, Whereto
from handlers.slack.calling import Calls
from handlers.slack.outcomes import FAILURES, GONE, refused_as
from handlers.slack.reading import PLATFORM

OUTSIDERS: Final = (
    "deleted",
    "is_bot",
    "is_restricted",
    "is_stranger",
    "is_ultra_restricted",
)
MOST_MEMBERS: Final = 1000
"""Asked for at once."""
MOST_PAGES: Final = 10
RUN_THE_WORKSPACE: Final = ("is_admin", "is_owner", "is_primary_owner")


async def runs_chat(calls: Calls, user: str, channel: str) -> bool:
    """Ask whether a user runs a conversation; False too where it cannot be asked."""
    try:
        team = (calls.identity or await calls.meet()).team
        person: dict[str, Any] = (await calls.web.users_info(user=user))["user"]
        if person.get("team_id") != team or any(person.get(mark) for mark in OUTSIDERS):
            return False
        if any(person.get(mark) for mark in RUN_THE_WORKSPACE):
            return True
        told: dict[str, Any] = (await calls.web.conversations_info(channel=channel))["channel"]
        return bool(user) and told.get("creator") == user
    except FAILURES:
        return False


async def may_post(calls: Calls, whereto: Whereto) -> Posting:
    """Ask which conversation is meant, and whether we and who wants to may post there.

    To a public channel whoever is in the workspace may, to a private one who is in it.
    """
    try:
        answer = await calls.web.conversations_info(channel=whereto.id)
        told: dict[str, Any] = answer["channel"]
        if told.get("is_im") or told.get("is_mpim"):
            return Posting(whereto, fault=Fault.NOT_FOUND)
        chat = Chat(PLATFORM, str(told["id"]), Place.GROUP, title=str(told.get("name") or ""))
        return Posting(whereto, chat, await _fault(calls, told, whereto.account))
    except SlackApiError as error:
        found = refused_as(error) not in GONE
        return Posting(whereto, fault=Fault.OUT_OF_REACH if found else Fault.NOT_FOUND)
    except (*FAILURES, LookupError):
        return Posting(whereto, fault=Fault.OUT_OF_REACH)


async def _fault(calls: Calls, told: dict[str, Any], user: str) -> Fault | None:
    if told.get("is_archived") or not told.get("is_member"):
        return Fault.NOT_OURS
    if user and not await _belongs(calls, told, user):
        return Fault.NOT_THEIRS
    return None


async def _belongs(calls: Calls, told: dict[str, Any], user: str) -> bool:
    if not told.get("is_private"):
        person: dict[str, Any] = (await calls.web.users_info(user=user))["user"]
        return not any(person.get(mark) for mark in OUTSIDERS)
    cursor = ""
    for _ in range(MOST_PAGES):
        page = await calls.web.conversations_members(
            channel=told["id"], cursor=cursor or None, limit=MOST_MEMBERS
        )
        if user in page["members"]:
            return True
        cursor = str((page.get("response_metadata") or {}).get("next_cursor") or "")
        if not cursor:
            break
    return False
