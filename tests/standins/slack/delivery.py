"""How what happens in Slack reaches the bot; it comes again if it is not acknowledged."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any, Final, Literal, Protocol

from tests.standins.slack.world import Json, Message, World

RETRIES: Final = 3
ACK_SECONDS: Final = 3.0
Kind = Literal["events_api", "slash_commands", "interactive"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """How an attempt ended.

    Attributes:
        reason: why it failed, as Slack names it; empty if it was acknowledged.
        answer: what came with the acknowledgement: an object, or text.
        status: of HTTP; 0 where there was none.
        again: whether Slack tries again.
    """

    reason: str = ""
    answer: Json | str | None = None
    status: int = 0
    again: bool = True


TIMED_OUT: Final = Outcome("timeout")


@dataclass(slots=True, eq=False)
class Attempt:
    """One try to hand something over.

    Attributes:
        number: 0 for the first.
        envelope_id: that of the socket; empty over HTTP.
        at: monotonic seconds when it left.
        headers: of HTTP, with the signature; `body` is what they sign.
    """

    number: int
    future: asyncio.Future[Outcome]
    at: float = field(default_factory=time.monotonic)
    envelope_id: str = ""
    connection: object = None
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    outcome: Outcome | None = None

    def settle(self, outcome: Outcome) -> None:
        """End it, if it has not ended yet; in the loop only."""
        if not self.future.done():
            self.future.set_result(outcome)

    async def end(self, seconds: float) -> Outcome:
        """Wait for its end, at most so many seconds."""
        try:
            self.outcome = await asyncio.wait_for(self.future, seconds)
        except TimeoutError:
            self.outcome = TIMED_OUT
        return self.outcome


class Delivery:
    """Something on its way to the bot, and what became of it.

    Attributes:
        payload: what the bot is given.
        point: how much the bot had done before; `after=` of every wait takes a delivery.
        message: what the person wrote, if that is what this is about.
        twin: the `message` event beside an `app_mention`, if there is one.
        attempts: every try so far.
        acknowledged: the bot said that it has it.
        done: nothing more will be tried.
        answer: what came with the acknowledgement, such as a modal's errors.
        response_url: where the bot may answer, for a command or an action.
        refusal: why Slack would not show what came with the acknowledgement.
        late: acknowledgements that came when Slack had given up that attempt.
    """

    def __init__(self, courier: Courier, kind: Kind, payload: Json) -> None:
        self.courier = courier
        self.kind: Kind = kind
        self.payload = payload
        self.point = len(courier.world.journal)
        self.message: Message | None = None
        self.twin: Delivery | None = None
        self.attempts: list[Attempt] = []
        self.acknowledged = False
        self.done = False
        self.answer: Json | str | None = None
        self.refusal = ""
        self.late: list[Json] = []

    def __str__(self) -> str:
        state = "acknowledged" if self.acknowledged else "done" if self.done else "under way"
        return f"{self.kind} {self.name} ({state}, {len(self.attempts)} attempts)"

    @property
    def name(self) -> str:
        """Return what it is about: the type of the event or the interaction."""
        return str(self.payload.get("event", self.payload).get("type", self.kind))

    @property
    def event_id(self) -> str:
        """Return the event's id, the same at each attempt."""
        return str(self.payload["event_id"])

    @property
    def response_url(self) -> str:
        """Return where the bot may answer."""
        return str(self.payload["response_url"])

    @property
    def ts(self) -> str:
        """Return the ts of the message that it is about."""
        assert self.message is not None
        return self.message.ts

    def wait(self) -> Delivery:
        """Wait until the bot has acknowledged it, and return it."""
        self.courier.world.wait(lambda: self.acknowledged or None, f"acknowledgement of {self}")
        return self

    def wait_done(self) -> Delivery:
        """Wait until nothing more will be tried, and return it."""
        self.courier.world.wait(lambda: self.done or None, f"end of {self}")
        return self

    def wait_attempts(self, count: int) -> Attempt:
        """Wait until it was tried so many times, and return that attempt."""

        def look() -> Attempt | None:
            return self.attempts[count - 1] if len(self.attempts) >= count else None

        return self.courier.world.wait(look, f"attempt {count} of {self}")

    def time_out(self) -> None:
        """Let the time for the present attempt be over now."""
        attempt = self.attempts[-1]
        self.courier.loop.call_soon_threadsafe(attempt.settle, TIMED_OUT)


class Carrier(Protocol):
    """A way to the bot: Socket Mode, or HTTP."""

    def reachable(self) -> bool:
        """Tell whether anybody would take something now."""

    async def hand_over(self, delivery: Delivery, attempt: Attempt) -> None:
        """Send it; whoever gets the answer settles the attempt."""


class Courier:
    """Brings everything to the bot, tries again, and keeps the acknowledgements.

    Attributes:
        ack_seconds: how long the bot has to acknowledge; `Delivery.time_out` ends it at once.
        carrier: the way it goes now.
        deliveries: everything that was ever sent.
        answered: called with each delivery when it is acknowledged.
    """

    def __init__(self, world: World, carrier: Carrier) -> None:
        self.world = world
        self.carrier = carrier
        self.ack_seconds = ACK_SECONDS
        self.deliveries: list[Delivery] = []
        self.answered: Callable[[Delivery], None] = lambda _: None
        self.loop: asyncio.AbstractEventLoop
        self._retries = asyncio.Event()
        self._retries.set()
        self._tasks: set[asyncio.Task[None]] = set()

    def send(self, delivery: Delivery) -> Delivery:
        """Start to deliver, from any thread; what is sent first leaves first."""
        self.deliveries.append(delivery)
        self.loop.call_soon_threadsafe(self._start, self._carry(delivery))
        return delivery

    def repeat(self, delivery: Delivery) -> Delivery:
        """Deliver the same once more, as a new first attempt of the same event."""
        again = Delivery(self, delivery.kind, delivery.payload)
        again.message = delivery.message
        return self.send(again)

    def hold_retries(self) -> None:
        """Keep second and later attempts back until they are released."""
        self.loop.call_soon_threadsafe(self._retries.clear)

    def release_retries(self) -> None:
        """Let second and later attempts go; they go at once, where Slack waits for minutes."""
        self.loop.call_soon_threadsafe(self._retries.set)

    def _start(self, carrying: Coroutine[Any, Any, None]) -> None:
        task = self.loop.create_task(carrying)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _carry(self, delivery: Delivery) -> None:
        for number in range(RETRIES + 1 if delivery.kind == "events_api" else 1):
            if number:
                await self._retries.wait()
            outcome = await self._try(delivery, number)
            if not outcome.reason or not outcome.again:
                break
        with self.world.changing():
            delivery.done = True

    async def _try(self, delivery: Delivery, number: int) -> Outcome:
        attempt = Attempt(number, self.loop.create_future())
        if delivery.kind != "events_api" and not self.carrier.reachable():
            attempt.settle(Outcome("dispatch_failed"))
        else:
            await self.carrier.hand_over(delivery, attempt)
        with self.world.changing():
            delivery.attempts.append(attempt)
        outcome = await attempt.end(self.ack_seconds)
        with self.world.changing():
            if not outcome.reason:
                delivery.acknowledged, delivery.answer = True, outcome.answer
                self.answered(delivery)
        return outcome
