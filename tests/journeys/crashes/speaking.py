"""An editor at a door, and what they see there: all that a crash may change for them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Protocol

from tests.journeys.crashes.killing import House
from tests.standins.slack.people import User as SlackUser
from tests.standins.slack.shown import shown
from tests.standins.telegram.people import User as TelegramUser


@dataclass(frozen=True, slots=True)
class Stalled:
    """A message that a platform has taken, and the answer to which it holds back."""

    wait: Callable[[], None]
    release: Callable[[], None]


class Speaker(Protocol):
    """Somebody who writes to the desk alone."""

    account: str

    def says(self, line: str) -> None:
        """Write a line."""
        ...

    def seen(self) -> list[str]:
        """Return what the desk has said to them until now."""
        ...

    def stall(self) -> Stalled:
        """Have the answer to the next message for them held back once it was taken."""
        ...


class OnTelegram:
    """Somebody in their private chat."""

    def __init__(self, house: House, name: str) -> None:
        self.user: Final[TelegramUser] = house.telegram.world.user(name, "en")
        self.account = f"telegram:{self.user.id}"
        self._telegram: Final = house.telegram

    def says(self, line: str) -> None:
        """Write a line."""
        self.user.says(line)

    def seen(self) -> list[str]:
        """Return what they see now, oldest first."""
        return [each.text for each in self.user.chat.messages_from_bot()]

    def stall(self) -> Stalled:
        """Hold back the answer to the next message."""
        hold = self._telegram.faults.holds("sendMessage", after=True)
        return Stalled(hold.wait_reached, hold.drop)


class OnSlack:
    """Somebody in their direct conversation."""

    def __init__(self, house: House, name: str) -> None:
        self.user: Final[SlackUser] = house.slack.workspace.user(name, "en-GB")
        self.account = f"slack:{self.user.id}"
        self._slack: Final = house.slack

    def says(self, line: str) -> None:
        """Write a line."""
        self.user.direct(line)

    def seen(self) -> list[str]:
        """Return what they see now, oldest first."""
        return [shown(each).text for each in self._slack.said(self.user.room)]

    def stall(self) -> Stalled:
        """Hold back the answer to the next message."""
        fault = self._slack.faults.hang("chat.postMessage", after=True)
        return Stalled(fault.wait, fault.release)


class OnSlackAlone(OnSlack):
    """Somebody who uses the command of the app, and is answered so that only they see it."""

    def says(self, line: str) -> None:
        """Use the command."""
        self.user.slash(line.removeprefix("/"))

    def stall(self) -> Stalled:
        """Hold back the answer to the next reply."""
        fault = self._slack.faults.hang("response_url", after=True)
        return Stalled(fault.wait, fault.release)
