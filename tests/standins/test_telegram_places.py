"""The stand-in of Telegram: groups, topics and channels, and what a bot hears there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from telegram import Bot, KeyboardButton, KeyboardButtonRequestChat, ReplyKeyboardMarkup, Update

from tests.standins.telegram.asking import ask
from tests.standins.telegram.messages import Message
from tests.standins.telegram.people import User
from tests.standins.telegram.server import Telegram, telegram_server


@pytest.fixture
def telegram() -> Iterator[Telegram]:
    """Run a Telegram for one test."""
    with telegram_server() as server:
        yield server


@pytest.fixture
def anna(telegram: Telegram) -> User:
    """Return somebody."""
    return telegram.world.user("Anna")


def told(message: Message) -> dict[str, Any]:
    """Return the message as the bot was told of it."""
    assert message.update, "the bot was not told"
    content: dict[str, Any] = message.update.body[message.update.kind]
    return content


def test_privacy_hides_what_is_not_meant_for_the_bot(telegram: Telegram, anna: User) -> None:
    """In a group the bot hears commands, mentions and replies to it, and nothing else."""
    group = telegram.world.group("Desk", [anna])
    sent = ask(telegram, lambda bot: bot.send_message(group.id, "Answer"))
    answer = group.messages[sent.message_id]

    heard = {
        text: anna.says(text, group).update is not None
        for text in ("hello", "/ask", "/ask@FactdeskBot", "/ask@other_bot", "@factdeskbot who?")
    }

    assert list(heard.values()) == [False, True, True, False, True]
    assert told(anna.says("and when?", group, reply_to=answer))["reply_to_message"]


def test_administrator_hears_everything(telegram: Telegram, anna: User) -> None:
    """A bot that runs the group, or whose privacy is off, is told of each word."""
    group = telegram.world.group("Desk", [anna], bot="administrator")
    assert anna.says("hello", group).update

    group.demote_bot()
    assert anna.says("hello", group).update is None
    telegram.world.privacy = False
    assert anna.says("hello", group).update


def test_bot_hears_of_its_own_fate(telegram: Telegram, anna: User) -> None:
    """Coming, rising, being put out and being blocked each come as my_chat_member."""
    group = telegram.world.group("Desk", [anna], bot="left")
    group.add_bot(by=anna)
    group.promote_bot()
    group.kick_bot()
    anna.blocks()
    anna.unblocks()

    async def fates(bot: Bot) -> list[str]:
        found = await bot.get_updates()
        return [each.my_chat_member.new_chat_member.status for each in found if each.my_chat_member]

    assert ask(telegram, fates) == ["member", "administrator", "kicked", "kicked", "member"]


def test_bot_can_leave(telegram: Telegram) -> None:
    """Who leaves a group is out of it."""
    group = telegram.world.group("Desk")

    ask(telegram, lambda bot: bot.leave_chat(group.id))

    assert not group.membership(telegram.world.bot.id).present


def test_hidden_administrator_speaks_as_the_group(telegram: Telegram, anna: User) -> None:
    """An anonymous administrator's words come from GroupAnonymousBot, in the group's name."""
    group = telegram.world.group("Desk", administrators=[anna])

    said = told(anna.says("/timezone Europe/Riga", group, anonymous=True))

    assert (said["from"]["id"], said["sender_chat"]["id"]) == (1087968824, group.id)


def test_linked_channel_brings_its_posts(telegram: Telegram) -> None:
    """A channel's post comes as itself, and into its group as an automatic forward."""
    channel = telegram.world.channel("News")
    group = telegram.world.group("Talk", bot="administrator")
    group.link(channel)

    post = channel.post("Today at nine")

    assert told(post)["sender_chat"]["title"] == "News"
    brought = told(max(group.messages.values(), key=lambda each: each.turn))
    assert (brought["from"]["id"], brought["is_automatic_forward"]) == (777000, True)


def test_other_bot_is_marked(telegram: Telegram) -> None:
    """What another bot says comes marked as a bot's."""
    robot = telegram.world.other_bot("Other", "other_bot")
    group = telegram.world.group("Desk", [robot])

    assert told(robot.says("/ask who?", group))["from"]["is_bot"]


