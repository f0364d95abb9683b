"""What a bot says of itself: its commands, a set for each scope and language; its name."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any, Final

from tests.standins.telegram.arguments import Arguments
from tests.standins.telegram.refusals import Json, bad_request

NAME: Final = re.compile(r"[a-z0-9_]{1,32}")
LANGUAGE: Final = re.compile(r"(?:[a-z]{2})?")
LONGEST_NAME: Final = 32
LONGEST_DESCRIPTION: Final = 256
MOST_COMMANDS: Final = 100
WIDE: Final = ("default", "all_private_chats", "all_group_chats", "all_chat_administrators")
NARROW: Final = ("chat", "chat_administrators", "chat_member")
LONGEST: Final = {"name": 64, "description": 512, "short_description": 120}


@dataclass(slots=True)
class Profile:
    """What was set, by anybody who has the token.

    Attributes:
        menus: the commands by scope (as JSON, its keys sorted) and language.
        words: name, description and short_description, by language.
        buttons: the menu button by chat; 0 is every other chat.
    """

    menus: dict[tuple[str, str], list[Json]] = field(default_factory=dict)
    words: dict[tuple[str, str], str] = field(default_factory=dict)
    buttons: dict[int, Json] = field(default_factory=dict)

    def menu(self, language: str = "", **scope: Any) -> dict[str, str]:  # noqa: ANN401 - whatever JSON holds
        """Return the commands of a scope (`type`, `chat_id`, `user_id`), with descriptions."""
        commands = self.menus.get((_key(scope or {"type": "default"}), language), [])
        return {each["command"]: each["description"] for each in commands}

    def set_commands(self, arguments: Arguments) -> bool:
        """Set the commands of a scope and language; none at all removes them."""
        key = _scope(arguments)
        given = arguments.structure("commands", "commands") or []
        if not isinstance(given, list):
            raise bad_request("expected an Array of BotCommand")
        if len(given) > MOST_COMMANDS:
            raise bad_request("BOT_COMMANDS_TOO_MUCH")
        self.menus[key] = [_command(each) for each in given]
        return True

    def get_commands(self, arguments: Arguments) -> list[Json]:
        """Return the commands of exactly that scope and language."""
        return self.menus.get(_scope(arguments), [])

    def delete_commands(self, arguments: Arguments) -> bool:
        """Remove the commands of a scope and language."""
        self.menus.pop(_scope(arguments), None)
        return True

    def set_word(self, what: str, arguments: Arguments) -> bool:
        """Set the name, description or short_description for a language."""
        text = arguments.text(what)
        if len(text) > LONGEST[what]:
            raise bad_request(f"BOT_{'TITLE' if what == 'name' else 'ABOUT'}_INVALID")
        self.words[what, _language(arguments)] = text
        return True

    def get_word(self, what: str, arguments: Arguments) -> Json:
        """Return the name, description or short_description for a language, else for all."""
        own = self.words.get((what, _language(arguments)))
        return {what: own or self.words.get((what, ""), "")}

    def set_button(self, arguments: Arguments) -> bool:
        """Set what the button beside the text field does in private."""
        button = arguments.object("menu_button", "menu button") or {"type": "default"}
        if button.get("type") not in {"default", "commands", "web_app"}:
            raise bad_request("can't parse MenuButton: MenuButton has unsupported type")
        self.buttons[arguments.number("chat_id")] = button
        return True


def _command(told: Any) -> Json:  # noqa: ANN401 - whatever JSON held
    if not isinstance(told, dict) or not {"command", "description"} <= told.keys():
        raise bad_request("can't parse BotCommand: expected an Object")
    name, description = str(told["command"]).removeprefix("/"), str(told["description"]).strip()
    if not name:
        raise bad_request("command must be non-empty")
    if len(name) > LONGEST_NAME:
        raise bad_request(f"command length must not exceed {LONGEST_NAME}")
    if not description:
        raise bad_request("command description must be non-empty")
    if len(description) > LONGEST_DESCRIPTION:
        raise bad_request(f"command description length must not exceed {LONGEST_DESCRIPTION}")
    if not NAME.fullmatch(name):
        raise bad_request("BOT_COMMAND_INVALID")
    return {"command": name, "description": description}


def _scope(arguments: Arguments) -> tuple[str, str]:
    scope = arguments.object("scope", "BotCommandScope") or {"type": "default"}
    kind = scope.get("type")
    if kind not in {*WIDE, *NARROW}:
        raise bad_request("can't parse BotCommandScope: unsupported type specified")
    if kind in NARROW and not scope.get("chat_id"):
        raise bad_request("can't parse BotCommandScope: empty chat_id specified")
    if kind == "chat_member" and not scope.get("user_id"):
        raise bad_request("can't parse BotCommandScope: invalid user_id specified")
    return _key(scope), _language(arguments)


def _key(scope: Json) -> str:
    return json.dumps({name: str(value) for name, value in scope.items()}, sort_keys=True)


def _language(arguments: Arguments) -> str:
    language = arguments.text("language_code")
    if not LANGUAGE.fullmatch(language):
        raise bad_request("invalid language code specified")
    return language
