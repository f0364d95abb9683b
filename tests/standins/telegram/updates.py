"""What the bot is to be told, in order, until it says that it has heard."""

from __future__ import annotations

import itertools
import threading
from collections import deque
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import Final

from tests.standins.telegram.refusals import Json

ALL: Final = frozenset(
    {
        "message",
        "edited_message",
        "channel_post",
        "edited_channel_post",
        "callback_query",
        "my_chat_member",
        "chat_member",
    }
)
UNASKED: Final = ALL - {"chat_member"}
"""What is told without being named in allowed_updates."""
FIRST: Final = 734_000_001


@dataclass(eq=False, slots=True)
class Update:
    """One thing that the bot is to be told.

    Attributes:
        body: the whole update, as it travels.
        chat_id: in which chat it happened.
        confirmed: the bot said that it has it: by a later offset, or by answering 2xx.
        deliveries: how often it was handed out or posted.
        owed: it is handed out once more, whatever the offset says.
    """

    id: int
    kind: str
    body: Json
    chat_id: int
    confirmed: bool = False
    deliveries: int = 0
    owed: bool = False


class Bell(threading.Condition):
    """A lock that rings for each change, and counts how often."""

    def __init__(self) -> None:
        super().__init__()
        self.rings = 0

    def notify_all(self) -> None:
        """Ring, with the lock held."""
        self.rings += 1
        super().notify_all()


class Updates:
    """The queue of updates for one bot.

    Every method may be called from any thread. `on_change` is called after each of them that
    changed something, with the lock held.
    """

    def __init__(self, lock: Bell) -> None:
        self.lock: Final = lock
        self.on_change: list[Callable[[], None]] = []
        self.allowed: frozenset[str] = UNASKED
        self._ids = itertools.count(FIRST)
        self._queue: deque[Update] = deque()
        self._heard: deque[Update] = deque(maxlen=1000)

    def add(self, kind: str, content: Json, chat_id: int) -> Update | None:
        """Queue something new; return nothing if the bot does not want to be told of its kind."""
        with self.lock:
            if kind not in self.allowed:
                return None
            number = next(self._ids)
            update = Update(number, kind, {"update_id": number, kind: content}, chat_id)
            self._queue.append(update)
            self._changed()
            return update

    def add_raw(self, body: Json, chat_id: int = 0) -> Update:
        """Queue an update as a test made it, whatever it says; one without an id gets the next."""
        with self.lock:
            number = body.get("update_id") or next(self._ids)
            kind = next((key for key in body if key != "update_id"), "")
            update = Update(number, kind, {"update_id": number} | body, chat_id, owed=True)
            self._queue.append(update)
            self._changed()
            return update

    def repeat(self, update: Update, times: int = 1) -> list[Update]:
        """Queue the same update again, under the same id, so many times; return the copies."""
        return [self.add_raw(update.body, update.chat_id) for _ in range(times)]

    def rewind(self, count: int = 1) -> list[Update]:
        """Forget that the last `count` updates were confirmed, and hand them out again."""
        with self.lock:
            again = [self._heard.pop() for _ in range(min(count, len(self._heard)))]
            self._queue = deque(each for each in self._queue if each not in again)
            for update in again:
                update.confirmed, update.owed = False, True
                self._queue.appendleft(update)
            self._changed()
            return again[::-1]

    def confirm_below(self, offset: int) -> None:
        """Take the bot's word that it has all updates before `offset`; negative: all but so many.

        An update that is owed stays until it was handed out again.
        """
        with self.lock:
            waiting = list(self._waiting())
            if offset < 0:
                offset = waiting[max(offset, -len(waiting))].id if waiting else 0
            heard = [each for each in waiting if each.id < offset and not each.owed]
            self.confirm(*heard)

    def confirm(self, *updates: Update) -> None:
        """Take the bot's word that it has these."""
        if not updates:
            return
        with self.lock:
            for update in updates:
                update.confirmed = True
            while self._queue and self._queue[0].confirmed:
                self._queue.popleft()
            self._heard.extend(updates)
            self._changed()

    def take(self, limit: int) -> list[Update]:
        """Return the oldest `limit` updates for handing out; they stay until they are confirmed."""
        with self.lock:
            taken = list(itertools.islice(self._waiting(), limit))
            for update in taken:
                update.deliveries += 1
                update.owed = False
            if taken:
                self.lock.notify_all()
            return taken

    def next_of_other_chats(self, busy: Collection[int]) -> Update | None:
        """Return the oldest update of a chat of which none is on its way."""
        with self.lock:
            return next((each for each in self._waiting() if each.chat_id not in busy), None)

    def allow(self, kinds: Collection[str] | None) -> None:
        """Be told of these kinds from now on; none named: of the usual ones; None: as before."""
        if kinds is not None:
            with self.lock:
                self.allowed = frozenset(kinds) & ALL if kinds else UNASKED

    @property
    def allowed_names(self) -> list[str]:
        """Return the kinds that were asked for by name; none: the usual ones."""
        return [] if self.allowed == UNASKED else sorted(self.allowed)

    def hand_over(self, update: Update) -> None:
        """Note that an update was posted."""
        with self.lock:
            update.deliveries += 1
            update.owed = False
            self.lock.notify_all()

    def drop(self) -> None:
        """Forget what is waiting: the bot is never told."""
        with self.lock:
            self._queue.clear()
            self._changed()

    @property
    def pending(self) -> list[Update]:
        """Return what is not confirmed, oldest first."""
        with self.lock:
            return list(self._waiting())

    def _waiting(self) -> Iterator[Update]:
        # One confirmed out of turn lies there until what is before it is confirmed as well.
        return (each for each in self._queue if not each.confirmed)

    def _changed(self) -> None:
        self.lock.notify_all()
        for listener in self.on_change:
            listener()
