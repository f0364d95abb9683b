"""The manifest from which Slack makes our app: what it is called, may do and is told.

Slack takes it as JSON. Its limits are those of its published schema.
"""

from __future__ import annotations

import re
from typing import Any, Final
from urllib.parse import urlsplit

from bot.commands import COMMANDS
from bot.roles import Right
from handlers.slack.windows import SHORTCUT

PATH: Final = "/slack/events"
"""Where everything arrives over HTTP."""
LONGEST_NAME: Final = 35
LONGEST_HINT: Final = 1000
COMMAND: Final = re.compile(r"/[a-z0-9_-]{1,31}")
NAME_TAKEN: Final = re.compile(r"slack", re.IGNORECASE)
DESCRIPTION: Final = "A news desk's memory: plain questions answered from checked facts."

SCOPES: Final = (
    "app_mentions:read",
    "channels:history",
    "channels:read",
    "chat:write",
    "commands",
    "files:read",
    "files:write",
    "groups:history",
    "groups:read",
    "im:history",
    "im:read",
    "im:write",
    "mpim:history",
    "mpim:read",
    "users:read",
)
"""What the bot may do: hear what is said to it and changed afterwards, answer, look for what it
said, post the pictures that it was shown, and ask who runs a conversation."""

MAKE_FACT: Final = {
    "name": "Make it a fact",
    "type": "message",
    "callback_id": SHORTCUT,
    "description": "Editors: record what a message says as a fact, with its names and its source.",
}
"""The shortcut in the menu of every message."""

EVENTS: Final = (
    "app_home_opened",
    "app_mention",
    "app_uninstalled",
    "channel_archive",
    "channel_left",
    "channel_unarchive",
    "group_archive",
    "group_left",
    "group_unarchive",
    "member_joined_channel",
    "member_left_channel",
    "message.channels",
    "message.groups",
    "message.im",
    "message.mpim",
    "tokens_revoked",
)
"""What the bot is told. Of what is said among others it keeps only what mentions it; without
these events it would not hear that somebody changed such a question."""


class BadManifestError(ValueError):
    """A name, a command or an address that Slack would refuse; the text says what to write."""


def manifest(name: str, command: str, url: str = "") -> dict[str, Any]:
    """Return the manifest.

    Args:
        name: what the app and its bot are called.
        command: the slash command, with its `/`.
        url: where the bot is reached over HTTPS, without a path; empty: by Socket Mode.

    Raises:
        BadManifestError: Slack would refuse it.
    """
    _check(name, command, url)
    address = f"{url.rstrip('/')}{PATH}" if url else ""
    events: dict[str, Any] = {"bot_events": list(EVENTS)}
    interactivity: dict[str, Any] = {"is_enabled": True}
    slash = {"command": command, "description": DESCRIPTION, "usage_hint": _hint()}
    if address:
        events["request_url"] = interactivity["request_url"] = slash["url"] = address
    return {
        "display_information": {"name": name, "description": DESCRIPTION},
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": name, "always_online": True},
            "shortcuts": [MAKE_FACT],
            "slash_commands": [slash | {"should_escape": True}],
        },
        "oauth_config": {"scopes": {"bot": list(SCOPES)}},
        "settings": {
            "event_subscriptions": events,
            "interactivity": interactivity,
            "org_deploy_enabled": False,
            "socket_mode_enabled": not address,
            "token_rotation_enabled": False,
        },
    }


def _check(name: str, command: str, url: str) -> None:
    if not name.strip() or len(name) > LONGEST_NAME or not name.isprintable():
        raise BadManifestError(f"--name: write 1 to {LONGEST_NAME} characters, on one line")
    if NAME_TAKEN.search(name):
        raise BadManifestError("--name: Slack takes no name with “slack” in it; write another")
    if not COMMAND.fullmatch(command):
        raise BadManifestError(
            "--command: write a / and 1 to 31 small letters, figures, - or _, such as /factdesk"
        )
    if url and not (url.startswith("https://") and urlsplit(url).netloc):
        raise BadManifestError("--url: write an address with https://, such as https://example.org")


def _hint() -> str:
    """Return what may be written behind the command: what everybody may do, first words only."""
    words = [command.name[0] for command in COMMANDS if command.right is Right.ALL]
    return f"[question] | {' | '.join(dict.fromkeys(words))}"[:LONGEST_HINT]
