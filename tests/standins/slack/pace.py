"""How fast Slack lets a bot post."""

from __future__ import annotations

from typing import Final

from tests.standins.limits import MINUTE, SECOND, Limit, Limiter

WORKSPACE: Final = ("workspace", "")


class Limited(Exception):
    """Too many messages; `seconds` is what Retry-After says."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"ratelimited for {seconds} s")
        self.seconds = seconds


class Pace(Limiter):
    """Slack's limits on `chat.postMessage`, enforced only when a test asks for them.

    Attributes:
        enforced: they hold.
    """

    def __init__(self) -> None:
        super().__init__()
        self.enforced = False
        self._channel = Limit(1, SECOND)
        self._workspace = Limit(300, MINUTE)

    def enforce(
        self, *, channel_second: int = 1, workspace_minute: int = 300, scale: float = 1.0
    ) -> None:
        """Hold the bot to these limits from now on, with a clean slate.

        Args:
            channel_second: messages a second, in each conversation.
            workspace_minute: messages a minute in all; Slack says "several hundred".
            scale: how many times sooner each window passes.
        """
        self.enforced = True
        self._channel = Limit(channel_second, SECOND)
        self._workspace = Limit(workspace_minute, MINUTE)
        self.restart(scale)

    @property
    def most_a_minute(self) -> int:
        """Return the most messages that went through in any minute, over all conversations."""
        return self.peak("workspace")

    @property
    def most_a_second_in_a_channel(self) -> int:
        """Return the most messages that went through in any second in one conversation."""
        return self.peak("channel")

    @property
    def smallest_gap(self) -> float:
        """Return the smallest number of seconds between two messages in one conversation."""
        return self.gap("channel")

    def check(self, channel: str) -> None:
        """Count a message.

        Raises:
            Limited: it came too early; it is not counted then, but among the refused.
        """
        if not self.enforced:
            return
        wait = self.take({WORKSPACE: self._workspace, ("channel", channel): self._channel})
        if wait:
            raise Limited(wait)
