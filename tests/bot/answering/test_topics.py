"""The answers, measured on whole topics: right, or silent."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bot.answering.scoreboard import TOPICS, lines, score_folder

LEAST_RIGHT = 70.0
"""Percent handled right that no topic may fall below; measured 73 to 86."""
MOST_WRONG = 5.0
"""Percent answered with a wrong fact that no topic may exceed; measured 1 to 4."""

FOLDERS = sorted(folder for folder in TOPICS.iterdir() if folder.is_dir())


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_topic_is_answered_right_or_not_at_all(folder: Path) -> None:
    """On each topic most questions are handled right, and hardly any is answered wrongly."""
    score = score_folder(folder)

    assert score.headline >= LEAST_RIGHT
    assert score.wrong <= MOST_WRONG


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_other_topics_beside_it_bring_no_wrong_answers(folder: Path) -> None:
    """In a store of all topics a topic's questions are not answered from the others."""
    beside = [row for other in FOLDERS if other != folder for row in lines(other / "facts.jsonl")]

    score = score_folder(folder, beside)

    assert score.headline >= LEAST_RIGHT - 5
    assert score.wrong <= MOST_WRONG + 1
