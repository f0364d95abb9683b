"""The world that a test sets up: people, groups, channels; and how it waits for the bot."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from typing import Final

from tests.standins.loopback import PATIENCE
from tests.standins.telegram.accounts import Account, Membership
from tests.standins.telegram.chats import Chat, Topic
from tests.standins.telegram.messages import Message
from tests.standins.telegram.people import Answer, Tap, User
from tests.standins.telegram.places import SUPERGROUPS, Group
from tests.standins.telegram.state import State
from tests.standins.telegram.updates import Update


class World(State):
    """Everybody and everything on one Telegram."""

    def __init__(self, bot: Account) -> None:
        super().__init__(bot)
        self.taps: Final[dict[str, Tap]] = {}
        self._people = itertools.count(500_000_001)
        self._groups = itertools.count(4_000_001)
        self._supergroups = itertools.count(1_900_000_001)

    def user(
        self, name: str, language_code: str = "lv", *, username: str = "", id: int = 0
    ) -> User:
        """Make a person, who has not yet written to the bot."""
        account = Account(id or next(self._people), name, username, language_code)
        return self._take_in(account)

    def other_bot(self, name: str, username: str) -> User:
        """Make another bot, which speaks like a person."""
        return self._take_in(Account(next(self._people), name, username, is_bot=True))

    def group(  # noqa: PLR0913 - a group has so many sides; all but its name are by name
        self,
        title: str,
        members: Sequence[User] = (),
        *,
        administrators: Sequence[User] = (),
        creator: User | None = None,
        topics: bool = False,
        supergroup: bool = True,
        bot: str = "member",
    ) -> Group:
        """Make a group (a supergroup, unless told otherwise; with `topics` a forum).

        Nobody is told of it: the bot is in it already, as `bot`: member, administrator, or left
        (then `add_bot` brings it in with the updates that Telegram sends).
        """
        small = not (supergroup or topics)
        id = -next(self._groups) if small else SUPERGROUPS - next(self._supergroups)
        group = Group(self, id, "group" if small else "supergroup", title)
        group.is_forum = topics
        # The first number of a supergroup is taken by the news that it was made.
        group.numbers = itertools.count(1 if small else 2)
        group.found(creator or self.user("Creator"))
        group.seat_all(administrators, "administrator")
        group.seat_all(members, "member")
        group.seat(self.bot, Membership(bot))
        self.add_chat(group)
        return group

    def channel(
        self,
        title: str,
        *,
        administrators: Sequence[User] = (),
        creator: User | None = None,
        username: str = "",
        bot: str = "administrator",
    ) -> Group:
        """Make a channel; the bot is in it already, as `bot`."""
        channel = Group(self, SUPERGROUPS - next(self._supergroups), "channel", title)
        channel.username = username
        channel.found(creator or self.user("Creator"))
        channel.seat_all(administrators, "administrator")
        channel.seat(self.bot, Membership(bot))
        self.add_chat(channel)
        return channel

    def wait_for_message(
        self,
        chat: Chat,
        *,
        after: Message | None = None,
        containing: str = "",
        topic: Topic | None = None,
        patience: float = PATIENCE,
    ) -> Message:
        """Wait for the bot's first message in `chat` after that one, with those words in it."""

        def found() -> Message | None:
            said = chat.messages_from_bot(after=after, topic=topic)
            return next((each for each in said if containing in each.text), None)

        what = f"a message from the bot with {containing!r} in {chat.title!r} ({chat.id})"
        return self.wait_until(found, what, patience)

    def wait_for_messages(
        self, chat: Chat, count: int, *, after: Message | None = None, patience: float = PATIENCE
    ) -> list[Message]:
        """Wait until the bot said at least `count` things in `chat` after that one."""

        def found() -> list[Message] | None:
            said = chat.messages_from_bot(after=after)
            return said if len(said) >= count else None

        return self.wait_until(found, f"{count} messages in {chat.title!r}", patience)

    def wait_for_edit(
        self, message: Message, *, edits: int = 1, patience: float = PATIENCE
    ) -> Message:
        """Wait until a message was edited so many times; return it."""

        def found() -> Message | None:
            return message if len(message.history) >= edits else None

        return self.wait_until(found, f"edit {edits} of {message.text!r}", patience)

    def wait_for_deletion(self, message: Message, *, patience: float = PATIENCE) -> None:
        """Wait until a message is gone."""
        self.wait_until(lambda: message.deleted, f"deletion of {message.text!r}", patience)

    def wait_for_answer(self, tap: Tap, *, patience: float = PATIENCE) -> Answer:
        """Wait until the bot answered a tap; return what the person sees."""
        return self.wait_until(lambda: tap.answer, f"an answer to {tap.data!r}", patience)

    def wait_confirmed(self, what: Message | Tap | Update, *, patience: float = PATIENCE) -> Update:
        """Wait until the bot said that it has that update; its reply may still be to come.

        Raises:
            AssertionError: it did not, or was never told (a group's privacy hides it).
        """
        update = what if isinstance(what, Update) else what.update
        assert update is not None, "the bot was not told of this"
        name = f"confirmation of update {update.id}, {update.kind}"
        return self.wait_until(lambda: update if update.confirmed else None, name, patience)

    def wait_all_confirmed(self, *, patience: float = PATIENCE) -> None:
        """Wait until nothing is left that the bot was not told of."""
        self.wait_until(lambda: not self.updates.pending, "all updates confirmed", patience)

    def expect_silence(
        self,
        chat: Chat,
        *,
        after: Message | None = None,
        until: Callable[[], object],
        patience: float = PATIENCE,
    ) -> None:
        """Wait for `until` to be true, then see that the bot said nothing after that message.

        Without `after` it is the last that was not the bot's own.

        A confirmed update is no proof: the bot may reply later. So `until` must be what comes
        after the reply would have: the row of the inbox is done, or the reply to what the same
        person said next has come, which keeps its order.
        """
        since = after or _last_from_people(chat)
        self.wait_until(until, "the moment until which there is silence", patience)
        said = [each.text for each in chat.messages_from_bot(after=since)]
        assert not said, f"the bot was to be silent in {chat.title!r}, and said {said}"

    def _take_in(self, account: Account) -> User:
        with self.lock:
            self.accounts[account.id] = account
            return User(self, account, self.taps)


def _last_from_people(chat: Chat) -> Message | None:
    said = [each for each in list(chat.messages.values()) if not each.from_bot]
    return max(said, key=lambda each: each.turn, default=None)
