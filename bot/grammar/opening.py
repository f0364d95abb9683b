"""How a line begins: as a command for certain, as one perhaps, or as plain words."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from bot.answering.words import fold
from bot.grammar.mending import mend

_SLASH = re.compile(r"/[ ]*([^\s/@]*)(?:@(\w+))?(?=\s|$)")
_OURS = "factdesk"


@dataclass(frozen=True, slots=True)
class Typed:
    """A line with its command mark read.

    Attributes:
        slash: it began with `/` or `/factdesk`, so it is meant as a command.
        ours: it began with `/factdesk`, behind which a question may stand as well.
        mention: the bot named behind the first word (`/help@desk_bot`), or empty.
        text: the rest, mended: the command's words and all that follows.
    """

    slash: bool
    mention: str
    text: str
    ours: bool = False


def typed(text: str) -> Typed:
    """Read the mark of a command from the beginning of `text`; mends it first."""
    line = mend(text)
    if not line.startswith("/"):
        return Typed(slash=False, mention="", text=line)
    found = _SLASH.match(line)
    if not found:
        return Typed(slash=True, mention="", text=line[1:].lstrip())
    word, mention, rest = found[1], found[2] or "", line[found.end() :]
    if fold(word) == _OURS:
        said = rest.lstrip().removeprefix("/").lstrip()
        return Typed(slash=True, mention=mention, text=said, ours=True)
    return Typed(slash=True, mention=mention, text=(word + rest).lstrip())


def first_words(
    text: str, names: Collection[tuple[str, ...]]
) -> tuple[tuple[str, ...], str] | None:
    """Find the longest of the command `names` with which `text` begins.

    Capitals and diacritics do not matter, on either side. Returns the name as it is
    in `names` and the rest as typed, without the space between; None if none fits.
    """
    line = text.lstrip()
    longest = max(map(len, names), default=0)
    words = [(fold(found[0]), found.end()) for found in _first(line, longest)]
    spelt = _spelt(tuple(names))
    for length in range(len(words), 0, -1):
        name = spelt.get(tuple(word for word, _ in words[:length]))
        if name:
            return name, line[words[length - 1][1] :].strip()
    return None


@lru_cache
def _spelt(names: tuple[tuple[str, ...], ...]) -> dict[tuple[str, ...], tuple[str, ...]]:
    """Return the names by how they are looked up; they are the same for each line."""
    return {tuple(map(fold, name)): name for name in names if name}


def _first(line: str, count: int) -> list[re.Match[str]]:
    """The first `count` words of the first line; a command's name never wraps."""
    first_line = line.partition("\n")[0]
    return list(islice(re.finditer(r"\S+", first_line), count))
