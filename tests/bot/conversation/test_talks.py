"""What a question comes down to, so that the same one asked again is known to be the same."""

from __future__ import annotations

import pytest

from bot.conversation.talks import folded


@pytest.mark.parametrize(
    "again",
    [
        "KO TEICA RINKĒVIČS",
        "ko teica rinkevics?!",
        "Lūdzu, ko teica “Rinkēvičs”?",
        "Sveiki! Ko teica Rinkēvičs? Paldies",
    ],
)
def test_case_signs_and_politeness_make_no_other_question(again: str) -> None:
    """However it is typed, it is the same question."""
    assert folded(again) == folded("Ko teica Rinkēvičs?")


def test_another_word_makes_another_question() -> None:
    """Only what is polite is left out."""
    assert folded("ko teica Rinkēvičs?") != folded("ko teica Pabriks?")
    assert folded("please") == ""
