"""The language of a question: small words, letters, dictionaries."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.answering.language import question_language

TABLE = Path(__file__).with_name("question-language.tsv")
QUESTIONS = [line.split("\t") for line in TABLE.read_text(encoding="utf-8").splitlines()[1:]]


@pytest.mark.parametrize(("language", "question"), QUESTIONS)
def test_each_question_is_read_in_its_language(language: str, question: str) -> None:
    """Latvian (also without diacritics), English, and neither are told apart."""
    assert (question_language(question) or "none") == language


@pytest.mark.parametrize("text", ["", "   ", "?!", "🙂🙂", "2021-11-30", "1 500"])
def test_what_has_no_words_has_no_language(text: str) -> None:
    """Signs, emoji and numbers alone are left unclear."""
    assert question_language(text) is None


def test_a_name_does_not_decide() -> None:
    """A Latvian name in an English question, and the reverse, leave its language alone."""
    assert question_language("Rēzeknes slimnīca opening date") == "en"
    assert question_language("Green Bridge Hotel atklāšanas datums") == "lv"


def test_as_many_english_as_latvian_words_are_unclear() -> None:
    """Where both languages have the same votes, neither is chosen."""
    assert question_language("kas what") is None
