"""Slips of the finger in words that belong to no story: "mony", "whcih", "ferbuary".

A word that no dictionary, no list and no fact knows, and that is one slip away from a word of
the lists, is read as that word: as one that the store knows, too, before others. What is one slip
away from another word of the store is left for the store to recognise (`vocabulary`), as names
come before common words.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import Final

from bot.answering.analysis import Word, analyse, listed_words
from bot.answering.asked_time import MONTHS
from bot.answering.lexicon import lexicon
from bot.answering.slips import one_edit_away, slips_among
from bot.answering.words import edit_distance_at_most_one, is_cyrillic, lemmas

SHORTEST_MENDED: Final = 4
SHORTEST_MEANT: Final = 5
"""Letters of a word typed wrongly, and of what it was meant to be: "mony", money."""
SHORTEST_RUSSIAN: Final = 6
"""No dictionary here knows Russian, so its short words are let be."""
SHORTEST_BEGINNING: Final = 6
"""Letters of a listed beginning of Russian words that is mended where it was meant."""
_ENDS_OF_SLIPS: Final = (0, 1, -1)
"""How much longer than what was meant it may have been typed."""
SHORT_ASKING: Final = range(3, 6)
"""Letters of question words that are mended where only two letters are swapped."""


def mended(words: Iterable[Word], known: Callable[[Word], bool]) -> tuple[Word, ...]:
    """Return the words of a question, slips mended; `known` tells what the store can recognise."""
    return tuple(_mended(word, known) for word in words)


def _mended(word: Word, known: Callable[[Word], bool]) -> Word:
    asking = _asking(word.folded)
    if asking and not known(word) and not any(lexicon().find([word])):
        return analyse(asking)[0]
    if word.capitalised or not _unknown(word) or known(word):
        return word
    # Nobody mistypes the first letter, and prefixes make other words: "aizlidot", "izlidot".
    near = slips_among(word.folded, _listed(), _listed_in_order(), sure=1)
    if not near:
        return _begun(word)
    likely = one_edit_away(word.folded).index
    words = [analyse(each)[0] for each in sorted(near, key=likely)]
    return next(filter(known, words), words[0])


def _begun(word: Word) -> Word:
    """Return a Russian word whose beginning was meant to be one of the lists: "избиртелей"."""
    folded = word.folded
    if not is_cyrillic(folded):
        return word
    for beginning in _beginnings().get(folded[0], ()):
        for end in _ENDS_OF_SLIPS:
            cut = len(beginning) + end
            if cut <= len(folded) and edit_distance_at_most_one(folded[:cut], beginning):
                return analyse(beginning + folded[cut:])[0]
    return word


def _asking(folded: str) -> str | None:
    """Return the one short question word that two swapped letters were meant to be: "cki"."""
    if len(folded) not in SHORT_ASKING or not folded.isalpha():
        return None
    swaps = {
        folded[:at] + folded[at + 1] + folded[at] + folded[at + 2 :]
        for at in range(len(folded) - 1)
    }
    meant = sorted(swaps & lexicon().asking - {folded})
    return meant[0] if len(meant) == 1 else None


def _unknown(word: Word) -> bool:
    """Tell whether no dictionary and no list knows a word."""
    folded = word.folded
    shortest = SHORTEST_RUSSIAN if is_cyrillic(folded) else SHORTEST_MENDED
    if len(folded) < shortest or not folded.isalpha() or word.keys.concepts:
        return False
    in_dictionary = bool(lemmas(folded))
    return not in_dictionary and folded not in _listed() and not any(lexicon().find([word]))


@cache
def _beginnings() -> Mapping[str, Sequence[str]]:
    """Return the beginnings that stand for all words that begin so, by letter, longest first."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for beginning in sorted(lexicon().beginnings, key=lambda one: (-len(one), one)):
        if len(beginning) >= SHORTEST_BEGINNING:
            found[beginning[0]].append(beginning)
    return found


@cache
def _listed() -> frozenset[str]:
    """Return every single word of the lists, folded, and the months."""
    words = lexicon().words | listed_words() | MONTHS | {"yesterday", "tomorrow"}
    return frozenset(word for word in words if len(word) >= SHORTEST_MEANT)


@cache
def _listed_in_order() -> Sequence[str]:
    return sorted(_listed())
