"""What Telegram finds in a text without being told: commands, mentions, addresses."""

from __future__ import annotations

import re
from typing import Final

from tests.standins.telegram.markup import Entity, units

FOUND: Final = re.compile(
    r"(?P<url>https?://[^\s<>\"„”]+[^\s<>\"„”.,:;!?)])"
    r"|(?<![\w/@<>])(?P<bot_command>/[A-Za-z0-9_]{1,32}(?:@[A-Za-z]\w{2,31})?)(?![\w/])"
    r"|(?<![\w@])(?P<mention>@[A-Za-z]\w{3,31})\b"
)
HINTS: Final = re.compile(r"[/@]")


def detected(text: str) -> tuple[Entity, ...]:
    """Return the entities that Telegram adds to a text by itself."""
    if not HINTS.search(text):
        return ()
    return tuple(
        Entity(match.lastgroup or "", units(text[: match.start()]), units(match[0]))
        for match in FOUND.finditer(text)
    )


def joined(marked: tuple[Entity, ...], found: tuple[Entity, ...]) -> tuple[Entity, ...]:
    """Return what was marked and what was found, without what lies inside a link or code."""
    closed = [each for each in marked if each.type in {"text_link", "code", "pre", "text_mention"}]
    free = [each for each in found if not any(_overlap(each, other) for other in closed)]
    return tuple(sorted((*marked, *free), key=lambda each: (each.offset, -each.length)))


def _overlap(one: Entity, other: Entity) -> bool:
    return one.offset < other.offset + other.length and other.offset < one.offset + one.length
