"""Who runs a conversation: whoever created it, and whoever runs the workspace.

Never guests, bots, people who left, or people of another workspace, whatever they created.
"""

from __future__ import annotations

from typing import Any, Final

from handlers.slack.calling import Calls
from handlers.slack.outcomes import FAILURES

OUTSIDERS: Final = (
    "deleted",
    "is_bot",
    "is_restricted",
    "is_stranger",
    "is_ultra_restricted",
)
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
