"""How fast Telegram lets a bot write."""

from __future__ import annotations

import math
import time
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from tests.standins.telegram.refusals import too_many

WRITES: Final = frozenset({"sendmessage", "senddocument", "editmessagetext"})
SECOND: Final = 1.0
MINUTE: Final = 60.0


@dataclass(slots=True)
class Window:
    """At most `most` in any `span` seconds."""

    most: int
    span: float
    times: deque[float] = field(default_factory=deque)

    def wait(self, now: float) -> float:
        """Return how many seconds too early it is for one more."""
        while self.times and self.times[0] <= now - self.span:
            self.times.popleft()
        return self.times[0] + self.span - now if len(self.times) >= self.most else 0.0


class Pace:
    """Telegram's limits, enforced only when a test asks for them.

    Attributes:
        enforced: they hold.
        burst: how many messages a chat may get at once, before it is one a second.
        clock: seconds that run; a test may put its own here.
    """

    def __init__(self) -> None:
        self.enforced = False
        self.burst = 3
        self.overall = 30
        self.group_minute = 20
        self.clock: Callable[[], float] = time.monotonic
        self._all = Window(self.overall, SECOND)
        self._chats: defaultdict[str, Window] = defaultdict(self._chat_window)
        self._groups: defaultdict[str, Window] = defaultdict(self._group_window)

    def enforce(self, *, burst: int = 3, overall: int = 30, group_minute: int = 20) -> None:
        """Hold the bot to these limits from now on, with a clean slate."""
        self.enforced, self.burst = True, burst
        self.overall, self.group_minute = overall, group_minute
        self._all = Window(overall, SECOND)
        self._chats.clear()
        self._groups.clear()

    def check(self, method: str, chat: str) -> None:
        """Count a call.

        Raises:
            Refusal: 429, as it came too early; it is not counted then.
        """
        if not self.enforced or method not in WRITES:
            return
        windows = [self._all, self._chats[chat]]
        if chat.startswith(("-", "@")):
            windows.append(self._groups[chat])
        now = self.clock()
        wait = max(window.wait(now) for window in windows)
        if wait > 0:
            raise too_many(math.ceil(wait))
        for window in windows:
            window.times.append(now)

    def _chat_window(self) -> Window:
        return Window(self.burst, self.burst * SECOND)

    def _group_window(self) -> Window:
        return Window(self.group_minute, MINUTE)
