"""A world without a server: what is said in it, as our door hears it."""

from __future__ import annotations

from typing import Any

import telegram

from bot.port import Update
from handlers.telegram.reading import Us, translate
from tests.standins.telegram.accounts import Account
from tests.standins.telegram.updates import Update as Told
from tests.standins.telegram.world import World

US = Us(7_000_000_001, "FactdeskBot")


def world() -> World:
    """Return a world in which the bot hears all that is said in groups."""
    made = World(Account(US.id, "Factdesk", US.username, is_bot=True))
    made.privacy = False
    return made


def heard(told: Told | None) -> Update | None:
    """Return what the door makes of what Telegram told."""
    assert told is not None, "the bot was not told"
    return read(told.body)


def surely(told: Told | None) -> Update:
    """Return the same where it concerns us."""
    update = heard(told)
    assert update is not None, "it was taken not to concern us"
    return update


def read(body: dict[str, Any]) -> Update | None:
    """Return what the door makes of an update as it travels."""
    return translate(telegram.Update.de_json(body), US)


def last(made: World) -> Update | None:
    """Return what the door makes of the last thing that Telegram told."""
    return heard(made.updates.pending[-1])
