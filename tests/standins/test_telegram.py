"""The stand-in of Telegram: what a bot sends and hears, as python-telegram-bot does it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeChat,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    ReplyParameters,
    Update,
)
from telegram.error import BadRequest, Conflict, InvalidToken

from tests.standins.telegram.asking import ask
from tests.standins.telegram.server import Telegram, telegram_server

OTHER_TOKEN = "7000000001:another"  # noqa: S105 - opens nothing


@pytest.fixture
def telegram() -> Iterator[Telegram]:
    """Run a Telegram for one test."""
    with telegram_server() as server:
        yield server


def button(text: str, data: str) -> InlineKeyboardMarkup:
    """Return a keyboard of one button."""
    return InlineKeyboardMarkup([[InlineKeyboardButton(text, callback_data=data)]])


async def heard(bot: Bot, offset: int = 0, timeout: int = 0) -> tuple[Update, ...]:  # noqa: ASYNC109 - word of getUpdates
    """Return what the bot is told when it asks."""
    return await bot.get_updates(offset=offset, timeout=timeout, allowed_updates=None)


def test_bot_learns_who_it_is(telegram: Telegram) -> None:
    """The first thing that every bot asks is answered with its name."""

    async def who(bot: Bot) -> str:
        return (await bot.get_me()).name

    assert ask(telegram, who) == "@FactdeskBot"


def test_wrong_token_opens_nothing(telegram: Telegram) -> None:
    """A token that is not the bot's is refused with 401, as PTB tells it."""
    with pytest.raises(InvalidToken, match="rejected by the server"):
        ask(telegram, heard, token=OTHER_TOKEN)

    assert [call.status for call in telegram.calls.of("getMe")] == [401]


def test_unknown_method_is_not_found(telegram: Telegram) -> None:
    """A method that Telegram does not have answers 404."""

    async def call(bot: Bot) -> None:
        await bot.do_api_request("sendPigeon")

    with pytest.raises(Exception, match="sendPigeon"):
        ask(telegram, call)


def test_person_in_private_is_heard(telegram: Telegram) -> None:
    """Words in private come as an update, with the command and the mention marked."""
    anna = telegram.world.user("Anna", "lv")
    anna.says("/facts for @FactdeskBot")

    (update,) = ask(telegram, heard)

    assert update.message
    assert update.message.from_user
    assert update.message.from_user.language_code == "lv"
    assert list(update.message.parse_entities().values()) == ["/facts", "@FactdeskBot"]


def test_question_that_waits_is_answered_at_once(telegram: Telegram) -> None:
    """A long poll returns when somebody speaks, not when its time is over."""
    anna = telegram.world.user("Anna")

    async def wait(bot: Bot) -> tuple[Update, ...]:
        poll = asyncio.create_task(heard(bot, timeout=30))
        await asyncio.to_thread(telegram.wait_polled)
        await asyncio.to_thread(anna.says, "hello")
        return await poll

    assert [update.message.text for update in ask(telegram, wait) if update.message] == ["hello"]


def test_offset_confirms_all_before_it(telegram: Telegram) -> None:
    """What was handed out comes again until a later offset says that it was heard."""
    anna = telegram.world.user("Anna")
    first, second = anna.says("one"), anna.says("two")
    assert first.update
    assert second.update
    offset = second.update.id

    assert len(ask(telegram, heard)) == 2
    assert [each.update_id for each in ask(telegram, lambda bot: heard(bot, offset))] == [offset]
    telegram.world.wait_confirmed(first)
    assert not second.update.confirmed


def test_confirmed_update_can_come_again(telegram: Telegram) -> None:
    """A test makes Telegram forget an offset, and the update is handed out a second time."""
    said = telegram.world.user("Anna").says("one")
    assert said.update
    after = said.update.id + 1
    ask(telegram, heard)
    assert not ask(telegram, lambda bot: heard(bot, after))

    telegram.world.updates.rewind()

    assert [each.update_id for each in ask(telegram, lambda bot: heard(bot, after))] == [after - 1]
    assert not ask(telegram, lambda bot: heard(bot, after))


def test_update_can_be_repeated(telegram: Telegram) -> None:
    """The same update comes as often as a test likes, under the same number."""
    said = telegram.world.user("Anna").says("one")
    assert said.update

    telegram.world.updates.repeat(said.update, times=3)

    assert len({each.update_id for each in ask(telegram, heard)}) == 1
    assert said.update.deliveries == 1


def test_two_bots_with_one_token_conflict(telegram: Telegram) -> None:
    """Who asks while another waits, takes its place; the other is refused with 409."""

    async def both(bot: Bot) -> None:
        first = asyncio.create_task(heard(bot, timeout=30))
        await asyncio.to_thread(telegram.wait_polled)
        second = asyncio.to_thread(ask, telegram, lambda other: heard(other, timeout=30))
        later = asyncio.create_task(second)
        with pytest.raises(Conflict, match="terminated by other getUpdates"):
            await first
        telegram.world.user("Anna").says("hello")
        assert len(await later) == 1

    ask(telegram, both)


def test_only_what_was_asked_for_is_told(telegram: Telegram) -> None:
    """Kinds of updates that allowed_updates does not name are never queued."""
    anna = telegram.world.user("Anna")

    ask(telegram, lambda bot: bot.get_updates(allowed_updates=["callback_query"]))

    assert anna.says("unheard").update is None


