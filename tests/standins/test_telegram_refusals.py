"""The stand-in of Telegram: what it refuses, in Telegram's own words."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPConnection
from typing import Any

import pytest

from tests.standins.telegram.people import User
from tests.standins.telegram.server import Telegram, telegram_server

EMPTY = {"text": "Yes"}
UNMATCHED = (
    'can\'t parse entities: Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'
)
ROW = [{"text": "x", "callback_data": "x"}]


@pytest.fixture
def telegram() -> Iterator[Telegram]:
    """Run a Telegram for one test."""
    with telegram_server() as server:
        yield server


@pytest.fixture
def anna(telegram: Telegram) -> User:
    """Return somebody who has started the bot."""
    user = telegram.world.user("Anna")
    user.starts()
    return user


def answer(telegram: Telegram, method: str, **given: Any) -> dict[str, Any]:  # noqa: ANN401 - whatever JSON holds
    """Return the whole answer to a call whose parameters travel as JSON."""
    connection = HTTPConnection("127.0.0.1", telegram.served.port)
    with closing(connection):
        headers = {"Content-Type": "application/json"}
        path = f"/bot{telegram.token}/{method}"
        connection.request("POST", path, json.dumps(given), headers)
        response = connection.getresponse()
        told: dict[str, Any] = json.load(response)
    assert response.status == told.get("error_code", 200)
    return told


def refusal(telegram: Telegram, method: str, **given: Any) -> str:  # noqa: ANN401 - whatever JSON holds
    """Return the description of a refused call."""
    told = answer(telegram, method, **given)
    assert not told["ok"], told
    return str(told["description"])


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "message text is empty"),
        (" \n", "text must be non-empty"),
        ("<b></b>", "text must be non-empty"),
        ("x" * 4097, "message is too long"),
        ("😀" * 2049, "message is too long"),
        ("<b>x", "can't parse entities: Can't find end tag corresponding to start tag \"b\""),
        ("ā<br>x", 'can\'t parse entities: Unsupported start tag "br" at byte offset 2'),
        ("<b><i>x</b></i>", UNMATCHED),
        ("x</b>", "can't parse entities: Unexpected end tag at byte offset 1"),
        ("1 < 2 <b", 'can\'t parse entities: Unsupported start tag "" at byte offset 2'),
        ("x <b", "can't parse entities: Unclosed start tag at byte offset 2"),
        (
            "<span>x</span>",
            'can\'t parse entities: Tag "span" must have class "tg-spoiler" at byte offset 0',
        ),
        ('<a href="x', "can't parse entities: Unclosed start tag at byte offset 0"),
        ("<b>x</b", "can't parse entities: Unclosed end tag at byte offset 4"),
    ],
)
def test_text_is_refused(telegram: Telegram, anna: User, text: str, sentence: str) -> None:
    """A text that is empty, too long in UTF-16, or whose HTML is not proper, is not sent."""
    given = {"chat_id": anna.id, "text": text, "parse_mode": "HTML"}

    assert refusal(telegram, "sendMessage", **given) == f"Bad Request: {sentence}"
    assert anna.chat.messages_from_bot() == []


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([[{"text": "x", "callback_data": ""}]], "BUTTON_DATA_INVALID"),
        ([[{"text": "x", "callback_data": "ā" * 33}]], "BUTTON_DATA_INVALID"),
        ([ROW * 9], "reply markup is too long"),
        ([ROW] * 101, "reply markup is too long"),
        ([[{"text": "", "callback_data": "x"}]], "inline keyboard button text must be non-empty"),
        (
            [[EMPTY]],
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
        ),
        (
            [[{"text": "x", "url": "localhost"}]],
            "inline keyboard button URL 'localhost' is invalid: Wrong HTTP URL",
        ),
        (
            [[{"text": "x", "url": "javascript://a.b"}]],
            "inline keyboard button URL 'javascript://a.b' is invalid: Unsupported URL protocol",
        ),
    ],
)
def test_keyboard_is_refused(
    telegram: Telegram, anna: User, rows: list[list[Any]], sentence: str
) -> None:
    """A keyboard with a button that Telegram does not take is not sent."""
    given = {"chat_id": anna.id, "text": "x", "reply_markup": {"inline_keyboard": rows}}

    assert refusal(telegram, "sendMessage", **given) == f"Bad Request: {sentence}"


def test_reply_to_what_is_gone_is_refused(telegram: Telegram, anna: User) -> None:
    """A reply needs its message, unless it is allowed to go without."""
    given = {"chat_id": anna.id, "text": "x"}
    gone = {"message_id": 999}

    told = refusal(telegram, "sendMessage", **given, reply_parameters=gone)

    assert told == "Bad Request: message to be replied not found"
    anyway = gone | {"allow_sending_without_reply": True}
    assert answer(telegram, "sendMessage", **given, reply_parameters=anyway)["ok"]


def test_edit_that_changes_nothing_is_refused(telegram: Telegram, anna: User) -> None:
    """The same words and keyboard are no edit; a message that is gone has none."""
    sent = answer(telegram, "sendMessage", chat_id=anna.id, text="x")["result"]["message_id"]
    given = {"chat_id": anna.id, "text": "x"}

    told = refusal(telegram, "editMessageText", **given, message_id=sent)

    assert told.startswith("Bad Request: message is not modified: specified new message content")
    told = refusal(telegram, "editMessageText", **given, message_id=999)
    assert told == "Bad Request: message to edit not found"
    said = anna.says("mine")
    told = refusal(telegram, "editMessageText", **given, message_id=said.message_id)
    assert told == "Bad Request: message can't be edited"


def test_person_who_is_not_there_gets_nothing(telegram: Telegram, anna: User) -> None:
    """Who blocked the bot, never started it, left Telegram or is unknown cannot be written to."""

    def told(id: int) -> str:
        return refusal(telegram, "sendMessage", chat_id=id, text="x")

    assert told(1) == "Bad Request: chat not found"
    assert told(telegram.world.user("Stranger").id) == (
        "Forbidden: bot can't initiate conversation with a user"
    )
    anna.blocks()
    assert told(anna.id) == "Forbidden: bot was blocked by the user"
    anna.unblocks()
    assert answer(telegram, "sendMessage", chat_id=anna.id, text="x")["ok"]
    anna.leaves_telegram()
    assert told(anna.id) == "Forbidden: user is deactivated"


def test_group_without_the_bot_is_closed(telegram: Telegram) -> None:
    """Who was kicked, or left, is told so in the words of each kind of chat."""
    small = telegram.world.group("Small", supergroup=False)
    large = telegram.world.group("Large")
    channel = telegram.world.channel("News")
    for chat in (small, large, channel):
        chat.kick_bot()

    told = {
        chat.kind: refusal(telegram, "sendMessage", chat_id=chat.id, text="x")
        for chat in (small, large, channel)
    }

    assert told == {
        kind: f"Forbidden: bot was kicked from the {kind} chat"
        for kind in ("group", "supergroup", "channel")
    }
    large.let_bot_leave()
    assert refusal(telegram, "getChat", chat_id=large.id) == (
        "Forbidden: bot is not a member of the supergroup chat"
    )


def test_bot_without_rights_may_not_write(telegram: Telegram) -> None:
    """A channel wants an administrator, a group a member who may write."""
    group, channel = telegram.world.group("Desk"), telegram.world.channel("News", bot="member")
    group.restrict_bot()

    assert refusal(telegram, "sendMessage", chat_id=group.id, text="x") == (
        "Bad Request: not enough rights to send text messages to the chat"
    )
    assert refusal(telegram, "sendMessage", chat_id=channel.id, text="x") == (
        "Bad Request: need administrator rights in the channel chat"
    )


def test_group_that_moved_says_where_to(telegram: Telegram) -> None:
    """The old id of a group that became a supergroup is refused with the new one."""
    new = telegram.world.group("Desk", supergroup=False)
    old_id, new = new.id, new.migrate()

    told = answer(telegram, "sendMessage", chat_id=old_id, text="x")

    assert told["description"] == "Bad Request: group chat was upgraded to a supergroup chat"
    assert told["parameters"] == {"migrate_to_chat_id": new.id}
    assert answer(telegram, "sendMessage", chat_id=new.id, text="x")["ok"]


def test_topic_must_be_there_and_open(telegram: Telegram) -> None:
    """An unknown topic, and the general one by number, are not found; a closed one is closed."""
    forum = telegram.world.group("Desk", topics=True)
    topic = forum.open_topic("NATO")

    def told(thread: int) -> str:
        given = {"chat_id": forum.id, "text": "x", "message_thread_id": thread}
        return str(answer(telegram, "sendMessage", **given).get("description"))

    assert told(topic.thread) == "None"
    assert told(77) == told(1) == "Bad Request: message thread not found"
    forum.close_topic(topic)
    assert told(topic.thread) == "Bad Request: TOPIC_CLOSED"
    forum.promote_bot()
    assert told(topic.thread) == "None"


@pytest.mark.parametrize(
    ("command", "description", "sentence"),
    [
        ("Ask", "x", "BOT_COMMAND_INVALID"),
        ("jautāt", "x", "BOT_COMMAND_INVALID"),
        ("a" * 33, "x", "command length must not exceed 32"),
        ("ask", "", "command description must be non-empty"),
        ("ask", "x" * 257, "command description length must not exceed 256"),
    ],
)
def test_menu_is_refused(telegram: Telegram, command: str, description: str, sentence: str) -> None:
    """A command whose name or description Telegram does not take refuses the whole menu."""
    commands = [{"command": command, "description": description}]

    assert refusal(telegram, "setMyCommands", commands=commands) == f"Bad Request: {sentence}"


def test_long_menu_and_long_answer_are_refused(telegram: Telegram, anna: User) -> None:
    """There are at most 100 commands, and 200 signs in the answer to a tap."""
    commands = [{"command": f"c{n}", "description": "x"} for n in range(101)]
    assert refusal(telegram, "setMyCommands", commands=commands) == (
        "Bad Request: BOT_COMMANDS_TOO_MUCH"
    )
    answer(
        telegram, "sendMessage", chat_id=anna.id, text="x", reply_markup={"inline_keyboard": [ROW]}
    )
    tap = anna.taps(telegram.world.wait_for_message(anna.chat))

    told = refusal(telegram, "answerCallbackQuery", callback_query_id=tap.id, text="x" * 201)

    assert told == "Bad Request: MESSAGE_TOO_LONG"


def test_foreign_message_needs_a_right_to_be_deleted(telegram: Telegram, anna: User) -> None:
    """In a group the bot takes away others' words only as an administrator."""
    group = telegram.world.group("Desk", [anna])
    said = anna.says("secret", group)
    given = {"chat_id": group.id, "message_id": said.message_id}

    assert refusal(telegram, "deleteMessage", **given) == "Bad Request: message can't be deleted"
    group.promote_bot(can_delete_messages=False)
    assert refusal(telegram, "deleteMessage", **given) == "Bad Request: message can't be deleted"
    group.promote_bot()
    assert answer(telegram, "deleteMessage", **given)["ok"]
