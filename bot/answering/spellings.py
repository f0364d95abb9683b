"""Every word that a store was ever seen to use, as its keys; each has a number that stands for it.

Who uses a word is kept elsewhere (`vocabulary`): what is here is the same for all who ask.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import Final

from bot.answering.numbered import Numbered
from bot.answering.slips import slips_among

SLIPS_KEPT: Final = 64
"""Words whose slips are remembered."""
MET_KEPT: Final = 1 << 14
"""Words whose numbers are found without spelling them: the same few thousand come all the time."""
_LAST: Final = "\uffff"
"""Sorts after every letter."""


class Spellings:
    """Words as their keys, numbered; none is forgotten."""

    def __init__(self) -> None:
        # Spelt in a row, as a set of three short words takes three times as much.
        self._words: Numbered[str] = Numbered()
        self._met: dict[frozenset[str], int] = {}
        # Most keys are of one word, and a number takes less than a tuple.
        self._having: dict[str, int | tuple[int, ...]] = {}
        self._sorted: list[str] = []
        self._unsorted: list[str] = []
        self._slips: dict[tuple[str, int], frozenset[str]] = {}

    def __len__(self) -> int:
        return len(self._words)

    def __getitem__(self, number: int) -> str:
        """Return the keys of a word in a row, parted by spaces."""
        return self._words[number]

    def number(self, word: frozenset[str]) -> int:
        """Return the number of a word that has these keys."""
        number = self._met.get(word)
        return self._meet(word) if number is None else number

    def numbers(self, words: Iterable[frozenset[str]]) -> list[int]:
        """Return the numbers of several words; at once, as facts have dozens of them."""
        met = self._met
        return [met[word] if word in met else self._meet(word) for word in words]

    def having(self, key: str) -> tuple[int, ...]:
        """Return the words that have a key."""
        found = self._having.get(key, ())
        return found if isinstance(found, tuple) else (found,)

    def slips_of(self, word: str, sure: int = 0) -> frozenset[str]:
        """Return the keys that one slip makes of a word; it is asked for more than once.

        Args:
            word: folded, or a stem with its mark.
            sure: letters at its beginning that are no slip.
        """
        found = self._slips.get((word, sure))
        if found is None:
            if len(self._slips) == SLIPS_KEPT:
                self._slips.clear()
            found = slips_among(word, self._having, self._in_order(), sure)
            self._slips[word, sure] = found
        return found

    def beginning_with(self, prefix: str) -> Sequence[str]:
        """Return the keys that begin so, in order."""
        keys = self._in_order()
        start, end = (bisect_left(keys, bound) for bound in (prefix, prefix + _LAST))
        return keys[start:end]

    def _in_order(self) -> Sequence[str]:
        if self._unsorted:
            self._sorted += self._unsorted
            self._sorted.sort()  # quick: nearly all of it is in order already
            self._unsorted.clear()
        return self._sorted

    def _meet(self, word: frozenset[str]) -> int:
        if len(self._met) == MET_KEPT:
            self._met.clear()
        number = self._met[word] = self._number(word)
        return number

    def _number(self, word: frozenset[str]) -> int:
        known = len(self._words)
        number = self._words.number(" ".join(sorted(word)))
        if number == known:
            self._slips.clear()
            for key in word:
                if key not in self._having:
                    self._unsorted.append(key)
                others = self.having(key)
                self._having[key] = (*others, number) if others else number
        return number
