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

_REFLEXIVE: Final = re.compile(r"(?<=\w{4})(?:ся|сь)$")
_VERB: Final = "|".join(
    (
        *(
            "ировать",
            "овать",
            "евать",
            "ывать",
            "ивать",
            "нуть",
            "ать",
            "ять",
            "еть",
            "ить",
            "(?<=[аеиоуыэюя])ть",
        ),
        *("ывает", "ивает", "ывают", "ивают", "ывали", "ивали", "овали", "овал", "овала"),
        *("али", "яли", "или", "ели", "ала", "яла", "ила", "ела", "ало", "яло", "ило", "ело"),
        *("ал", "ял", "ил", "ел", "ует", "уют", "ает", "яет", "ают", "яют", "ишь", "ешь"),
        *("нет", "нут", "ит", "ят", "ет", "ут", "ют", "ат", "ите", "ете", "ли", "ла", "ло"),
    )
)
_ADJECTIVE: Final = "|".join(
    (
        *("ыми", "ими", "ого", "его", "ому", "ему", "ый", "ий", "ой", "ая", "яя", "ое", "ее"),
        *("ую", "юю", "ые", "ие", "ых", "их", "ым", "им"),
    )
)
_NOUN: Final = "|".join(
    (
        *("иями", "ями", "ами", "иях", "ях", "ах", "иям", "ям", "ам", "ием", "ием", "ией"),
        *("ем", "ом", "ов", "ев", "ей", "ью", "ия", "ии", "ию", "ие"),
        *("а", "я", "ы", "и", "у", "ю", "е", "о", "ь", "й"),
    )
)
_ENDING: Final = re.compile(rf"(?<=\w{{{SHORTEST_ROOT}}})(?:{_VERB}|{_ADJECTIVE}|{_NOUN})$")


_FLEETING: Final = (
    (re.compile(r"(?<=[аеиоуыэюя])ек$"), "йк"),
    (re.compile(r"(?<=\w{2}[бвгджзклмнпрстфхцчшщ])[оеё](?=[кцлнр]$)"), ""),
    (re.compile(r"(?<=\w{2})ь(?=[кцлнм]$)"), ""),
)
"""What stands before the last consonant in some forms only: `коек`, `койка`; `мест`, `место`."""


def root(folded: str) -> str:
    """Return what is left of a folded Russian word without its ending; 3 letters at least."""
    left = _ENDING.sub("", _REFLEXIVE.sub("", folded), count=1)
    for fleeting, kept in _FLEETING:
        left = fleeting.sub(kept, left)
    return left


_OF_PLACE: Final = re.compile(r"(?<=\w{3})(?:ин)?ск(?:ий|ая|ое|ие|ого|ому|им|ом|ой|ую|их|ими)$")


def spellings(exact: str) -> frozenset[str]:
    """Return the further names that a word may be in Russian letters.

    `Вентспилсский` is of Ventspils, `Талсинская` of Talsi; and as Russian has no other "h",
    `Стокгольм` is Stockholm.
    """
    place = _OF_PLACE.sub("", exact)
    return frozenset({place, place.replace("г", "х")}) - {exact}
