"""What a link carries: any line that is short enough, in the characters that Telegram takes."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation.links import DOES, LONGEST, carried, carrying

ALLOWED = re.compile(r"[A-Za-z0-9_-]{1,64}")


@pytest.mark.parametrize(
    ("line", "payload"),
    [
        ("language en", "do-language-en"),
        ("remind ministers-meeting 2d", "do-remind-ministers_2dmeeting-2d"),
        ("quiet 22:00-08:00", "do-quiet-22_3a00_2d08_3a00"),
        ("timezone Europe/Riga", "do-timezone-Europe_2fRiga"),
        ("valoda latviešu", "do-valoda-latvie_c5_a1u"),
    ],
)
def test_line_is_written_so(line: str, payload: str) -> None:
    """Plain words stay readable in the address; the rest is spelt out."""
    assert carrying(line) == payload


@given(st.text(st.characters(codec="utf-8"), max_size=LONGEST))
def test_line_comes_back_as_it_was(line: str) -> None:
    """What a payload has room for it carries unchanged, whatever is in it."""
    payload = carrying(line)

    if payload is not None:
        assert ALLOWED.fullmatch(payload)
        assert carried(payload.removeprefix(DOES)) == line


def test_line_that_is_too_long_is_not_carried() -> None:
    """It would be cut short, and might say something else."""
    fits = "a" * (LONGEST - len(DOES))

    assert carrying(fits) == f"{DOES}{fits}"
    assert carrying(f"{fits}a") is None


@given(st.text(alphabet="abcdef0189_-", max_size=LONGEST))
def test_anything_can_be_read(words: str) -> None:
    """Whoever writes such a link by hand breaks nothing."""
    assert isinstance(carried(words), str)
