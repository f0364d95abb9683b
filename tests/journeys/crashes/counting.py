"""Counting what the platforms have heard, and who has seen what: each saying has its number."""

from __future__ import annotations

import re
from typing import Final

from bot.texts import phrase
from storage.ledger import State
from tests.journeys.crashes.killing import House
from tests.journeys.crashes.speaking import Speaker

REPEAT: Final = phrase("en", "desk.repeat")
IN_FLIGHT: Final = {State.SENDING, State.IN_DOUBT}
_NUMBER: Final = re.compile("zq[0-9]+")


def heard(house: House) -> int:
    """Return how many messages the platforms were told to post."""
    slack = [call for call in list(house.slack.calls) if call.method == "chat.postMessage"]
    return house.telegram.calls.count("sendMessage") + len(slack)


def wait_heard(house: House, count: int) -> None:
    """Wait until so many were."""
    house.telegram.world.wait_until(lambda: heard(house) >= count, f"message {count}")


def number_in(said: str) -> str:
    """Return the number in what was said, as `zq12`; empty if there is none."""
    found = _NUMBER.search(said)
    return found[0] if found else ""


def numbered(speaker: Speaker) -> list[tuple[str, bool]]:
    """Return the number of each message that somebody saw, and whether it says that it repeats."""
    seen = [(number_in(text), text.startswith(REPEAT)) for text in speaker.seen()]
    return [each for each in seen if each[0]]
