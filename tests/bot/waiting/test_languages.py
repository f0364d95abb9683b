"""Languages left behind: said in one language alone, or changed in one alone."""

from __future__ import annotations

import pytest

from bot.desk import Desk
from bot.texts import phrase
from bot.waiting import attention
from tests.standins.speakers import Speaker, editor

SIZE = "/fact add bridge.size 5 | name-lv: Tilts | name-en: Bridge | words: size"


@pytest.fixture
def ed(desk: Desk) -> Speaker:
    """Return an editor who writes English, after a fact said whole was added."""
    speaker = editor(desk)
    speaker.say(SIZE)
    return speaker


def behind(speaker: Speaker) -> dict[str, tuple[str, ...]]:
    """Return of which facts of the bridge which languages are behind."""
    with speaker.desk.database.read() as tx:
        found = attention.left_behind(tx)
        return {fact.key: lags for fact, _, lags in found if fact.subject.key == "bridge"}


@pytest.mark.parametrize(
    ("lines", "lags", "line"),
    [
        ("set bridge.size large", "lv", "/fact edit bridge.size | value-lv: …"),
        ("edit bridge.size | en: It is 5.", "lv", "/fact edit bridge.size | lv: …"),
        ("correct bridge.size | value-lv: 6", "en", "/fact correct bridge.size | value-en: …"),
    ],
)
def test_language_left_behind_is_said(ed: Speaker, lines: str, lags: str, line: str) -> None:
    """In the reply to what left it behind, with the line that mends it, and in the list."""
    told = ed.say(f"/fact {lines}")

    language = phrase("en", f"language.{lags}")
    assert phrase("en", "edit.behind", language=language, command=line) in told
    assert behind(ed) == {"bridge.size": (lags,)}
    assert line in ed.say("/desk languages")


def test_language_that_caught_up_is_not_listed(ed: Speaker) -> None:
    """What is said whole again is even, and so is a figure, which is for both languages."""
    ed.say("/fact correct bridge.size | value-lv: 6")
    ed.say("/fact correct bridge.size | value-en: 6")

    assert behind(ed) == {}
    ed.say("/fact set bridge.size large")
    ed.say("/fact edit bridge.size | value-lv: liels")
    assert behind(ed) == {}
    assert "Left behind" not in ed.say("/fact set bridge.size 7")
