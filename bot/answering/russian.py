"""Russian words: the root that the forms of one word share, for what no dictionary here knows.

Names have their own way (`words`): they meet their Latvian spelling. A common word needs only
to meet the same word in a list, so more is cut off: `погибших` and `погибшие`, `строили` and
`строить` share a root.
"""

from __future__ import annotations

import re
from typing import Final

SHORTEST_ROOT: Final = 3
"""Letters that must stay: with two, `суд` and `судно` come too near each other."""

_REFLEXIVE: Final = ("ся", "сь")
_VERB: Final = (
    *("ировать", "овать", "евать", "ывать", "ивать", "нуть", "ать", "ять", "еть", "ить", "ть"),
    *("ывает", "ивает", "ывают", "ивают", "ывали", "ивали", "овали", "овал", "овала"),
    *("али", "яли", "или", "ели", "ала", "яла", "ила", "ела", "ало", "яло", "ило", "ело"),
    *("ал", "ял", "ил", "ел", "ует", "уют", "ает", "яет", "ают", "яют", "ишь", "ешь"),
    *("нет", "нут", "ит", "ят", "ет", "ут", "ют", "ат", "ите", "ете", "ли", "ла", "ло"),
)
_ADJECTIVE: Final = (
    *("ыми", "ими", "ого", "его", "ому", "ему", "ый", "ий", "ой", "ая", "яя", "ое", "ее"),
    *("ую", "юю", "ые", "ие", "ых", "их", "ым", "им"),
)
_NOUN: Final = (
    *("иями", "ями", "ами", "иях", "ях", "ах", "иям", "ям", "ам", "ием", "ием", "ией"),
    *("ем", "ом", "ов", "ев", "ей", "ью", "ия", "ии", "ию", "ие"),
    *("а", "я", "ы", "и", "у", "ю", "е", "о", "ь", "й"),
)
_ENDINGS: Final = frozenset((*_VERB, *_ADJECTIVE, *_NOUN))
_LONGEST: Final = max(map(len, _ENDINGS))
_VOWELS: Final = "аеиоуыэюя"
_NO_VERB: Final = tuple(f"{letter}ть" for letter in "сзлрнкф")
"""`часть` is no verb."""


def root(folded: str) -> str:
    """Return what is left of a folded Russian word without its ending; 3 letters at least."""
    bare = (
        folded[:-2] if len(folded) > SHORTEST_ROOT + 2 and folded.endswith(_REFLEXIVE) else folded
    )
    longest = 1 if bare.endswith(_NO_VERB) else _LONGEST
    for length in range(min(longest, len(bare) - SHORTEST_ROOT), 0, -1):
        if bare[-length:] in _ENDINGS:
            return _without_fleeting(bare[:-length])
    return _without_fleeting(bare)


def _without_fleeting(left: str) -> str:
    """Undo what stands before the last consonant in some forms only: `коек`, `ступенек`, `мест`."""
    before, last = left[:-2], left[-1:]
    fleeting = left[-2:-1]
    if fleeting == "ь" and last in "кцлнм" and len(before) > 1:
        return before + last
    if fleeting not in "оеё" or last not in "кцлнр":
        return left
    if before[-1:] in _VOWELS:
        return f"{before}йк" if left.endswith("ек") else left
    return before + last if len(before) >= SHORTEST_ROOT and before[-1] not in "йьъ" else left


_OF_PLACE: Final = re.compile(r"(?<=\w{3})(?:ин)?ск(?:ий|ая|ое|ие|ого|ому|им|ом|ой|ую|их|ими)$")


def spellings(exact: str) -> frozenset[str]:
    """Return the further names that a word may be in Russian letters.

    `Вентспилсский` is of Ventspils, `Талсинская` of Talsi; and as Russian has no other "h",
    `Стокгольм` is Stockholm.
    """
    place = _OF_PLACE.sub("", exact)
    return frozenset({place, place.replace("г", "х")}) - {exact}
