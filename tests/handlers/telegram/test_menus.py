"""The menus of commands: legal, in each language, and holding what the desk can do."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Iterator

import pytest

from bot.commands import COMMANDS
from bot.texts import LANGUAGES, phrase
from handlers.telegram.menus import ADMINISTRATORS, EDITORS, GROUPS, PRIVATE, menu
from tests.handlers.telegram.opened import door
from tests.standins.telegram.refusals import bad_request
from tests.standins.telegram.server import Telegram, telegram_server

WORDS = {command.name[0] for command in COMMANDS}


@pytest.fixture
def telegram() -> Iterator[Telegram]:
    """Yield a Telegram on loopback."""
    with telegram_server() as running:
        yield running


def _names(telegram: Telegram, language: str, **scope: object) -> list[str]:
    key = json.dumps({name: str(value) for name, value in scope.items()}, sort_keys=True)
    return [each["command"] for each in telegram.profile.menus[key, language]]


@pytest.mark.parametrize("word", sorted(WORDS))
def test_command_can_be_in_a_menu(word: str) -> None:
    """The first word of any command is one that Telegram takes."""
    assert re.fullmatch(r"[a-z0-9_]{1,32}", word)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("words", [PRIVATE, GROUPS, ADMINISTRATORS, EDITORS])
def test_menu_holds_what_the_desk_can_do(words: tuple[str, ...], language: str) -> None:
    """A menu names each command that there is, in its order, with a sentence in the language."""
    commands = menu(words, language)

    assert [each.command for each in commands] == [word for word in words if word in WORDS]
    assert all(1 <= len(each.description) <= 256 for each in commands)
    assert all("\n" not in each.description for each in commands)


def test_menus_are_set_for_each_place_and_language(telegram: Telegram) -> None:
    """Readers, groups and administrators have menus in each language, and one for all others."""

    async def run() -> None:
        async with door(telegram):
            pass

    asyncio.run(run())

    for scope, words in (
        ("all_private_chats", PRIVATE),
        ("all_group_chats", GROUPS),
        ("all_chat_administrators", ADMINISTRATORS),
    ):
        for language in ("", *LANGUAGES):
            expected = [word for word in words if word in WORDS]
            assert _names(telegram, language, type=scope) == expected


def test_others_see_the_language_of_the_settings(telegram: Telegram) -> None:
    """Who speaks another language sees the menu in the language that is set."""

    async def run() -> None:
        async with door(telegram, FACTDESK_LANGUAGE="en"):
            pass

    asyncio.run(run())

    menus = telegram.profile.menus
    described = menus['{"type": "all_group_chats"}', ""][0]["description"]
    assert described == phrase("en", "help.ask")


def test_editors_have_menus_of_their_own(telegram: Telegram) -> None:
    """An editor's private chat has the editors' commands; who never wrote to us gets none."""
    anna = telegram.world.user("Anna")
    anna.starts()

    async def run() -> None:
        async with door(telegram) as made:
            telegram.faults.refuses("setMyCommands", bad_request("chat not found"))
            await made.tell_editors(["999", str(anna.id)])

    asyncio.run(run())

    names = _names(telegram, "lv", type="chat", chat_id=anna.id)
    assert names == [word for word in EDITORS if word in WORDS]
    assert "fact" in names


def test_menus_that_fail_do_no_harm(telegram: Telegram) -> None:
    """Where the menus cannot be set, the door still opens and receives."""
    telegram.faults.fails("setMyCommands", times=9)

    async def run() -> str:
        async with door(telegram) as made:
            await asyncio.to_thread(telegram.wait_polled)
            return made.trouble()

    assert asyncio.run(run()) == ""
