"""The words of a store: which are known, and what an unknown one may be meant to be.

A word that neither the store nor a dictionary knows may be a slip of the finger, a name
written by ear or an abbreviation; one that a dictionary knows is what it is.
"""

from __future__ import annotations

import math
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import Final, TypeAlias

from bot.answering.analysis import Word
from bot.answering.derivation import bases
from bot.answering.lexicon import is_common, lexicon
from bot.answering.reading import Term
from bot.answering.slips import slips_among
from bot.answering.spellings import Spellings
from bot.answering.words import lemmas

SHORTEST_TYPO: Final = 4
"""Shorter words are one slip away from too many others."""
LONGEST_ENDING: Final = 3
"""Letters at the end of a stem that a slip may have made of an ending: with so many 2,203 questions
of all stories come out as with all of them."""
_MARK: Final = "~"
"""What a stem begins with."""
SHORTEST_BEGINNING: Final = 4
"""Letters that an abbreviation must have …"""
MOST_COMPLETIONS: Final = 12
"""… and how many words may begin with it before it says nothing."""
SHARED_BEGINNING: Final = 5
"""Letters that "Canadian" and "Canada" must share at the beginning to be kin …"""
SHARED_PART: Final = 0.6
"""… and which part of the longer word."""
MOST_BEGINNINGS: Final = 64
"""Words with one beginning that are looked at: more of them say nothing together."""


@dataclass(frozen=True, slots=True)
class Sought:
    """A term of a question with the keys it stands for in this store.

    Attributes:
        families: the attribute families that it asks for, misspelt or not.
        every: all keys that could be met: its own, `near` and kindred ones.
        near: keys of words that it may be a misspelling or an abbreviation of, or that
            sound alike.
        named: it belongs to the name of some subject.
    """

    term: Term
    families: frozenset[str]
    every: frozenset[str]
    near: frozenset[str] = frozenset()
    named: bool = False


Named: TypeAlias = Callable[[str], bool]
"""Tells whether a name of some subject has a key."""


