"""The platforms, as the desk uses them: what each chat platform's door provides, and who counts."""

from __future__ import annotations

from typing import Final, Protocol

from bot.outcomes import InDoubt, Later, Outcome, Refused, Sent, Wait
from bot.port import Account, Chat, File, Message, Outgoing, Picture, Posting, Prepared, Whereto
from storage.turns import Pace

LARGEST_PICTURE: Final = 10_000_000
"""Bytes of a picture that goes from one platform to another, as many as the narrowest takes."""

BROUGHT_WITHIN: Final = 10.0
"""Seconds in which a picture is fetched, and as many in which it is put elsewhere: with those in
which the message is then sent that is less than the half of a lease in which a door gives up."""


LARGEST_FILE: Final = 5_000_000
"""Bytes of a file that somebody brings: some 10,000 facts, which take seconds in which nobody else
can edit. Telegram lets a bot fetch 20 MB."""


class Platform(Protocol):
    """A chat platform, as the desk uses it.

    What is asked of it raises nothing that the network can cause.
    """

    @property
    def name(self) -> str:
        """The platform's name, the first part of its accounts and chats: `telegram`."""
        ...

    @property
    def pace(self) -> Pace:
        """How fast what was planned may leave, below what the platform allows."""
        ...

    @property
    def slash(self) -> str:
        """What a command begins with where it is typed: `/`, or `/factdesk ` in Slack."""
        ...

    def fit(self, message: Message) -> tuple[Message, ...]:
        """Return `message` in parts that fit one message each, cut between nodes if it must be."""
        ...

    async def send(self, outgoing: Outgoing) -> Outcome:
        """Send or edit one message, trying once, and say what became of it."""
        ...

    async def find(self, outgoing: Outgoing) -> Sent | Later | Wait | InDoubt:
        """Ask whether a message whose fate is unknown was sent.

        Returns `Sent`; `Later` if it surely was not; `Wait` if it cannot be asked at present;
        `InDoubt` if the platform can never tell.
        """
        ...

    async def runs_chat(self, account: Account, chat: Chat) -> bool:
        """Ask whether somebody runs a chat: False too where it cannot be asked."""
        ...

    async def runners(self, chat: Chat) -> tuple[Account, ...]:
        """Ask who runs a chat; nobody where it cannot be asked."""
        ...

    async def answers(self) -> bool:
        """Ask something that does no harm; tell whether the platform answers at present."""
        ...

    async def may_post(self, whereto: Whereto) -> Posting:
        """Ask which chat is meant, and whether we and who wants to may post there."""
        ...

    async def prepared(self, chat: Chat, message: str) -> Prepared:
        """Ask for a message that somebody wrote, to be posted, where it did not come along."""
        ...

    async def opened(self, file: File) -> File:
        """Return a file that somebody brought with what is in it, or with why that is not known."""
        ...

    async def fetched(self, picture: Picture) -> Picture | Wait | Later | Refused:
        """Return a picture of this platform with its content, to be sent elsewhere."""
        ...


class Watch(Protocol):
    """Whoever counts what passes through the port; a platform is told by its name."""

    def received(self, platform: str) -> None:
        """An update was stored."""

    def turned_away(self, platform: str, why: str) -> None:
        """Something arrived that is no update of ours: forged, malformed, too large."""

    def replied(self, platform: str, seconds: float) -> None:
        """A reply was sent, so long after its update was stored."""

    def settled(self, platform: str, state: str) -> None:
        """A message has ended, or will be tried again, in this state of the ledger."""
