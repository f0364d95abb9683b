"""The answers, measured on whole topics: right, or silent."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from tests.bot.answering.scoreboard import TOPICS, Score, lines, score_folder, total

UNSEEN: Final = frozenset({"census", "museum", "bridge", "filmfest", "port", "basketball"})
"""Topics written by people who never saw the answering: nearest to what a new story gets."""
LEAST_RIGHT: Final = 82.0
"""Percent handled right that no other topic may fall below; measured 85 to 92."""
LEAST_RIGHT_UNSEEN: Final = 55.0
"""The same for the unseen; measured 57 and 71."""
MOST_WRONG: Final = 3.0
"""Percent answered with a wrong fact that no other topic may exceed; measured 0 to 2.6."""
MOST_WRONG_UNSEEN: Final = 11.0
"""The same for the unseen; measured 11 and 6."""
BESIDE: Final = 2.0
"""How much worse that may be in a store that holds all topics."""
LEAST_RIGHT_TOGETHER: Final = 86.5
"""Percent handled right of all the others together; measured 87."""
MOST_WRONG_TOGETHER: Final = 2.0
"""Percent answered wrongly of all the others together; measured 1.3."""
LEAST_RUSSIAN: Final = 0.6
"""Share of all Russian questions handled right; measured 0.65."""

FOLDERS = sorted(folder for folder in TOPICS.iterdir() if folder.is_dir())


@pytest.fixture(scope="module")
def scores() -> dict[str, Score]:
    """Return the score of each topic in a store of its own."""
    return {folder.name: score_folder(folder) for folder in FOLDERS}


@pytest.mark.parametrize("name", [folder.name for folder in FOLDERS])
def test_a_topic_is_answered_right_or_not_at_all(scores: dict[str, Score], name: str) -> None:
    """On each topic most questions are handled right, and hardly any is answered wrongly."""
    unseen = name in UNSEEN

    assert scores[name].headline >= (LEAST_RIGHT_UNSEEN if unseen else LEAST_RIGHT)
    assert scores[name].wrong <= (MOST_WRONG_UNSEEN if unseen else MOST_WRONG)


def test_all_topics_together_are_answered_right_or_not_at_all(scores: dict[str, Score]) -> None:
    """Over all topics that were looked at, few questions are missed and very few told wrongly."""
    together = total(score for name, score in scores.items() if name not in UNSEEN)

    assert together.headline >= LEAST_RIGHT_TOGETHER
    assert together.wrong <= MOST_WRONG_TOGETHER


def test_most_russian_questions_are_answered_right(scores: dict[str, Score]) -> None:
    """Over all topics, more than half of what is asked in Russian is handled right."""
    russian = total(scores.values()).russian

    assert russian["right"] >= LEAST_RUSSIAN * russian.total()


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_other_topics_beside_it_bring_no_wrong_answers(folder: Path) -> None:
    """In a store of all topics a topic's questions are not answered from the others."""
    unseen = folder.name in UNSEEN
    beside = [row for other in FOLDERS if other != folder for row in lines(other / "facts.jsonl")]

    score = score_folder(folder, beside)

    assert score.headline >= (LEAST_RIGHT_UNSEEN if unseen else LEAST_RIGHT) - BESIDE * 2
    assert score.wrong <= (MOST_WRONG_UNSEEN if unseen else MOST_WRONG) + BESIDE
