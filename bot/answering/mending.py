"""Slips of the finger in words that belong to no story: "mony", "whcih", "ferbuary".

A word that no dictionary, no list and no fact knows, and that is one slip away from a word of
the lists, or from a form of a known word in the dictionaries, is read as that word: as one that
the store knows, too, before others. What is one slip away from another word of the store is left
for the store to recognise (`vocabulary`), as names come before common words; but a time stands
beside a number, and "how may seats" asks how many.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import cache
from itertools import chain, pairwise
from typing import Final

from bot.answering.analysis import Word, analyse, listed_words, means
from bot.answering.asked_time import TIMES
from bot.answering.dictionaries import is_form
from bot.answering.lexicon import lexicon
from bot.answering.slips import one_edit_away, slips_among
from bot.answering.words import edit_distance_at_most_one, fold, is_cyrillic, lemmas

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
_HOW_MUCH: Final = frozenset({"much", "many", "long", "often"})
"""What is asked for behind "how", where other words make little sense: "how log", "how man"."""
_HOW: Final = "how"
_ABBREVIATED: Final = {"hw": "how", "hwo": "how", "hov": "how"}
"""Spellings of "how" that no dictionary and no slip of one letter leads to."""
_ASKERS: Final = frozenset({"i", "we", "you", "one"})
"""Behind "how may" they ask for leave, and for no number."""


def mended(words: Iterable[Word], known: Callable[[Word], bool]) -> tuple[Word, ...]:
    """Return the words of a question, slips mended; `known` tells what the store can recognise."""
    asked = tuple(words)
    meant = (
        _how_much(asked, at) or _meant(word, known, _neighbours(asked, at))
        for at, word in enumerate(asked)
    )
    return tuple(
        word if each is None else analyse(each)[0] for word, each in zip(asked, meant, strict=True)
    )


def _neighbours(words: Sequence[Word], at: int) -> Sequence[Word]:
    return (*words[max(at - 1, 0) : at], *words[at + 1 : at + 2])


def _how_much(words: Sequence[Word], at: int) -> str | None:
    """Return what was meant behind "how": "how may seats", but "how may I"."""
    folded, after = words[at].folded, words[at + 1 : at + 2]
    if not at or words[at - 1].folded != _HOW or not after or after[0].folded in _ASKERS:
        return None
    return _one_of(_HOW_MUCH, folded) if folded not in _HOW_MUCH else None


def _meant(word: Word, known: Callable[[Word], bool], neighbours: Sequence[Word]) -> str | None:
    """Return what was meant by a word with a slip in it; None: the word as it stands."""
    if word.folded in _ABBREVIATED:
        return _ABBREVIATED[word.folded]
    if short := _short(word):
        return None if known(word) else short
    if not _unknown(word):
        return None
    time = _one_of(_times(), word.folded)
    name = word.capitalised or known(word)
    if time and (not name or any(each.folded.isdigit() for each in neighbours)):
        return time
    if known(word):
        return None
    # Of what may be a name only a question word is mended: "Wherre is".
    return _one_of(_long_asking(), word.folded) if word.capitalised else _common(word, known)


def _short(word: Word) -> str | None:
    """Return the one short question word that was meant: "cki", "muh money"."""
    folded = word.folded
    if not folded.isalpha() or any(lexicon().find([word])):
        return None
    near: AbstractSet[str] = frozenset()
    if len(folded) in SHORT_ASKING:
        near = _swaps(folded) & _asking() - {folded}
    if not near and len(folded) == SHORTEST_MENDED - 1 and not lemmas(folded):
        near = slips_among(folded, _long_asking(), _in_order(_long_asking()), sure=1)
    return min(near) if len(near) == 1 else None


def _swaps(folded: str) -> frozenset[str]:
    """Return what two swapped letters make of a word."""
    return frozenset(
        folded[:at] + folded[at + 1] + folded[at] + folded[at + 2 :]
        for at in range(len(folded) - 1)
    )


def _common(word: Word, known: Callable[[Word], bool]) -> str | None:
    """Return the common word that was meant, one that the store knows before others."""
    folded = word.folded
    # Nobody mistypes the first letter, and prefixes make other words: "aizlidot", "izlidot".
    long = slips_among(folded, _listed(), _in_order(_listed()), sure=1)
    if near := long or slips_among(folded, _small(), _in_order(_small()), sure=1):
        likely = sorted(near, key=one_edit_away(folded).index)
        return next((each for each in likely if known(analyse(each)[0])), likely[0])
    return _begun(folded) if is_cyrillic(folded) else _inflected(word, known)


def _inflected(word: Word, known: Callable[[Word], bool]) -> str | None:
    """Return the form of a known word that was meant, such as no list spells: "darbineku"."""
    folded = word.folded
    if len(folded) < SHORTEST_MEANT:  # "cilv", "milj": a beginning rather than a slip
        return None
    typed = dict.fromkeys((folded, fold(word.exact)))  # "treeris" is no "treris"
    spellings = [each for spelt in typed for each in one_edit_away(spelt)]
    meant = [each for each in spellings if len(each) >= SHORTEST_MEANT and each[0] == folded[0]]
    meant.sort(key=len, reverse=True)  # a letter is sooner left out than put in
    words = [analyse(each)[0] for each in (*_undoubled(folded), *filter(is_form, meant))]
    listed = [each for each in words if each.keys.concepts or any(lexicon().find([each]))]
    surely = (each for each in listed if any(map(means, each.keys.sure)))
    found = next(chain(filter(known, words), surely, listed), None)
    return found.exact if found else None


def _undoubled(folded: str) -> Iterator[str]:
    """Yield the forms that a letter typed twice was meant to be: "wannt", "paart"."""
    for at, (letter, again) in enumerate(pairwise(folded)):
        if letter == again and is_form(meant := folded[:at] + folded[at + 1 :]):
            yield meant


def _begun(folded: str) -> str | None:
    """Return a Russian word whose beginning was meant to be one of the lists: "избиртелей"."""
    for beginning in _beginnings().get(folded[0], ()):
        for end in _ENDS_OF_SLIPS:
            cut = len(beginning) + end
            if cut <= len(folded) and edit_distance_at_most_one(folded[:cut], beginning):
                return beginning + folded[cut:]
    return None


def _one_of(words: frozenset[str], folded: str) -> str | None:
    """Return the likeliest of a few words that was meant: "lsat year", "whrn"."""
    near = slips_among(folded, words, _in_order(words), sure=1)
    return min(near, key=one_edit_away(folded).index, default=None)


def _unknown(word: Word) -> bool:
    """Tell whether no dictionary and no list knows a word."""
    folded = word.folded
    shortest = SHORTEST_RUSSIAN if is_cyrillic(folded) else SHORTEST_MENDED
    if len(folded) < shortest or not folded.isalpha() or word.keys.concepts:
        return False
    if lemmas(folded) or folded in lexicon().parts or folded in _listed():
        return False
    return not any(lexicon().find([word]))


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
    """Return every single word of the lists, folded, and those of times."""
    words = lexicon().words | listed_words() | TIMES
    return _from(SHORTEST_MEANT, words)


@cache
def _small() -> frozenset[str]:
    """Return the shortest words that are mended, which say nothing or only ask."""
    return _from(SHORTEST_MENDED, lexicon().function | _long_asking()) - _listed()


@cache
def _asking() -> frozenset[str]:
    """Return the question words, those that only chats spell so left out."""
    return frozenset(
        word
        for word in lexicon().asking
        if len(word) < SHORTEST_MENDED or is_cyrillic(word) or is_form(word)
    )


@cache
def _long_asking() -> frozenset[str]:
    return _from(SHORTEST_MENDED, _asking() | _HOW_MUCH)


@cache
def _times() -> frozenset[str]:
    return _from(SHORTEST_MENDED, TIMES)


def _from(letters: int, words: AbstractSet[str]) -> frozenset[str]:
    """Return the words of so many letters and more."""
    return frozenset(word for word in words if len(word) >= letters)


@cache
def _in_order(words: frozenset[str]) -> Sequence[str]:
    return sorted(words)
