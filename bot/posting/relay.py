"""The relay: sends what the ledger holds, once, and settles what became of it.

A reply is claimed within the commit that queued it, sent at once, and settled; the next of
the same chat is claimed in that settling, so that a chat hears everything in order and
chats do not wait for each other. What was planned is claimed as its platform's pace has room
for it, given its words in that commit (`bot/posting/composing.py`), and sent at its turn.
Whatever was surely not sent is tried again when its time comes. Whatever may have been sent
is never simply repeated (contract, section 8):

1. the platform is asked, if it can tell;
2. an edit is repeated: twice the same is once;
3. what its kind allows is sent once more, and says so (`bot/posting/policies.py`);
4. everything else, and every second doubt, is held, and the editors are told.

`tick` is called every second or so, and after a start: it finds what is due, and what a
program that died left behind.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final, TypeVar

import structlog

from bot import texts
from bot.editing import pending
from bot.outcomes import InDoubt, Later, Outcome, Sent, Wait
from bot.platforms import Platform, Watch
from bot.port import Break, Kind, Message, Outgoing, Picture
from bot.posting import beginnings, closing, held, noting, standing
from bot.posting.composing import composed
from bot.posting.documents import filled
from bot.posting.lanes import Lanes
from bot.posting.occasions import Home
from bot.posting.outages import Outage
from bot.posting.outbox import outgoing
from bot.posting.policies import LATE_AFTER, PACED, POLICIES
from bot.upkeep import processes
from bot.upkeep.hostclock import HostClock
from storage.database import Transaction
from storage.deliveries import Delivery, Holder, Reason, State
from storage.errors import LostLease, StoreError
from storage.group_commit import GroupCommit
from storage.turns import Claim

log = structlog.get_logger(__name__)
T = TypeVar("T")

LEASE: Final = timedelta(seconds=90)
"""How long a send may take before the row is in doubt: a door gives up after half of it."""

AHEAD: Final = timedelta(seconds=1.5)
"""How long before its turn a planned message is claimed: until the next tick has done its work,
which takes it up to 300 ms on a busy machine."""

SILENCE: Final = timedelta(minutes=1)
"""Without a look at the ledger for so long, which is due every second, something is wrong."""

MOST_CLAIMED: Final = 64
"""Rows claimed in one go: what is claimed and not sent before a crash is in doubt."""

RELEASE_TRIES: Final = 10
"""How often a change is tried to be carried out at its instant, until the next look does."""

BETWEEN_TRIES: Final = 0.05
"""Seconds between: an edit takes some milliseconds."""

SETTLING_TRIES: Final = 5
"""How often a settling is tried: with doubled pauses that is half a minute, after which the
lease runs out and the row is in doubt."""


class Relay:
    """Sends what is queued; `claim` and `send` for who queues, `tick` for the clock."""

    def __init__(
        self,
        commits: GroupCommit,
        platforms: Mapping[str, Platform],
        watch: Watch,
        clock: Callable[[], datetime],
        home: Home,
        host_clock: HostClock | None = None,
    ) -> None:
        self._commits = commits
        self._platforms = platforms
        self._watch = watch
        self._clock = clock
        self._home = home
        self._token = processes.token()
        self.holder = Holder(self._token, LEASE)
        self._lanes = {name: Lanes(each.pace.bot) for name, each in platforms.items()}
        self._outages = {name: Outage(name, each.answers) for name, each in platforms.items()}
        self._tasks: set[asyncio.Task[None]] = set()
        self._resolving: set[int] = set()
        self._looked_at: datetime | None = None
        self._host_clock = host_clock or HostClock()
        self._next_release: datetime | None = None
        self._awaits: datetime | None = None

    def claim(self, tx: Transaction, chat: int) -> tuple[Delivery, ...]:
        """Take what is due in a chat, to be sent once `tx` is committed."""
        return tx.ledger.claim(self._token, MOST_CLAIMED, LEASE, chat)

    def send(self, claimed: Sequence[Delivery]) -> None:
        """Begin to send what was claimed and committed; returns at once."""
        for delivery in claimed:
            self._start(self._deliver(delivery))

    async def tick(self) -> bool:
        """Send what is due, and look after what is in doubt; tell whether there was any.

        Raises:
            StoreError: the store is out of reach; nothing was begun.
        """
        # What became due while it looked is for the next look.
        began = self._clock()
        claimed, doubtful = await self._commit(self._look)
        self._looked_at = began
        self._await_release()
        self.send([delivery for delivery in claimed if delivery is not None])
        for delivery in doubtful:
            self._start_resolving(delivery)
        return bool(claimed or doubtful)

    def trouble(self) -> str:
        """Return why nothing is sent, or nothing if all is well."""
        looked = self._looked_at
        late = looked is not None and self._clock() - looked > SILENCE
        return "has not looked at the ledger" if looked is None or late else ""

    async def idle(self) -> None:
        """Wait until nothing is being sent; what is due later stays queued."""
        while self._tasks:
            await asyncio.wait(self._tasks)

    def _look(self, tx: Transaction) -> tuple[list[Delivery | None], list[Delivery]]:
        """Return what was claimed, None for what had nothing to say, and what is in doubt."""
        tx.ledger.orphan()
        standing.plan(tx)
        beginnings.follow(tx, self._looked_at)
        self._let_go(tx)
        self._next_release = tx.pending.next_due()
        doubtful = [row for name in self._within_reach() for row in tx.ledger.in_doubt(name)]
        return [*self._at_once(tx), *self._planned(tx)], doubtful

    def _let_go(self, tx: Transaction) -> bool:
        """Carry out the changes whose hour has come; tell whether all of them were seen to."""
        if not tx.pending.due():
            return True
        told = tx.server_time()
        if told is not None:
            self._host_clock.hear("database", told)
        return pending.release(tx, self._home.editors, self._host_clock.off())

    def _await_release(self) -> None:
        """Have a change carried out at its very instant, if that comes before the next look."""
        due = self._next_release
        if due is not None and due != self._awaits and due - self._clock() <= AHEAD:
            self._awaits = due
            self._start(self._release(due))

    async def _release(self, due: datetime) -> None:
        left = due - self._clock()
        await asyncio.sleep(max(min(left, 2 * AHEAD).total_seconds(), 0))
        try:
            for _ in range(RELEASE_TRIES):
                if await self._commit(self._let_go):
                    return
                # Somebody edits, and nobody waits for anybody.
                await asyncio.sleep(BETWEEN_TRIES)
        except StoreError as error:
            log.error("not_released", error=type(error).__name__)  # noqa: TRY400 - the next look tries again

    def _at_once(self, tx: Transaction) -> Iterator[Delivery]:
        # What goes elsewhere is left to whoever serves that platform.
        for name in self._within_reach():
            yield from tx.ledger.claim(self._token, MOST_CLAIMED, LEASE, platform=name)

    def _planned(self, tx: Transaction) -> Iterator[Delivery | None]:
        on_time = [name for name in self._within_reach() if not self._lanes[name].are_behind]
        # Whoever changes what is told sees in this commit who was told it, or is seen by it.
        # While somebody does, the next tick is soon enough.
        if not on_time or not tx.changes.hold_still():
            return
        claim = Claim(self._token, LEASE, AHEAD, LATE_AFTER, urgent=Kind.ALARM)
        for name in on_time:
            found = tx.turns.claim(claim, name, self._platforms[name].pace, PACED)
            words = [composed(tx, delivery, self._home) for delivery in found]
            yield from self._in_time(tx, name, [each for each in words if each is not None])
            yield from (None for each in words if each is None)

    def _in_time(
        self, tx: Transaction, name: str, claimed: Sequence[Delivery]
    ) -> Sequence[Delivery]:
        """Return what was claimed with turns that are still to come.

        Words take a while, of which many a turn may pass. Who made up for that would be too fast
        together with another process, whose turns are the next.
        """
        late = self._clock() - min((each.due_at for each in claimed), default=tx.now)
        if not claimed or late <= timedelta():
            return claimed
        return tx.turns.put_off(claimed, self._platforms[name].pace, late)

    def _within_reach(self) -> list[str]:
        return [name for name, outage in self._outages.items() if not outage.is_on]

    async def _deliver(self, delivery: Delivery) -> None:
        await self._turn(delivery)
        outage = self._outages[delivery.platform]
        outcome = await self._tried(delivery, outage) if await outage.passes() else None
        if outcome is None:
            await self._give_back(delivery)
            return
        await self._settle(delivery, outcome)

    async def _tried(self, delivery: Delivery, outage: Outage) -> Outcome | None:
        """Return what became of an attempt; None if it was not worth one."""
        platform = self._platforms[delivery.platform]
        lanes = self._lanes[delivery.platform]
        try:
            async with lanes.answer() if delivery.planned_at is None else lanes.planned():
                if outage.is_on:
                    return None
                # Who stood still, or waited for a silent platform, may not be the only one now.
                if not self._has_time(delivery):
                    return Later("no time left")
                message = outgoing(delivery, _again(delivery), platform.slash)
                return await self._sent(platform, message)
        except Exception:  # a fault of ours: whatever it is, the row must not be lost
            log.exception("send_failed", delivery=delivery.id, platform=delivery.platform)
            return InDoubt(Reason.FAULT)

    async def _sent(self, platform: Platform, message: Outgoing) -> Outcome:
        """Send a message once it is whole; suspect its platform alone, if that does not answer."""
        whole = await self._whole(platform, message)
        if not isinstance(whole, Outgoing):
            return whole
        outcome = await platform.send(whole)
        if isinstance(outcome, Later | InDoubt):
            self._outages[platform.name].suspect()
        return outcome

    async def _whole(self, platform: Platform, message: Outgoing) -> Outgoing | Outcome:
        """Bring a picture that lies elsewhere, and make a file; say why where it cannot be done."""
        if message.document is not None:
            made = await self._commits.read(partial(filled, document=message.document))
            return replace(message, document=made)
        picture = message.picture
        if picture is None or picture.platform == platform.name:
            return message
        source = self._platforms.get(picture.platform)
        if source is None:
            return Later(f"{picture.platform} is not served here")
        brought = await source.fetched(picture)
        return replace(message, picture=brought) if isinstance(brought, Picture) else brought

    async def _give_back(self, delivery: Delivery) -> None:
        """Let a message that was not tried be claimed anew, in its place."""
        try:
            await self._commit_surely(partial(noting.give_back, delivery=delivery))
        except StoreError as error:
            log.error("not_given_back", delivery=delivery.id, error=type(error).__name__)  # noqa: TRY400 - no fault of ours

    async def _turn(self, delivery: Delivery) -> None:
        """Wait for the turn of a planned message, which was claimed a moment before."""
        if delivery.planned_at is not None:
            left = delivery.due_at - self._clock()
            # A clock that is set back meanwhile makes nobody wait for it to come round again.
            await asyncio.sleep(max(min(left, 2 * AHEAD).total_seconds(), 0))

    def _has_time(self, delivery: Delivery) -> bool:
        """Tell whether a send that begins now ends before the lease does."""
        until = delivery.lease_until
        return until is None or self._clock() <= until - LEASE / 2

    async def _settle(self, delivery: Delivery, outcome: Outcome) -> None:
        try:
            state, claimed = await self._commit_surely(partial(self._note, delivery, outcome))
        except StoreError as error:
            log.error("settling_failed", delivery=delivery.id, error=type(error).__name__)  # noqa: TRY400 - no fault of ours
            return
        self._tell(delivery, state, outcome)
        self.send(claimed)
        if state is State.IN_DOUBT:
            self._start_resolving(delivery)
        if state is State.HELD:
            self._start(self._tell_runners(delivery))

    def _tell(self, delivery: Delivery, state: State, outcome: Outcome) -> None:
        self._watch.settled(delivery.platform, state)
        asked = delivery.payload.get("asked_at")
        if state is State.SENT and asked:
            taken = self._clock() - datetime.fromisoformat(asked)
            self._watch.replied(delivery.platform, taken.total_seconds())
        if not isinstance(outcome, Sent):
            log.warning(
                "not_sent",
                delivery=delivery.id,
                platform=delivery.platform,
                outcome=type(outcome).__name__,
                why=getattr(outcome, "why", ""),
            )

    def _note(
        self, delivery: Delivery, outcome: Outcome, tx: Transaction
    ) -> tuple[State, tuple[Delivery, ...]]:
        """Write what became of a message; return its state, and what its chat hears next."""
        state = noting.note(tx, delivery, outcome, self._home)
        return state, self.claim(tx, delivery.chat)

    async def _tell_runners(self, delivery: Delivery) -> None:
        """Tell who runs a chat that a topic of theirs is closed, if this row met it first."""
        try:
            if not await self._commit(lambda tx: tx.shut.is_first(delivery)):
                return
            chat = outgoing(delivery, ()).chat
            runners = await self._platforms[delivery.platform].runners(chat)
            await self._commit(
                partial(closing.tell, delivery=delivery, runners=runners, home=self._home)
            )
        except StoreError as error:
            log.error("runners_not_told", delivery=delivery.id, error=type(error).__name__)  # noqa: TRY400 - no fault of ours

    def _start_resolving(self, delivery: Delivery) -> None:
        if delivery.id not in self._resolving:
            self._resolving.add(delivery.id)
            self._start(self._resolve(delivery))

    async def _resolve(self, delivery: Delivery) -> None:
        """Find out, or decide, what to do about a message that may have been sent."""
        try:
            found = await self._platforms[delivery.platform].find(outgoing(delivery, ()))
            if not isinstance(found, Wait):
                claimed = await self._commit_surely(partial(self._decide, delivery, found))
                self.send(claimed)
        except LostLease:
            log.info("resolved_elsewhere", delivery=delivery.id)
        except StoreError as error:
            log.error("resolving_failed", delivery=delivery.id, error=type(error).__name__)  # noqa: TRY400 - no fault of ours
        finally:
            self._resolving.discard(delivery.id)

    def _decide(
        self, delivery: Delivery, found: Sent | Later | InDoubt, tx: Transaction
    ) -> tuple[Delivery, ...]:
        match found:
            case Sent(message=message):
                noting.arrived(tx, delivery, message)
            case Later(why=why):
                tx.ledger.again(delivery, tx.now, why, doubted=False)
                noting.unsay(tx, delivery)
            case InDoubt():
                self._decide_alone(tx, delivery)
        return self.claim(tx, delivery.chat)

    def _decide_alone(self, tx: Transaction, delivery: Delivery) -> None:
        age = tx.now - delivery.created_at
        may_repeat = POLICIES[delivery.kind].may_repeat(age) and not delivery.doubts
        if delivery.payload.get("edits") or may_repeat:
            tx.ledger.again(delivery, tx.now, Reason.IN_DOUBT, doubted=True)
            return
        number = tx.ledger.hold(delivery, Reason.IN_DOUBT)
        if delivery.kind != Kind.ALARM:
            held.tell(tx, number, self._home.editors)

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _commit(self, work: Callable[[Transaction], T]) -> T:
        return await self._commits.submit(work)

    async def _commit_surely(self, work: Callable[[Transaction], T]) -> T:
        """Commit `work`, trying again while the store is out of reach, as it may not be lost."""
        for tried in range(1, SETTLING_TRIES):
            try:
                return await self._commit(work)
            except LostLease:
                raise
            except StoreError:
                await asyncio.sleep(2**tried)
        return await self._commit(work)


def _again(delivery: Delivery) -> Message:
    """Return what a message begins with that may have been read before."""
    if not delivery.doubts or not POLICIES[delivery.kind].says_repeated:
        return ()
    return (*texts.say(delivery.payload["language"], "desk.repeat"), Break())
