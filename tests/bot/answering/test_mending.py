"""Slips of the finger: single words, and every story asked with a slip in each question."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from functools import partial
from typing import Final
from zoneinfo import ZoneInfo

import pytest

from bot.answering.analysis import Word, analyse
from bot.answering.answer import Answerer
from bot.answering.mending import mended
from bot.answering.verdict import Status
from tests.bot.answering.scoreboard import TOPICS, ZONE, Kept, answerer_over, lines, outcome

LEAST_RIGHT: Final = {"lv": 0.9, "en": 0.9, "ru": 0.75}
"""Of what is answered right without a slip; when written, 91, 92 and 80 % were."""
MOST_WRONG: Final = 0.01
SLIPS: Final[tuple[Callable[[str, int], str], ...]] = (
    lambda word, at: word[:at] + word[at + 1 :],
    lambda word, at: word[:at] + word[at] + word[at:],
    lambda word, at: word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :],
)
"""A letter left out, one typed twice, two swapped; never the first of the word alone."""


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("darbineku", "darbinieku"),
        ("darrbinieku", "darbinieku"),
        ("tramajus", "tramvajus"),
        ("lsat year", "last year"),
        ("from 1 Mrach", "from 1 march"),
        ("пролшым летом", "прошлым летом"),
        ("feruāra beigās", "februara beigas"),
        ("whrn is it", "when is it"),
        ("Wherre is it", "where is it"),
        ("how mudh money", "how much money"),
        ("muh money", "much money"),
        ("how may seats", "how many seats"),
        ("how log is it", "how long is it"),
        ("how offen is it", "how often is it"),
        ("hw long is it", "how long is it"),
        ("Whre is it", "where is it"),
        ("cki maksā", "cik maksa"),
        ("thta one", "that one"),
        ("whos lawer", "whos lawyer"),
    ],
)
def test_a_slip_is_read_as_what_was_meant(typed: str, meant: str) -> None:
    """No matter in which form a word stands, or how short it is where it only asks."""
    assert _read(typed) == meant


@pytest.mark.parametrize(
    "typed",
    [
        "cik cilv bija",
        "milj eiro",
        "kas ir Mrach",
        "who is Darrbinieku",
        "book a room",
        "how may i come",
    ],
)
def test_what_may_be_no_slip_stays(typed: str) -> None:
    """An abbreviation, a name, a word of its own."""
    assert _read(typed) == typed.lower()


def test_a_word_that_the_store_may_have_is_left_to_it() -> None:
    """Its names come before common words."""
    assert _read("tramajus", known=lambda _: True) == "tramajus"


def test_a_slip_seldom_loses_an_answer_and_hardly_ever_finds_a_wrong_one() -> None:
    """Each question that is answered right is asked with each slip, once, in some word."""
    came: Counter[tuple[str, str]] = Counter()
    for folder in sorted(TOPICS.iterdir()):
        answerer, store = answerer_over(lines(folder / "facts.jsonl"))

        for question in lines(folder / "questions.jsonl"):
            asked = partial(_came, answerer, store, question)
            if asked(question["q"]) == (Status.ANSWERED, "right"):
                for typed in _with_slips(question["q"]):
                    came[question["lang"], asked(typed)[1]] += 1
    for language, least in LEAST_RIGHT.items():
        every = sum(n for (asked_in, _), n in came.items() if asked_in == language)
        assert came[language, "right"] >= least * every, (language, came)
        assert came[language, "wrong"] <= MOST_WRONG * every, (language, came)


def _came(
    answerer: Answerer, store: Kept, question: Mapping[str, str], typed: str
) -> tuple[Status, str]:
    """Return how a question came out that was typed so."""
    noon = datetime.fromisoformat(question["at"]).replace(hour=12, tzinfo=ZoneInfo(ZONE))
    verdict = answerer.ask(typed, at=noon, zone=ZONE, store=store)
    return verdict.status, outcome(question, verdict)


def _with_slips(question: str) -> Iterator[str]:
    """Yield a question with each kind of slip, each in the middle of another longer word."""
    words = list(re.finditer(r"[^\W\d_]{4,}", question))
    for number, slip in enumerate(SLIPS if words else ()):
        word = words[number % len(words)]
        changed = slip(word.group(), len(word.group()) // 2)
        yield question[: word.start()] + changed + question[word.end() :]


def _read(typed: str, known: Callable[[Word], bool] = lambda _: False) -> str:
    return " ".join(word.folded for word in mended(analyse(typed), known))
