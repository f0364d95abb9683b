"""What every chat platform's door is to the composition root: opened, asked, closed."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from aiohttp import web

from bot.platforms import Platform
from bot.port import Update

Accept: TypeAlias = Callable[[Sequence[Update]], Awaitable[None]]
"""Takes updates in. When it returns they are stored for good, each once, however often it
came; until then nothing may be acknowledged.

Raises:
    StoreError: they could not be stored; the platform has to bring them again.
"""


class WrongTokenError(Exception):
    """The platform refuses a token; the text says which setting, and what to do."""


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at, and how it was found."""

    name: str
    passed: bool
    found: str

    def __str__(self) -> str:
        return f"{'ok  ' if self.passed else 'FAIL'}  {self.name}: {self.found}"


class Door(Protocol):
    """A chat platform's door. Its own tasks end with `close`; nothing of it outlives `release`."""

    @property
    def platform(self) -> Platform:
        """The platform as the desk uses it."""
        ...

    def routes(self) -> Sequence[web.RouteDef]:
        """Return what it serves over HTTP; nothing where it fetches its updates itself."""
        ...

    async def open(self) -> None:
        """Meet the platform, tell it the commands, and begin to receive.

        A platform out of reach is no error: it is tried again until `close`, and `trouble`
        tells. Returns once receiving has begun, or has been put off.

        Raises:
            WrongTokenError: the platform refuses the token.
        """
        ...

    async def close(self) -> None:
        """Stop receiving; what was received is stored, what was not is not acknowledged."""
        ...

    async def release(self) -> None:
        """Close every connection; nothing is sent any more."""
        ...

    def trouble(self) -> str:
        """Return why it does not receive at present, or nothing if it does."""
        ...

    def fetched_by(self) -> str:
        """Return which process fetches this platform's updates, where one does for all of them.

        Empty where none has to be chosen, or is not known yet.
        """
        ...

    async def examine(self) -> Sequence[Check]:
        """Look at token, webhook and what the bot can read, for `doctor`; changes nothing."""
        ...

    async def tell_editors(self, chats: Sequence[str]) -> None:
        """Show what editors can do in these private chats of theirs, by the platform's ids."""
        ...

    def claim_address(self, word: str) -> str:
        """Return what a person opens, or types, to say `/start WORD` to the bot in private."""
        ...
