"""Inflection: whether a text has certain words, in whatever case, number or gender they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from bot.answering.analysis import Word, analyse
from bot.answering.derivation import diminished
from bot.answering.dictionaries import is_ordinary
from bot.answering.places import is_place_name
from bot.answering.words import SHORTEST_STEM, lemmas

_BREAK: Final = re.compile(r"[,;:()/|•\n]+")
"""What parts one name from another."""

_SHIFTING: Final = (
    # Zutis, Zutim; Zuša, Zušu
    (re.compile(r"(\w{2,}[td])(?:is|im|i)"), re.compile(r"(\w{2,})([sz])(?:a|i|u|iem|us|os)")),
    # Zute, Zutei; Zušu
    (re.compile(r"(\w{2,}[td])(?:es?|ei|em|i)"), re.compile(r"(\w{2,})([sz])u")),
)
"""Forms of a noun before and after t becomes š and d becomes ž, folded, by declension.

Other consonants that shift fold to what they were.
"""

_HARD: Final = {"s": "t", "z": "d"}


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that are looked for, one after another; only as a name, if they are everyday ones."""

    _words: tuple[Word, ...]
    _name: bool = False

    @classmethod
    def of(cls, text: str) -> Phrase:
        """Return the words of a text."""
        return cls(analyse(text))

    def is_in(self, words: Sequence[Word]) -> bool:
        """Tell whether a text, as `analyse` reads it, has all of them in a row, in any form.

        A word that any dictionary has is everybody's as long as it stands alone: its other forms
        count only where both begin with a capital, as those of the name Ozols do.
        """
        size = len(self._words)
        return size > 0 and any(
            all(map(self._is_form, self._words, words[start : start + size]))
            for start in range(len(words) - size + 1)
        )

    def _is_form(self, wanted: Word, word: Word) -> bool:
        if self._name and not word.capitalised:
            return False
        if wanted.folded == word.folded:
            return True
        if _keys(wanted).isdisjoint(_keys(word)):
            return False
        named = wanted.capitalised and word.capitalised
        return named or len(self._words) > 1 or not lemmas(wanted.folded)


def surnames(text: str) -> Iterator[Phrase]:
    """Yield by what alone the persons are known whom a text names in full: "Anna Bērziņa".

    A name in full is two or more words with capitals. What is an ordinary word besides, as the
    last one of "Baltic Bridge", is not taken for a surname; „Kalniņš”, though a little hill, is.
    """
    for part in _BREAK.split(text):
        for capitalised, run in groupby(analyse(part), lambda word: word.capitalised):
            name = tuple(run)
            if capitalised and len(name) > 1 and _is_surname(name[-1]):
                yield Phrase(name[-1:], diminished(name[-1].folded) is not None)


def _is_surname(word: Word) -> bool:
    if len(word.folded) < SHORTEST_STEM or is_place_name(word.keys):
        return False
    return not is_ordinary(word.folded) or diminished(word.folded) is not None


def _keys(word: Word) -> frozenset[str]:
    return word.keys.sure | ({word.keys.stem} - {""}) | {*_unshifted(word.folded)}


def _unshifted(folded: str) -> Iterator[str]:
    """Yield what a form has in common with those in which the last consonant shifts."""
    for declension, (before, after) in enumerate(_SHIFTING):
        if found := before.fullmatch(folded):
            yield f"{declension}{found[1]}"
        if found := after.fullmatch(folded):
            yield f"{declension}{found[1]}{_HARD[found[2]]}"
