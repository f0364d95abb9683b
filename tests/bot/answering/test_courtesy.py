"""Courtesy around a question is no part of it."""

from __future__ import annotations

import pytest

from bot.answering.courtesy import without_courtesy


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("Hello! Could you please tell me who leads it?", "who leads it?"),
        ("vai jūs varētu, lūdzu, pateikt, kas to vada", "kas to vada"),
        ("Sakiet, lūdzu, cik tas maksā? Liels paldies!", "cik tas maksā? "),
        ("Подскажите, пожалуйста, сколько это стоит", "сколько это стоит"),
        ("what is it? Thank you very much!", "what is it? "),
        ("when it opens, please", "when it opens, "),
        ("can you swim?", "can you swim?"),
        ("who leads it?", "who leads it?"),
    ],
)
def test_what_is_asked_is_left(typed: str, asked: str) -> None:
    """Greetings, requests and thanks go at both ends, and nothing else does."""
    assert without_courtesy(typed) == asked


@pytest.mark.parametrize("typed", ["Hello!", "liels paldies", "thank you", "lūdzu", "", "?"])
def test_small_talk_stays_what_it_is(typed: str) -> None:
    """Who says nothing but a courtesy is not left without words."""
    assert without_courtesy(typed) == typed
