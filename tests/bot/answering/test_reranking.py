"""Something cleverer may weigh the candidates, and do nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import pytest

from bot.answering.answer import Answerer
from bot.answering.rank import Ranked
from bot.answering.verdict import Status, Verdict
from tests.bot.answering.scoreboard import Kept, dossiers
from tests.bot.answering.test_answer import ROWS

AT = datetime(2024, 7, 1, 9, tzinfo=UTC)
QUESTION = "What did Jānis Lode say?"


class Favouring:
    """Prefers one attribute, as a language model might."""

    def __init__(self, attribute: str, by: float) -> None:
        self.attribute, self.by = attribute, by
        self.asked: list[str] = []

    def weigh(self, question: str, candidates: Sequence[Ranked]) -> Sequence[float]:
        """Return how much more each candidate counts."""
        self.asked.append(question)
        return [self.by if one.entry.about.name == self.attribute else 0.0 for one in candidates]


class Forgetting:
    """Weighs fewer candidates than it was given."""

    def weigh(self, question: str, candidates: Sequence[Ranked]) -> Sequence[float]:
        """Return too few numbers."""
        return [0.0 for _ in candidates[1:] if question]


def ask(answerer: Answerer, question: str) -> Verdict:
    """Return the verdict on a question put to a small store."""
    found = dossiers(ROWS)
    answerer.follow(found)
    return answerer.ask(question, at=AT, zone="Europe/Riga", store=Kept(found))


def test_a_reranker_decides_between_facts_that_fit_alike() -> None:
    """What would be offered is answered where it prefers one; it is given the question as typed."""
    reranker = Favouring("said-on-staff", by=0.5)

    verdict = ask(Answerer(reranker), QUESTION)

    assert ask(Answerer(), QUESTION).status is Status.AMBIGUOUS
    assert [pick.held.version.ref for pick in verdict.picks] == ["staff"]
    assert reranker.asked == [QUESTION]


def test_a_reranker_cannot_have_a_missing_attribute_answered() -> None:
    """Whatever it prefers, what the store does not hold stays unanswered."""
    verdict = ask(Answerer(Favouring("head", by=5.0)), "kāda krāsa ir Mežmalas slimnīcai?")

    assert verdict.status is Status.UNKNOWN


def test_a_reranker_that_forgets_candidates_is_refused() -> None:
    """Every candidate is weighed, or nothing is."""
    with pytest.raises(ValueError, match="zip"):
        ask(Answerer(Forgetting()), QUESTION)
