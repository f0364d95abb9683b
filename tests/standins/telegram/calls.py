"""What the bot has called, how often and when."""

from __future__ import annotations

import threading
import time
from collections import Counter
from dataclasses import dataclass
from typing import Final

from tests.standins.telegram.arguments import Arguments


@dataclass(slots=True)
class Call:
    """One call of a method.

    Attributes:
        method: in small letters, as the server counts it.
        at: when it came, in seconds of the monotonic clock.
        ended: when it was answered; 0 while it is not.
        status: the HTTP status of the answer; 0 where there was none.
    """

    method: str
    arguments: Arguments
    at: float
    ended: float = 0.0
    status: int = 0

    @property
    def chat(self) -> str:
        """Return the chat that it names, as text."""
        return self.arguments.text("chat_id")


class Calls:
    """Every call since the start, or since `clear`."""

    def __init__(self, lock: threading.Condition) -> None:
        self._lock: Final = lock
        self._calls: list[Call] = []
        self._counts: Counter[str] = Counter()

    def begin(self, method: str, arguments: Arguments) -> Call:
        """Note that a call has come."""
        call = Call(method, arguments, time.monotonic())
        with self._lock:
            self._calls.append(call)
            self._counts[method] += 1
            self._lock.notify_all()
        return call

    def end(self, call: Call, status: int) -> None:
        """Note how a call was answered."""
        call.ended, call.status = time.monotonic(), status

    def count(self, method: str) -> int:
        """Return how often a method was called."""
        return self._counts[method.lower()]

    def counts(self) -> dict[str, int]:
        """Return how often each method was called."""
        with self._lock:
            return dict(self._counts)

    def of(self, method: str, chat: int | None = None) -> list[Call]:
        """Return the calls of a method, in order; with `chat` those to it."""
        with self._lock:
            return [
                each
                for each in self._calls
                if each.method == method.lower() and chat in {None, _number(each.chat)}
            ]

    def times(self, method: str, chat: int | None = None) -> list[float]:
        """Return when a method was called, in seconds of the monotonic clock."""
        return [each.at for each in self.of(method, chat)]

    def clear(self) -> None:
        """Forget all calls."""
        with self._lock:
            self._calls.clear()
            self._counts.clear()


def _number(chat: str) -> int:
    return int(chat) if chat.removeprefix("-").isdigit() else 0
