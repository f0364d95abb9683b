"""Where something cleverer may put candidates in another order; nothing does by default.

It weighs facts that were found, and never writes an answer: what is said still comes from the
store, and whether anything is said is still decided by `decide`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from bot.answering.rank import Ranked, in_order


class Reranker(Protocol):
    """Something that weighs candidates by a question."""

    def weigh(self, question: str, candidates: Sequence[Ranked]) -> Sequence[float]:
        """Return what to add to the score of each of `candidates`, in their order.

        Args:
            question: as it was typed.
            candidates: best first; only what whoever asks may see.
        """
        ...


def reranked(reranker: Reranker, question: str, ranked: Sequence[Ranked]) -> list[Ranked]:
    """Return `ranked` in the order that `reranker` gives them.

    Raises:
        ValueError: it did not weigh every candidate.
    """
    added = reranker.weigh(question, ranked)
    weighed = zip(ranked, added, strict=True)
    return in_order(replace(one, score=one.score + more) for one, more in weighed)