class Vocabulary:
    """The words of a store, numbered, with how many facts and names have each."""

    def __init__(self, beneath: Vocabulary | None = None) -> None:
        """Begin with no word in use.

        Args:
            beneath: another vocabulary, whose words are used here, too, by the same numbers.
        """
        self._beneath = beneath
        self.spellings: Spellings = Spellings() if beneath is None else beneath.spellings
        self._uses = array("I")

    def spelt(self, number: int) -> str:
        """Return the keys of a word in a row, parted by spaces."""
        return self.spellings[number]

    def having(self, key: str) -> tuple[int, ...]:
        """Return the words that have a key, used or not."""
        return self.spellings.having(key)

    def add(self, numbers: Iterable[int]) -> None:
        """Take in the words of one fact or of the names of one subject, each once."""
        self._uses.extend([0] * (len(self.spellings) - len(self._uses)))
        for number in numbers:
            self._uses[number] += 1

    def remove(self, numbers: Iterable[int]) -> None:
        """Forget them; their place in the order stays, for the next ones."""
        for number in numbers:
            self._uses[number] -= 1

    def used(self, number: int) -> int:
        """Return how many facts and names have a word."""
        own = self._uses[number] if number < len(self._uses) else 0
        return own if self._beneath is None else own + self._beneath.used(number)

    def knows(self, key: str) -> bool:
        """Tell whether a word of the store has this key."""
        return any(map(self.used, self.having(key)))

    def uses(self, keys: Iterable[str]) -> int:
        """Return how many facts and names have a word with one of `keys`, at the most."""
        met = {number for key in keys for number in self.having(key)}
        return sum(map(self.used, met))

    def meeting(self, keys: Iterable[str]) -> dict[int, frozenset[str]]:
        """Return the words that have any of `keys`, by number, with those of them that each has."""
        found: defaultdict[int, list[str]] = defaultdict(list)
        for key in keys:
            for number in self.having(key):
                found[number].append(key)
        return {number: frozenset(met) for number, met in found.items()}

    def recognises(self, word: Word, named: Named) -> bool:
        """Tell whether the store knows a word, or one that it may be a slip or the sound of.

        A slip of a common word is not recognised, though a fact may have that word, too: mended
        it is the same word, and asks for what that word asks for.
        """
        if any(self.knows(key) for key in word.keys.every):
            return True
        if word.keys.sound and named(word.keys.sound):
            return True
        near = filter(self.knows, self._slips(word))
        return any(word.capitalised or not is_common(key) for key in near)

    def seek(self, term: Term, named: Named) -> Sought:
        """Return a term as this store knows it; `named` has the keys of its names."""
        own = term.keys.every
        if any(self.knows(key) for key in own):
            return Sought(term, term.families, own, named=any(named(key) for key in own))
        folded = term.word.folded
        near: set[str] = set()
        if term.keys.sound and named(term.keys.sound):
            near.add(term.keys.sound)
        if not term.families and len(folded) >= SHORTEST_TYPO:
            if not self._real(term):
                near.update(filter(self.knows, self._slips(term.word)))
            elif not is_common(folded):
                # "Minster" is a word, but no list has it, so that it may be a slip of "minister".
                slips = self.spellings.slips_of(folded)
                near.update(key for key in slips if is_common(key) and self.knows(key))
            near.update(self._completed(folded))
        families = term.families
        # "Prise" is a word, but no list has it, so that it may be a slip of "price".
        meant_so = term.proper or folded.isdigit() or (self._real(term) and is_common(folded))
        if not (near or families or meant_so):
            families = _misspelt_families(folded)
        made_of = (f"~{base}" for base in bases(folded))
        meant = own.union(near, self._kin(folded), made_of, self._slipped(term, named))
        return Sought(term, families, meant, frozenset(near))

    def _slipped(self, term: Term, named: Named) -> Iterator[str]:
        """Yield the keys of names that a word typed in small letters may be a slip of.

        "pats" is a word of its own, but "rudens pats" is how somebody typed "Rudens Pasts".
        """
        if not term.word.capitalised and self._real(term) and not term.families:
            yield from filter(named, self._slips(term.word))

    @staticmethod
    def _real(term: Term) -> bool:
        """Tell whether a dictionary knows the word, so that it is no misspelling."""
        folded = term.word.folded
        return len(term.keys.sure) > 1 or folded.isdigit() or bool(lemmas(folded))

    def _slips(self, word: Word) -> Iterator[str]:
        """Yield the keys that one slip makes of a word: of its stem, or of how it ends."""
        folded, stem = word.folded, word.keys.stem
        if len(stem) >= SHORTEST_TYPO:
            yield from self.spellings.slips_of(stem, sure=len(_MARK))
        if len(folded) >= SHORTEST_TYPO:
            root = stem[len(_MARK) :]
            begun = len(root) - LONGEST_ENDING if folded.startswith(root) else 0
            yield from self.spellings.slips_of(folded, sure=max(begun, 0))

    def _completed(self, folded: str) -> list[str]:
        if len(folded) < SHORTEST_BEGINNING:
            return []
        found = self._beginning_with(folded)
        return found if len(found) <= MOST_COMPLETIONS else []

    def _kin(self, folded: str) -> list[str]:
        length = max(SHARED_BEGINNING, math.ceil(len(folded) * SHARED_PART))
        if len(folded) < length:
            return []
        return [
            word
            for word in self._beginning_with(folded[:length])
            if length >= len(word) * SHARED_PART
        ]

    def _beginning_with(self, prefix: str) -> list[str]:
        """Return the words that begin so, in order; of very many the first."""
        found = self.spellings.beginning_with(prefix)
        return list(islice(filter(self.knows, found), MOST_BEGINNINGS))


def _misspelt_families(folded: str) -> frozenset[str]:
    if len(folded) < SHORTEST_TYPO:
        return frozenset()
    near = slips_among(folded, lexicon().words, _listed_in_order())
    return frozenset(name for word in near for name in lexicon().spelt(word))


@cache
def _listed_in_order() -> Sequence[str]:
    return sorted(lexicon().words)
