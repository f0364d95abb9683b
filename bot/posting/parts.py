"""Parts: what leaves unasked is one message; the rest of one that is too long is shown on a tap.

It ends at a whole node, and [More] below it shows the next part. What is tapped for is composed
anew, as whoever taps may read it then: a button keeps no words. What cannot be composed once more,
as it has done what it told of, has its longest words cut instead.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Final

from bot import texts
from bot.port import Choice, Kind, Message
from bot.posting.occasions import Composed, Occasion
from bot.posting.policies import POLICIES
from bot.posting.shortening import shortened
from bot.rooms import Room
from storage.choices import Choice as StoredChoice
from storage.database import Transaction

MORE: Final = "more"
"""What the button stands for that shows the next part."""

WITHIN: Final = timedelta(days=7)
"""How long it works: what leaves by itself is read when there is time."""

SPARED: Final = 150
"""Units of a message that are left for what is put before it when it is sent once more."""

SHOWN_ANEW: Final = frozenset(
    {Kind.REMINDER, Kind.DIGEST, Kind.COUNTDOWN, Kind.FACT, Kind.STANDING, Kind.POST}
)
"""What can be composed once more after it was sent."""


def first(occasion: Occasion, words: Composed) -> Composed:
    """Return words that fit one message, and below them what shows the rest, if there is one."""
    kind, room, pictured = occasion.delivery.kind, occasion.room, words.picture is not None
    spared = SPARED if POLICIES[kind].says_repeated else 0
    if room.length(words.message) + spared <= room.limit(pictured=pictured):
        return words
    if kind not in SHOWN_ANEW:
        return replace(words, message=shortened(words.message))
    parts = of(room, words.message, pictured=pictured)
    rest = StoredChoice(MORE, {"delivery": occasion.delivery.id, "part": 1})
    chat, language = occasion.chat.id, words.language or occasion.language
    choices = (more(occasion.tx, chat, language, rest), *words.choices)
    return replace(words, message=parts[0], choices=choices)


def of(room: Room, message: Message, *, pictured: bool) -> tuple[Message, ...]:
    """Return a message that is too long in the parts that are shown of it, one after another."""
    return room.cut(message, room.limit(pictured=pictured) - SPARED)


def more(tx: Transaction, chat: int, language: str, rest: StoredChoice) -> Choice:
    """Return the button in a chat that stands for the rest."""
    (token,) = tx.choices.add(chat, [rest], WITHIN)
    return Choice(texts.phrase(language, "desk.more"), token)
