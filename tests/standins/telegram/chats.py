"""A chat: who is in it and what was said there."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.standins.telegram.accounts import GONE, Account, Membership
from tests.standins.telegram.messages import Message
from tests.standins.telegram.refusals import Json

GENERAL = 1
"""The topic that every forum has, and that has no number in messages."""


@dataclass(eq=False, slots=True)
class Topic:
    """A topic of a forum.

    Attributes:
        thread: its number: that of the message that opened it.
        opening: that message.
        closed: only who manages topics may write there.
    """

    name: str
    thread: int
    opening: Message
    closed: bool = False


@dataclass(eq=False)
class Chat:
    """A private chat, a group, a supergroup or a channel.

    Attributes:
        kind: private, group, supergroup or channel.
        title: of a group or channel; of a private chat the first name.
        numbers: where the next message's number comes from.
        members: what each account is here, by its id.
        accounts: who they are, by the same id.
        topics: by thread.
        moved_to: the supergroup that took this group's place.
    """

    id: int
    kind: str
    title: str
    username: str = ""
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))
    is_forum: bool = False
    general_closed: bool = False
    person: Account | None = None
    messages: dict[int, Message] = field(default_factory=dict)
    members: dict[int, Membership] = field(default_factory=dict)
    accounts: dict[int, Account] = field(default_factory=dict)
    topics: dict[int, Topic] = field(default_factory=dict)
    moved_to: int = 0

    @property
    def has_own_numbers(self) -> bool:
        """Tell whether its messages are counted here; else all small chats are counted together."""
        return self.kind in {"supergroup", "channel"}

    def membership(self, account_id: int) -> Membership:
        """Return what an account is here; whoever never came has left."""
        return self.members.get(account_id, GONE)

    def seat(self, account: Account, membership: Membership) -> Membership:
        """Make an account something here; return what it was before."""
        before = self.membership(account.id)
        self.members[account.id] = membership
        self.accounts[account.id] = account
        return before

    def find(self, message_id: int) -> Message | None:
        """Return a message that is still there."""
        message = self.messages.get(message_id)
        return message if message and not message.deleted else None

    def messages_from_bot(
        self, *, after: Message | None = None, topic: Topic | None = None
    ) -> list[Message]:
        """Return what the bot said here, oldest first: after that message, in that topic."""
        since = after.turn if after else 0
        return [
            each
            for each in list(self.messages.values())
            if each.from_bot
            and each.turn > since
            and (topic is None or each.thread == topic.thread)
        ]

    def as_json(self) -> Json:
        """Return it as it travels."""
        told: Json = {"id": self.id, "type": self.kind}
        told["first_name" if self.kind == "private" else "title"] = self.title
        if self.username:
            told["username"] = self.username
        if self.is_forum:
            told["is_forum"] = True
        return told