def test_words_in_a_topic_reply_to_its_opening(telegram: Telegram, anna: User) -> None:
    """In a topic a message names its thread, and replies at the least to what opened it."""
    forum = telegram.world.group("Desk", [anna], topics=True)
    topic = forum.open_topic("NATO")

    said = told(anna.says("/ask who?", forum, topic=topic))

    assert (said["message_thread_id"], said["is_topic_message"]) == (topic.thread, True)
    assert said["reply_to_message"]["forum_topic_created"]["name"] == "NATO"
    assert "message_thread_id" not in told(anna.says("/ask who?", forum))


def test_answer_in_a_topic_is_found_there(telegram: Telegram, anna: User) -> None:
    """A reply goes to the topic of what it replies to; a deleted topic takes its words along."""
    forum = telegram.world.group("Desk", [anna], topics=True)
    topic = forum.open_topic("NATO")
    said = anna.says("/ask who?", forum, topic=topic)

    ask(telegram, lambda bot: bot.send_message(forum.id, "He", reply_to_message_id=said.message_id))

    assert telegram.world.wait_for_message(forum, after=said, topic=topic).text == "He"
    forum.delete_topic(topic)
    assert forum.find(said.message_id) is None


def test_group_becomes_a_supergroup(telegram: Telegram, anna: User) -> None:
    """A move is said in both chats, and people can go on in the new one."""
    group = telegram.world.group("Desk", [anna], supergroup=False)
    new = group.migrate()

    (old,), (first,) = group.messages.values(), new.messages.values()

    assert told(old)["migrate_to_chat_id"] == new.id
    assert told(first)["migrate_from_chat_id"] == group.id
    assert told(anna.says("/ask", new))["chat"]["type"] == "supergroup"


def test_bot_sees_who_is_in_a_chat(telegram: Telegram, anna: User) -> None:
    """Members, administrators and their count are as the group was set up."""
    chief = telegram.world.user("Chief")
    group = telegram.world.group("Desk", [anna], creator=chief)
    robot = telegram.world.other_bot("Other", "other_bot")
    group.promote(robot)
    group.promote(anna, can_post_messages=False)

    async def look(bot: Bot) -> list[object]:
        member = await bot.get_chat_member(group.id, anna.id)
        administrators = await bot.get_chat_administrators(group.id)
        return [
            member.status,
            sorted(each.user.first_name for each in administrators),
            await bot.get_chat_member_count(group.id),
            (await bot.get_chat(group.id)).title,
        ]

    assert ask(telegram, look) == ["administrator", ["Anna", "Chief"], 4, "Desk"]


def test_chat_can_be_chosen_with_a_button(telegram: Telegram, anna: User) -> None:
    """A reply keyboard that asks for a chat brings back the one that was chosen."""
    channel = telegram.world.channel("News")
    anna.starts()
    wanted = KeyboardButtonRequestChat(7, chat_is_channel=True)
    keyboard = ReplyKeyboardMarkup([[KeyboardButton("Choose", request_chat=wanted)]])
    ask(telegram, lambda bot: bot.send_message(anna.id, "?", reply_markup=keyboard))

    shared = told(anna.shares_chat(telegram.world.wait_for_message(anna.chat), channel))

    assert shared["chat_shared"] == {"request_id": 7, "chat_id": channel.id}


def test_edited_words_come_as_an_edit(telegram: Telegram, anna: User) -> None:
    """A person's edit is told with the new words and when it was made."""
    said = anna.says("who?")
    anna.edits(said, "who leads?")

    async def hear(bot: Bot) -> tuple[Update, ...]:
        return await bot.get_updates()

    edit = ask(telegram, hear)[-1].edited_message
    assert edit
    assert (edit.text, edit.edit_date is not None) == ("who leads?", True)


def test_silence_is_seen(telegram: Telegram, anna: User) -> None:
    """A test can wait for a moment, and then see whether the bot said something meanwhile."""
    said = anna.says("/start")
    telegram.world.expect_silence(anna.chat, after=said, until=lambda: True)

    ask(telegram, lambda bot: bot.send_message(anna.id, "Hello"))

    with pytest.raises(AssertionError, match="was to be silent in 'Anna', and said"):
        telegram.world.expect_silence(anna.chat, until=lambda: True)
    with pytest.raises(AssertionError, match=r"not seen: a message .*\n.*'/start'"):
        telegram.world.wait_for_message(anna.chat, containing="Bye", patience=0)
