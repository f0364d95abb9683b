"""Socket Mode: a connection to Slack that is kept open, and opened again when it goes deaf.

Slack recycles connections every few hours, and now and then one goes deaf: it stays open, its
pings are answered, and nothing comes. So a connection is replaced when Slack asks for it, when
pings are not answered, and when nothing was heard for long, each time the new one first: what
comes meanwhile comes by either. What a deaf one swallowed was not acknowledged, so Slack sends
it again by the next.

The library's own client is not used: it opens a session of its own, tries the same address for
ever although it opens only once, and goes by pings alone.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

import structlog
from aiohttp import ClientWebSocketResponse, WSMsgType
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse

from bot.outcomes import Wait
from handlers.door import WrongTokenError
from handlers.slack.calling import Calls
from handlers.slack.outcomes import FAILURES, WRONG_TOKEN, failure, refused_as

log = structlog.get_logger(__name__)

HandOver: TypeAlias = Callable[[SocketModeRequest], Awaitable[dict[str, Any] | None]]
"""Stores what came; returns what it is acknowledged with, None where it may not be."""

LAST_WORDS: Final = 5.0
"""Seconds that what was received is given to be stored before a connection is closed."""
REFUSED: Final = WRONG_TOKEN | {"missing_scope", "not_allowed_token_type"}


@dataclass(frozen=True, slots=True)
class Patience:
    """For how many seconds something is waited for.

    Attributes:
        ping: between two pings; one not answered in half of that ends the connection.
        quiet: without a word from Slack before a connection is replaced. One a minute may be
            opened; what a deaf one swallows is at most so late.
        hello: for Slack's first word.
        first, longest: before the next try where one failed, doubled each time. A connection
            that lived shorter than the longest is a failure too.
    """

    ping: float = 10.0
    quiet: float = 600.0
    hello: float = 10.0
    first: float = 1.0
    longest: float = 60.0

    def pauses(self) -> Iterator[float]:
        """Yield how long to wait after each failure."""
        pause = self.first
        while True:
            yield pause
            pause = min(2 * pause, self.longest)


class Connections:
    """Keeps one connection; for a moment two, while one is replaced."""

    def __init__(
        self, calls: Calls, app_token: str, hand_over: HandOver, patience: Patience
    ) -> None:
        self._calls = calls
        self._token = app_token
        self._hand_over = hand_over
        self._patience = patience
        self._link: _Link | None = None
        self._keeper: asyncio.Task[None] | None = None
        self._trouble = "not connected yet"

    def trouble(self) -> str:
        """Return why nothing arrives, or nothing."""
        return self._trouble

    async def open(self) -> None:
        """Open a connection and keep it; out of reach, it is tried again from now on.

        Raises:
            WrongTokenError: Slack refuses the token.
        """
        link = None
        try:
            link = await self._connect()
        except FAILURES as error:
            if refused_as(error) in REFUSED:
                raise WrongTokenError(_refusal(refused_as(error))) from None
            self._note(error)
        self._link = link
        self._keeper = asyncio.create_task(self._keep(link))

    async def examine(self) -> None:
        """Ask whether a connection may be opened.

        Raises:
            OSError, and all other `FAILURES`: it may not.
        """
        await self._calls.web.apps_connections_open(app_token=self._token)

    async def close(self) -> None:
        """Receive nothing more; what was received is stored, and acknowledged."""
        if self._keeper is not None:
            self._keeper.cancel()
            with suppress(asyncio.CancelledError):
                await self._keeper
        link, self._link = self._link, None
        if link is not None:
            await link.close()
        self._trouble = "closed"

    async def _keep(self, link: _Link | None) -> None:
        """Have a connection for ever; each is opened before the one before it is closed."""
        pauses = self._patience.pauses()
        while True:
            if link is None:
                await asyncio.sleep(next(pauses))
            else:
                await self._use(link)
                if link.age >= self._patience.longest:
                    pauses = self._patience.pauses()
                else:
                    await asyncio.sleep(next(pauses))
            try:
                link = await self._connect()
            except FAILURES as error:
                await asyncio.sleep(self._note(error))
                link = None

    async def _use(self, link: _Link) -> None:
        """Take a connection in the place of the last, until it is to be replaced itself."""
        before, self._link, self._trouble = self._link, link, ""
        if before is not None and before is not link:
            await before.close()
        await link.worn.wait()
        if link.ended:
            self._trouble = "the connection broke"
        log.info("slack_connection_worn", broken=link.ended)

    async def _connect(self) -> _Link:
        """Open a connection, up to Slack's first word.

        Raises:
            OSError, and all other `FAILURES`: there is none.
        """
        answer = await self._calls.web.apps_connections_open(app_token=self._token)
        socket = await self._calls.session.ws_connect(
            str(answer["url"]), heartbeat=self._patience.ping, proxy=self._calls.proxy
        )
        try:
            await _greeted(socket, self._patience.hello)
        except BaseException:
            await socket.close()
            raise
        return _Link(socket, self._hand_over, self._patience.quiet)

    def _note(self, error: Exception) -> float:
        """Note why there is no connection; return how long Slack asks to wait."""
        why = refused_as(error)
        self._trouble = _refusal(why) if why in REFUSED else why or type(error).__name__
        log.warning("slack_not_connected", error=why or type(error).__name__)
        outcome = failure(error)
        return outcome.seconds if isinstance(outcome, Wait) else 0.0


class _Link:
    """One connection, from Slack's first word on.

    Attributes:
        worn: set once it is to be replaced. Unless it has ended it goes on hearing.
        ended: nothing can come any more.
    """

    def __init__(self, socket: ClientWebSocketResponse, hand_over: HandOver, quiet: float) -> None:
        self.worn = asyncio.Event()
        self.ended = False
        self._socket = socket
        self._hand_over = hand_over
        self._quiet = quiet
        self._loop = asyncio.get_running_loop()
        self._opened = self._loop.time()
        self._taking: set[asyncio.Task[None]] = set()
        self._listening = asyncio.create_task(self._listen())

    @property
    def age(self) -> float:
        """Return how many seconds it has been open."""
        return self._loop.time() - self._opened

    async def close(self) -> None:
        """Hear nothing more; what was heard is stored, and acknowledged if there is time."""
        self._listening.cancel()
        with suppress(asyncio.CancelledError):
            await self._listening
        if self._taking:
            await asyncio.wait(self._taking, timeout=LAST_WORDS)
        for late in self._taking:
            late.cancel()
        await self._socket.close()

    async def _listen(self) -> None:
        try:
            while (said := await self._next()) is not None:
                if said.get("type") == "disconnect":
                    self.worn.set()
                elif "envelope_id" in said:
                    self._start(said)
        finally:
            self.ended = True
            self.worn.set()

    async def _next(self) -> dict[str, Any] | None:
        """Return the next thing that Slack says, or None where nothing more will come."""
        heard = self._loop.time()
        while True:
            limit = None if self.worn.is_set() else heard + self._quiet
            try:
                async with asyncio.timeout_at(limit):
                    message = await self._socket.receive()
            except TimeoutError:
                self.worn.set()
                continue
            if message.type is not WSMsgType.TEXT:
                return None
            with suppress(ValueError):
                said = json.loads(message.data)
                return said if isinstance(said, dict) else {}

    def _start(self, said: dict[str, Any]) -> None:
        task = asyncio.create_task(self._take(said))
        self._taking.add(task)
        task.add_done_callback(self._taking.discard)

    async def _take(self, said: dict[str, Any]) -> None:
        """Have an envelope stored, then acknowledge it."""
        # An envelope of another shape is left; where the connection broke, it comes again.
        with suppress(ValueError, ConnectionError):
            request = SocketModeRequest.from_dict(said)
            taken = None if request is None else await self._hand_over(request)
            if request is not None and taken is not None:
                answer = SocketModeResponse(request.envelope_id, payload=taken or None)
                await self._socket.send_str(json.dumps(answer.to_dict()))


async def _greeted(socket: ClientWebSocketResponse, within: float) -> None:
    """Wait for Slack's first word.

    Raises:
        ConnectionError: it is another than `hello`, such as that there are too many connections.
    """
    first = await socket.receive(timeout=within)
    said = json.loads(first.data) if first.type is WSMsgType.TEXT else {}
    if said.get("type") != "hello":
        raise ConnectionError(f"{said.get('reason', 'no hello')}")


def _refusal(why: str) -> str:
    return (
        f"SLACK_APP_TOKEN: Slack refuses it ({why}); "
        "make an app-level token with the scope connections:write"
    )
