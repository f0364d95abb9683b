"""How fast Telegram lets a bot write."""

from __future__ import annotations

from typing import Final

from tests.standins.limits import MINUTE, SECOND, Key, Limit, Limiter
from tests.standins.telegram.refusals import too_many

WRITES: Final = frozenset(
    {
        "sendmessage",
        "senddocument",
        "sendphoto",
        "editmessagetext",
        "editmessagecaption",
        "editmessagereplymarkup",
    }
)
"""Methods that count: whatever people see come or change."""

ALL: Final = ("all", "")


class Pace(Limiter):
    """Telegram's limits, enforced only when a test asks for them.

    Attributes:
        enforced: they hold.
    """

    def __init__(self) -> None:
        super().__init__()
        self.enforced = False
        self._overall = Limit(30, SECOND)
        self._chat = Limit(1, SECOND)
        self._group = Limit(20, MINUTE)

    def enforce(
        self,
        *,
        overall: int = 30,
        chat_second: int = 1,
        group_minute: int = 20,
        scale: float = 1.0,
    ) -> None:
        """Hold the bot to these limits from now on, with a clean slate.

        Args:
            overall: messages a second, over all chats.
            chat_second: messages a second, in each chat.
            group_minute: messages a minute, in each group or channel.
            scale: how many times sooner each window passes.
        """
        self.enforced = True
        self._overall = Limit(overall, SECOND)
        self._chat = Limit(chat_second, SECOND)
        self._group = Limit(group_minute, MINUTE)
        self.restart(scale)

    @property
    def most_a_second(self) -> int:
        """Return the most messages that went through in any second, over all chats."""
        return self.peak("all")

    @property
    def most_a_minute_in_a_group(self) -> int:
        """Return the most messages that went through in any minute in one group or channel."""
        return self.peak("group")

    @property
    def smallest_gap(self) -> float:
        """Return the smallest number of seconds between two messages in one chat."""
        return self.gap("chat")

    def check(self, method: str, chat: str) -> None:
        """Count a call.

        Raises:
            Refusal: 429, as it came too early; it is not counted then, but among the refused.
        """
        if not self.enforced or method not in WRITES:
            return
        limits: dict[Key, Limit] = {ALL: self._overall, ("chat", chat): self._chat}
        if chat.startswith(("-", "@")):
            limits["group", chat] = self._group
        wait = self.take(limits)
        if wait:
            raise too_many(wait)
