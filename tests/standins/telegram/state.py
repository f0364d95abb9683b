"""All that a Telegram knows: accounts, chats, and what the bot is to be told of them."""

from __future__ import annotations

import itertools
import re
import time
from collections.abc import Callable
from typing import Any, Final, TypeVar

from tests.standins.loopback import PATIENCE
from tests.standins.telegram.accounts import Account, Membership
from tests.standins.telegram.chats import Chat, Topic
from tests.standins.telegram.messages import FILES, Message, Shown
from tests.standins.telegram.refusals import Json
from tests.standins.telegram.updates import Bell, Updates

LOOK_AGAIN: Final = 0.02
"""Seconds after which a condition is asked again: it may depend on what no one here hears of."""
COMMAND: Final = re.compile(r"/[A-Za-z0-9_]{1,32}(?:@(\w+))?")

T = TypeVar("T")


class State:
    """The world behind the server, safe to use from any thread.

    Attributes:
        lock: held for each look and each change; notified of each change.
        bot: the account of the bot under test.
        privacy: in groups it hears only what is meant for it.
        files: the contents of pictures and files, by name; `sizes` are told of those without.
        now: the time in seconds; a test may put its own clock here.
    """

    def __init__(self, bot: Account) -> None:
        self.lock: Final = Bell()
        self.updates: Final = Updates(self.lock)
        self.bot: Final = bot
        self.privacy = True
        self.now: Callable[[], float] = time.time
        self.accounts: Final[dict[int, Account]] = {bot.id: bot}
        self.chats: Final[dict[int, Chat]] = {}
        self.files: Final[dict[str, bytes]] = {}
        self.sizes: Final[dict[str, int]] = {}
        self._small_numbers = itertools.count(1)
        self._turns = itertools.count(1)

    def wait_until(self, found: Callable[[], T | None], what: str, patience: float = PATIENCE) -> T:
        """Wait until `found` returns something true, and return that.

        Raises:
            AssertionError: it did not; the text says `what` was awaited and what there is.
        """
        deadline = time.monotonic() + patience
        while True:
            rings = self.lock.rings
            # Asked without the lock: a test may ask what itself needs the server.
            if result := found():
                return result
            assert time.monotonic() < deadline, f"not seen: {what}\n{self.seen()}"
            with self.lock:
                if self.lock.rings == rings:
                    self.lock.wait(LOOK_AGAIN)

    def seen(self, most: int = 20) -> str:
        """Return what was last said anywhere, for people."""
        with self.lock:
            said = [each for chat in self.chats.values() for each in chat.messages.values()]
            lines = [_line(each) for each in sorted(said, key=lambda each: each.turn)[-most:]]
            waiting = f"{len(self.updates.pending)} updates are not confirmed"
            return "\n".join([*lines, waiting])

    def private_chat(self, account: Account) -> Chat:
        """Return somebody's chat with the bot, opened if it must be."""
        with self.lock:
            if account.id not in self.chats:
                chat = Chat(account.id, "private", account.first_name, account.username)
                chat.numbers, chat.person = self._small_numbers, account
                self.add_chat(chat)
            return self.chats[account.id]

    def add_chat(self, chat: Chat) -> None:
        """Take in a chat; small ones share one sequence of message numbers, as they do."""
        with self.lock:
            if not chat.has_own_numbers:
                chat.numbers = self._small_numbers
            self.chats[chat.id] = chat
            self.lock.notify_all()

    def say(self, chat: Chat, shown: Shown, **fields: Any) -> Message:  # noqa: ANN401 - of Message
        """Put a message into a chat; `fields` are those of `Message`."""
        with self.lock:
            message = Message(
                chat.as_json(),
                next(chat.numbers),
                next(self._turns),
                int(self.now()),
                shown,
                **fields,
            )
            chat.messages[message.message_id] = message
            self.lock.notify_all()
            return message

    def has_picture(self, name: str) -> bool:
        """Tell whether somebody has shown a picture of that name."""
        with self.lock:
            said = (each for chat in self.chats.values() for each in chat.messages.values())
            return any(name == each.picture for each in said)

    def has_document(self, name: str) -> bool:
        """Tell whether somebody has brought a file of that name."""
        with self.lock:
            said = (each for chat in self.chats.values() for each in chat.messages.values())
            return any(name == each.extra.get("document", {}).get("file_id") for each in said)

    def tell(self, message: Message, kind: str = "message") -> Message:
        """Tell the bot of a message, if it may hear of it."""
        with self.lock:
            chat = self.chats[message.chat_id]
            if self._hears(chat, message):
                message.update = self.updates.add(kind, message.as_json(), chat.id)
            return message

    def tell_of_bot(self, chat: Chat, by: Account, membership: Membership) -> None:
        """Make the bot something else in a chat, and tell it so."""
        with self.lock:
            before = chat.seat(self.bot, membership)
            content: Json = {
                "chat": chat.as_json(),
                "from": by.as_json(),
                "date": int(self.now()),
                "old_chat_member": before.as_json(self.bot),
                "new_chat_member": membership.as_json(self.bot),
            }
            self.updates.add("my_chat_member", content, chat.id)
            self.lock.notify_all()

    def place(self, chat: Chat, topic: Topic | None, reply_to: Message | None) -> Json:
        """Return the fields that say where in a chat a message stands."""
        if chat.is_forum:
            return self._in_forum(chat, topic, reply_to)
        if chat.kind == "supergroup" and reply_to:
            return {"reply_to": reply_to, "thread": reply_to.thread or reply_to.message_id}
        return {"reply_to": reply_to}

    def _in_forum(self, chat: Chat, topic: Topic | None, reply_to: Message | None) -> Json:
        if topic is None and reply_to and reply_to.thread:
            topic = chat.topics.get(reply_to.thread)
        if topic is None:
            return {"reply_to": reply_to}
        # Whatever is said in a topic replies, at the least, to the message that opened it.
        return {
            "reply_to": reply_to or topic.opening,
            "thread": topic.thread,
            "in_topic": True,
        }

    def _hears(self, chat: Chat, message: Message) -> bool:
        if chat.kind == "private":
            return True
        here = chat.membership(self.bot.id)
        if not here.present or chat.moved_to:
            return False
        service = message.extra.keys() - FILES - {"forward_origin", "is_automatic_forward"}
        heard_anyway = here.runs_it or not self.privacy or chat.kind == "channel" or service
        return bool(heard_anyway) or self._is_meant(message)

    def _is_meant(self, message: Message) -> bool:
        if message.reply_to and message.reply_to.from_bot:
            return True
        command = COMMAND.match(message.text)
        if command:
            return (command[1] or self.bot.username).lower() == self.bot.username.lower()
        called = f"@{self.bot.username}".lower()
        return called in (mention.lower() for mention in message.styled("mention"))


def _line(message: Message) -> str:
    name = message.sender.first_name if message.sender else "(channel)"
    text = "(deleted)" if message.deleted else message.text or str(message.extra)
    told = "" if message.from_bot or message.update else "  [the bot was not told]"
    return f"{message.chat_id} #{message.message_id} {name}: {text!r} {message.rows or ''}{told}"
