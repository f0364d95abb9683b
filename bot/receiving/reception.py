"""The reception: takes updates in, and has the desk answer them, in each person's order.

An update is accepted once it is in the inbox. From there the oldest of each person in
each chat is claimed, and handled in one commit: what it changes, the reply as a row of the
ledger, its receipts, the end of the inbox row. A crash before that commit leaves the update
to be handled again, as if it had never been begun; a crash after it leaves a row to send.

What cannot be handled in three attempts (each may have ended the program) is put aside:
who said it gets a sentence, and the editors its number.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Final, TypeVar

import structlog

from bot import texts
from bot.commands import embargoing
from bot.desk import Desk
from bot.platforms import Platform, Watch
from bot.port import Fault, Happening, Posting, Reply, Update, Whereto
from bot.posting.alarms import tell_parked
from bot.posting.outbox import Answering, queue_reply, spoken
from bot.posting.relay import Relay
from bot.roles import FileUnknown, PostingUnknown, PreparedUnknown, StandingUnknown
from bot.stored import read_update, storable, update_record
from bot.upkeep import processes
from storage.database import Transaction
from storage.deliveries import Delivery
from storage.errors import LostLease, StoreError
from storage.group_commit import GroupCommit
from storage.inbox import MOST_ATTEMPTS, Arrival, Claimed

log = structlog.get_logger(__name__)
T = TypeVar("T")

LEASE: Final = timedelta(seconds=30)
"""How long an update may take to be handled: thousands of times what one takes, and short
enough that another process takes over from one that died while somebody still waits."""

MOST_CLAIMED: Final = 32
"""Updates handled in one commit: at a millisecond each nobody waits long for the others."""

MOST_ASKED: Final = 3
"""How often platforms are asked something about one update: each answer opens one more door."""

PAUSE: Final = 1.0
"""Seconds until a store that was out of reach is tried again."""


class Reception:
    """Takes in what the doors bring, and works through it."""

    def __init__(
        self,
        desk: Desk,
        commits: GroupCommit,
        relay: Relay,
        platforms: Mapping[str, Platform],
        watch: Watch,
    ) -> None:
        self._desk = desk
        self._commits = commits
        self._relay = relay
        self._platforms = platforms
        self._watch = watch
        self._token = processes.token()
        self._arrived = asyncio.Event()
        self._looks_back = True
        self._closing = False

    async def accept(self, updates: Sequence[Update]) -> None:
        """Store `updates`, each once; when this returns they will be handled.

        Raises:
            StoreError: they are not stored.
        """
        arrivals = [_arrival(update) for update in updates]
        await self._commit(lambda tx: tx.inbox.add(arrivals))
        for update in updates:
            self._watch.received(update.account.platform)
        self._arrived.set()

    def wake(self) -> None:
        """Look for work: something may wait that came in another way, or that others left."""
        self._looks_back = True
        self._arrived.set()

    def close(self) -> None:
        """Have `run` end once what waits is handled."""
        self._closing = True
        self._arrived.set()

    async def run(self) -> None:
        """Work through the inbox until `close`."""
        while True:
            await self._arrived.wait()
            self._arrived.clear()
            try:
                while claimed := await self._commit(self._claim):
                    await asyncio.gather(*map(self._handle, claimed))
            except StoreError as error:
                log.error("inbox_out_of_reach", error=type(error).__name__)  # noqa: TRY400 - no fault of ours
                if not self._closing:
                    await asyncio.sleep(PAUSE)
                    self._arrived.set()
            if self._closing:
                return

    def _claim(self, tx: Transaction) -> tuple[Claimed, ...]:
        # Leases last for half a minute, and each second somebody wakes us.
        if self._looks_back:
            tx.inbox.release()
            self._looks_back = False
        return tx.inbox.claim(self._token, MOST_CLAIMED, LEASE)

    async def _handle(self, claimed: Claimed) -> None:
        """Handle one update, whatever comes of it."""
        if claimed.platform not in self._platforms:
            # Nobody could be answered there; given back at once it would come again at once.
            log.warning("platform_is_off", inbox=claimed.id, platform=claimed.platform)
            return
        try:
            if claimed.attempts > MOST_ATTEMPTS:
                self._relay.send(await self._commit(partial(self._park, claimed)))
                return
            self._relay.send(await self._answered(claimed))
        except LostLease:
            log.warning("handled_elsewhere", inbox=claimed.id)
        except StoreError:
            await self._leave(claimed, counted=False)
            raise
        except Exception:  # a fault of ours: the update must be neither lost nor a stumbling block
            log.exception("update_failed", inbox=claimed.id, platform=claimed.platform)
            await self._leave(claimed, counted=True)

    async def _answered(self, claimed: Claimed) -> tuple[Delivery, ...]:
        update = read_update(claimed.payload)
        for _ in range(MOST_ASKED):
            try:
                return await self._commit(partial(self._answer, claimed, update))
            except PostingUnknown as unknown:
                said = await asyncio.gather(*map(self._posting, unknown.asked))
                update = replace(update, postings=(*update.postings, *said))
            except FileUnknown:
                update = await self._opened(update)
            except PreparedUnknown:
                platform = self._platforms[claimed.platform]
                prepared = await platform.prepared(update.chat, update.below)
                update = replace(update, prepared=prepared)
            except StandingUnknown:
                platform = self._platforms[claimed.platform]
                runs_chat = await platform.runs_chat(update.account, update.chat)
                update = replace(update, runs_chat=runs_chat)
        return await self._commit(partial(self._answer, claimed, update))

    async def _opened(self, update: Update) -> Update:
        """Return an update whose file was asked for."""
        if update.file is None:
            return update
        return replace(update, file=await self._platforms[update.file.platform].opened(update.file))

    async def _posting(self, whereto: Whereto) -> Posting:
        platform = self._platforms.get(whereto.platform)
        if platform is None:
            return Posting(whereto, fault=Fault.OUT_OF_REACH)
        return await platform.may_post(whereto)

    def _answer(self, claimed: Claimed, update: Update, tx: Transaction) -> tuple[Delivery, ...]:
        """Have the desk answer, and end the update, all in `tx`."""
        tx.inbox.finish(claimed)
        said = self._desk.converse(tx, update)
        answering = Answering(update, said.chat, said.person, claimed.arrived_at)
        fit = self._platforms[claimed.platform].fit
        taken = queue_reply(tx, said.reply, answering, fit, self._relay.holder)
        return taken or self._relay.claim(tx, said.chat)

    def _park(self, claimed: Claimed, tx: Transaction) -> tuple[Delivery, ...]:
        """Put an update aside; say so to who sent it, and to the editors."""
        update = read_update(claimed.payload)
        tx.inbox.park(claimed, secret=embargoing.is_told_in(update.text))
        desk, incident = self._desk, f"i{claimed.id}"
        tell_parked(tx, incident, desk.editors, desk.language)
        if update.happening not in {Happening.SAID, Happening.TAPPED}:
            return ()
        chat, account = update.chat, update.account
        there = tx.chats.seen(chat.platform, chat.id, chat.topic, chat.place, chat.title)
        person = tx.people.seen(account.platform, account.id, account.name, account.handle)
        language = spoken(tx, there, desk.language)
        reply = Reply(texts.say(language, "desk.parked", incident=incident), language=language)
        answering = Answering(update, there.id, person.id, claimed.arrived_at)
        fit = self._platforms[claimed.platform].fit
        return queue_reply(tx, reply, answering, fit, self._relay.holder)

    async def _leave(self, claimed: Claimed, *, counted: bool) -> None:
        """Let an update be taken again; if even that fails, its lease runs out."""
        try:
            await self._commit(lambda tx: tx.inbox.give_back(claimed, counted=counted))
        except StoreError as error:
            log.warning("not_given_back", inbox=claimed.id, error=type(error).__name__)

    async def _commit(self, work: Callable[[Transaction], T]) -> T:
        return await self._commits.submit(work)


def _arrival(update: Update) -> Arrival:
    lane = f"{update.chat} {update.account}"
    return Arrival(
        update.account.platform, storable(update.id), storable(lane), update_record(update)
    )
