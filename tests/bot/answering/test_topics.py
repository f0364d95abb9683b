"""The answers, measured on whole topics: right, or silent."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from tests.bot.answering.scoreboard import TOPICS, Score, lines, score_folder, total

READ_LATER: Final = frozenset({"census", "museum"})
"""Topics by others, whose questions were read only after the answering had been made."""
UNREAD: Final = frozenset({"bridge", "filmfest", "port", "basketball"})
"""Topics by others, whose questions nobody read who made it: what a new story gets."""
BY_OTHERS: Final = READ_LATER | UNREAD
LEAST_RIGHT: Final = 83.0
"""Percent handled right that no other topic may fall below; measured 86 to 95."""
LEAST_RIGHT_BY_OTHERS: Final = 63.0
"""The same for topics by others; measured 67 to 95."""
MOST_WRONG: Final = 3.0
"""Percent answered with a wrong fact that no other topic may exceed; measured 0 to 2.6."""
MOST_WRONG_BY_OTHERS: Final = 9.0
"""The same for topics by others; measured 0 to 6."""
BESIDE: Final = 2.0
"""How much worse that may be in a store that holds all topics."""
LEAST_RIGHT_TOGETHER: Final = 89.0
"""Percent handled right of all the others together; measured 91."""
MOST_WRONG_TOGETHER: Final = 2.0
"""Percent answered wrongly of all the others together; measured 1.2."""
LEAST_RIGHT_UNREAD: Final = 76.5
"""Percent handled right of the unread topics together; measured 79."""
MOST_WRONG_UNREAD: Final = 4.0
"""Percent answered wrongly of them; measured 2.4."""
LEAST_RUSSIAN: Final = 0.83
"""Share of all Russian questions handled right; measured 0.88."""

FOLDERS = sorted(folder for folder in TOPICS.iterdir() if folder.is_dir())


@pytest.fixture(scope="module")
def scores() -> dict[str, Score]:
    """Return the score of each topic in a store of its own."""
    return {folder.name: score_folder(folder) for folder in FOLDERS}


@pytest.mark.parametrize("name", [folder.name for folder in FOLDERS])
def test_a_topic_is_answered_right_or_not_at_all(scores: dict[str, Score], name: str) -> None:
    """On each topic most questions are handled right, and hardly any is answered wrongly."""
    by_others = name in BY_OTHERS

    assert scores[name].headline >= (LEAST_RIGHT_BY_OTHERS if by_others else LEAST_RIGHT)
    assert scores[name].wrong <= (MOST_WRONG_BY_OTHERS if by_others else MOST_WRONG)


def test_all_topics_together_are_answered_right_or_not_at_all(scores: dict[str, Score]) -> None:
    """Over all topics that were looked at, few questions are missed and very few told wrongly."""
    together = total(score for name, score in scores.items() if name not in BY_OTHERS)

    assert together.headline >= LEAST_RIGHT_TOGETHER
    assert together.wrong <= MOST_WRONG_TOGETHER


def test_new_stories_together_are_answered_right_or_not_at_all(scores: dict[str, Score]) -> None:
    """Over the topics that nobody read, most questions are handled right, and few told wrongly."""
    together = total(scores[name] for name in UNREAD)

    assert together.headline >= LEAST_RIGHT_UNREAD
    assert together.wrong <= MOST_WRONG_UNREAD


def test_most_russian_questions_are_answered_right(scores: dict[str, Score]) -> None:
    """Over all topics, most of what is asked in Russian is handled right."""
    russian = total(scores.values()).russian

    assert russian["right"] >= LEAST_RUSSIAN * russian.total()


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_other_topics_beside_it_bring_no_wrong_answers(folder: Path) -> None:
    """In a store of all topics a topic's questions are not answered from the others."""
    by_others = folder.name in BY_OTHERS
    beside = [row for other in FOLDERS if other != folder for row in lines(other / "facts.jsonl")]

    score = score_folder(folder, beside)

    assert score.headline >= (LEAST_RIGHT_BY_OTHERS if by_others else LEAST_RIGHT) - BESIDE * 2
    assert score.wrong <= (MOST_WRONG_BY_OTHERS if by_others else MOST_WRONG) + BESIDE
