"""The lexicon: what words ask for which attribute, in three languages."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.answering.analysis import analyse, listed
from bot.answering.entry import attribute_of
from bot.answering.lexicon import FAMILY, lexicon
from bot.answering.reading import read
from bot.answering.russian import root

LANGUAGES = ("en", "lv", "ru")


NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


def rows(name: str) -> list[list[str]]:
    """Read a table that lies beside this file, without its heading."""
    text = Path(__file__).with_name(name).read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines()[1:]]


def families_of(text: str) -> set[str]:
    """The attribute families that the words of a text stand for."""
    hits = lexicon().find(analyse(text))
    return {hit.tag.removeprefix(FAMILY) for hit in hits if hit.tag.startswith(FAMILY)}


@pytest.fixture(scope="module")
def families() -> Mapping[str, Any]:
    """Return the families as the file has them."""
    found: Mapping[str, Any] = tomllib.loads(listed("lexicon.toml"))["families"]
    return found


@pytest.mark.parametrize(("question", "family"), rows("asked-families.tsv"))
def test_words_ask_for_an_attribute(question: str, family: str) -> None:
    """People ask for each attribute in words of their language, in any form of them."""
    assert family in families_of(question)


@pytest.mark.parametrize(("attribute", "question"), rows("attribute-questions.tsv"))
def test_a_fact_is_asked_for_though_nobody_wrote_synonyms(attribute: str, question: str) -> None:
    """What an editor calls an attribute and how people ask for it meet in a family."""
    reading = read(question, NOON, "Europe/Riga")

    assert reading.families & attribute_of(attribute, ()).asked_by


@pytest.mark.parametrize(
    ("text", "family"),
    [
        ("state secretary", "status"),
        ("plane", "plan"),
        ("pilsētas padome", "advice"),
        ("katlumājas lieta", "rainfall"),
        ("izstāde", "exhibits"),
        ("детсад", "children"),
        ("Грузия", "cargo"),
        ("летать", "age"),
        ("искать", "lawsuit"),
        ("часть", "hours"),
        ("стадион", "stage"),
        ("pieaugušie", "change"),
    ],
)
def test_words_that_look_alike_ask_for_nothing(text: str, family: str) -> None:
    """A word that merely begins or folds like one of a family is no word of it."""
    assert family not in families_of(text)


def test_every_family_is_told_in_three_languages(families: Mapping[str, Any]) -> None:
    """Nobody has to ask in one language rather than in another."""
    assert [name for name, entry in families.items() if not all(map(entry.get, LANGUAGES))] == []


def test_families_are_near_to_known_ones(families: Mapping[str, Any]) -> None:
    """What a family is near to is a family."""
    near = {other for entry in families.values() for other in entry.get("near", ())}

    assert near <= families.keys()


def test_no_family_lists_a_word_twice(families: Mapping[str, Any]) -> None:
    """Each word of a family and language stands there once."""
    twice = [
        (name, word)
        for name, entry in families.items()
        for language in LANGUAGES
        for word, times in Counter(re.split(r";\s+", entry[language])).items()
        if times > 1
    ]

    assert twice == []


@pytest.mark.parametrize(
    "forms",
    [
        ("койка", "койки", "коек", "койкам"),
        ("ступенька", "ступеньки", "ступенек", "ступеньками"),
        ("остановка", "остановок", "остановками"),
        ("участок", "участка", "участки", "участков"),
        ("строить", "строили", "строит", "строят"),
        ("погибший", "погибшие", "погибших", "погибшим"),
        ("открыться", "открыть"),
        ("площадка", "площадок", "площадке"),
    ],
)
def test_the_forms_of_a_russian_word_share_a_root(forms: tuple[str, ...]) -> None:
    """Cases, persons and fleeting vowels leave one root."""
    assert len({root(form) for form in forms}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [("часть", "час"), ("район", "рана"), ("суд", "судно"), ("новость", "нос"), ("нефть", "небо")],
)
def test_other_russian_words_keep_other_roots(one: str, other: str) -> None:
    """What only begins alike is another word."""
    assert root(one) != root(other)


@pytest.mark.parametrize(("one", "other"), rows("meanings-apart.tsv"))
def test_what_a_newsroom_tells_apart_has_no_meaning_in_common(one: str, other: str) -> None:
    """How many wolves there are does not say how many bears."""
    meant = [analyse(word)[0].keys.concepts for word in (one, other)]
    assert meant[0].isdisjoint(meant[1])
