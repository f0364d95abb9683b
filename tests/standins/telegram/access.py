"""Where the bot may do what it asks for."""

from __future__ import annotations

from typing import Final

from tests.standins.telegram.accounts import Membership
from tests.standins.telegram.arguments import Arguments
from tests.standins.telegram.chats import GENERAL, Chat, Topic
from tests.standins.telegram.messages import Message
from tests.standins.telegram.refusals import Refusal, bad_request, forbidden
from tests.standins.telegram.state import State

DELETABLE_FOR: Final = 48 * 3600
"""Seconds for which a bot may take a message away."""


def readable(state: State, arguments: Arguments, name: str = "chat_id") -> Chat:
    """Return the chat that a call names, if the bot may see it.

    Raises:
        Refusal: there is no such chat for the bot, or it was put out of it.
    """
    chat = _named(state, arguments.text(name))
    if chat.kind in {"supergroup", "channel"} and not chat.username:
        _check_present(state, chat)
    return chat


def writable(state: State, arguments: Arguments) -> Chat:
    """Return the chat that a call names, if the bot may do something there.

    Raises:
        Refusal: it does not exist, is closed to the bot, or has moved.
    """
    chat = _named(state, arguments.text("chat_id"))
    if chat.moved_to:
        sentence = "Bad Request: group chat was upgraded to a supergroup chat"
        raise Refusal(400, sentence, migrate_to_chat_id=chat.moved_to)
    if chat.person:
        _check_person(chat)
    else:
        _check_present(state, chat)
    return chat


def speaking(state: State, arguments: Arguments) -> Chat:
    """Return the chat that a call names, if the bot may write there."""
    chat = writable(state, arguments)
    here = chat.membership(state.bot.id)
    if chat.kind == "channel" and not (here.runs_it and here.may("can_post_messages")):
        raise bad_request("need administrator rights in the channel chat")
    if here.status == "restricted" and not here.may("can_send_messages"):
        raise bad_request("not enough rights to send text messages to the chat")
    return chat


def topic_of(
    state: State, chat: Chat, arguments: Arguments, reply_to: Message | None
) -> Topic | None:
    """Return the topic that a message goes to, or None for none, or for the general one.

    Raises:
        Refusal: there is no such topic, or it is closed to the bot.
    """
    thread = arguments.number("message_thread_id")
    topic = _asked_topic(chat, thread)
    if thread == 0 and chat.is_forum and reply_to and reply_to.thread:
        topic = chat.topics.get(reply_to.thread)
    closed = topic.closed if topic else chat.general_closed
    if closed and not _manages_topics(chat.membership(state.bot.id)):
        raise bad_request("TOPIC_CLOSED")
    return topic


def replied(chat: Chat, arguments: Arguments) -> Message | None:
    """Return what a message is to reply to, if anything.

    Raises:
        Refusal: that message is gone, and the call does not allow to go without it.
    """
    asked = arguments.object("reply_parameters", "reply parameters")
    number = int(asked.get("message_id") or arguments.number("reply_to_message_id"))
    if not number:
        return None
    message = chat.find(number)
    anyway = asked.get("allow_sending_without_reply")
    if message is None and not (anyway or arguments.flag("allow_sending_without_reply")):
        raise bad_request("message to be replied not found")
    return message


def own_message(state: State, arguments: Arguments) -> tuple[Chat, Message]:
    """Return the message of the bot that a call wants to change, and its chat.

    Raises:
        Refusal: it is gone, or is somebody else's.
    """
    if not arguments.text("chat_id") and not arguments.text("inline_message_id"):
        raise bad_request("chat_id is empty")
    chat = _named(state, arguments.text("chat_id"))
    if chat.person:
        _check_person(chat)
    elif not chat.moved_to:
        _check_present(state, chat)
    message = chat.find(_message_number(arguments))
    if message is None:
        raise bad_request("message to edit not found")
    if chat.moved_to or not message.from_bot:
        raise bad_request("message can't be edited")
    return chat, message


def deletable(state: State, arguments: Arguments) -> Message:
    """Return the message that a call wants to delete.

    Raises:
        Refusal: it is gone, or the bot may not delete it.
    """
    chat = writable(state, arguments)
    message = chat.find(_message_number(arguments))
    if message is None:
        raise bad_request("message to delete not found")
    here = chat.membership(state.bot.id)
    may = chat.person or message.from_bot or (here.runs_it and here.may("can_delete_messages"))
    if not may:
        raise bad_request("message can't be deleted")
    if state.now() - message.date > DELETABLE_FOR:
        raise bad_request("message can't be deleted for everyone")
    return message


def _message_number(arguments: Arguments) -> int:
    number = arguments.number("message_id")
    if not number:
        raise bad_request("message identifier is not specified")
    return number


def _named(state: State, name: str) -> Chat:
    if not name:
        raise bad_request("chat_id is empty")
    chat = _by_username(state, name) if name.startswith("@") else _by_number(state, name)
    if chat is None:
        raise bad_request("chat not found")
    return chat


def _by_username(state: State, name: str) -> Chat | None:
    wanted = name.removeprefix("@").lower()
    public = (each for each in state.chats.values() if not each.person)
    return next((each for each in public if each.username.lower() == wanted), None)


def _by_number(state: State, name: str) -> Chat | None:
    number = int(name) if name.removeprefix("-").isdigit() else 0
    account = state.accounts.get(number)
    if number not in state.chats and account and account is not state.bot:
        return state.private_chat(account)
    return state.chats.get(number)


def _asked_topic(chat: Chat, thread: int) -> Topic | None:
    # In a group without topics a thread is of no consequence, and Telegram does not ask.
    if not thread or not (chat.is_forum or chat.person):
        return None
    if thread == GENERAL or thread not in chat.topics:
        raise bad_request("message thread not found")
    return chat.topics[thread]


def _check_person(chat: Chat) -> None:
    person = chat.person
    assert person is not None
    if person.deactivated:
        raise forbidden("user is deactivated")
    if person.is_bot:
        raise forbidden("the bot can't send messages to the bot")
    if person.blocked:
        raise forbidden("bot was blocked by the user")
    if not person.started:
        raise forbidden("bot can't initiate conversation with a user")


def _check_present(state: State, chat: Chat) -> None:
    here = chat.membership(state.bot.id)
    if here.status == "kicked":
        raise forbidden(f"bot was kicked from the {chat.kind} chat")
    if not here.present:
        raise forbidden(f"bot is not a member of the {chat.kind} chat")


def _manages_topics(here: Membership) -> bool:
    return here.runs_it and here.may("can_manage_topics")
