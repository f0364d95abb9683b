"""Socket Mode: the connections that the bot opens, and what goes through them."""

from __future__ import annotations

import asyncio
import json
import uuid
from collections.abc import Coroutine
from typing import Any, Final, Literal

from aiohttp import WSMessage, WSMsgType, web

from tests.standins.slack.delivery import Attempt, Delivery, Outcome
from tests.standins.slack.world import Json, World

MOST_CONNECTIONS: Final = 10
CONNECTION_SECONDS: Final = 18_060
"""How long a connection is said to live; nothing ends it here but the test."""
Reason = Literal["warning", "refresh_requested", "link_disabled", "too_many_websockets"]


class Connection:
    """One connection of the bot.

    Attributes:
        number: 1 for the first since the stand-in started.
        open: whether both sides hold it.
        deaf: what is sent to it never arrives, though it stays open.
        answers_pings: whether the bot's pings are answered.
        sent: what went to it, the deaf times included.
        acks: everything that the bot said through it.
    """

    def __init__(
        self, hub: SocketMode, request: web.Request, socket: web.WebSocketResponse
    ) -> None:
        self.hub = hub
        self.number = len(hub.connections) + 1
        self.request = request
        self.socket = socket
        self.open = True
        self.deaf = False
        self.answers_pings = True
        self.sent: list[Delivery] = []
        self.acks: list[Json] = []
        self.pending: dict[str, tuple[Delivery, Attempt]] = {}
        self.loop = asyncio.get_running_loop()

    def make_deaf(self, *, answers_pings: bool = True) -> None:
        """Let nothing arrive from now on; the bot can tell by its pings, if those fail too."""
        self.answers_pings = answers_pings
        self.deaf = True

    def heal(self) -> None:
        """Let things arrive again; what was lost stays lost."""
        self.deaf, self.answers_pings = False, True
        self._soon(self.hub.stir())

    def disconnect(self, reason: Reason = "refresh_requested") -> None:
        """Tell the bot that this connection will end; the bot is to open another."""
        self._soon(self.say({"type": "disconnect", "reason": reason, "debug_info": {}}))

    def close(self) -> None:
        """Close it, as Slack does when it recycles connections."""
        self._soon(self.socket.close())

    def break_off(self) -> None:
        """Break it without a word."""
        self.loop.call_soon_threadsafe(self._abort)

    async def say(self, words: Json) -> None:
        """Send something, unless it is deaf or has just been closed."""
        if not self.deaf and self.open:
            try:
                await self.socket.send_str(json.dumps(words))
            except ConnectionError:
                self.open = False

    async def hear(self, message: WSMessage) -> None:
        """Take in one frame from the bot."""
        if message.type == WSMsgType.PING and self.answers_pings:
            await self.socket.pong(message.data)
        elif message.type == WSMsgType.TEXT:
            said = json.loads(message.data)
            self.acks.append(said)
            self._acknowledge(said)

    def _acknowledge(self, said: Json) -> None:
        waiting = self.pending.get(said.get("envelope_id", ""))
        if waiting is None:
            return
        delivery, attempt = waiting
        if attempt.future.done():
            delivery.late.append(said)
        attempt.settle(Outcome(answer=said.get("payload")))

    def _soon(self, coroutine: Coroutine[Any, Any, object]) -> None:
        self.loop.call_soon_threadsafe(self.loop.create_task, coroutine)

    def _abort(self) -> None:
        if self.request.transport is not None:
            self.request.transport.abort()


class SocketMode:
    """All connections. What is sent takes the next open one in turn; with Slack any may get it."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.connections: list[Connection] = []
        self.tickets: set[str] = set()
        self._turn = 0
        self._changed = asyncio.Condition()

    def ticket(self) -> str:
        """Return what a new connection must show, once."""
        ticket = uuid.uuid4().hex
        self.tickets.add(ticket)
        return ticket

    @property
    def live(self) -> list[Connection]:
        """Return the open connections, the deaf ones included."""
        return [connection for connection in self.connections if connection.open]

    def wait_for(self, opened: int = 1) -> Connection:
        """Wait until so many connections were opened since the start; return the last of them."""

        def look() -> Connection | None:
            return self.connections[opened - 1] if len(self.connections) >= opened else None

        return self.world.wait(look, f"connection number {opened} by Socket Mode")

    def wait_closed(self, connection: Connection) -> None:
        """Wait until a connection has ended."""
        self.world.wait(lambda: None if connection.open else True, "end of the connection")

    def reachable(self) -> bool:
        """Tell whether any connection is open."""
        return bool(self.live)

    async def hand_over(self, delivery: Delivery, attempt: Attempt) -> None:
        """Send to the next connection; a repeat goes to one that hears, once there is one."""
        connection = await self._next(hearing=attempt.number > 0)
        attempt.envelope_id, attempt.connection = str(uuid.uuid4()), connection
        connection.pending[attempt.envelope_id] = delivery, attempt
        connection.sent.append(delivery)
        await connection.say(_envelope(delivery, attempt))

    async def _next(self, *, hearing: bool) -> Connection:
        async with self._changed:
            while True:
                fit = [c for c in self.live if not (hearing and c.deaf)]
                if fit:
                    self._turn += 1
                    return fit[self._turn % len(fit)]
                await self._changed.wait()

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        """Hold one connection until either side ends it."""
        ticket = request.query.get("ticket", "")
        if ticket not in self.tickets:
            raise web.HTTPForbidden
        self.tickets.discard(ticket)
        socket = web.WebSocketResponse(autoping=False)
        await socket.prepare(request)
        connection = Connection(self, request, socket)
        if len(self.live) >= MOST_CONNECTIONS:
            await connection.say({"type": "disconnect", "reason": "too_many_websockets"})
            await socket.close()
            return socket
        await self._hold(connection)
        return socket

    async def _hold(self, connection: Connection) -> None:
        await connection.say(_hello(len(self.live) + 1))
        await self._note(connection, opened=True)
        try:
            async for message in connection.socket:
                await connection.hear(message)
        finally:
            await self._note(connection, opened=False)

    async def _note(self, connection: Connection, *, opened: bool) -> None:
        connection.open = opened
        with self.world.changing():
            if opened:
                self.connections.append(connection)
        for _, attempt in [] if opened else connection.pending.values():
            attempt.settle(Outcome("timeout"))
        await self.stir()

    async def stir(self) -> None:
        """Let whatever waits for a connection look again."""
        async with self._changed:
            self._changed.notify_all()


def _hello(connections: int) -> Json:
    return {
        "type": "hello",
        "num_connections": connections,
        "connection_info": {"app_id": "A0FACTDESK"},
        "debug_info": {"host": "loopback", "approximate_connection_time": CONNECTION_SECONDS},
    }


def _envelope(delivery: Delivery, attempt: Attempt) -> Json:
    envelope = {
        "type": delivery.kind,
        "envelope_id": attempt.envelope_id,
        "payload": delivery.payload,
        "accepts_response_payload": delivery.kind != "events_api",
    }
    if delivery.kind == "events_api":
        reason = "timeout" if attempt.number else ""
        envelope |= {"retry_attempt": attempt.number, "retry_reason": reason}
    return envelope
