"""Who or what came before or after another: whoever led it "before Ieva Kalnciema".

The store knows it where it holds both, one after the other, as values of the same fact.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Final

from bot.answering.analysis import Word, analyse
from storage.content import Held

_STEPS: Final = {
    **dict.fromkeys(("before", "pirms", "до", "перед"), -1),
    **dict.fromkeys(("after", "pec", "после"), 1),
}


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Somebody or something that a question places what it asks for beside.

    Attributes:
        step: -1 before it, 1 after it.
        at: where the word that says so stands among the words of the question.
        named: the words of its name, which are capitalised.
    """

    step: int
    at: int
    named: tuple[Word, ...]


def neighbour_in(words: Sequence[Word], in_time: Collection[int]) -> Neighbour | None:
    """Return what a question places its answer beside, or None; `in_time` are words of a time."""
    for at, word in enumerate(words):
        named = tuple(takewhile(_is_name, words[at + 1 :]))
        if word.folded in _STEPS and named and {at, at + 1}.isdisjoint(in_time):
            return Neighbour(_STEPS[word.folded], at, named)
    return None


def place_of(neighbour: Neighbour, periods: Sequence[Held]) -> int | None:
    """Return which of the periods of a fact, in order, is held by the neighbour; the last one."""
    places = [place for place, held in enumerate(periods) if _holds(neighbour, held)]
    return places[-1] if places else None


def _is_name(word: Word) -> bool:
    return word.capitalised and not word.folded.isdigit()


def _holds(neighbour: Neighbour, held: Held) -> bool:
    told = [word for value in held.version.content.value.values() for word in analyse(value)]
    keys = frozenset[str]().union(*(word.keys.every for word in told))
    return all(not keys.isdisjoint(word.keys.every) for word in neighbour.named)