def test_message_is_seen_as_people_see_it(telegram: Telegram) -> None:
    """HTML becomes plain text with pieces; buttons, sound and preview are kept beside it."""
    anna = telegram.world.user("Anna")
    question = anna.says("kas vada?")
    anna.says("meanwhile")

    ask(
        telegram,
        lambda bot: bot.send_message(
            anna.id,
            '😀 <b>Vada</b> &lt;X&gt; <a href="https://nato.int/a?b=1&amp;c">avots</a>',
            parse_mode="HTML",
            disable_notification=True,
            link_preview_options=LinkPreviewOptions(is_disabled=True),
            reply_parameters=ReplyParameters(question.message_id),
            reply_markup=button("Jā", "yes"),
        ),
    )

    reply = telegram.world.wait_for_message(anna.chat, after=question, containing="Vada")
    assert reply.text == "😀 Vada <X> avots"
    assert (reply.entities[0].offset, reply.entities[0].length) == (3, 4)
    assert reply.styled("bold") == ["Vada"]
    assert reply.links == {"avots": "https://nato.int/a?b=1&c"}
    assert (reply.rows, reply.silent, reply.reply_to) == ([["Jā"]], True, question)
    assert reply.link_preview == {"is_disabled": True}


def test_edit_is_seen_and_what_was_before_is_kept(telegram: Telegram) -> None:
    """An edit replaces words and keyboard, and the message remembers what it showed."""
    anna = telegram.world.user("Anna")
    anna.starts()

    async def offer(bot: Bot) -> None:
        sent = await bot.send_message(anna.id, "which?", reply_markup=button("A", "a"))
        await sent.edit_text("this")
        await sent.edit_reply_markup(button("B", "b"))

    ask(telegram, offer)

    message = telegram.world.wait_for_edit(telegram.world.wait_for_message(anna.chat), edits=2)
    assert [(shown.text, shown.rows) for shown in message.history] == [
        ("which?", [["A"]]),
        ("this", []),
    ]
    assert (message.text, message.rows) == ("this", [["B"]])


def test_tap_is_heard_and_answered_once(telegram: Telegram) -> None:
    """A tap brings the button's data; its answer is shown, and a second one comes too late."""
    anna = telegram.world.user("Anna")
    anna.starts()
    ask(telegram, lambda bot: bot.send_message(anna.id, "?", reply_markup=button("Yes", "y:1")))

    tap = anna.taps(telegram.world.wait_for_message(anna.chat), "Yes")
    assert tap.update
    assert tap.update.body["callback_query"]["data"] == "y:1"
    ask(telegram, lambda bot: bot.answer_callback_query(tap.id, "Done", show_alert=True))

    answer = telegram.world.wait_for_answer(tap)
    assert (answer.text, answer.alert) == ("Done", True)
    with pytest.raises(BadRequest, match="Query is too old and response timeout expired"):
        ask(telegram, lambda bot: bot.answer_callback_query(tap.id))


def test_deleted_message_is_gone(telegram: Telegram) -> None:
    """What the bot deletes is marked so, and cannot be deleted twice."""
    anna = telegram.world.user("Anna")
    said = anna.says("secret")

    ask(telegram, lambda bot: bot.delete_message(anna.id, said.message_id))

    telegram.world.wait_for_deletion(said)
    with pytest.raises(BadRequest, match="Message to delete not found"):
        ask(telegram, lambda bot: bot.delete_message(anna.id, said.message_id))


def test_document_arrives_with_its_bytes(telegram: Telegram) -> None:
    """A file that the bot sends can be read by the test, with its caption."""
    anna = telegram.world.user("Anna")
    anna.starts()

    ask(
        telegram,
        lambda bot: bot.send_document(
            anna.id, b"a,b", "<i>x</i>", filename="f.csv", parse_mode="HTML"
        ),
    )

    message = telegram.world.wait_for_message(anna.chat, containing="x")
    assert (message.document, message.extra["document"]["file_name"]) == (b"a,b", "f.csv")
    assert message.styled("italic") == ["x"]


def test_menus_are_kept_by_scope_and_language(telegram: Telegram) -> None:
    """Commands set for one chat and language are returned for exactly those."""

    async def menus(bot: Bot) -> list[int]:
        scope = BotCommandScopeChat(5)
        await bot.set_my_commands([BotCommand("ask", "Jautāt")], scope, "lv")
        await bot.set_my_commands([BotCommand("ask", "Ask"), BotCommand("help", "Help")])
        counts = [len(await bot.get_my_commands()), len(await bot.get_my_commands(scope, "lv"))]
        await bot.delete_my_commands()
        return [*counts, len(await bot.get_my_commands())]

    assert ask(telegram, menus) == [2, 1, 0]
    assert telegram.profile.menu("lv", type="chat", chat_id=5) == {"ask": "Jautāt"}


def test_profile_is_kept(telegram: Telegram) -> None:
    """Name and descriptions are what was set last; an action and a menu button are taken."""
    anna = telegram.world.user("Anna")
    anna.starts()

    async def introduce(bot: Bot) -> str:
        await bot.set_my_name("Faktdesks", "lv")
        await bot.set_my_description("Atbildu.")
        await bot.set_my_short_description("Fakti")
        await bot.set_chat_menu_button()
        await bot.send_chat_action(anna.id, "typing")
        return (await bot.get_my_description("lv")).description

    assert ask(telegram, introduce) == "Atbildu."
    assert telegram.profile.words["name", "lv"] == "Faktdesks"


def test_calls_are_counted(telegram: Telegram) -> None:
    """A benchmark can read how often a method was called, for which chat and when."""
    anna = telegram.world.user("Anna")
    anna.starts()

    ask(telegram, lambda bot: bot.send_message(anna.id, "one"))

    (call,) = telegram.calls.of("sendMessage", anna.id)
    assert (call.status, call.ended >= call.at) == (200, True)
    assert (telegram.calls.count("sendMessage"), telegram.calls.times("sendMessage", 1)) == (1, [])
