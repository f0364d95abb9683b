"""Slips of the finger: which words of a list is a word one letter away from?

Hundreds of spellings are one slip away, and nearly none of them is a word. So a word is followed
from its first letter on through a list in order: slips are made only of the letters up to where
few words of the list begin alike, and these are compared one by one.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Sequence
from functools import lru_cache
from typing import Final

from bot.answering.words import edit_distance_at_most_one, is_cyrillic

_LAST: Final = "\U0010ffff"
"""Sorts after every letter."""
_FEW: Final = 8
"""Words for each letter left that are compared rather than narrowed down further: to make the
fifty slips of a letter and look them up takes as long as to compare some eight words."""
_SLIPS_KEPT: Final = 64
"""Words whose slips are remembered, 50 kB each: those of a question are asked for several times."""
_LATIN: Final = "abcdefghijklmnopqrstuvwxyz"
_CYRILLIC: Final = "абвгдежзийклмнопрстуфхцчшщъыьэюя"


@lru_cache(maxsize=_SLIPS_KEPT)
def one_edit_away(word: str) -> tuple[str, ...]:
    """Return every word that one slip of a finger makes of `word`, the likelier ones first.

    A letter is sooner left out, or swapped with the next, than taken for another.
    """
    letters = _letters(word)
    cuts = [(word[:at], word[at:]) for at in range(len(word))]
    fewer = [
        each
        for left, right in cuts
        for each in (left + right[1:], left + right[1:2] + right[0] + right[2:])
    ]
    # The last letter has none to be swapped with.
    del fewer[-1:]
    changed = [left + letter + right[1:] for left, right in cuts for letter in letters]
    gained = [left + letter + right for left, right in cuts for letter in letters]
    longer = [word + letter for letter in letters]
    return (*fewer, *gained, *longer, *changed)


def slips_among(
    word: str, known: Collection[str], in_order: Sequence[str], sure: int = 0
) -> frozenset[str]:
    """Return those of some words that one slip makes of `word`; it is one of them where known.

    Args:
        word: folded.
        known: the words, for looking up.
        in_order: the same words, sorted.
        sure: letters at its beginning that are no slip.
    """
    letters = _letters(word)
    found: set[str] = set()
    at = sure
    start = bisect_left(in_order, word[:at])
    end = bisect_left(in_order, word[:at] + _LAST, start)
    while end - start > _FEW * (len(word) - at) and at < len(word):
        found.update(filter(known.__contains__, _slips_at(word, at, letters)))
        at += 1
        start = bisect_left(in_order, word[:at], start, end)
        end = bisect_left(in_order, word[:at] + _LAST, start, end)
    lengths = range(len(word) - 1, len(word) + 2)
    near = [each for each in in_order[start:end] if len(each) in lengths]
    found.update(each for each in near if _one_slip(word, each, letters))
    if end - start > _FEW:
        found.update(filter(known.__contains__, (word + letter for letter in letters)))
    return frozenset(found)


def _letters(word: str) -> str:
    return _CYRILLIC if is_cyrillic(word) else _LATIN


def _slips_at(word: str, at: int, letters: str) -> list[str]:
    """Return what a slip at the letter `at` makes of a word."""
    left, right = word[:at], word[at:]
    rest = right[1:]
    return [
        left + rest,
        left + rest[:1] + right[0] + rest[1:],
        *[f"{left}{letter}{rest}" for letter in letters],
        *[f"{left}{letter}{right}" for letter in letters],
    ]


def _one_slip(word: str, other: str, letters: str) -> bool:
    """Tell whether one slip makes `other` of `word`; what comes in is one of `letters`."""
    return edit_distance_at_most_one(word, other) and all(
        letter in letters or other.count(letter) <= word.count(letter) for letter in set(other)
    )
