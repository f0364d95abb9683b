"""The part of what somebody writes that asks: not why they ask, nor how their day has been.

"My grandmother had an operation this morning. When may one visit the hospital?" asks nothing about
this morning. Of several sentences the last that asks is the question, and of one sentence what
follows a part in the first person; unless hardly anything is left then, as in "when does it open?".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Final

from bot.answering.analysis import analyse
from bot.answering.lexicon import lexicon
from bot.answering.reading import Reading, read

FIRST_PERSON: Final = frozenset(
    {"i", "i'm", "i've", "my", "me", "we", "our", "us"}
    | {"es", "man", "mans", "mana", "manu", "mes", "mums", "musu"}
    | {"я", "мы", "мне", "нам", "мой", "наш"}
)
"""What tells that somebody speaks of themselves; folded."""

AMONG_FIRST: Final = 4
"""Words among which a part that asks has its question word: "and at what time …"."""

_SENTENCES: Final = re.compile(r"(?<=[^\W\d]{4}\.)\s+|(?<=[!?])\s+")
"""Where a sentence ends; not behind "2024." and "plkst."."""

_CLAUSES: Final = re.compile(r"(?<=[^\s\d])[,;:]\s+(?:(?:so|and|but|tad|un|bet|tapec|tāpēc)\s+)?")


ENOUGH: Final = 2.0
"""What the words of a part must weigh together that says what it asks about."""


def asked_part(whole: Reading, at: datetime, zone: str) -> Reading:
    """Return the reading of the part of a question that asks; of all of it, if no part can stand.

    Args:
        whole: the question, read.
        at: when it was asked, aware.
        zone: where, IANA.
    """
    for part in _parts(whole.text):
        found = read(part, at, zone)
        if sum(term.weight for term in found.terms) >= ENOUGH:
            return found
    return whole


def _parts(text: str) -> Iterator[str]:
    """Yield what may be the part that asks, the narrowest first."""
    sentences = [each for each in _SENTENCES.split(text.strip()) if each]
    asking = [each for each in sentences if "?" in each] or list(filter(_asks, sentences))
    narrowed = asking[-1] if len(sentences) > 1 and asking else text
    for end in _CLAUSES.finditer(narrowed):
        after = narrowed[end.end() :]
        if _is_of_oneself(narrowed[: end.start()]) and _asks(after):
            yield after
            break
    if narrowed != text:
        yield narrowed


def _asks(part: str) -> bool:
    first = analyse(part)[:AMONG_FIRST]
    return any(word.folded in lexicon().asking for word in first)


def _is_of_oneself(part: str) -> bool:
    return any(word.folded in FIRST_PERSON for word in analyse(part))
