"""What kind of answer a question asks for, in what form; and slips in common words."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.answering.analysis import analyse
from bot.answering.mending import mended
from bot.answering.reading import Reading, read
from bot.answering.russian import root, spellings
from bot.answering.values import forms_of, kinds_of

AT = datetime(2024, 7, 1, 9, tzinfo=UTC)


def reading(question: str) -> Reading:
    """Return the reading of a question of which the store knows no word."""
    return read(question, AT, "Europe/Riga", known=lambda _: False)


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("which company builds the bridge?", "who"),
        ("kura firma būvē tiltu?", "who"),
        ("kurā vakarā spēlē grupa?", "when"),
        ("in which town is the factory?", "where"),
        ("what is the price of a ticket?", "quantity"),
        ("в каком городе завод?", "where"),
        ("how long until the bridge is finished?", "when"),
        ("kas lido uz Stokholmu?", "who"),
    ],
)
def test_the_noun_after_a_vague_word_says_the_kind(question: str, kind: str) -> None:
    """The words "which company" ask who, and "which evening" asks when."""
    assert kind in reading(question).kinds


@pytest.mark.parametrize(
    ("question", "kinds"),
    [
        ("what is the bridge for?", {"why"}),
        ("what's it for?", {"why"}),
        ("what is the deadline for?", {"when"}),
        ("what did they look for?", {"who_or_what"}),
    ],
)
def test_what_something_is_for_is_its_purpose(question: str, kinds: set[str]) -> None:
    """The question word is parted; what is done "for" something is no purpose."""
    assert reading(question).kinds == kinds


@pytest.mark.parametrize(
    ("question", "form"),
    [
        ("how many nurses work there?", "count"),
        ("how many years did he get?", "duration"),
        ("cik eiro maksā biļete?", "money"),
        ("Cik procentu balsoja?", "share"),
        ("сколько километров дорога?", "measure"),
        ("how much does it cost?", "money"),
    ],
)
def test_a_quantity_is_asked_for_in_a_form(question: str, form: str) -> None:
    """What is counted says whether money, a duration or a bare count is asked for."""
    assert form in reading(question).forms


@pytest.mark.parametrize(
    ("value", "form"),
    [
        ("EUR 500", "money"),
        ("bez maksas", "money"),
        ("70 %", "share"),
        ("trīs gadi cietumā", "duration"),
        ("2002 metri", "measure"),
        ("2300 cilvēku", "count"),
        ("three times a week", "frequency"),
    ],
)
def test_a_value_is_told_in_a_form(value: str, form: str) -> None:
    """The sign or unit of a value says in what it is told; a year tells no quantity."""
    assert form in forms_of([value])
    assert forms_of(["2025. gada augusts"]) == frozenset()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("moeny", "money"),
        ("ferbuary", "february"),
        ("cilvvēks", "cilveks"),
        ("whcih", "which"),
        ("mony", "money"),
        ("yestreday", "yesterday"),
        ("derector", "director"),
        ("избиртелей", "избирателей"),
        ("рукоовдил", "руководил"),
    ],
)
def test_a_slip_in_a_common_word_is_mended(typed: str, meant: str) -> None:
    """A word nobody knows, one slip away from a word of the lists, is that word."""
    assert mended(analyse(typed), lambda _: False)[0].folded == meant


def test_what_the_store_recognises_is_not_mended() -> None:
    """A name stays as it is, however near to a common word."""
    assert mended(analyse("moeny"), lambda _: True)[0].folded == "moeny"


def test_the_word_that_the_store_knows_is_meant_first() -> None:
    """Of several words that are one slip away the one that some fact has is meant."""
    words = mended(analyse("lawer"), lambda word: word.folded == "lower")

    assert words[0].folded == "lower"


def test_russian_words_share_a_root_and_names_their_place() -> None:
    """Endings go; an adjective of a place leads to the place, and "г" may be an "h"."""
    assert root("строили") == root("строить")
    assert "вентспилс" in spellings("вентспилсский")
    assert "стокхольм" in spellings("стокгольм")


def test_a_question_in_capitals_is_read_as_in_small_letters() -> None:
    """Capitals mean something only beside small letters."""
    assert reading("KAS VADA TIRGU?").terms == reading("kas vada tirgu?").terms


@pytest.mark.parametrize(
    "value", ["postponed until 22 January", "from 8 a.m. to 2 p.m.", "at noon", "10 p.m."]
)
def test_a_value_with_a_time_in_it_says_when(value: str) -> None:
    """A month without a year is a time, and so is an hour as the English write it."""
    assert "when" in kinds_of([value])


@pytest.mark.parametrize(
    ("question", "forms"),
    [
        ("how many people are in the warming centre?", {"count"}),
        ("cik cilvēku ir sildīšanās punktā?", {"count"}),
        ("how many euros does warming cost?", {"money"}),
    ],
)
def test_people_are_counted(question: str, forms: set[str]) -> None:
    """Who asks how many people wants no temperature, though it is warm where they are."""
    assert reading(question).forms == forms
