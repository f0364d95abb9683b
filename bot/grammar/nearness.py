"""What somebody probably meant: the nearest of the names there are."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import SequenceMatcher
from typing import Final

from bot.answering.words import fold

NEAR_ENOUGH: Final = 0.6
"""Share of letters in common: one slip in a word of four leaves 0.75, two leave 0.5."""

_PART_OF_IT: Final = 0.8
"""How near a name is that holds the word whole: `leader` in `battle-group.leader`."""

_SHORTEST_PART: Final = 3
_LONGEST_WORD: Final = 64


def nearest(
    word: str, among: Iterable[str], count: int = 1, *, cutoff: float = NEAR_ENOUGH
) -> tuple[str, ...]:
    """Return up to `count` of the names `among` that are most like `word`, best first.

    Capitals and diacritics do not matter; what is equally near comes in alphabetical
    order. Names come back as given, each once; none where none is as near as `cutoff`
    (0 to 1).
    """
    matcher = SequenceMatcher(autojunk=False)
    folded = fold(word[:_LONGEST_WORD]).strip()
    matcher.set_seq2(folded)
    best: list[tuple[float, str]] = []
    for name in sorted(set(among)):
        floor = best[-1][0] if best and len(best) == count else cutoff
        score = _nearness(matcher, folded, fold(name), floor)
        if score >= cutoff:
            best = sorted([*best, (score, name)], key=_by_score, reverse=True)[:count]
    return tuple(name for _, name in best)


def _by_score(scored: tuple[float, str]) -> float:
    return scored[0]


def _nearness(matcher: SequenceMatcher[str], word: str, name: str, floor: float) -> float:
    """0 to 1; below `floor` it may come out too low, as two cheap bounds come first."""
    holds = _PART_OF_IT if len(word) >= _SHORTEST_PART and word in name else 0.0
    matcher.set_seq1(name)
    if matcher.real_quick_ratio() < floor or matcher.quick_ratio() < floor:
        return holds
    return max(holds, matcher.ratio())
