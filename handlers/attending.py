"""Attending to a console: what is due there is shown for as long as somebody sits at it.

The platform `console` exists only then. What is planned for it stays in the ledger, which
`factdesk run` leaves to us, and is shown the next time, or has expired by then. It leaves by
the relay, as on every platform. The relay looks before each prompt and never behind one, so
that nothing comes into a line that is being typed; Enter alone looks again.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from bot.desk import Desk
from bot.outcomes import InDoubt, Outcome, Refused, Sent
from bot.port import (
    Account,
    Chat,
    Fault,
    File,
    Message,
    Outgoing,
    Picture,
    Posting,
    Prepared,
    Unfit,
    Unread,
    Whereto,
)
from bot.posting.relay import Relay
from handlers.console import OPERATOR, Conversation
from storage.errors import StoreError
from storage.group_commit import GroupCommit
from storage.turns import Pace

AT_ONCE: Final = Pace(*3 * (timedelta(milliseconds=1),))
"""A terminal asks for no patience."""


@dataclass(frozen=True, slots=True)
class Printing:
    """The console as a platform: what leaves by itself is printed where somebody sits.

    Attributes:
        conversations: those that are open.
    """

    conversations: Sequence[Conversation]
    name: str = OPERATOR.platform
    pace: Pace = AT_ONCE
    slash: str = "/"

    def fit(self, message: Message) -> tuple[Message, ...]:
        """Return `message` whole: a terminal scrolls."""
        return (message,)

    async def send(self, outgoing: Outgoing) -> Outcome:
        """Print a message in the conversation that it goes to."""
        for conversation in self.conversations:
            if conversation.speaker.chat.id == outgoing.chat.id:
                if len(self.conversations) > 1:
                    conversation.screen.print(f"→ {conversation.speaker.account.name}")
                conversation.show(outgoing.message, outgoing.choices)
                return Sent()
        return Refused("nobody sits there")

    async def find(self, _outgoing: Outgoing) -> InDoubt:
        """Tell that nobody knows what was read of a terminal that is gone."""
        return InDoubt("a terminal keeps nothing")

    async def runs_chat(self, _account: Account, _chat: Chat) -> bool:
        """Tell that whoever sits there runs the conversation."""
        return True

    async def runners(self, _chat: Chat) -> tuple[Account, ...]:
        """Return nobody: a terminal has no topics that somebody could open."""
        return ()

    async def answers(self) -> bool:
        """Tell that a terminal is there as long as the program."""
        return True

    async def prepared(self, chat: Chat, message: str) -> Prepared:
        """Tell that nobody replies at a terminal."""
        del chat, message
        return Prepared(None, (), unfit=Unfit.OUT_OF_REACH)

    async def opened(self, file: File) -> File:
        """Tell that nobody brings a file to a terminal."""
        return replace(file, unread=Unread.OUT_OF_REACH)

    async def fetched(self, picture: Picture) -> Refused:
        """Tell that a terminal has no pictures."""
        del picture
        return Refused("no pictures here")

    async def may_post(self, whereto: Whereto) -> Posting:
        """Tell that a terminal is no channel."""
        return Posting(whereto, fault=Fault.NOT_FOUND)


class Unwatched:
    """A watch that counts nothing: whoever sits there sees what passes."""

    def received(self, platform: str) -> None:
        """Pass over an update."""

    def turned_away(self, platform: str, why: str) -> None:
        """Pass over what is no update."""

    def replied(self, platform: str, seconds: float) -> None:
        """Pass over a reply."""

    def settled(self, platform: str, state: str) -> None:
        """Pass over the end of a message."""


@contextmanager
def attended(desk: Desk, conversations: Sequence[Conversation]) -> Iterator[Callable[[], None]]:
    """Yield what shows everything that is due in `conversations`, and returns once it is shown."""
    printing = Printing(conversations)
    with closing(GroupCommit(desk.database)) as commits, asyncio.Runner() as runner:
        relay = Relay(commits, {printing.name: printing}, Unwatched(), desk.clock, desk.home)
        yield lambda: runner.run(_show(relay))


async def _show(relay: Relay) -> None:
    # A store out of reach is told to whoever asks it something.
    with suppress(StoreError):
        while await relay.tick():
            await relay.idle()
