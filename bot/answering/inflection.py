"""Inflection: whether a text has certain words, in whatever case, number or gender they stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.answering.analysis import Word, analyse
from bot.answering.words import lemmas


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that are looked for, one after another."""

    _words: tuple[Word, ...]

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
        if wanted.folded == word.folded:
            return True
        if _keys(wanted).isdisjoint(_keys(word)):
            return False
        named = wanted.capitalised and word.capitalised
        return named or len(self._words) > 1 or not lemmas(wanted.folded)


def _keys(word: Word) -> frozenset[str]:
    return word.keys.sure | ({word.keys.stem} - {""})
