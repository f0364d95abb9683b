"""Words and their keys: what makes two spellings the same word.

A word is known by four keys, from the most to the least certain: as typed
(`exact`), without diacritics (`folded`), by its dictionary form (`lemmas`) and
by a light stem (`stem`). Folding comes before the dictionary and the stem, so
that `adazos` is found as well as `Ādažos`, and consonant shifts (`Kalniņš`,
`Kalniņa`) cost nothing. Each step also joins a few words that are not the same
(`mele`, `mēle`), hence the order.

Whatever the rest of the house needs of words is here; each step has its module.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from bot.answering.cyrillic import is_cyrillic, transliterate
from bot.answering.dictionaries import lemmas
from bot.answering.tokens import Token, composed, pieces, tokens
from storage.folding import fold

__all__ = [
    "DISTINCT_WORDS_KEPT",
    "SHORTEST_STEM",
    "Forms",
    "Token",
    "edit_distance_at_most_one",
    "fold",
    "forms",
    "is_cyrillic",
    "lemmas",
    "pieces",
    "stem",
    "tokens",
    "transliterate",
]

DISTINCT_WORDS_KEPT = 1 << 15
"""Words whose keys stay in memory: ample for 10,000 facts in two languages."""

SHORTEST_STEM = 3
"""Letters that must stay: with two, `upe` and `upuris` come too near each other."""

_ENDINGS = (
    # nouns and adjectives, by case
    *("s", "is", "us", "a", "e", "i", "u", "o", "as", "es", "os"),
    *("am", "em", "im", "um", "ai", "ei", "ij", "iem", "ie", "ais"),
)
_LONGEST_ENDING = max(len(ending) for ending in _ENDINGS)
_BY_LENGTH = tuple(
    frozenset(ending for ending in _ENDINGS if len(ending) == length)
    for length in range(_LONGEST_ENDING + 1)
)
# What follows the root in one form and not in another, each after the letters it needs.
_SUFFIX = re.compile(
    r"(?<=\w{5})(?:[aeio]t[ao]j|[aeio]t|[aeo]j)$"  # finansēt, finansētā, finansētājs; ievēlēja
    r"|(?<=[bpmvi])j$"  # skapis, skapja; Latvia, Latvija
)
_SUFFIXES_END = frozenset("tj")
_DIMINUTIVE = re.compile(r"(?<=\w{3})(ie?)t$")  # Eglītis, Eglīša


def stem(folded: str) -> str:
    """Cut a folded word down to its Latvian root; at least three letters stay.

    Meant for what no dictionary knows: names and new words. `Ādaži`, `Ādažos`
    and `Ādažiem` share a stem, so do `Latvia` and `Latvija`, and `Eglītis` and
    `Eglīša`. Roots are keys, not words: compare them, show them to nobody.
    """
    root = _without_ending(folded)
    if root[-1:] in _SUFFIXES_END:
        root = _SUFFIX.sub("", root, count=1)
    return _DIMINUTIVE.sub(r"\1s", root) if root.endswith("t") else root


def _without_ending(folded: str) -> str:
    """A word without its longest ending of case."""
    for length in range(min(_LONGEST_ENDING, len(folded) - SHORTEST_STEM), 0, -1):
        if folded[-length:] in _BY_LENGTH[length]:
            return folded[:-length]
    return folded


@dataclass(frozen=True, slots=True)
class Forms:
    """The keys of one word, from the most to the least certain.

    Attributes:
        exact: lower case, as typed.
        folded: without diacritics.
        lemmas: its folded dictionary forms; empty if unknown.
        stem: its folded light stem; of a Cyrillic word, in Latin letters.
    """

    exact: str
    folded: str
    lemmas: frozenset[str]
    stem: str


def forms(token: Token | str) -> Forms:
    """Return all keys of a word, given as a token or as typed; kept in memory."""
    return _forms(token.exact if isinstance(token, Token) else composed(token))


@lru_cache(maxsize=DISTINCT_WORDS_KEPT)
def _forms(exact: str) -> Forms:
    """The keys of a word in its `exact` spelling."""
    folded = fold(exact)
    if is_cyrillic(folded):
        return Forms(exact, folded, frozenset(), _cyrillic_stem(folded))
    return Forms(exact, folded, lemmas(folded), stem(folded))


_RUSSIAN_CASES = re.compile(
    r"(?<=\w{3})(?:ами|ого|ому|ыми|ими|ой|ом|ем|ах|ов|ев|ый|ий|ым|им|ых|их"
    r"|(?<=[аеиоуыэюя])(?P<soft>ями|ям|ях|ей)|ями|ям|ях|ей)$"
)


def _cyrillic_stem(folded: str) -> str:
    """The stem that a name spelt in Russian shares with its Latvian spelling."""
    nominative = _RUSSIAN_CASES.sub(lambda ending: "я" if ending["soft"] else "", folded)
    once = stem(fold(transliterate(nominative)))
    # Russian declines Latvian names with their ending kept: Вентспилс, Вентспилсе.
    return re.sub(r"(?<=\w{3})(?:is|us|s)$", "", once)


def edit_distance_at_most_one(first: str, second: str) -> bool:
    """Return whether one letter added, dropped, changed or swapped makes them equal."""
    if abs(len(first) - len(second)) > 1:
        return False
    pairs = enumerate(zip(first, second, strict=False))
    start = next((position for position, (one, other) in pairs if one != other), len(first))
    left, right = first[start:], second[start:]
    if len(left) != len(right):
        return left[1:] == right or left == right[1:]
    return left[1:] == right[1:] or (left[1::-1] == right[:2] and left[2:] == right[2:])
