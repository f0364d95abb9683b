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
    telegram = house.telegram.calls.count("sendMessage") + house.telegram.calls.count("sendPhoto")
    return telegram + len(slack)


def wait_heard(house: House, count: int) -> None:
    """Wait until so many were."""
    house.telegram.world.wait_until(lambda: heard(house) >= count, f"message {count}")


def number_in(said: str) -> str:
    """Return the number in what was said, as `zq12`; empty if there is none."""
    found = _NUMBER.search(said)
    return found[0] if found else ""


def numbers_in(said: str) -> list[str]:
    """Return every number in what was said, once; what is due at about the same time is one."""
    return list(dict.fromkeys(_NUMBER.findall(said)))


def numbered(speaker: Speaker) -> list[tuple[str, bool]]:
    """Return each number that somebody saw, and whether its message says that it repeats."""
    return [
        (number, text.startswith(REPEAT)) for text in speaker.seen() for number in numbers_in(text)
    ]
