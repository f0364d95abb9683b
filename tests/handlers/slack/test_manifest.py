"""The manifest is one that Slack takes, by the limits of its published schema."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from typer.testing import CliRunner

from bot.commands import COMMANDS
from handlers.cli import cli
from handlers.slack.manifest import EVENTS, SCOPES, BadManifestError, manifest
from tests.standins.slack.schema import any_string, fields, flag, many, one_of, words

ADDRESS = words(3000, 9)
BODY = fields(
    {
        "display_information": fields({"name": words(35, 1)}, {"description": words(140, 1)}),
        "features": fields(
            {
                "app_home": fields(
                    {
                        "home_tab_enabled": flag,
                        "messages_tab_enabled": flag,
                        "messages_tab_read_only_enabled": flag,
                    }
                ),
                "bot_user": fields({"display_name": words(80, 1), "always_online": flag}),
                "shortcuts": many(
                    fields(
                        {
                            "name": words(24, 1),
                            "type": one_of("message", "global"),
                            "callback_id": words(255, 1),
                            "description": words(150, 1),
                        }
                    ),
                    10,
                ),
                "slash_commands": many(
                    fields(
                        {"command": words(32, 2), "description": words(2000, 1)},
                        {"url": ADDRESS, "usage_hint": words(1000, 1), "should_escape": flag},
                    ),
                    50,
                ),
            }
        ),
        "oauth_config": fields({"scopes": fields({"bot": many(words(50, 1), 255)})}),
        "settings": fields(
            {
                "event_subscriptions": fields(
                    {"bot_events": many(words(50, 1), 100)}, {"request_url": ADDRESS}
                ),
                "interactivity": fields({"is_enabled": flag}, {"request_url": ADDRESS}),
                "org_deploy_enabled": flag,
                "socket_mode_enabled": flag,
                "token_rotation_enabled": flag,
            }
        ),
    }
)
NEEDED = {
    "app_mention": "app_mentions:read",
    "channel_archive": "channels:read",
    "channel_left": "channels:read",
    "channel_unarchive": "channels:read",
    "group_archive": "groups:read",
    "group_left": "groups:read",
    "group_unarchive": "groups:read",
    "member_joined_channel": "channels:read",
    "member_left_channel": "groups:read",
    "message.channels": "channels:history",
    "message.groups": "groups:history",
    "message.im": "im:history",
    "message.mpim": "mpim:history",
}
"""The scope without which Slack refuses to tell of an event."""


def settings_of(made: dict[str, Any]) -> dict[str, Any]:
    """Return the settings of a manifest, as somebody reads them from its JSON."""
    read: dict[str, Any] = json.loads(json.dumps(made))["settings"]
    return read


def test_manifest_keeps_to_the_schema() -> None:
    """Every field that Slack knows, none that it does not, each within its length."""
    BODY(manifest("Factdesk", "/factdesk"), "")
    BODY(manifest("Ā" * 35, f"/{'a' * 31}", "https://example.org"), "")


def test_app_can_be_written_to_and_taps_are_told() -> None:
    """Direct messages are on and not read-only, and buttons do something."""
    made = manifest("Faktu galds", "/fakti")

    assert made["features"]["app_home"]["messages_tab_enabled"]
    assert not made["features"]["app_home"]["messages_tab_read_only_enabled"]
    assert made["features"]["bot_user"] == {"display_name": "Faktu galds", "always_online": True}
    assert settings_of(made)["interactivity"] == {"is_enabled": True}


def test_socket_mode_needs_no_address() -> None:
    """Without an address everything comes by a socket, with one nothing does."""
    assert settings_of(manifest("F", "/f"))["socket_mode_enabled"]
    made = manifest("F", "/f", "https://example.org/")

    assert not settings_of(made)["socket_mode_enabled"]
    address = "https://example.org/slack/events"
    assert settings_of(made)["event_subscriptions"]["request_url"] == address
    assert settings_of(made)["interactivity"]["request_url"] == address
    assert made["features"]["slash_commands"][0]["url"] == address


def test_hint_names_what_everybody_may_do() -> None:
    """Made of the list of commands, so that it follows it."""
    hint = manifest("F", "/f")["features"]["slash_commands"][0]["usage_hint"]
    offered = set(re.findall(r"[a-z]+", hint)) - {"question"}

    assert {"ask", "help", "facts", "events"} <= offered <= {each.name[0] for each in COMMANDS}


def test_every_event_has_its_scope() -> None:
    """Slack refuses a manifest that asks to be told what it may not read."""
    assert {event for event in EVENTS if event not in NEEDED} == {
        "app_home_opened",
        "app_uninstalled",
        "tokens_revoked",
    }
    assert {NEEDED[event] for event in EVENTS if event in NEEDED} <= set(SCOPES)
    assert len(set(EVENTS)) == len(EVENTS)
    for scope in SCOPES:
        any_string(scope, "")


@pytest.mark.parametrize(
    ("name", "command", "url", "option"),
    [
        ("", "/f", "", "--name"),
        (" ", "/f", "", "--name"),
        ("x" * 36, "/f", "", "--name"),
        ("two\nlines", "/f", "", "--name"),
        ("My Slack Bot", "/f", "", "--name"),
        ("F", "f", "", "--command"),
        ("F", "/", "", "--command"),
        ("F", "/Fakti", "", "--command"),
        ("F", "/fakti vai", "", "--command"),
        ("F", "/palīdzība", "", "--command"),
        ("F", f"/{'x' * 32}", "", "--command"),
        ("F", "/f", "http://example.org", "--url"),
        ("F", "/f", "https://", "--url"),
    ],
)
def test_what_slack_would_refuse_is_said_here(
    name: str, command: str, url: str, option: str
) -> None:
    """The sentence names the option and says what to write."""
    with pytest.raises(BadManifestError, match=f"^{option}: .*write"):
        manifest(name, command, url)


def test_manifest_is_printed_as_json() -> None:
    """What Slack is to be given comes alone on standard output."""
    called = CliRunner().invoke(cli, ["slack-manifest", "--name", "Faktu galds"])

    assert called.exit_code == 0
    assert json.loads(called.stdout) == manifest("Faktu galds", "/factdesk")


def test_bad_name_is_a_wrong_use() -> None:
    """The sentence goes to standard error, with status 2 and nothing to paste."""
    called = CliRunner().invoke(cli, ["slack-manifest", "--command", "fakti"])

    assert (called.exit_code, called.stdout) == (2, "")
    assert "--command: write" in called.stderr
