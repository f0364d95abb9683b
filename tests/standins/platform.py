"""A chat platform without a network, for what the desk does with any platform."""

from __future__ import annotations

import itertools
from collections import deque
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Final

from bot.outcomes import InDoubt, Later, Outcome, Refused, Sent, Wait
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
    plain,
)
from storage.turns import Pace

PART: Final = 500
"""Characters a message may have here: short, so that a long reply takes several."""
A_MOMENT: Final = timedelta(milliseconds=1)
"""The pace of what was planned: so quick that nothing else is measured by it."""


class QuietPlatform:
    """Takes what is sent, and says of it what the test has told it to.

    Attributes:
        sent: what arrived, in order, whatever was said of it.
        outcomes: what to say of the next sends; then each is `Sent`.
        found: what to say when asked whether a message was sent.
        running: who runs chats, as `platform:id`.
        pictures: what comes of fetching one, by its id.
        files: what is in those that were brought, by their ids.
        written: messages that can be asked for, by their ids.
        is_out: it answers nothing that is asked.
        slash: what a command begins with where it is read.
        asked: where somebody wanted to post, as it was asked for.
        channels: what to say of posting to chats, by their ids and names.
    """

    def __init__(self, name: str = "telegram") -> None:
        self.name = name
        self.slash = "/"
        self.sent: list[Outgoing] = []
        self.outcomes: deque[Outcome] = deque()
        self.found: Sent | Later | Wait | InDoubt = InDoubt("cannot be asked")
        self.running: set[str] = set()
        self.pictures: dict[str, Picture | Wait | Later | Refused] = {}
        self.files: dict[str, bytes] = {}
        self.written: dict[str, Prepared] = {}
        self.is_out = False
        self.asked: list[Whereto] = []
        self.channels: dict[str, Posting] = {}
        self.pace = Pace(A_MOMENT, A_MOMENT, A_MOMENT)
        self.before_sending: Callable[[Outgoing], None] = lambda _: None
        self._numbers = itertools.count(1000)

    @property
    def words(self) -> list[str]:
        """What arrived, as plain words."""
        return [plain(each.message) for each in self.sent]

    def fit(self, message: Message) -> tuple[Message, ...]:
        """Cut between nodes."""
        parts: list[Message] = []
        for node in message:
            last = parts[-1] if parts else ()
            if parts and len(plain((*last, node))) <= PART:
                parts[-1] = (*last, node)
            else:
                parts.append((node,))
        return tuple(parts)

    async def send(self, outgoing: Outgoing) -> Outcome:
        """Take it."""
        self.before_sending(outgoing)
        self.sent.append(outgoing)
        made = outgoing.edits or str(next(self._numbers))
        return self.outcomes.popleft() if self.outcomes else Sent(made)

    async def find(self, outgoing: Outgoing) -> Sent | Later | Wait | InDoubt:  # noqa: ARG002 - the same for all
        """Say what the test has told it to."""
        return self.found

    async def runs_chat(self, account: Account, chat: Chat) -> bool:  # noqa: ARG002 - one list for all chats
        """Tell whether the test has said so."""
        return str(account) in self.running

    async def runners(self, chat: Chat) -> tuple[Account, ...]:  # noqa: ARG002 - one list for all chats
        """Return whom the test has named."""
        named = (each.partition(":") for each in sorted(self.running))
        return tuple(Account(platform, id) for platform, _, id in named)

    async def answers(self) -> bool:
        """Tell what the test has said."""
        return not self.is_out

    async def prepared(self, chat: Chat, message: str) -> Prepared:  # noqa: ARG002 - one list for all chats
        """Say what the test has told it to; of any other message that it is out of reach."""
        return self.written.get(message, Prepared(None, (), unfit=Unfit.OUT_OF_REACH))

    async def opened(self, file: File) -> File:
        """Give what the test has told it to; any other file is out of reach."""
        content = self.files.get(file.id)
        unread = Unread.OUT_OF_REACH if content is None else None
        return replace(file, content=content, unread=unread)

    async def fetched(self, picture: Picture) -> Picture | Wait | Later | Refused:
        """Give what the test has told it to; of any other picture say that it is gone."""
        return self.pictures.get(picture.id, Refused("gone"))

    async def may_post(self, whereto: Whereto) -> Posting:
        """Say what the test has told it to; of any other chat that there is none."""
        self.asked.append(whereto)
        nowhere = Posting(whereto, fault=Fault.NOT_FOUND)
        said = self.channels.get(whereto.id)
        return nowhere if said is None else replace(said, asked=whereto)


class Counting:
    """A watch that keeps what it is told."""

    def __init__(self) -> None:
        self.told: list[tuple[str, ...]] = []

    def received(self, platform: str) -> None:
        """Keep it."""
        self.told.append(("received", platform))

    def turned_away(self, platform: str, why: str) -> None:
        """Keep it."""
        self.told.append(("turned away", platform, why))

    def replied(self, platform: str, seconds: float) -> None:  # noqa: ARG002 - a test's clock stands
        """Keep it, without the time."""
        self.told.append(("replied", platform))

    def settled(self, platform: str, state: str) -> None:
        """Keep it."""
        self.told.append(("settled", platform, state))
